import Simulation

/// A message as a queue keeps it.
struct StoredMessage {
  let id: String
  let body: String
  let md5: String
  let attributes: [String: MessageAttributeValue]
  /// Its group, its number and the like; `nil` when it has none of them.
  var marks: MessageMarks?
  /// When the producer sent it, or when it came into its FIFO dead-letter queue: what retention
  /// counts from.
  var sent: SimulationInstant
  /// When it came into this queue.
  var arrived: SimulationInstant
  /// How often it has been received, in all queues.
  var receiveCount = 0
  /// How often it has been received in this queue: what the redrive policy looks at.
  var receivesHere = 0
  var firstReceived: SimulationInstant?
  /// The ARN of the queue that gave it up.
  var deadLetterSource: String?
  /// The key with which it is encrypted, in whatever queue it lies; `nil` for none of KMS's.
  var key: MessageKey?
  /// The chain of requests that it continues; `nil` outside of any.
  var lineage: Lineage?
  /// The record of its coming, the cause of what happens to it next.
  var record: TraceID

  /// What a free slot holds.
  static let none = Self(
    id: "",
    body: "",
    md5: "",
    attributes: [:],
    sent: .start,
    arrived: .start,
    record: TraceID(number: 0)
  )
}
