import Simulation

/// A service whose API takes several deliveries in one request.
enum BatchAPI: String {
  case sqs, sns, events, firehose

  /// What one request takes.
  var limits: BatchLimits {
    switch self {
    case .sqs:
      BatchLimits(entries: SQSQuotas.batchSize.upperBound, bytes: SQSQuotas.batchBytes.bytes)
    case .sns:
      BatchLimits(entries: SNSQuotas.batchSize.upperBound, bytes: SNSQuotas.messageSize.bytes)
    case .events:
      BatchLimits(
        entries: EventBridgeQuotas.entries.upperBound,
        // The entries have to stay below it.
        bytes: EventBridgeQuotas.entriesSize.bytes - 1
      )
    case .firehose:
      BatchLimits(
        entries: FirehoseQuotas.batchSize.upperBound,
        bytes: FirehoseQuotas.batchBytes.bytes,
        entryBytes: FirehoseQuotas.recordSize.bytes
      )
    }
  }

  /// The bytes that a delivery counts for in a request.
  func size(of delivery: Delivery) -> Int {
    switch self {
    case .sqs, .sns: delivery.text.utf8.count + delivery.attributes.size
    case .events: PutEvents.Entry(delivery, on: nil).size
    case .firehose: delivery.text.utf8.count
    }
  }
}

/// What one request of a batch API takes.
struct BatchLimits {
  let entries: Int
  /// All entries together.
  let bytes: Int
  /// One entry, where a larger one has the whole request refused.
  var entryBytes = Int.max

  /// Cuts a batch into as few requests as its order allows.
  ///
  /// An entry that is too large is a request by itself, so that no other is refused for it.
  ///
  /// - Parameters:
  ///   - sizes: the bytes of each entry.
  ///   - groups: the group of each entry, of which a request holds one: the next may only be sent
  ///     when it is known that this one was taken.
  /// - Returns: the places in each request.
  func requests(of sizes: [Int], inOrderOf groups: [String]?) -> [Range<Int>] {
    var requests: [Range<Int>] = []
    var (start, sum) = (0, 0)
    for (place, size) in sizes.enumerated() {
      let size = size > entryBytes ? bytes + 1 : size
      let waits = groups.map { $0[start..<place].contains($0[place]) } ?? false
      if start < place, waits || place - start == entries || sum + size > bytes {
        requests.append(start..<place)
        (start, sum) = (place, 0)
      }
      sum += size
    }
    if start < sizes.count { requests.append(start..<sizes.count) }
    return requests
  }
}
