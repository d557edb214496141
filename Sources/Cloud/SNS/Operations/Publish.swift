import JSON

/// Publishes a message to a topic.
public struct Publish: Operation {
  /// The topic's ARN.
  public var topicArn: String?
  /// Another name for the topic's ARN.
  public var targetArn: String?
  /// The message: text, up to 256 KiB together with the attributes.
  public var message: String
  /// A line that says what the message is about.
  public var subject: String?
  /// `json` when the message holds one text for each protocol, and `default`.
  public var messageStructure: String?
  /// What travels beside the message, and what filter policies look at.
  public var messageAttributes: [String: MessageAttributeValue]?

  /// Creates the request.
  public init(
    topicArn: String,
    message: String,
    subject: String? = nil,
    messageStructure: String? = nil,
    messageAttributes: [String: MessageAttributeValue]? = nil
  ) {
    self.topicArn = topicArn
    self.message = message
    self.subject = subject
    self.messageStructure = messageStructure
    self.messageAttributes = messageAttributes
  }

  /// What the topic took.
  public struct Output: Sendable {
    /// The message's id.
    public let messageId: String
  }

  /// The topic.
  public var component: String? { (topicArn ?? targetArn).map(SNS.topicName) }

  /// Publishes the message; it is delivered apart from this request.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    guard let arn = topicArn ?? targetArn else {
      throw ServiceError.invalidTopicParameter(
        "TopicArn or TargetArn Reason: no value for required parameter"
      )
    }
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: arn))
    let topic = try sns.topic(arn)
    let draft = try PublishDraft(
      message: message,
      subject: subject,
      structure: messageStructure,
      attributes: messageAttributes ?? [:]
    )
    guard draft.size <= SNSQuotas.messageSize.bytes else {
      throw ServiceError.invalidTopicParameter("Message too long")
    }
    sns.bill(topic, payload: draft.size)
    return Output(messageId: sns.publish(draft, to: topic, in: caller.lineage))
  }
}

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

    /// Creates an entry.
    public init(
      id: String,
      message: String,
      subject: String? = nil,
      messageStructure: String? = nil,
      messageAttributes: [String: MessageAttributeValue]? = nil
    ) {
      self.id = id
      self.message = message
      self.subject = subject
      self.messageStructure = messageStructure
      self.messageAttributes = messageAttributes
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
  }

  /// What became of each entry.
  public struct Output: Sendable {
    /// The entries that were taken.
    public let successful: [Success]
    /// The entries that were refused.
    public let failed: [Failure]
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// Publishes the messages; some may be refused while others are taken.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let topic = try sns.topic(topicArn)
    try ServiceError.checkTopicBatch(publishBatchRequestEntries.map(\.id))
    let size = publishBatchRequestEntries.reduce(0) {
      $0 + $1.message.utf8.count + ($1.messageAttributes ?? [:]).size
    }
    guard size <= SNSQuotas.messageSize.bytes else { throw ServiceError.topicBatchTooLong }
    sns.bill(topic, payload: size)
    var successful: [Success] = []
    var failed: [Failure] = []
    for entry in publishBatchRequestEntries {
      do {
        let draft = try PublishDraft(
          message: entry.message,
          subject: entry.subject,
          structure: entry.messageStructure,
          attributes: entry.messageAttributes ?? [:]
        )
        successful.append(
          Success(id: entry.id, messageId: sns.publish(draft, to: topic, in: caller.lineage))
        )
      } catch {
        failed.append(
          Failure(
            id: entry.id,
            code: error.code,
            message: error.message,
            senderFault: error.fault == .client
          )
        )
      }
    }
    return Output(successful: successful, failed: failed)
  }
}

extension SNS {
  /// Counts one publish for each started 64 KB.
  func bill(_ topic: Topic, payload: Int) {
    let chunk = SNSQuotas.billedChunk.bytes
    cloud.meter.add(.snsPublishes, Int64(max(1, (payload + chunk - 1) / chunk)), for: topic.name)
  }
}
