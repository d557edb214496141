/// What can be set about a queue.
struct QueueAttributes {
  var delay = 0
  var maximumMessageSize = 1_048_576
  var retention = 345_600
  var receiveWait = 0
  var visibilityTimeout = 30
  var redrive: RedrivePolicy?
  /// What only a FIFO queue has.
  var fifo: FIFOAttributes?
  /// Which queues may use this one as their dead-letter queue; all of them if it does not say.
  var redriveAllow: RedriveAllowPolicy?
  /// Who else may use the queue; nobody if it does not say.
  var policy: QueuePolicy?
  private(set) var encryption = QueueEncryption()

  /// The attributes of a new queue before anything is set.
  init(isFIFO: Bool = false) {
    fifo = isFIFO ? FIFOAttributes() : nil
  }

  var isFIFO: Bool { fifo != nil }

  private struct Number: Sendable {
    let name: String
    let range: ClosedRange<Int>
    let path: any WritableKeyPath<QueueAttributes, Int> & Sendable
  }

  private static let numbers = [
    Number(name: "DelaySeconds", range: SQSQuotas.delaySeconds, path: \.delay),
    Number(
      name: "MaximumMessageSize",
      range: SQSQuotas.maximumMessageSize,
      path: \.maximumMessageSize
    ),
    Number(name: "MessageRetentionPeriod", range: SQSQuotas.retentionSeconds, path: \.retention),
    Number(
      name: "ReceiveMessageWaitTimeSeconds",
      range: SQSQuotas.waitSeconds,
      path: \.receiveWait
    ),
    Number(
      name: "VisibilityTimeout",
      range: SQSQuotas.visibilitySeconds,
      path: \.visibilityTimeout
    ),
  ]
  private static let policies = ["Policy", "RedriveAllowPolicy", "RedrivePolicy"]

  /// The names of everything that can be set on a queue.
  static let names =
    numbers.map(\.name) + policies + QueueEncryption.names + ["FifoQueue"] + FIFOAttributes.names

  /// Sets some attributes, or refuses them all; an empty text removes a policy.
  mutating func set(_ values: [String: String]) throws(ServiceError) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { try set(name, to: value) }
    try encryption.set(values)
    try fifo?.check()
  }

  private mutating func set(_ name: String, to value: String) throws(ServiceError) {
    if let number = Self.numbers.first(where: { $0.name == name }) {
      guard let amount = Int(value), number.range.contains(amount) else {
        throw .invalidQueueAttributeValue(name)
      }
      self[keyPath: number.path] = amount
    } else if Self.policies.contains(name) {
      try setPolicy(name, to: value)
    } else if QueueEncryption.names.contains(name) {
      return
    } else if name == "FifoQueue" {
      guard isFIFO else { throw .unknownQueueAttribute(name) }
      guard Self.flag(value) == true else {
        throw .invalidQueueAttributeValue(name, "Modifying queue type is not supported.")
      }
    } else if FIFOAttributes.names.contains(name) {
      guard isFIFO else { throw .attributeNeedsFIFO(name) }
      try fifo?.set(name, to: value)
    } else {
      throw .unknownQueueAttribute(name)
    }
  }

  /// Reads `true` or `false`, in large letters or small ones, as recorded on AWS.
  static func flag(_ text: String) -> Bool? { Bool(text.lowercased()) }

  private mutating func setPolicy(_ name: String, to value: String) throws(ServiceError) {
    switch name {
    case "Policy": policy = value.isEmpty ? nil : try QueuePolicy(parsing: value)
    case "RedrivePolicy": redrive = value.isEmpty ? nil : try RedrivePolicy(parsing: value)
    default: redriveAllow = value.isEmpty ? nil : try RedriveAllowPolicy(parsing: value)
    }
  }

  /// The value of an attribute as it is printed; `nil` when it is not set.
  subscript(name: String) -> String? {
    if let number = Self.numbers.first(where: { $0.name == name }) {
      return String(self[keyPath: number.path])
    }
    return switch name {
    case "Policy": policy?.text
    case "RedriveAllowPolicy": redriveAllow?.text
    case "RedrivePolicy": redrive?.text
    case "FifoQueue": isFIFO ? "true" : nil
    default: fifo?[name] ?? encryption[name]
    }
  }
}
