import Simulation

/// Sends a message to a queue.
public struct SendMessage: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The body: text, up to 1 MiB together with the attributes.
  public var messageBody: String
  /// For how many seconds the message cannot be received yet; the queue's own delay if left out.
  public var delaySeconds: Int?
  /// What travels beside the body.
  public var messageAttributes: [String: MessageAttributeValue]?

  /// Creates the request.
  public init(
    queueUrl: String,
    messageBody: String,
    delaySeconds: Int? = nil,
    messageAttributes: [String: MessageAttributeValue]? = nil
  ) {
    self.queueUrl = queueUrl
    self.messageBody = messageBody
    self.delaySeconds = delaySeconds
    self.messageAttributes = messageAttributes
  }

  /// What the queue took.
  public struct Output: Sendable {
    /// The MD5 of the body.
    public let md5OfMessageBody: String
    /// The MD5 of the attributes, if there are any.
    public let md5OfMessageAttributes: String?
    /// The message's id.
    public let messageId: String
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// Sends the message; who waits for one gets it at once.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.queue(queueUrl)
    let draft = MessageDraft(
      body: messageBody,
      delay: delaySeconds,
      attributes: messageAttributes ?? [:]
    )
    let output = try sqs.add(draft, to: queue)
    sqs.bill(queue, payload: draft.size)
    sqs.serve(queue)
    return output
  }
}

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

    /// Creates an entry.
    public init(
      id: String,
      messageBody: String,
      delaySeconds: Int? = nil,
      messageAttributes: [String: MessageAttributeValue]? = nil
    ) {
      self.id = id
      self.messageBody = messageBody
      self.delaySeconds = delaySeconds
      self.messageAttributes = messageAttributes
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
  }

  /// What became of each entry.
  public struct Output: Sendable {
    /// The entries that were taken; left out when there are none.
    public let successful: [Success]?
    /// The entries that were refused; left out when there are none.
    public let failed: [BatchFailure]?
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// Sends the messages; some may be refused while others are taken.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.queue(queueUrl)
    try BatchFailure.check(entries.map(\.id), of: "SendMessageBatchRequestEntry")
    let drafts = entries.map {
      MessageDraft(body: $0.messageBody, delay: $0.delaySeconds, attributes: $0.messageAttributes)
    }
    let size = drafts.reduce(0) { $0 + $1.size }
    guard size <= SQSQuotas.batchBytes.bytes else { throw ServiceError.batchTooLong(size) }
    var successful: [Success] = []
    var failed: [BatchFailure] = []
    for (entry, draft) in zip(entries, drafts) {
      do {
        let sent = try sqs.add(draft, to: queue)
        successful.append(
          Success(
            id: entry.id,
            messageId: sent.messageId,
            md5OfMessageBody: sent.md5OfMessageBody,
            md5OfMessageAttributes: sent.md5OfMessageAttributes
          )
        )
      } catch {
        failed.append(BatchFailure(id: entry.id, error))
      }
    }
    sqs.bill(queue, payload: size)
    sqs.serve(queue)
    return Output(
      successful: successful.isEmpty ? nil : successful,
      failed: failed.isEmpty ? nil : failed
    )
  }
}

/// An entry of a batch that was refused.
public struct BatchFailure: Sendable {
  /// The entry's id.
  public let id: String
  /// Whether the request is to blame.
  public let senderFault: Bool
  /// The error's code.
  public let code: String
  /// The error's text.
  public let message: String

  init(id: String, _ error: ServiceError) {
    self.id = id
    senderFault = error.fault == .client
    code = error.code
    message = error.message
  }

  /// Checks how many entries a batch has and what their ids are.
  static func check(_ ids: [String], of entry: String) throws(ServiceError) {
    guard !ids.isEmpty else { throw .emptyBatch(of: entry) }
    guard ids.count <= SQSQuotas.batchSize.upperBound else { throw .tooManyEntries(ids.count) }
    var seen: Set<String> = []
    for id in ids {
      guard SQSQuotas.entryIDLength.contains(id.utf8.count),
        id.utf8.allSatisfy(Letters.isNameLetter)
      else { throw .invalidBatchEntryID }
      guard seen.insert(id).inserted else { throw .batchEntryIDsNotDistinct(id) }
    }
  }
}

/// A message that a producer wants to send.
struct MessageDraft {
  let body: String
  let delay: Int?
  let attributes: [String: MessageAttributeValue]

  init(body: String, delay: Int?, attributes: [String: MessageAttributeValue]?) {
    self.body = body
    self.delay = delay
    self.attributes = attributes ?? [:]
  }

  /// The bytes of body and attributes.
  var size: Int { body.utf8.count + (attributes.isEmpty ? 0 : attributes.size) }
}

extension SQS {
  /// Checks a message and puts it into the queue.
  func add(_ draft: MessageDraft, to queue: SQSQueue) throws(ServiceError) -> SendMessage.Output {
    try MessageChecks.check(body: draft.body)
    let delay = draft.delay ?? queue.attributes.delay
    try MessageChecks.check(delay: delay)
    if !draft.attributes.isEmpty { try MessageChecks.check(attributes: draft.attributes) }
    let size = draft.size
    guard size <= queue.attributes.maximumMessageSize else {
      throw .invalidQueueParameter(
        "One or more parameters are invalid. Reason: Message must be shorter than"
          + " \(queue.attributes.maximumMessageSize) bytes."
      )
    }
    queue.advance()
    let id = newMessageID()
    let md5 = MD5.hex(draft.body)
    let now = simulation.now
    queue.figures.sent += 1
    let record = simulation.record(
      SQSEvent.sent(messageID: id, bytes: size, delay: .seconds(delay)),
      from: queue.name
    )
    queue.add(
      StoredMessage(
        id: id,
        body: draft.body,
        md5: md5,
        attributes: draft.attributes,
        sent: now,
        arrived: now,
        record: record
      ),
      delay: .seconds(delay)
    )
    return SendMessage.Output(
      md5OfMessageBody: md5,
      md5OfMessageAttributes: draft.attributes.isEmpty
        ? nil : MessageChecks.md5(of: draft.attributes),
      messageId: id
    )
  }
}
