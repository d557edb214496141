import JSON

/// What can be set about a queue.
struct QueueAttributes {
  var delay = 0
  var maximumMessageSize = 1_048_576
  var retention = 345_600
  var receiveWait = 0
  var visibilityTimeout = 30
  var redrive: RedrivePolicy?
  /// What is kept and printed.
  ///
  /// Simplified: neither policies nor encryption have an effect yet.
  private var kept: [String: String] = ["SqsManagedSseEnabled": "true"]

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
  private static let fifoNames = [
    "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
  ]

  /// The names of everything that can be set on a standard queue.
  static let names = numbers.map(\.name) + ["RedrivePolicy"] + keptNames

  /// Sets some attributes; an empty text removes a policy.
  mutating func set(_ values: [String: String]) throws(ServiceError) {
    for (name, value) in values.sorted(by: { $0.key < $1.key }) { try set(name, to: value) }
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
    } else if name == "FifoQueue", value == "true" {
      throw .notSupported("A FIFO queue")
    } else if Self.fifoNames.contains(name) {
      throw .attributeNeedsFIFO(name)
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
    return name == "RedrivePolicy" ? redrive?.text : kept[name]
  }
}
