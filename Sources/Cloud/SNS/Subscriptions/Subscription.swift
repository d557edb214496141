import JSON

/// Who gets the messages of a topic, in which form, and which of them.
struct Subscription {
  /// Whether the endpoint has agreed.
  enum Status: Hashable {
    case pending
    /// It has; perhaps in a request that was signed.
    case confirmed(wasAuthenticated: Bool)
  }

  let arn: String
  let topic: ARN
  let endpoint: SubscriptionEndpoint
  /// The account that subscribed.
  let owner: String
  /// Who subscribed, as an ARN.
  let principal: String
  var status: Status
  /// Who takes the messages over, by its name in the topology.
  var receiver: String
  /// Whether only the owners may end the subscription.
  var needsOwnerToEnd = false
  private(set) var attributes: [String: String] = [:]
  private(set) var filter: FilterPolicy?
  private(set) var deadLetterTarget: ARN?
  private(set) var deliveryPolicy: HTTPDeliveryPolicy?
  private(set) var replayPolicy: ReplayPolicy?
  /// What becomes of the policy to replay.
  var replay: Replay?

  init(
    arn: String,
    to topic: ARN,
    _ endpoint: SubscriptionEndpoint,
    owner: String,
    principal: String,
    status: Status
  ) {
    self.arn = arn
    self.topic = topic
    self.endpoint = endpoint
    self.owner = owner
    self.principal = principal
    self.status = status
    receiver = endpoint.component
  }

  var kind: SubscriptionEndpoint.Kind { endpoint.kind }
  var isConfirmed: Bool { status != .pending }
  var isRaw: Bool { attributes["RawMessageDelivery"] == "true" }
  /// Whether messages arrive with a signature.
  var isSigned: Bool { kind.isSigned && !isRaw }

  /// Why the filter policy keeps a message out; `nil` when it does not, or when there is none.
  func reason(toKeepOut draft: PublishDraft) -> FilteredOut? {
    filter?.reason(toKeepOut: draft.text(for: kind.rawValue), draft.attributes)
  }

  /// What lists show in the place of the ARN.
  var listedARN: String { isConfirmed ? arn : "PendingConfirmation" }

  /// Who delivers: the service, for the topic.
  var deliverer: Caller {
    Caller(topic.name, from: .service(SNS.principal, source: topic.description))
  }

  /// Whether the endpoint gets what is newly published.
  var isLive: Bool { isConfirmed && replay?.holdsBackNew != true }

  /// Sets an attribute; an empty text removes it, but for a replay, which an empty object ends.
  mutating func set(_ name: String, to value: String) throws(AttributeProblem) {
    switch name {
    case "RawMessageDelivery": try checkRaw(value)
    case "FilterPolicyScope":
      guard FilterPolicy.Scope(rawValue: value) != nil else {
        throw .invalid(
          "FilterPolicyScope: Invalid value [\(value)]. Please use either MessageBody or"
            + " MessageAttributes"
        )
      }
    case "FilterPolicy": break
    case "RedrivePolicy": deadLetterTarget = try deadLetterTarget(value)
    case "DeliveryPolicy": deliveryPolicy = try policy(value)
    case "SubscriptionRoleArn": try checkRole(value)
    case "ReplayPolicy":
      guard topic.name.hasSuffix(".fifo") else { throw .invalid("AttributeName") }
      replayPolicy = try ReplayPolicy.reading(value)
      attributes[name] = replayPolicy == nil ? nil : value
      return
    default: throw .invalid("AttributeName")
    }
    attributes[name] =
      value.isEmpty ? nil : name == "RawMessageDelivery" ? value.lowercased() : value
    guard name.hasPrefix("FilterPolicy") else { return }
    filter = try attributes["FilterPolicy"].flatMap { text throws(AttributeProblem) in
      try FilterPolicy(
        parsing: text,
        scope: attributes["FilterPolicyScope"].flatMap(FilterPolicy.Scope.init)
          ?? .messageAttributes
      )
    }
  }

