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
  /// The chain of requests that the message continues.
  let lineage: Lineage?
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
  /// The account that has sent the message, if it is not the queue's.
  public var sender: String? { marks?.sender }

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
