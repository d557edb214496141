import JSON
import Simulation

/// What somebody can agree to with a token.
struct Confirmation {
  let subscription: Subscription
  /// Until when.
  let end: SimulationInstant
  /// Whether the subscription has been ended and would be made again.
  let restores: Bool
}

extension SNS {
  /// Makes a token with which a subscription can be confirmed, or made again, and sends it to the
  /// subscription's endpoint.
  func askToConfirm(_ subscription: Subscription, restores: Bool = false) {
    let token = newToken()
    confirmations[token] = Confirmation(
      subscription: subscription,
      end: simulation.now.advanced(by: SNSQuotas.tokenLife),
      restores: restores
    )
    let request = ConfirmationRequest(
      id: newIdentifier(),
      token: token,
      subscription: subscription,
      restores: restores,
      timestamp: Timestamp.iso8601(simulationOf: cloud),
      sender: topics[subscription.topic.description]?.attributes.displayName ?? ""
    )
    simulation.spawn(on: self) { sns in try await sns.send(request) }
  }

  /// Tries to hand a request over as it would a message.
  private func send(_ request: ConfirmationRequest) async throws {
    let subscription = request.subscription
    let topic = subscription.topic.name
    try await takeTime(SNSAssumptions.deliveryDelay, about: topic)
    let end = try await tryUntilTaken(by: { retrySchedule(of: subscription, after: $0) }) {
      guard confirmations[request.token] != nil else { return nil }
      return try await handOver(request, for: subscription.deliverer)
    }.end
    guard case .givenUp(let failure) = end else { return }
    let endpoint = subscription.endpoint.component
    note(.dropped(messageID: request.id, endpoint: endpoint, because: failure.code), of: topic)
  }

  private func handOver(
    _ request: ConfirmationRequest,
    for caller: Caller
  ) async throws -> DeliveryReceipt? {
    let subscription = request.subscription
    switch subscription.endpoint.target {
    case .resource(let arn):
      let delivery = Delivery(
        payload: subscription.kind == .lambda
          ? Notification.event(request.envelope, of: subscription) : .object(request.envelope)
      )
      do {
        try await cloud.deliver(delivery, to: arn, for: caller)
        return DeliveryReceipt(status: 200, response: "")
      } catch let error as ServiceError {
        throw NotificationFailure(error)
      }
    case .web(let address):
      return try await post(
        JSONValue.object(request.envelope).text(),
        request.headers,
        to: address,
        from: subscription.topic.name
      )
    case .mailbox:
      return try await carry(to: subscription.endpoint.component) {
        cloud.internet.outbox.add(request.mail(at: simulation.now))
      }
    case .telephone: return nil
    }
  }

  /// Confirms a subscription, or makes one again that has been ended.
  ///
  /// - Parameters:
  ///   - topic: the topic's ARN.
  ///   - token: the token.
  ///   - needsOwnerToEnd: whether only the owners may end the subscription from now on.
  ///   - isSigned: whether the request was.
  /// - Returns: the subscription's ARN.
  /// - Throws: ``ServiceError`` about a topic or a token that is none, or a token that is too old.
  func confirm(
    _ topic: String,
    _ token: String,
    needsOwnerToEnd: Bool,
    isSigned: Bool
  ) throws(ServiceError) -> String {
    guard let arn = ARN(topic), arn.service == Self.name, arn.region == cloud.region else {
      throw .invalidTopicParameter("Topic")
    }
    guard token.utf8.count == SNSQuotas.tokenLength, token.allSatisfy(\.isHexDigit) else {
      throw .invalidSNS("Invalid token")
    }
    guard let confirmation = confirmations[token], simulation.now < confirmation.end,
      confirmation.subscription.topic == arn, topics[topic] != nil
    else { throw .invalidTopicParameter("Token") }
    var subscription = confirmation.subscription
    if confirmation.restores {
      // Somebody may have subscribed the endpoint anew.
      let twin = topics[topic]?.subscriptions.first { $0.endpoint == subscription.endpoint }
      if let twin { return twin.arn }
    } else {
      guard let current = findSubscription(subscription.arn) else {
        throw .invalidTopicParameter("Token")
      }
      // Confirmed twice is confirmed once.
      guard !current.isConfirmed else { return current.arn }
      subscription = current
    }
    subscription.status = .confirmed(wasAuthenticated: isSigned)
    subscription.needsOwnerToEnd = needsOwnerToEnd
    put(subscription)
    if confirmation.restores { confirmations[token] = nil }
    note(.confirmed(endpoint: subscription.endpoint.component), of: arn.name)
    startReplay(of: subscription)
    return subscription.arn
  }

  /// Ends a subscription.
  func end(_ subscription: Subscription) {
    let arn = subscription.topic.description
    topics[arn]?.remove(subscription.arn)
    turns[subscription.arn] = nil
    let receiver = subscription.receiver
    if topics[arn]?.subscriptions.contains(where: { $0.receiver == receiver }) == false {
      cloud.topology.disconnect(subscription.topic.name, from: receiver, .asynchronous)
    }
    note(.unsubscribed(endpoint: subscription.endpoint.component), of: subscription.topic.name)
  }
}

/// The message that asks an endpoint to agree.
struct ConfirmationRequest {
  let id: String
  let token: String
  let subscription: Subscription
  let restores: Bool
  let timestamp: String
  let sender: String

  private var type: String { restores ? "UnsubscribeConfirmation" : "SubscriptionConfirmation" }

  private var text: String {
    restores
      ? "You have chosen to deactivate subscription \(subscription.arn).\nTo cancel this operation"
        + " and restore the subscription, visit the SubscribeURL included in this message."
      : "You have chosen to subscribe to the topic \(subscription.topic).\nTo confirm the"
        + " subscription, visit the SubscribeURL included in this message."
  }

  private var link: String { SNSWebsite.subscribeURL(of: subscription.topic, token) }

  var envelope: JSONObject {
    let seal = NotificationSeal(version: "1", region: subscription.topic.region)
    let signature = seal.signature(
      of: [
        ("Message", text), ("MessageId", id), ("SubscribeURL", link), ("Timestamp", timestamp),
        ("Token", token), ("TopicArn", subscription.topic.description), ("Type", type),
      ]
    )
    return [
      "Type": .string(type), "MessageId": .string(id), "Token": .string(token),
      "TopicArn": .string(subscription.topic.description), "Message": .string(text),
      "SubscribeURL": .string(link), "Timestamp": .string(timestamp),
      "SignatureVersion": .string(seal.version), "Signature": .string(signature),
      "SigningCertURL": .string(seal.certificate),
    ]
  }

  var headers: [HTTPHeader] {
    [
      HTTPHeader("x-amz-sns-message-type", type), HTTPHeader("x-amz-sns-message-id", id),
      HTTPHeader("x-amz-sns-topic-arn", subscription.topic.description),
    ]
      + (restores ? [HTTPHeader("x-amz-sns-subscription-arn", subscription.arn)] : [])
      + [HTTPHeader("Content-Type", HTTPDeliveryPolicy.usualContentType)]
  }

  func mail(at instant: SimulationInstant) -> Outbox.Message {
    let isJSON = subscription.kind == .emailJSON
    let subject = restores ? "Unsubscribe Confirmation" : "Subscription Confirmation"
    var message = Outbox.Message(
      at: instant,
      isJSON ? .emailJSON : .email,
      to: subscription.endpoint.text,
      from: SNS.sender(sender),
      subject: "AWS Notification - \(subject)",
      text: isJSON ? JSONValue.object(envelope).text() : text
    )
    message.token = token
    message.link = link
    return message
  }
}
