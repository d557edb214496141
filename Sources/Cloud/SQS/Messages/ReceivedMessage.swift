public import JSON
public import Simulation

/// A message that a queue has given out, as Swift code takes it.
public struct ReceivedMessage: Sendable {
  /// The message's id, the same in every receive and in the dead-letter queue.
  public let messageID: String
  /// What deletes the message: new in every receive.
  public let receiptHandle: String
  /// The body.
  public let body: String
  /// The MD5 of the body in hexadecimal digits.
  public let bodyMD5: String
  /// What travels beside the body.
  public let attributes: [String: MessageAttributeValue]
  /// Its group, its number and the like.
  let marks: MessageMarks?
  /// How often the message has been received, this time included.
  public let receiveCount: Int
  /// When it was sent, in milliseconds since 1970.
  public let sentMilliseconds: Int64
  /// When it was first received, in milliseconds since 1970.
  public let firstReceivedMilliseconds: Int64
  /// For how long this receive hides it from others.
  public let visibility: Duration
  /// Until when it does so, unless somebody changes that.
  public let hiddenUntil: SimulationInstant
  /// The ARN of the queue from which it came, in a dead-letter queue.
  public let deadLetterSource: String?
  /// The trace's record of this receive: the cause of what is done with the message.
  public let record: TraceID

  /// The group: what a FIFO queue keeps in order, or whose message it is in a standard queue; `nil`
  /// if the producer gave none.
  public var messageGroupID: String? { marks?.group }
  /// What a FIFO queue tells a repetition by; `nil` in a standard queue.
  public var deduplicationID: String? { marks?.deduplicationID }
  /// The message's number in its FIFO queue, 20 digits; `nil` in a standard queue.
  public var sequenceNumber: String? { marks?.sequence?.text }
  /// The X-Ray header that the producer sent along, if it did.
  public var traceHeader: String? { marks?.traceHeader }

  /// The attributes as a function's event shows them.
  public var attributesJSON: JSONValue {
    guard !attributes.isEmpty else { return .object([:]) }
    var object = JSONObject()
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      var entry = JSONObject()
      if let text = value.stringValue { entry["stringValue"] = .string(text) }
      if let bytes = value.binaryValue { entry["binaryValue"] = .string(bytes) }
      entry["stringListValues"] = []
      entry["binaryListValues"] = []
      entry["dataType"] = .string(value.dataType)
      object[name] = .object(entry)
    }
    return .object(object)
  }
}

/// How many messages a queue holds and what has become of the others.
///
/// At every instant ``sent`` + ``arrivedAsDeadLetters`` = ``visible`` + ``inFlight`` +
/// ``delayed`` + ``deleted`` + ``expired`` + ``movedToDeadLetterQueue`` + ``purged``.
public struct QueueFigures: Hashable, Sendable {
  /// Messages that can be received now.
  public var visible = 0
  /// Messages that have been received and are hidden.
  public var inFlight = 0
  /// Messages whose delay has not passed.
  public var delayed = 0
  /// How long the oldest message has been in this queue; `nil` when the queue is empty.
  ///
  /// Simplified: in a dead-letter queue, of the messages the one that was sent first counts.
  public var oldestAge: Duration?
  /// Messages that producers have sent.
  public var sent = 0
  /// Messages that other queues have given up.
  public var arrivedAsDeadLetters = 0
  /// Messages given out; one that was received twice counts twice.
  public var received = 0
  /// Receives that got nothing.
  public var emptyReceives = 0
  /// Messages that consumers have deleted.
  public var deleted = 0
  /// Messages that were dropped at the end of the retention period.
  public var expired = 0
  /// Messages that were given up to the dead-letter queue.
  public var movedToDeadLetterQueue = 0
  /// Messages that were deleted by purges.
  public var purged = 0

  /// Creates the figures of a new queue.
  public init() {}

  /// All messages that the queue holds.
  public var depth: Int { visible + inFlight + delayed }
}
