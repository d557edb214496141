import JSON
import Simulation

extension SNS {
  /// Hands a message over once, in the form that the protocol wants.
  ///
  /// - Throws: ``NotificationFailure`` when the endpoint has not taken it over.
  func handOver(
    _ notification: Notification,
    to subscription: Subscription,
    for caller: Caller
  ) async throws -> DeliveryReceipt {
    switch subscription.endpoint.target {
    case .resource(let arn) where subscription.kind == .application:
      return try await push(notification, to: arn, from: subscription)
    case .resource(let arn) where subscription.kind == .firehose:
      return try await put(notification, into: arn, for: subscription, caller)
    case .resource(let arn): return try await send(notification, to: subscription, arn, caller)
    case .web(let address): return try await post(notification, to: subscription, address)
    case .mailbox:
      return try await carry(to: subscription.endpoint.component) {
        self.mail(notification, to: subscription)
      }
    case .telephone:
      return try await text(
        notification.text(for: subscription),
        from: notification.sender,
        to: subscription.endpoint.text
      )
    }
  }

  private func send(
    _ notification: Notification,
    to subscription: Subscription,
    _ arn: ARN,
    _ caller: Caller
  ) async throws -> DeliveryReceipt {
    let isLambda = subscription.kind == .lambda
    let delivery =
      isLambda
      ? Delivery(payload: notification.event(for: subscription))
      : notification.delivery(toQueueOf: subscription)
    if !isLambda, subscription.isRaw, notification.attributes.count > SNSQuotas.rawAttributes {
      throw NotificationFailure(
        ServiceError(
          code: "InvalidParameterValue",
          status: 400,
          message: "More than \(SNSQuotas.rawAttributes) message attributes with raw delivery."
        )
      )
    }
    do {
      try await cloud.deliver(delivery, to: arn, for: caller)
      return DeliveryReceipt(status: isLambda ? 202 : 200, response: "")
    } catch let error as ServiceError {
      throw NotificationFailure(error)
    }
  }

  /// Puts a message into a delivery stream, with the subscription's role.
  private func put(
    _ notification: Notification,
    into stream: ARN,
    for subscription: Subscription,
    _ caller: Caller
  ) async throws -> DeliveryReceipt {
    let (role, topic) = (subscription.role ?? "", notification.topic)
    guard
      let taker = cloud.taking(role, as: Self.principal, for: "\(topic)", called: topic.name)
    else { throw NotificationFailure(.roleNotTaken(role, by: Self.principal)) }
    do {
      let delivery = notification.delivery(toStreamOf: subscription)
      try await cloud.deliver(delivery, to: stream, for: taker.continuing(caller.lineage))
      return DeliveryReceipt(status: 200, response: "")
    } catch let error as ServiceError {
      throw NotificationFailure(error)
    }
  }

  // MARK: HTTP

  private func post(
    _ notification: Notification,
    to subscription: Subscription,
    _ address: WebAddress
  ) async throws -> DeliveryReceipt {
    var headers = [
      HTTPHeader("x-amz-sns-message-type", "Notification"),
      HTTPHeader("x-amz-sns-message-id", notification.id),
      HTTPHeader("x-amz-sns-topic-arn", notification.topic.description),
      HTTPHeader("x-amz-sns-subscription-arn", subscription.arn),
    ]
    if subscription.isRaw { headers.append(HTTPHeader("x-amz-sns-rawdelivery", "true")) }
    headers.append(HTTPHeader("Content-Type", deliveryPolicy(of: subscription).contentType))
    let text =
      subscription.isRaw
      ? notification.text(for: subscription) : notification.envelope(for: subscription).text()
    return try await post(text, headers, to: address, from: notification.topic.name)
  }

  /// Posts a text, with the headers that every request of SNS has.
  func post(
    _ text: String,
    _ headers: [HTTPHeader],
    to address: WebAddress,
    from topic: String
  ) async throws -> DeliveryReceipt {
    let client = HTTPClient(cloud: cloud, component: topic)
    do {
      let response = try await client.send(
        text,
        "POST",
        to: address,
        headers: headers + [HTTPHeader("User-Agent", "Amazon Simple Notification Service Agent")],
        timeout: SNSQuotas.httpTimeout
      )
      guard response.isSuccess else { throw NotificationFailure(response) }
      return DeliveryReceipt(status: response.status, response: response.body?.text() ?? "")
    } catch let failure as HTTPFailure {
      throw NotificationFailure(failure)
    }
  }

  // MARK: People

  /// Hands something to a mail server, a telephone company or a push service.
  ///
  /// Faults strike them by their names; one that strikes after the effects loses the answer.
  func carry(
    to carrier: String,
    _ arrive: () throws(NotificationFailure) -> Void
  ) async throws -> DeliveryReceipt {
    try await takeTime(SNSAssumptions.carrierTime, about: carrier)
    let unavailable = NotificationFailure(.serviceUnavailable)
    if cloud.faults.strikes(carrier, .beforeEffects) { throw unavailable }
    try arrive()
    if cloud.faults.strikes(carrier, .afterEffects) { throw unavailable }
    return DeliveryReceipt(status: 200, response: "")
  }

  private func mail(_ notification: Notification, to subscription: Subscription) {
    let isJSON = subscription.kind == .emailJSON
    var message = Outbox.Message(
      at: simulation.now,
      isJSON ? .emailJSON : .email,
      to: subscription.endpoint.text,
      from: Self.sender(notification.sender),
      subject: notification.draft.subject ?? "AWS Notification Message",
      text: isJSON
        ? notification.envelope(for: subscription).text() : notification.text(for: subscription)
    )
    message.link = SNSWebsite.unsubscribeURL(of: subscription)
    cloud.internet.outbox.add(message)
  }

  /// Who a mail is from, as its recipient sees it.
  static func sender(_ displayName: String) -> String {
    "\(displayName.isEmpty ? "AWS Notifications" : displayName) <no-reply@sns.amazonaws.com>"
  }

  /// Sends a text message.
  func text(
    _ text: String,
    from sender: String,
    to number: String
  ) async throws -> DeliveryReceipt {
    try await carry(to: SubscriptionEndpoint.telephoneCompany) {
      self.cloud.internet.outbox.add(
        Outbox.Message(
          at: self.simulation.now,
          .sms,
          to: number,
          from: sender.isEmpty ? "Amazon SNS" : sender,
          text: text
        )
      )
    }
  }
}
