import Simulation

/// Subscribes an endpoint to a topic.
public struct Subscribe: Operation {
  /// The topic's ARN.
  public var topicArn: String
  /// `sqs`, `lambda`, `firehose`, `http`, `https`, `email`, `email-json`, `sms` or `application`.
  public var `protocol`: String
  /// The ARN, the URL, the address or the telephone number.
  public var endpoint: String?
  /// `FilterPolicy`, `FilterPolicyScope`, `RawMessageDelivery`, `RedrivePolicy`, `DeliveryPolicy`,
  /// `ReplayPolicy` and, for a delivery stream, `SubscriptionRoleArn`, as texts.
  public var attributes: [String: String]?
  /// Whether to answer the ARN of a subscription that is not confirmed yet.
  public var returnSubscriptionArn: Bool?

  /// Creates the request.
  public init(
    topicArn: String,
    protocol: String,
    endpoint: String,
    attributes: [String: String]? = nil,
    returnSubscriptionArn: Bool? = nil
  ) {
    self.topicArn = topicArn
    self.protocol = `protocol`
    self.endpoint = endpoint
    self.attributes = attributes
    self.returnSubscriptionArn = returnSubscriptionArn
  }

  /// The subscription.
  public struct Output: Sendable {
    /// Its ARN, or `pending confirmation`.
    public let subscriptionArn: String
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// To subscribe this endpoint.
  public func permissions(in cloud: Cloud) -> [Permission] {
    [Permission(Self.action, on: resource(in: cloud), policyContext)]
  }

  /// What conditions can look at of the request.
  private var policyContext: [String: String] {
    ["sns:protocol": `protocol`, "sns:endpoint": endpoint ?? ""]
  }

  /// Subscribes the endpoint; who has to agree is asked.
  ///
  /// A queue or a function is confirmed at once when its own account subscribes it. The same
  /// subscription made twice is one.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let receiver = await sns.receiver(of: try? SubscriptionEndpoint(`protocol`, endpoint))
    // Nothing may come between the look at the topic and what is done with it.
    let topic = try sns.topic(topicArn, for: caller, "Subscribe", policyContext)
    let target = try SubscriptionEndpoint(`protocol`, endpoint)
    try check(target, for: topic)
    var made = try subscription(to: topic, target, on: sns, for: caller)
    if let receiver { made.receiver = receiver }
    if let twin = topic.subscriptions.first(where: { $0.endpoint == target }) {
      guard twin.agrees(with: made) else {
        throw ServiceError.invalidTopicParameter(
          "Attributes Reason: Subscription already exists with different attributes"
        )
      }
      if !twin.isConfirmed { sns.askToConfirm(twin) }
      return Output(subscriptionArn: answer(twin))
    }
    try sns.checkLimits(of: topic, with: made)
    sns.add(made)
    await sns.remember(topic.arn, of: made.owner)
    return Output(subscriptionArn: answer(made))
  }

  private func answer(_ subscription: Subscription) -> String {
    subscription.isConfirmed || returnSubscriptionArn == true
      ? subscription.arn : "pending confirmation"
  }

  private func check(_ target: SubscriptionEndpoint, for topic: Topic) throws(ServiceError) {
    if target.isFIFOQueue, !topic.isFIFO {
      throw .invalidTopicParameter(
        "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard"
          + " SNS topics"
      )
    }
    guard target.kind == .sqs || !topic.isFIFO else {
      throw .invalidTopicParameter(
        "Invalid parameter: Endpoint Reason: Please use FIFO SQS queue"
      )
    }
  }

  private func subscription(
    to topic: Topic,
    _ target: SubscriptionEndpoint,
    on sns: isolated SNS,
    for caller: Caller
  ) throws(ServiceError) -> Subscription {
    let owner =
      if case .account(let account) = caller.origin { account } else { sns.cloud.account }
    // An account need not ask itself, and a delivery stream is asked by its role.
    let isOwn = target.kind == .firehose || target.resource.map { $0.account == owner } ?? true
    var made = Subscription(
      arn: "\(topicArn):\(sns.newIdentifier())",
      to: topic.arn,
      target,
      owner: owner,
      principal: "arn:aws:iam::\(owner):role/\(caller.component)",
      status: target.kind.needsConfirmation || !isOwn
        ? .pending : .confirmed(wasAuthenticated: true)
    )
    // The scope first, because it decides what a policy may be.
    let scope = "FilterPolicyScope"
    let names = (attributes ?? [:]).keys.sorted()
    do throws(AttributeProblem) {
      for name in names.filter({ $0 == scope }) + names.filter({ $0 != scope }) {
        try made.set(name, to: attributes?[name] ?? "")
      }
      try sns.prepareReplay(made.replayPolicy, of: &made)
    } catch {
      throw error.whenMaking
    }
    guard target.kind != .firehose || made.role != nil else {
      throw .invalidTopicParameter(
        "Attributes Reason: SubscriptionRoleArn is required for a Firehose subscription"
      )
    }
    return made
  }
}

