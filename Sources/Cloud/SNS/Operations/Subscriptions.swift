import Simulation

/// Subscribes a queue or a function to a topic.
public struct Subscribe: Operation {
  /// The topic's ARN.
  public var topicArn: String
  /// `sqs` or `lambda`.
  public var `protocol`: String
  /// The ARN of the queue or function.
  public var endpoint: String?
  /// `FilterPolicy`, `FilterPolicyScope`, `RawMessageDelivery` and `RedrivePolicy`, as texts.
  public var attributes: [String: String]?
  /// Whether to answer the ARN of a subscription that is not confirmed; here all are.
  public var returnSubscriptionArn: Bool?

  /// Creates the request.
  public init(
    topicArn: String,
    protocol: String,
    endpoint: String,
    attributes: [String: String]? = nil
  ) {
    self.topicArn = topicArn
    self.protocol = `protocol`
    self.endpoint = endpoint
    self.attributes = attributes
  }

  /// The subscription.
  public struct Output: Sendable {
    /// Its ARN.
    public let subscriptionArn: String
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// Subscribes the endpoint; it is confirmed at once, because it is of the same account.
  ///
  /// The same subscription made twice is one.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let topic = try sns.topic(topicArn)
    let target = try endpointARN()
    var subscription = Subscription(
      arn: "\(topicArn):\(sns.newIdentifier())",
      to: topic.arn,
      target.kind,
      target.arn
    )
    for (name, value) in (attributes ?? [:]).sorted(by: { $0.key < $1.key }) {
      try subscription.set(name, to: value)
    }
    if let twin = topic.subscriptions.first(where: {
      $0.kind == target.kind && $0.endpoint == target.arn
    }) {
      guard twin.attributes == subscription.attributes else {
        throw ServiceError.invalidTopicParameter(
          "Attributes Reason: Subscription already exists with different attributes"
        )
      }
      return Output(subscriptionArn: twin.arn)
    }
    sns.topics[topicArn]?.put(subscription)
    sns.cloud.topology.connect(topic.name, to: target.component, .asynchronous)
    sns.cloud.record(SNSEvent.subscribed(endpoint: target.component), from: topic.name)
    return Output(subscriptionArn: subscription.arn)
  }

  private func endpointARN() throws(ServiceError) -> (
    kind: Subscription.Kind, arn: ARN, component: String
  ) {
    if Subscription.Kind.others.contains(`protocol`) {
      throw .notSupported("A subscription with the protocol \(`protocol`)")
    }
    guard let kind = Subscription.Kind(rawValue: `protocol`) else {
      throw .invalidTopicParameter(
        "Amazon SNS does not support this protocol string: \(`protocol`)"
      )
    }
    let arn = endpoint.flatMap { ARN($0) }
    switch kind {
    case .sqs:
      guard let arn, arn.service == "sqs" else { throw .invalidTopicParameter("SQS endpoint ARN") }
      guard !arn.name.hasSuffix(".fifo") else {
        throw .invalidTopicParameter(
          "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard"
            + " SNS topics"
        )
      }
      return (kind, arn, arn.name)
    case .lambda:
      guard let arn, arn.service == "lambda", arn.resource.hasPrefix("function:") else {
        throw .invalidTopicParameter("Lambda endpoint ARN")
      }
      return (kind, arn, arn.componentName)
    }
  }
}

/// Ends a subscription.
public struct Unsubscribe: Operation {
  /// The subscription's ARN.
  public var subscriptionArn: String

  /// Creates the request.
  public init(subscriptionArn: String) {
    self.subscriptionArn = subscriptionArn
  }

  /// Ends the subscription; one that does not exist is no error.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    guard let ended = try sns.findSubscription(subscriptionArn) else { return NoOutput() }
    sns.topics[ended.topic.description]?.remove(subscriptionArn)
    sns.cloud.record(
      SNSEvent.unsubscribed(endpoint: ended.endpoint.componentName),
      from: ended.topic.name
    )
    return NoOutput()
  }
}

/// Lists a topic's subscriptions.
public struct ListSubscriptionsByTopic: Operation {
  /// The topic's ARN.
  public var topicArn: String

  /// Creates the request.
  public init(topicArn: String) {
    self.topicArn = topicArn
  }

  /// A subscription.
  public struct Entry: Sendable {
    /// Its ARN.
    public let subscriptionArn: String
    /// The account that made it.
    public let owner: String
    /// `sqs` or `lambda`.
    public let `protocol`: String
    /// The ARN of the queue or function.
    public let endpoint: String
    /// The topic's ARN.
    public let topicArn: String
  }

  /// The subscriptions.
  public struct Output: Sendable {
    /// In the order in which they were made.
    public let subscriptions: [Entry]
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// Lists the subscriptions.
  ///
  /// Simplified: all on one page.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let entries = try sns.topic(topicArn).subscriptions.map { subscription in
      Entry(
        subscriptionArn: subscription.arn,
        owner: sns.cloud.account,
        protocol: subscription.kind.rawValue,
        endpoint: subscription.endpoint.description,
        topicArn: topicArn
      )
    }
    return Output(subscriptions: entries)
  }
}

/// Changes one attribute of a subscription.
public struct SetSubscriptionAttributes: Operation {
  /// The subscription's ARN.
  public var subscriptionArn: String
  /// `FilterPolicy`, `FilterPolicyScope`, `RawMessageDelivery` or `RedrivePolicy`.
  public var attributeName: String
  /// The new value; without one, or with an empty one, the attribute is removed.
  public var attributeValue: String?

  /// Creates the request.
  public init(subscriptionArn: String, attributeName: String, attributeValue: String? = nil) {
    self.subscriptionArn = subscriptionArn
    self.attributeName = attributeName
    self.attributeValue = attributeValue
  }

  /// Changes the attribute.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    var subscription = try sns.subscription(subscriptionArn)
    try subscription.set(attributeName, to: attributeValue ?? "")
    sns.replace(subscription)
    return NoOutput()
  }
}

/// Tells a subscription's attributes.
public struct GetSubscriptionAttributes: Operation {
  /// The subscription's ARN.
  public var subscriptionArn: String

  /// Creates the request.
  public init(subscriptionArn: String) {
    self.subscriptionArn = subscriptionArn
  }

  /// The attributes.
  public struct Output: Sendable {
    /// The values as texts, by name.
    public let attributes: [String: String]
  }

  /// Tells the attributes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let subscription = try sns.subscription(subscriptionArn)
    var values = subscription.attributes
    values["SubscriptionArn"] = subscription.arn
    values["TopicArn"] = subscription.topic.description
    values["Protocol"] = subscription.kind.rawValue
    values["Endpoint"] = subscription.endpoint.description
    values["Owner"] = sns.cloud.account
    values["ConfirmationWasAuthenticated"] = "true"
    values["PendingConfirmation"] = "false"
    values["RawMessageDelivery"] = subscription.isRaw ? "true" : "false"
    if subscription.filter != nil, values["FilterPolicyScope"] == nil {
      values["FilterPolicyScope"] = FilterPolicy.Scope.messageAttributes.rawValue
    }
    return Output(attributes: values)
  }
}
