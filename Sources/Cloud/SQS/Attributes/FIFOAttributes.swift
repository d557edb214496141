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
      guard let flag = QueueAttributes.flag(value) else { throw .invalidQueueAttributeValue(name) }
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