  private func checkRaw(_ value: String) throws(AttributeProblem) {
    guard ["true", "false"].contains(value.lowercased()) else {
      throw .invalid("RawMessageDelivery: Invalid value [\(value)]. Must be true or false.")
    }
    guard kind.allowsRaw || value.lowercased() == "false" else {
      throw .invalid(
        "Delivery protocol [\(kind.rawValue)] does not support raw message delivery."
      )
    }
  }

  private func checkRole(_ value: String) throws(AttributeProblem) {
    guard kind == .firehose else {
      throw .invalid(
        "Delivery protocol [\(kind.rawValue)] does not support SubscriptionRoleArn."
      )
    }
    guard ARN(value)?.isRole == true else {
      throw .invalid("SubscriptionRoleArn: \(value) is not a valid role ARN")
    }
  }

  /// The role with which messages are put into a delivery stream.
  var role: String? { attributes["SubscriptionRoleArn"] }

  private func policy(_ text: String) throws(AttributeProblem) -> HTTPDeliveryPolicy? {
    guard !text.isEmpty else { return nil }
    guard kind.isHTTP else {
      throw .invalid("Delivery protocol [\(kind.rawValue)] does not support DeliveryPolicy.")
    }
    return try HTTPDeliveryPolicy(ofSubscription: text)
  }

  private func deadLetterTarget(_ text: String) throws(AttributeProblem) -> ARN? {
    guard !text.isEmpty else { return nil }
    guard case .object(let policy)? = try? JSONValue(parsing: text) else {
      throw .invalid("RedrivePolicy: failed to parse JSON.")
    }
    // As users have recorded it of the `maxReceiveCount` that queues know.
    if let unknown = policy.keys.first(where: { $0 != "deadLetterTargetArn" }) {
      throw .invalid("RedrivePolicy: invalid JSON. Attribute \(unknown) is unknown.")
    }
    guard let target = policy["deadLetterTargetArn"]?.stringValue.flatMap({ ARN($0) }),
      target.service == "sqs"
    else { throw .invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn") }
    if topic.name.hasSuffix(".fifo"), endpoint.isFIFOQueue, !target.name.hasSuffix(".fifo") {
      throw .invalid(
        "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic."
      )
    }
    guard endpoint.isFIFOQueue || !target.name.hasSuffix(".fifo") else {
      throw .invalid("RedrivePolicy: must use a standard queue as DLQ for this Subscription.")
    }
    guard target.account == owner, target.region == topic.region else {
      throw .invalid(
        "RedrivePolicy: deadLetterTargetArn must be in the account and Region of the subscription"
      )
    }
    return target
  }

  /// Whether another's attributes say nothing else than these: the same subscription made twice is
  /// one.
  func agrees(with given: Subscription) -> Bool {
    given.attributes.allSatisfy { (attributes[$0.key] ?? Self.defaults[$0.key]) == $0.value }
  }

  /// What holds of attributes that nobody has set.
  private static let defaults = [
    "FilterPolicyScope": FilterPolicy.Scope.messageAttributes.rawValue,
    "RawMessageDelivery": "false",
  ]

  /// What the subscription shows of its attributes.
  func shown(under topic: Topic) -> [String: String] {
    var shown = attributes
    shown["SubscriptionArn"] = arn
    shown["TopicArn"] = self.topic.description
    shown["Protocol"] = kind.rawValue
    shown["Endpoint"] = endpoint.text
    shown["Owner"] = owner
    shown["SubscriptionPrincipal"] = principal
    shown["PendingConfirmation"] = "\(!isConfirmed)"
    shown["ConfirmationWasAuthenticated"] = "\(status == .confirmed(wasAuthenticated: true))"
    shown["RawMessageDelivery"] = "\(isRaw)"
    shown["ReplayStatus"] = replay?.status.rawValue
    if filter == nil {
      shown["FilterPolicyScope"] = nil
    } else if shown["FilterPolicyScope"] == nil {
      shown["FilterPolicyScope"] = FilterPolicy.Scope.messageAttributes.rawValue
    }
    if kind.isHTTP {
      shown["DeliveryPolicy"] = deliveryPolicy?.text
      shown["EffectiveDeliveryPolicy"] =
        EffectiveDeliveryPolicy(
          topic: topic.attributes.deliveryPolicy,
          subscription: deliveryPolicy
        ).subscriptionText
    }
    return shown
  }
}
