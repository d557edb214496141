import Simulation

/// Publishes a message to a topic, a mobile device or a telephone.
public struct Publish: Operation {
  /// The topic's ARN.
  public var topicArn: String?
  /// The ARN of a topic or of a device.
  public var targetArn: String?
  /// A telephone number in the international form, such as `+15555550100`.
  public var phoneNumber: String?
  /// The message: text, up to 256 KiB together with the attributes.
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

  /// Creates the request.
  public init(
    topicArn: String? = nil,
    targetArn: String? = nil,
    phoneNumber: String? = nil,
    message: String,
    subject: String? = nil,
    messageStructure: String? = nil,
    messageAttributes: [String: MessageAttributeValue]? = nil,
    messageDeduplicationId: String? = nil,
    messageGroupId: String? = nil
  ) {
    self.topicArn = topicArn
    self.targetArn = targetArn
    self.phoneNumber = phoneNumber
    self.message = message
    self.subject = subject
    self.messageStructure = messageStructure
    self.messageAttributes = messageAttributes
    self.messageDeduplicationId = messageDeduplicationId
    self.messageGroupId = messageGroupId
  }

  /// What was taken.
  public struct Output: Sendable {
    /// The message's id; of a repetition the id of the message that it repeats.
    public let messageId: String
    /// The message's number in a FIFO topic.
    public let sequenceNumber: String?
  }

  /// The topic; a device has no name of its own.
  public var component: String? {
    (topicArn ?? targetArn).flatMap { arn in
      ARN(arn)?.resource.hasPrefix("endpoint/") == true ? nil : SNS.topicName(in: arn)
    }
  }

  /// The topic or the device.
  public func resource(in cloud: Cloud) -> ARN? { (topicArn ?? targetArn).flatMap { ARN($0) } }

  /// Publishes the message; it is delivered apart from this request.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: component ?? SNS.name)
    guard [topicArn, targetArn, phoneNumber].count(where: { $0 != nil }) <= 1 else {
      throw ServiceError.invalidTopicParameter(
        "TopicArn, TargetArn or PhoneNumber Reason: only one of them may have a value"
      )
    }
    let device = targetArn.flatMap { ARN($0) }.flatMap {
      $0.resource.hasPrefix("endpoint/") ? $0 : nil
    }
    let draft = try PublishDraft(parts, needsDefault: device == nil)
    guard draft.size <= SNSQuotas.messageSize.bytes else {
      throw ServiceError.invalidTopicParameter("Message too long")
    }
    if let phoneNumber { return try send(draft, to: phoneNumber, on: sns) }
    if let device { return try push(draft, to: device, on: sns) }
    guard let arn = topicArn ?? targetArn else {
      throw ServiceError.invalidTopicParameter(
        "TopicArn or TargetArn Reason: no value for required parameter"
      )
    }
    let topic = try sns.topic(arn, toPublishBy: caller)
    let receipt = try sns.publish(draft, to: topic, in: caller.lineage)
    sns.billPublish(to: topic, messages: 1, payload: draft.size)
    return Output(messageId: receipt.messageID, sequenceNumber: receipt.sequence?.text)
  }

  private var parts: PublishDraft.Parts {
    PublishDraft.Parts(
      message: message,
      subject: subject,
      structure: messageStructure,
      attributes: messageAttributes,
      group: messageGroupId,
      deduplicationID: messageDeduplicationId
    )
  }

  private func send(
    _ draft: PublishDraft,
    to number: String,
    on sns: isolated SNS
  ) throws -> Output {
    guard SubscriptionEndpoint.isTelephone(number) else {
      throw ServiceError.invalidTopicParameter(
        "PhoneNumber Reason: \(number) is not valid to publish to"
      )
    }
    let id = sns.newIdentifier()
    sns.deliverDirectly(id, to: SubscriptionEndpoint.telephoneCompany, .snsTextMessages) { sns in
      try await sns.text(draft.text(for: "sms"), from: "", to: number)
    }
    return Output(messageId: id, sequenceNumber: nil)
  }

  private func push(
    _ draft: PublishDraft,
    to device: ARN,
    on sns: isolated SNS
  ) throws -> Output {
    let application = try sns.checkDevice(device).application
    let id = sns.newIdentifier()
    let carrier = PlatformApplication.carrier(in: device)
    let sender = ARN(application.arn)?.name ?? application.platform
    sns.deliverDirectly(id, to: carrier, .snsPushDeliveries) { sns in
      try await sns.push(draft, to: device, from: sender)
    }
    return Output(messageId: id, sequenceNumber: nil)
  }
}

extension SNS {
  /// Hands a message that goes to one person, without a topic, to who carries it; again and again, as
  /// long as that may help.
  func deliverDirectly(
    _ id: String,
    to carrier: String,
    _ usage: Usage,
    _ handOver: @escaping @Sendable (isolated SNS) async throws -> DeliveryReceipt
  ) {
    if cloud.topology.component(carrier) == nil {
      cloud.topology.add(Component(carrier, .provider))
    }
    simulation.spawn(on: self) { sns in
      try await sns.takeTime(SNSAssumptions.deliveryDelay, about: SNS.name)
      let (end, attempts) = try await sns.tryUntilTaken(by: { _ in .customerManaged }) {
        try await handOver(sns)
      }
      // No topic's, and so in no topic's figures.
      switch end {
      case .taken:
        sns.cloud.meter.add(usage, 1, for: SNS.name)
        sns.cloud.record(
          SNSEvent.delivered(messageID: id, endpoint: carrier, attempts: attempts),
          from: SNS.name
        )
      case .givenUp(let failure):
        sns.cloud.record(
          SNSEvent.dropped(messageID: id, endpoint: carrier, because: failure.code),
          from: SNS.name
        )
      case .unwanted: break
      }
    }
  }
}
