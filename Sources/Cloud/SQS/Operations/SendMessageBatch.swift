import Simulation

/// Sends up to ten messages to a queue in one request.
public struct SendMessageBatch: Operation {
  /// One message.
  public struct Entry: Decodable, Sendable {
    /// Tells the entries of this request apart.
    public var id: String
    /// The body.
    public var messageBody: String
    /// For how many seconds the message cannot be received yet.
    public var delaySeconds: Int?
    /// What travels beside the body.
    public var messageAttributes: [String: MessageAttributeValue]?
    /// What the service itself is told; only `AWSTraceHeader`.
    public var messageSystemAttributes: [String: MessageAttributeValue]?
    /// What a FIFO queue tells a repetition by.
    public var messageDeduplicationId: String?
    /// What a FIFO queue keeps in order; in a standard queue whose message it is.
    public var messageGroupId: String?

    /// Creates an entry.
    public init(
      id: String,
      messageBody: String,
      delaySeconds: Int? = nil,
      messageAttributes: [String: MessageAttributeValue]? = nil,
      messageSystemAttributes: [String: MessageAttributeValue]? = nil,
      messageDeduplicationId: String? = nil,
      messageGroupId: String? = nil
    ) {
      self.id = id
      self.messageBody = messageBody
      self.delaySeconds = delaySeconds
      self.messageAttributes = messageAttributes
      self.messageSystemAttributes = messageSystemAttributes
      self.messageDeduplicationId = messageDeduplicationId
      self.messageGroupId = messageGroupId
    }
  }

  /// The queue's URL or name.
  public var queueUrl: String
  /// The messages.
  public var entries: [Entry]

  /// Creates the request.
  public init(queueUrl: String, entries: [Entry]) {
    self.queueUrl = queueUrl
    self.entries = entries
  }

  /// A message that was taken.
  public struct Success: Sendable {
    /// The entry's id.
    public let id: String
    /// The message's id.
    public let messageId: String
    /// The MD5 of the body.
    public let md5OfMessageBody: String
    /// The MD5 of the attributes, if there are any.
    public let md5OfMessageAttributes: String?
    /// The MD5 of what the service was told, if it was told anything.
    public let md5OfMessageSystemAttributes: String?
    /// The message's number in a FIFO queue.
    public let sequenceNumber: String?
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Sends the messages; some may be refused while others are taken.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> BatchOutput<Success>
  {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("SendMessage", on: queueUrl, for: caller)
    try BatchFailure.check(entries.map(\.id), of: "SendMessageBatchRequestEntry")
    let drafts = entries.map {
      MessageDraft(
        body: $0.messageBody,
        delay: $0.delaySeconds,
        attributes: $0.messageAttributes ?? [:],
        systemAttributes: $0.messageSystemAttributes ?? [:],
        deduplicationID: $0.messageDeduplicationId,
        group: $0.messageGroupId,
        sender: caller.otherAccount,
        isEntry: true
      )
    }
    let size = drafts.reduce(0) { $0 + $1.size }
    guard size <= SQSQuotas.batchBytes.bytes else { throw ServiceError.batchTooLong(size) }
    try check(drafts, for: queue)
    let key = try sqs.encryptionKey(of: queue, for: caller)
    let lineage = caller.lineage
    let output = BatchOutput(of: Array(zip(entries, drafts)), \.0.id) { pair throws(ServiceError) in
      let sent = try sqs.add(pair.1, to: queue, with: key, in: lineage)
      return Success(
        id: pair.0.id,
        messageId: sent.messageId,
        md5OfMessageBody: sent.md5OfMessageBody,
        md5OfMessageAttributes: sent.md5OfMessageAttributes,
        md5OfMessageSystemAttributes: sent.md5OfMessageSystemAttributes,
        sequenceNumber: sent.sequenceNumber
      )
    }
    sqs.bill(queue, payload: size, namesGroups: drafts.contains { $0.group != nil })
    sqs.serve(queue)
    return output
  }

  /// What a FIFO queue refuses of the whole batch; recorded on AWS: the code is not the one that a
  /// single message gets.
  private func check(_ drafts: [MessageDraft], for queue: SQSQueue) throws(ServiceError) {
    guard let attributes = queue.attributes.fifo else { return }
    for draft in drafts {
      do {
        _ = try draft.deduplicationKey(attributes)
      } catch  where error.code == "MissingParameter" {
        throw .invalidQueueParameter(error.message)
      }
    }
    try queue.checkThroughput(.send, groups: Set(drafts.compactMap(\.group)))
  }
}
