import Simulation

/// Amazon SNS: topics that hand each published message to everybody who is subscribed.
///
/// Simplified: standard topics, endpoints that are queues and functions of the same account;
/// changed filter policies take effect at once, where AWS takes up to 15 minutes.
public actor SNS: CloudService {
  /// `sns`.
  public static let name = "sns"
  /// `Amazon SNS`.
  public static let title = "Amazon SNS"
  /// `AuthorizationError`, with the action as `SNS:Publish`.
  public static let accessRefusal = AccessRefusal("AuthorizationError", 403, .serviceInCapitals)
  /// What the service can do.
  public static let operations: [any Operation<SNS>.Type] = [
    CreateTopic.self, DeleteTopic.self, ListTopics.self,
    Subscribe.self, Unsubscribe.self, ListSubscriptionsByTopic.self,
    SetSubscriptionAttributes.self, GetSubscriptionAttributes.self,
    Publish.self, PublishBatch.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// By ARN.
  var topics: [String: Topic] = [:]
  private var identifiers: RandomStream
  private var jitter: RandomStream

  /// Creates the service without topics.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("sns identifiers")
    jitter = cloud.randomStream("sns retry jitter")
  }

  func newIdentifier() -> String { Identifiers.uuid(from: &identifiers) }

  // MARK: Names

  /// The topic's own name in its ARN.
  static func topicName(in arn: String) -> String { ARN(arn)?.name ?? arn }

  /// Finds a topic by its ARN.
  func topic(_ text: String) throws(ServiceError) -> Topic {
    let elements = text.split(separator: ":", omittingEmptySubsequences: false).count
    guard elements >= 6 else {
      throw .invalidTopicParameter(
        "TopicArn Reason: An ARN must have at least 6 elements, not \(elements)"
      )
    }
    guard let topic = topics[text] else { throw .topicNotFound }
    return topic
  }

  /// Finds a subscription by its ARN, which begins with its topic's; `nil` if it has ended.
  func findSubscription(_ arn: String) throws(ServiceError) -> Subscription? {
    guard let colon = arn.lastIndex(of: ":"), ARN(arn)?.service == "sns" else {
      throw .invalidTopicParameter("SubscriptionArn")
    }
    return topics[String(arn[..<colon])]?.subscriptions.first { $0.arn == arn }
  }

  /// The subscription, or the refusal that there is none.
  func subscription(_ arn: String) throws(ServiceError) -> Subscription {
    guard let found = try findSubscription(arn) else { throw .subscriptionNotFound }
    return found
  }

  /// Puts a changed subscription in the place of the one with its ARN.
  func replace(_ subscription: Subscription) {
    guard (try? self.subscription(subscription.arn)) != nil else { return }
    topics[subscription.topic.description]?.put(subscription)
  }

  // MARK: Delivery

  /// Hands a message to every subscription that wants it, apart from the publisher's request.
  func publish(_ draft: PublishDraft, to topic: Topic, in lineage: Lineage?) -> String {
    let notification = Notification(draft, id: newIdentifier(), topic: topic.arn, in: cloud)
    let matched =
      topics[topic.arn.description]?.subscriptions(for: draft.message, draft.attributes) ?? []
    let record = cloud.record(
      SNSEvent.published(
        messageID: notification.id,
        bytes: draft.size,
        matched: matched.count,
        filteredOut: topic.subscriptions.count - matched.count
      ),
      from: topic.name
    )
    for subscription in matched {
      simulation.spawn(on: self) { sns in
        try await Trace.$cause.withValue(record) {
          try await sns.deliver(notification, to: subscription, in: lineage)
        }
      }
    }
    return notification.id
  }

  /// Tries to deliver until the endpoint has taken the message over, or no try is worth it.
  private func deliver(
    _ notification: Notification,
    to subscription: Subscription,
    in lineage: Lineage?
  ) async throws {
    let delivery = notification.delivery(to: subscription)
    let topic = subscription.topic.name
    let caller = subscription.deliverer.continuing(lineage)
    let endpoint = subscription.endpoint.componentName
    try await takeTime(SNSAssumptions.deliveryDelay, about: topic)
    var attempt = 1
    while true {
      do {
        try await cloud.deliver(delivery, to: subscription.endpoint, for: caller)
        cloud.record(
          SNSEvent.delivered(messageID: notification.id, endpoint: endpoint, attempts: attempt),
          from: topic
        )
        return
      } catch let error as ServiceError {
        guard error.isRetryable, let wait = SNSDeliveryRetries.wait(before: attempt + 1),
          (try? self.subscription(subscription.arn)) != nil
        else {
          await giveUp(notification, delivery, for: subscription, by: caller, because: error.code)
          return
        }
        attempt += 1
        let after = wait * (1 + jitter.uniform(in: -SNSAssumptions.jitter..<SNSAssumptions.jitter))
        cloud.record(
          SNSEvent.deliveryRetried(
            messageID: notification.id,
            endpoint: endpoint,
            attempt: attempt,
            after: after,
            because: error.code
          ),
          from: topic
        )
        try await simulation.sleep(for: after)
      }
    }
  }

  private func giveUp(
    _ notification: Notification,
    _ delivery: Delivery,
    for subscription: Subscription,
    by caller: Caller,
    because code: String
  ) async {
    let topic = subscription.topic.name
    let endpoint = subscription.endpoint.componentName
    // The policy may have changed while the message was being tried.
    let current = try? self.subscription(subscription.arn)
    do {
      guard let queue = current?.deadLetterTarget else { throw ServiceError.queueDoesNotExist }
      try await cloud.deliver(delivery, to: queue, for: caller)
      cloud.record(
        SNSEvent.movedToDeadLetterQueue(
          messageID: notification.id,
          endpoint: endpoint,
          queue: queue.name,
          because: code
        ),
        from: topic
      )
    } catch {
      cloud.record(
        SNSEvent.dropped(messageID: notification.id, endpoint: endpoint, because: code),
        from: topic
      )
    }
  }
}

extension Cloud {
  /// The account's topics.
  public var sns: SNS { service() }
}
