import JSON
import Simulation

/// Why an endpoint has not taken a message over.
struct NotificationFailure: Error {
  /// The error's code, or the status of an answer.
  let code: String
  let status: Int
  let response: String
  /// Whether another try may help: the endpoint's side failed, and not the request.
  let isRetryable: Bool

  init(_ error: ServiceError) {
    code = error.code
    status = error.status
    response = error.message
    isRetryable = error.mayPass
  }

  init(_ failure: HTTPFailure) {
    code = failure.rawValue
    status = 0
    response = failure.description
    isRetryable = true
  }

  init(_ response: HTTPResponse) {
    code = "\(response.status)"
    status = response.status
    self.response = response.body?.text() ?? ""
    isRetryable = response.status == 429 || response.status >= 500
  }
}

/// That an endpoint has taken a message over.
struct DeliveryReceipt {
  let status: Int
  let response: String
}

extension SNS {
  /// Tries to deliver until the endpoint has taken the message over, or no try is worth it.
  func deliver(
    _ notification: Notification,
    to subscription: Subscription,
    in lineage: Lineage?
  ) async throws {
    let topic = notification.topic.name
    let endpoint = subscription.endpoint.component
    let caller = subscription.deliverer.continuing(lineage)
    func tell(_ event: SNSEvent) { note(event, of: topic, isReplay: notification.isReplayed) }
    // What has waited in its group's line is not delayed once more.
    let early = SNSAssumptions.deliveryDelay - notification.instant.duration(to: simulation.now)
    if early > .zero { try await takeTime(early, about: topic) }
    // The subscription may change, and even end, while the message is being tried.
    var current = subscription
    let (end, attempts) = try await tryUntilTaken(
      by: { retrySchedule(of: current, after: $0) },
      noting: { attempt, wait, failure in
        if current.kind.isHTTP { measureFailedTry(of: topic) }
        tell(
          .deliveryRetried(
            messageID: notification.id,
            endpoint: endpoint,
            attempt: attempt,
            after: wait,
            because: failure.code
          )
        )
      },
      {
        guard let found = findSubscription(subscription.arn) else { return nil }
        current = found
        try await waitForTurn(of: current)
        return try await handOver(notification, to: current, for: caller)
      }
    )
    switch end {
    case .taken(let receipt):
      tell(.delivered(messageID: notification.id, endpoint: endpoint, attempts: attempts))
      billDelivery(of: notification, to: current)
      log(notification, to: current, after: attempts, .success(receipt))
    case .givenUp(let failure):
      log(notification, to: current, after: attempts, .failure(failure))
      await giveUp(notification, to: current, for: caller, because: failure.code)
    case .unwanted:
      tell(
        .dropped(messageID: notification.id, endpoint: endpoint, because: Self.subscriptionEnded)
      )
    }
  }

  /// The reason for which a message is dropped whose subscription ended while it was being tried.
  static let subscriptionEnded = "SubscriptionEnded"

  /// When to try again to reach a subscription's endpoint: by who runs what stands there.
  ///
  /// A delivery stream that is asked for too much is given more time.
  func retrySchedule(
    of subscription: Subscription,
    after failure: NotificationFailure
  ) -> RetrySchedule {
    if subscription.kind.isHTTP {
      return RetrySchedule(deliveryPolicy(of: subscription).retries)
    }
    let isSlowedDown = failure.code == ServiceError.deliveryStreamThrottled.code
    return subscription.kind.isManagedByAWS && !isSlowedDown ? .awsManaged : .customerManaged
  }

  /// What holds for a subscription and its topic together.
  func deliveryPolicy(of subscription: Subscription) -> EffectiveDeliveryPolicy {
    EffectiveDeliveryPolicy(
      topic: topics[subscription.topic.description]?.attributes.deliveryPolicy,
      subscription: subscription.deliveryPolicy
    )
  }

  /// Waits until a subscription with a limit may get one message more.
  ///
  /// Simplified: evenly spaced, where AWS may hand over a second's messages at once.
  private func waitForTurn(of subscription: Subscription) async throws {
    let limit =
      switch subscription.kind {
      case .http, .https: deliveryPolicy(of: subscription).maxReceivesPerSecond
      case .email, .emailJSON: SNSQuotas.mailsPerSecond
      case .sqs, .lambda, .sms, .application, .firehose: Int?.none
      }
    guard let limit else { return }
    let turn = max(simulation.now, turns[subscription.arn] ?? .start)
    turns[subscription.arn] = turn.advanced(by: .nanoseconds(1_000_000_000 / Int64(limit)))
    if turn > simulation.now { try await simulation.sleep(until: turn) }
  }

  /// Hands what nobody took over to the subscription's dead-letter queue, in the form in which it
  /// would have been delivered.
  private func giveUp(
    _ notification: Notification,
    to subscription: Subscription,
    for caller: Caller,
    because code: String
  ) async {
    let (topic, endpoint) = (notification.topic.name, subscription.endpoint.component)
    func end(_ event: SNSEvent) { note(event, of: topic, isReplay: notification.isReplayed) }
    guard let queue = subscription.deadLetterTarget else {
      end(.dropped(messageID: notification.id, endpoint: endpoint, because: code))
      return
    }
    let delivery = notification.delivery(toQueueOf: subscription)
    do {
      try await cloud.deliver(delivery, to: queue, for: caller)
      end(
        .movedToDeadLetterQueue(
          messageID: notification.id,
          endpoint: endpoint,
          queue: queue.name,
          because: code
        )
      )
    } catch {
      let reason = (error as? ServiceError)?.code ?? "\(error)"
      end(.redriveFailed(messageID: notification.id, queue: queue.name, because: reason))
      end(.dropped(messageID: notification.id, endpoint: endpoint, because: code))
    }
  }
}
