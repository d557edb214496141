/// Publishes up to ten messages to a topic in one request.
public struct PublishBatch: Operation {
  /// One message.
  public struct Entry: Decodable, Sendable {
    /// Tells the entries of this request apart.
    public var id: String
    /// The message.
    public var message: String
    /// A line that says what the message is about.
    public var subject: String?
    /// `json` when the message holds one text for each protocol, and `default`.
    public var messageStructure: String?
    /// What travels beside the message, and what filter policies look at.
    public var messageAttributes: [String: MessageAttributeValue]?
    /// What a FIFO topic tells a repetition by; of no other topic.
    public var messageDeduplicationId: String?
    /// What a FIFO topic keeps in order; other topics hand it on to queues.
    public var messageGroupId: String?

    /// Creates an entry.
    public init(
      id: String,
      message: String,
      subject: String? = nil,
      messageStructure: String? = nil,
      messageAttributes: [String: MessageAttributeValue]? = nil,
      messageDeduplicationId: String? = nil,
      messageGroupId: String? = nil
    ) {
      self.id = id
      self.message = message
      self.subject = subject
      self.messageStructure = messageStructure
      self.messageAttributes = messageAttributes
      self.messageDeduplicationId = messageDeduplicationId
      self.messageGroupId = messageGroupId
    }

    fileprivate var parts: PublishDraft.Parts {
      PublishDraft.Parts(
        message: message,
        subject: subject,
        structure: messageStructure,
        attributes: messageAttributes,
        group: messageGroupId,
        deduplicationID: messageDeduplicationId
      )
    }
  }

  /// The topic's ARN.
  public var topicArn: String
  /// The messages.
  public var publishBatchRequestEntries: [Entry]

  /// Creates the request.
  public init(topicArn: String, publishBatchRequestEntries: [Entry]) {
    self.topicArn = topicArn
    self.publishBatchRequestEntries = publishBatchRequestEntries
  }

  /// A message that was taken.
  public struct Success: Sendable {
    /// The entry's id.
    public let id: String
    /// The message's id.
    public let messageId: String
    /// The message's number in a FIFO topic.
    public let sequenceNumber: String?
  }

  /// A message that was refused.
  public struct Failure: Sendable {
    /// The entry's id.
    public let id: String
    /// The error's code.
    public let code: String
    /// The error's text.
    public let message: String
    /// Whether the request is to blame.
    public let senderFault: Bool

    init(_ id: String, _ error: ServiceError) {
      self.id = id
      code = error.code
      message = error.message
      senderFault = error.fault == .client
    }
  }

  /// What became of each entry.
  public struct Output: Sendable {
    /// The entries that were taken.
    public var successful: [Success] = []
    /// The entries that were refused.
    public var failed: [Failure] = []
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// Publishes the messages; some may be refused while others are taken.
  ///
  /// A message attribute, a structure or the marks of a FIFO message that are wrong in one entry fail
  /// the whole request, as recorded from AWS. A subject or an empty message fails its entry alone, but
  /// for a FIFO topic the request, as recorded in September 2026 (radkawar/stackd); a group that has
  /// had too many messages in a second fails its entry alone.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let topic = try sns.topic(topicArn, toPublishBy: caller)
    try ServiceError.checkTopicBatch(publishBatchRequestEntries.map(\.id))
    let (drafts, size) = try drafts(for: topic)
    guard size <= SNSQuotas.messageSize.bytes else { throw ServiceError.topicBatchTooLong }
    var output = Output()
    var taken = 0
    for (id, draft) in drafts {
      do throws(ServiceError) {
        let draft = try draft.get()
        let receipt = try sns.publish(draft, to: topic, in: caller.lineage)
        taken += draft.size
        output.successful.append(
          Success(id: id, messageId: receipt.messageID, sequenceNumber: receipt.sequence?.text)
        )
      } catch {
        output.failed.append(Failure(id, error))
      }
    }
    // A request to a standard topic has its price, whatever becomes of its entries.
    let payload = topic.isFIFO ? taken : size
    sns.billPublish(to: topic, messages: output.successful.count, payload: payload)
    return output
  }

  /// The entries as messages, or why one is none, and the bytes of all of them.
  private func drafts(
    for topic: Topic
  ) throws(ServiceError) -> ([(id: String, draft: Result<PublishDraft, ServiceError>)], Int) {
    var drafts: [(id: String, draft: Result<PublishDraft, ServiceError>)] = []
    var size = 0
    for entry in publishBatchRequestEntries {
      size += entry.message.utf8.count + (entry.messageAttributes ?? [:]).size
      let draft: PublishDraft
      do throws(ServiceError) {
        draft = try PublishDraft(entry.parts)
      } catch {
        guard !topic.isFIFO,
          ["Empty message", "Subject"].contains(where: error.message.hasSuffix)
        else { throw error }
        drafts.append((entry.id, .failure(error)))
        continue
      }
      _ = try draft.marks(for: topic)
      drafts.append((entry.id, .success(draft)))
    }
    return (drafts, size)
  }
}
