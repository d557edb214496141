import Simulation

/// Amazon SNS: topics that hand each published message to everybody who is subscribed.
///
/// Simplified: changed filter policies take effect at once, where AWS takes up to 15 minutes.
public actor SNS: CloudService {
  /// `sns`.
  public static let name = "sns"
  /// `Amazon SNS`.
  public static let title = "Amazon SNS"
  /// As which service it calls others, and takes roles.
  static let principal = "sns.amazonaws.com"
  /// `AuthorizationError`, with the action as `SNS:Publish`.
  public static let accessRefusal = AccessRefusal("AuthorizationError", 403, .serviceInCapitals)
  /// What the service can do.
  public static let operations: [any Operation<SNS>.Type] = [
    CreateTopic.self, DeleteTopic.self, ListTopics.self,
    GetTopicAttributes.self, SetTopicAttributes.self,
    Subscribe.self, ConfirmSubscription.self, Unsubscribe.self,
    ListSubscriptions.self, ListSubscriptionsByTopic.self,
    SetSubscriptionAttributes.self, GetSubscriptionAttributes.self,
    Publish.self, PublishBatch.self,
    SNS.AddPermission.self, SNS.RemovePermission.self,
    SNS.TagResource.self, SNS.UntagResource.self, SNS.ListTagsForResource.self,
    CreatePlatformApplication.self, GetPlatformApplicationAttributes.self,
    SetPlatformApplicationAttributes.self, ListPlatformApplications.self,
    DeletePlatformApplication.self, CreatePlatformEndpoint.self, GetEndpointAttributes.self,
    SetEndpointAttributes.self, ListEndpointsByPlatformApplication.self, DeleteEndpoint.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// By ARN.
  var topics: [String: Topic] = [:]
  /// The subscriptions that this account has made to topics of others, as topics' ARNs.
  var foreignTopics: [ARN] = []
  /// What can be confirmed, by token.
  var confirmations: [String: Confirmation] = [:]
  /// The apps that notify mobile devices, by ARN.
  var applications: [String: PlatformApplication] = [:]
  /// What waits in order, of FIFO topics.
  var lanes: [DeliveryLane.Key: DeliveryLane] = [:]
  /// When subscriptions with a limit may get their next message, by ARN.
  var turns: [String: SimulationInstant] = [:]
  /// How many replays have been asked for.
  var replayCount = 0
  /// The streams into which deliveries are written, by log group.
  var logStreams: [String: String] = [:]
  /// The data keys of publishers to encrypted topics.
  var dataKeys = DataKeys()
  var counts = MetricTable<SNSMetric>()
  private var identifiers: RandomStream
  private var jitter: RandomStream
  private var samples: RandomStream

  /// Creates the service without topics.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("sns identifiers")
    jitter = cloud.randomStream("sns retry jitter")
    samples = cloud.randomStream("sns delivery samples")
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  func newToken() -> String { Identifiers.hex(SNSQuotas.tokenLength, from: &identifiers) }

  /// By what a wait before a retry is multiplied.
  func nextJitter() -> Double {
    1 + jitter.uniform(in: -SNSAssumptions.jitter..<SNSAssumptions.jitter)
  }

  /// Decides whether one of so many in a hundred is taken.
  func isSampled(_ percent: Int) -> Bool {
    percent >= 100 || (percent > 0 && samples.uniform(below: 100) < percent)
  }

  /// Records and counts what happened to a topic.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - topic: the topic's name.
  ///   - isReplay: whether it happened to an archived message that is delivered again.
  ///   - cause: what it followed from.
  /// - Returns: the record.
  @discardableResult
  func note(
    _ event: SNSEvent,
    of topic: String,
    isReplay: Bool = false,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    measure(event, of: topic, isReplay: isReplay)
    return cloud.record(event, from: topic, cause: cause)
  }

  // MARK: Names

  /// The topic's own name in its ARN.
  static func topicName(in arn: String) -> String { ARN(arn)?.name ?? arn }

  /// Checks that a text has as many parts as an ARN, and is one of this Region.
  ///
  /// - Parameters:
  ///   - text: the ARN.
  ///   - parameter: the name under which it was given.
  /// - Returns: the ARN.
  /// - Throws: ``ServiceError`` when it is none, or one of another service or Region.
  func arn(_ text: String, _ parameter: String) throws(ServiceError) -> ARN {
    let elements = text.split(separator: ":", omittingEmptySubsequences: false).count
    guard elements >= 6 else {
      throw .invalidTopicParameter(
        "\(parameter) Reason: An ARN must have at least 6 elements, not \(elements)"
      )
    }
    guard let arn = ARN(text), arn.service == Self.name, arn.region == cloud.region else {
      throw .invalidTopicParameter(parameter)
    }
    return arn
  }

  /// Finds a topic by its ARN.
  func topic(_ text: String) throws(ServiceError) -> Topic {
    if let topic = topics[text] { return topic }
    _ = try arn(text, "TopicArn")
    throw .topicNotFound
  }

  /// Finds a topic for a caller who may do `action` with it; a batch is its action without `Batch`.
  func topic(
    _ text: String,
    for caller: Caller,
    _ action: String,
    _ more: [String: String] = [:]
  ) throws(ServiceError) -> Topic {
    let topic = try topic(text)
    try authorise(caller, action, on: topic, more)
    return topic
  }

  /// Finds a subscription by its ARN, which begins with its topic's; `nil` if it has ended.
  func findSubscription(_ arn: String) -> Subscription? {
    guard let colon = arn.lastIndex(of: ":") else { return nil }
    return topics[String(arn[..<colon])]?.subscription(arn)
  }

  /// The subscription, or the refusal that there is none.
  func subscription(_ arn: String) throws(ServiceError) -> Subscription {
    if let found = findSubscription(arn) { return found }
    _ = try self.arn(arn, "SubscriptionArn")
    throw .subscriptionNotFound
  }

  /// Finds a subscription for a caller who has made it or owns the topic.
  func subscription(
    _ arn: String,
    of caller: Caller,
    _ action: String
  ) throws(ServiceError) -> Subscription {
    let found = try subscription(arn)
    if case .account(let account) = caller.origin, account != found.owner {
      throw .topicAccessDenied(
        PolicyRequest(caller, "SNS:\(action)", on: arn, in: cloud)
      )
    }
    return found
  }

  /// Puts a changed subscription in the place of the one with its ARN.
  func replace(_ subscription: Subscription) {
    guard findSubscription(subscription.arn) != nil else { return }
    topics[subscription.topic.description]?.put(subscription)
  }

  /// Each operation asks the policy of its topic itself.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) async throws {}
}

extension Cloud {
  /// The account's topics.
  public var sns: SNS { service() }
}
