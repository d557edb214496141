import Simulation

/// Sends a message to a queue.
public struct SendMessage: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The body: text, up to 1 MiB together with the attributes.
  public var messageBody: String
  /// For how many seconds the message cannot be received yet; the queue's own delay if left out.
  ///
  /// A FIFO queue has no other delay than its own.
  public var delaySeconds: Int?
  /// What travels beside the body.
  public var messageAttributes: [String: MessageAttributeValue]?
  /// What the service itself is told; only `AWSTraceHeader`.
  public var messageSystemAttributes: [String: MessageAttributeValue]?
  /// What a FIFO queue tells a repetition by; of no other queue.
  public var messageDeduplicationId: String?
  /// What a FIFO queue keeps in order; in a standard queue whose message it is.
  public var messageGroupId: String?

  /// Creates the request.
  public init(
    queueUrl: String,
    messageBody: String,
    delaySeconds: Int? = nil,
    messageAttributes: [String: MessageAttributeValue]? = nil,
    messageSystemAttributes: [String: MessageAttributeValue]? = nil,
    messageDeduplicationId: String? = nil,
    messageGroupId: String? = nil
  ) {
    self.queueUrl = queueUrl
    self.messageBody = messageBody
    self.delaySeconds = delaySeconds
    self.messageAttributes = messageAttributes
    self.messageSystemAttributes = messageSystemAttributes
    self.messageDeduplicationId = messageDeduplicationId
    self.messageGroupId = messageGroupId
  }

  /// What the queue took.
  public struct Output: Sendable {
    /// The MD5 of the body.
    public let md5OfMessageBody: String
    /// The MD5 of the attributes, if there are any.
    public let md5OfMessageAttributes: String?
    /// The MD5 of what the service was told, if it was told anything.
    public let md5OfMessageSystemAttributes: String?
    /// The message's id; of a repetition the id of the message that it repeats.
    public let messageId: String
    /// The message's number in a FIFO queue.
    public let sequenceNumber: String?
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Sends the message; who waits for one gets it at once.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("SendMessage", on: queueUrl, for: caller)
    let draft = MessageDraft(
      body: messageBody,
      delay: delaySeconds,
      attributes: messageAttributes ?? [:],
      systemAttributes: messageSystemAttributes ?? [:],
      deduplicationID: messageDeduplicationId,
      group: messageGroupId,
      sender: caller.otherAccount
    )
    try queue.checkThroughput(.send, groups: draft.group.map { [$0] } ?? [])
    let key = try sqs.encryptionKey(of: queue, for: caller)
    let output = try sqs.add(draft, to: queue, with: key, in: caller.lineage)
    sqs.bill(queue, payload: draft.size, namesGroups: draft.group != nil)
    sqs.serve(queue)
    return output
  }
}
