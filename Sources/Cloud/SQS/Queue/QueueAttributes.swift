import JSON

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
  /// What is kept and printed.
  ///
  /// Simplified: neither policies nor encryption have an effect yet.
  private var kept: [String: String] = ["SqsManagedSseEnabled": "true"]

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
  private static let keptNames = [
    "KmsDataKeyReusePeriodSeconds", "KmsMasterKeyId", "Policy", "RedriveAllowPolicy",
    "SqsManagedSseEnabled",
  ]

  /// The names of everything that can be set on a queue.
  static let names =
    numbers.map(\.name) + ["RedrivePolicy"] + keptNames + ["FifoQueue"] + FIFOAttributes.names

  /// Sets some attributes, or refuses them all; an empty text removes a policy.
  mutating func set(_ values: [String: String]) throws(ServiceError) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { try set(name, to: value) }
    try fifo?.check()
  }

  private mutating func set(_ name: String, to value: String) throws(ServiceError) {
    if let number = Self.numbers.first(where: { $0.name == name }) {
      guard let amount = Int(value), number.range.contains(amount) else {
        throw .invalidQueueAttributeValue(name)
      }
      self[keyPath: number.path] = amount
    } else if name == "RedrivePolicy" {
      redrive = value.isEmpty ? nil : try RedrivePolicy(parsing: value)
    } else if Self.keptNames.contains(name) {
      try keep(name, value)
    } else if name == "FifoQueue" {
      guard isFIFO else { throw .unknownQueueAttribute(name) }
      guard value == "true" else {
        throw .invalidQueueAttributeValue(name, "Modifying queue type is not supported.")
      }
    } else if FIFOAttributes.names.contains(name) {
      guard isFIFO else { throw .attributeNeedsFIFO(name) }
      try fifo?.set(name, to: value)
    } else {
      throw .unknownQueueAttribute(name)
    }
  }

  private mutating func keep(_ name: String, _ value: String) throws(ServiceError) {
    if name.hasSuffix("Policy"), !value.isEmpty {
      guard case .object = try? JSONValue(parsing: value) else {
        throw .invalidQueueAttributeValue(name)
      }
    }
    kept[name] = value.isEmpty ? nil : value
  }

  /// The value of an attribute as it is printed; `nil` when it is not set.
  subscript(name: String) -> String? {
    if let number = Self.numbers.first(where: { $0.name == name }) {
      return String(self[keyPath: number.path])
    }
    return switch name {
    case "RedrivePolicy": redrive?.text
    case "FifoQueue": isFIFO ? "true" : nil
    default: fifo?[name] ?? kept[name]
    }
  }
}

/// What can be set about a FIFO queue and about no other.
struct FIFOAttributes {
  /// Where a repetition is looked for.
  enum DeduplicationScope: String {
    case messageGroup
    case queue
  }

  /// What the throughput limit is for.
  enum ThroughputLimit: String {
    case perMessageGroupId
    case perQueue
  }

  /// Whether a message without a deduplication id gets that of its body.
  var contentBasedDeduplication = false
  var scope = DeduplicationScope.queue
  var throughputLimit = ThroughputLimit.perQueue

  static let names = ["ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit"]

  /// Whether every group has a throughput of its own: "high throughput" in AWS's words.
  var isHighThroughput: Bool { scope == .messageGroup && throughputLimit == .perMessageGroupId }

  mutating func set(_ name: String, to value: String) throws(ServiceError) {
    switch name {
    case "ContentBasedDeduplication":
      guard let flag = Bool(value) else { throw .invalidQueueAttributeValue(name) }
      contentBasedDeduplication = flag
    case "DeduplicationScope":
      guard let scope = DeduplicationScope(rawValue: value) else {
        throw .invalidQueueAttributeValue(name)
      }
      self.scope = scope
    default:
      guard let limit = ThroughputLimit(rawValue: value) else {
        throw .invalidQueueAttributeValue(name)
      }
      throughputLimit = limit
    }
  }

  /// Refuses a limit for each group where repetitions are looked for in the whole queue.
  func check() throws(ServiceError) {
    guard throughputLimit == .perQueue || scope == .messageGroup else {
      throw .invalidQueueAttributeValue(
        "FifoThroughputLimit",
        "perMessageGroupId is allowed only when DeduplicationScope is messageGroup."
      )
    }
  }

  subscript(name: String) -> String? {
    switch name {
    case "ContentBasedDeduplication": "\(contentBasedDeduplication)"
    case "DeduplicationScope": scope.rawValue
    case "FifoThroughputLimit": throughputLimit.rawValue
    default: nil
    }
  }
}
