import JSON

/// Who gets the messages of a topic, in which form, and which of them.
struct Subscription {
  /// The kinds of endpoint to which the mini cloud delivers.
  enum Kind: String {
    case sqs
    case lambda

    /// What AWS has besides.
    static let others = [
      "http", "https", "email", "email-json", "sms", "application", "firehose",
    ]
  }

  let arn: String
  let topic: ARN
  let kind: Kind
  let endpoint: ARN
  private(set) var attributes: [String: String] = [:]
  private(set) var filter: FilterPolicy?
  private(set) var deadLetterTarget: ARN?

  init(arn: String, to topic: ARN, _ kind: Kind, _ endpoint: ARN) {
    self.arn = arn
    self.topic = topic
    self.kind = kind
    self.endpoint = endpoint
  }

  /// Who delivers: the service, for the topic.
  var deliverer: Caller {
    Caller(
      topic.name,
      from: .service("sns.amazonaws.com", source: topic.description)
    )
  }

  var isRaw: Bool { attributes["RawMessageDelivery"] == "true" }

  /// Sets an attribute; an empty text removes it.
  mutating func set(_ name: String, to value: String) throws(ServiceError) {
    switch name {
    case "RawMessageDelivery": try checkRaw(value)
    case "FilterPolicyScope":
      guard FilterPolicy.Scope(rawValue: value) != nil else {
        throw .invalidTopicParameter(
          "FilterPolicyScope: Invalid value [\(value)]. Please use either MessageBody or"
            + " MessageAttributes"
        )
      }
    case "FilterPolicy": break
    case "RedrivePolicy": deadLetterTarget = try Self.deadLetterTarget(value)
    case "DeliveryPolicy", "SubscriptionRoleArn", "ReplayPolicy":
      throw .notSupported("The subscription attribute \(name)")
    default: throw .invalidTopicParameter("AttributeName")
    }
    attributes[name] = value.isEmpty ? nil : value
    guard name.hasPrefix("FilterPolicy") else { return }
    filter = try attributes["FilterPolicy"].flatMap { text throws(ServiceError) in
      try FilterPolicy(
        parsing: text,
        scope: attributes["FilterPolicyScope"].flatMap(FilterPolicy.Scope.init)
          ?? .messageAttributes
      )
    }
  }

  private func checkRaw(_ value: String) throws(ServiceError) {
    guard ["true", "false"].contains(value) else {
      throw .invalidTopicParameter(
        "Attributes Reason: RawMessageDelivery: Invalid value [\(value)]. Must be true or false."
      )
    }
    guard kind == .sqs || value == "false" else {
      throw .invalidTopicParameter(
        "Attributes Reason: Delivery protocol [\(kind.rawValue)] does not support raw"
          + " message delivery."
      )
    }
  }

  private static func deadLetterTarget(_ text: String) throws(ServiceError) -> ARN? {
    guard !text.isEmpty else { return nil }
    guard let policy = try? JSONValue(parsing: text), case .object = policy else {
      throw .invalidTopicParameter("RedrivePolicy: failed to parse JSON.")
    }
    guard let target = policy["deadLetterTargetArn"]?.stringValue.flatMap({ ARN($0) }),
      target.service == "sqs"
    else {
      throw .invalidTopicParameter("RedrivePolicy: deadLetterTargetArn is an invalid arn")
    }
    return target
  }
}