extension SNS {
  /// Refuses a subscription more than a topic or an account may have.
  fileprivate func checkLimits(
    of topic: Topic,
    with made: Subscription
  ) throws(ServiceError) {
    let limit = topic.isFIFO ? SNSQuotas.fifoSubscriptions : SNSQuotas.subscriptions
    guard topic.subscriptions.count < limit, made.isConfirmed || hasRoomForPending else {
      throw .snsLimit(
        "SubscriptionLimitExceeded",
        "The customer already owns the maximum allowed number of subscriptions."
      )
    }
    let streams = topic.subscriptions.count { $0.kind == .firehose && $0.owner == made.owner }
    guard made.kind != .firehose || streams < SNSQuotas.streamSubscriptions else {
      throw .snsLimit(
        "SubscriptionLimitExceeded",
        "The customer already owns the maximum allowed number of Firehose subscriptions."
      )
    }
    try checkFilterLimits(of: topic, with: made)
  }

  private var hasRoomForPending: Bool {
    let limit = SNSQuotas.pendingSubscriptions
    // All together are quickly counted, and mostly below the limit.
    guard topics.values.reduce(0, { $0 + $1.subscriptions.count }) >= limit else { return true }
    return topics.values.reduce(0) { $0 + $1.subscriptions.count { !$0.isConfirmed } } < limit
  }

  /// Refuses a filter policy more than a topic or an account may have.
  func checkFilterLimits(of topic: Topic, with made: Subscription) throws(ServiceError) {
    guard made.filter?.selects == true,
      topic.subscription(made.arn)?.filter?.selects != true
    else { return }
    guard topic.filterPolicyCount < SNSQuotas.filterPoliciesOfTopic,
      topics.values.reduce(0, { $0 + $1.filterPolicyCount }) < SNSQuotas.filterPolicies
    else {
      throw .snsLimit(
        "FilterPolicyLimitExceeded",
        "The number of filter policies in your AWS account exceeds the limit."
      )
    }
  }

  /// The part of this account that answers at a URL, such as a function; `nil` for others.
  fileprivate func receiver(of endpoint: SubscriptionEndpoint?) async -> String? {
    guard case .web(let address)? = endpoint?.target, address.isAmazons else { return nil }
    return try? await cloud.webEndpoint(at: address).component
  }

  /// Adds a subscription, and asks its endpoint where it has to agree.
  fileprivate func add(_ subscription: Subscription) {
    put(subscription)
    note(.subscribed(endpoint: subscription.endpoint.component), of: subscription.topic.name)
    if subscription.isConfirmed {
      startReplay(of: subscription)
    } else {
      askToConfirm(subscription)
    }
  }

  /// Puts a subscription, new, confirmed or restored, to its topic and into the topology.
  func put(_ subscription: Subscription) {
    let (topic, endpoint) = (subscription.topic, subscription.endpoint)
    topics[topic.description]?.put(subscription)
    if endpoint.resource == nil || endpoint.kind == .application,
      cloud.topology.component(subscription.receiver) == nil
    {
      cloud.topology.add(Component(subscription.receiver, .provider))
    }
    cloud.topology.connect(topic.name, to: subscription.receiver, .asynchronous)
  }

  /// Lets another account find the subscriptions that it has made here.
  fileprivate func remember(_ topic: ARN, of owner: String) async {
    guard owner != cloud.account else { return }
    await cloud.account(owner).sns.note(foreignTopic: topic)
  }

  private func note(foreignTopic topic: ARN) {
    if !foreignTopics.contains(topic) { foreignTopics.append(topic) }
  }
}
