import Simulation

/// Confirms a subscription with the token that its endpoint has got.
public struct ConfirmSubscription: Operation {
  /// The topic's ARN.
  public var topicArn: String
  /// The token.
  public var token: String
  /// Whether only the owners of topic and subscription may end it from now on: `true` or `false`.
  public var authenticateOnUnsubscribe: String?

  /// Creates the request.
  public init(topicArn: String, token: String, authenticateOnUnsubscribe: String? = nil) {
    self.topicArn = topicArn
    self.token = token
    self.authenticateOnUnsubscribe = authenticateOnUnsubscribe
  }

  /// The subscription.
  public struct Output: Sendable {
    /// Its ARN.
    public let subscriptionArn: String
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// Confirms the subscription; the token is all that it takes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    return Output(
      subscriptionArn: try sns.confirm(
        topicArn,
        token,
        needsOwnerToEnd: authenticateOnUnsubscribe == "true",
        isSigned: true
      )
    )
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

  /// The subscription.
  public func resource(in cloud: Cloud) -> ARN? { ARN(subscriptionArn) }

  /// Ends the subscription; one that does not exist is no error.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    _ = try sns.arn(subscriptionArn, "SubscriptionArn")
    // A topic's own ARN has one part less.
    guard subscriptionArn.utf8.count(where: { $0 == UInt8(ascii: ":") }) >= 6 else {
      throw ServiceError.invalidTopicParameter("SubscriptionId")
    }
    guard sns.findSubscription(subscriptionArn) != nil else { return NoOutput() }
    sns.end(try sns.subscription(subscriptionArn, of: caller, "Unsubscribe"))
    return NoOutput()
  }
}

/// A subscription in a list.
public struct ListedSubscription: Sendable {
  /// Its ARN, or `PendingConfirmation`.
  public let subscriptionArn: String
  /// The account that made it.
  public let owner: String
  /// The protocol, such as `sqs`.
  public let `protocol`: String
  /// The ARN, the URL, the address or the telephone number.
  public let endpoint: String
  /// The topic's ARN.
  public let topicArn: String

  init(_ subscription: Subscription) {
    subscriptionArn = subscription.listedARN
    owner = subscription.owner
    `protocol` = subscription.kind.rawValue
    endpoint = subscription.endpoint.text
    topicArn = subscription.topic.description
  }
}

/// Lists the subscriptions that this account has made.
public struct ListSubscriptions: Operation {
  /// Where to go on: what the page before has told.
  public var nextToken: String?

  /// Creates the request.
  public init(nextToken: String? = nil) {
    self.nextToken = nextToken
  }

  /// The subscriptions.
  public struct Output: Sendable {
    /// By topic, in the order in which they were made, up to 100.
    public let subscriptions: [ListedSubscription]
    /// Where the next page begins; `nil` on the last.
    public let nextToken: String?
  }

  /// Lists a page of the subscriptions, to topics of other accounts too.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let account = sns.cloud.account
    var all = sns.topics.keys.sorted().flatMap { sns.subscriptions(to: $0, of: account) }
    for topic in sns.foreignTopics {
      guard let owner = sns.cloud.owner(of: topic) else { continue }
      all += await owner.sns.subscriptions(to: topic.description, of: account)
    }
    let page = try SNSPage(all, from: nextToken)
    return Output(subscriptions: page.items, nextToken: page.next)
  }
}

extension SNS {
  /// The subscriptions to a topic that one account has made.
  fileprivate func subscriptions(to topic: String, of owner: String) -> [ListedSubscription] {
    (topics[topic]?.subscriptions ?? []).filter { $0.owner == owner }.map(ListedSubscription.init)
  }
}

/// Lists a topic's subscriptions.
public struct ListSubscriptionsByTopic: Operation {
  /// The topic's ARN.
  public var topicArn: String
  /// Where to go on: what the page before has told.
  public var nextToken: String?

  /// Creates the request.
  public init(topicArn: String, nextToken: String? = nil) {
    self.topicArn = topicArn
    self.nextToken = nextToken
  }

  /// The subscriptions.
  public struct Output: Sendable {
    /// In the order in which they were made, up to 100.
    public let subscriptions: [ListedSubscription]
    /// Where the next page begins; `nil` on the last.
    public let nextToken: String?
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// Lists a page of the subscriptions.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let topic = try sns.topic(topicArn, for: caller, "ListSubscriptionsByTopic")
    let page = try SNSPage(topic.subscriptions, from: nextToken)
    return Output(
      subscriptions: page.items.map(ListedSubscription.init),
      nextToken: page.next
    )
  }
}

/// Changes one attribute of a subscription.
public struct SetSubscriptionAttributes: Operation {
  /// The subscription's ARN.
  public var subscriptionArn: String
  /// `FilterPolicy`, `FilterPolicyScope`, `RawMessageDelivery`, `RedrivePolicy`, `DeliveryPolicy`,
  /// `ReplayPolicy` or `SubscriptionRoleArn`.
  public var attributeName: String
  /// The new value; without one, or with an empty one, the attribute is removed.
  public var attributeValue: String?

  /// Creates the request.
  public init(subscriptionArn: String, attributeName: String, attributeValue: String? = nil) {
    self.subscriptionArn = subscriptionArn
    self.attributeName = attributeName
    self.attributeValue = attributeValue
  }

  /// The subscription.
  public func resource(in cloud: Cloud) -> ARN? { ARN(subscriptionArn) }

  /// Changes the attribute, at once; a policy to replay starts a replay.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    var subscription = try sns.subscription(subscriptionArn, of: caller, Self.name)
    do throws(AttributeProblem) {
      try subscription.set(attributeName, to: attributeValue ?? "")
      if isReplay { try sns.prepareReplay(subscription.replayPolicy, of: &subscription) }
    } catch {
      throw error.whenChanging
    }
    if let topic = sns.topics[subscription.topic.description] {
      try sns.checkFilterLimits(of: topic, with: subscription)
    }
    sns.replace(subscription)
    if isReplay { sns.startReplay(of: subscription) }
    return NoOutput()
  }

  private var isReplay: Bool { attributeName == "ReplayPolicy" }
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

  /// The subscription.
  public func resource(in cloud: Cloud) -> ARN? { ARN(subscriptionArn) }

  /// Tells the attributes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let subscription = try sns.subscription(subscriptionArn, of: caller, Self.name)
    let topic = try sns.topic(subscription.topic.description)
    return Output(attributes: subscription.shown(under: topic))
  }
}
