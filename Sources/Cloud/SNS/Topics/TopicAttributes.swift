import JSON

/// How a topic is set, as its attributes say.
struct TopicAttributes {
  /// The values that were set, as texts; neither defaults nor counts.
  private(set) var values: [String: String] = [:]
  /// The policy that was set; `nil` for that of a new topic.
  var policy: TopicPolicy?
  private(set) var deliveryPolicy: HTTPDeliveryPolicy?
  private(set) var archivePolicy: ArchivePolicy?
  let isFIFO: Bool

  /// What can be set when the topic exists.
  private static let settable: Set<String> = [
    "ArchivePolicy", "ContentBasedDeduplication", "DeliveryPolicy", "DisplayName",
    "FifoThroughputScope", "KmsMasterKeyId", "Policy", "SignatureVersion", "TracingConfig",
  ]

  init(isFIFO: Bool) {
    self.isFIFO = isFIFO
  }

  /// Tells a repetition by a hash of the message.
  var hasContentBasedDeduplication: Bool { values["ContentBasedDeduplication"] == "true" }
  /// Whether throughput and repetitions are reckoned in each group by itself.
  var hasThroughputByGroup: Bool { values["FifoThroughputScope"] == "MessageGroup" }
  var displayName: String { values["DisplayName"] ?? "" }
  /// `1` or `2`.
  var signatureVersion: String { values["SignatureVersion"] ?? "1" }
  /// The key of KMS with which messages are encrypted, by id, ARN, alias or alias ARN.
  private(set) var key: String?

  /// Sets an attribute; an empty text removes it, but for an archive, which an empty object turns
  /// off.
  mutating func set(_ name: String, to value: String) throws(AttributeProblem) {
    guard Self.settable.contains(name) || FeedbackSettings.names.contains(name) else {
      throw .invalid("AttributeName")
    }
    if !value.isEmpty { try check(name, value) }
    switch name {
    case "Policy": policy = value.isEmpty ? nil : try TopicPolicy(parsing: value)
    case "DeliveryPolicy":
      deliveryPolicy = value.isEmpty ? nil : try HTTPDeliveryPolicy(ofTopic: value)
    case "ArchivePolicy":
      guard isFIFO else { throw .invalid("AttributeName") }
      archivePolicy = try ArchivePolicy.reading(value)
      values[name] = archivePolicy == nil ? nil : value
    default: values[name] = value.isEmpty ? nil : value
    }
    // Apart from the others, because every publish asks for it.
    if name == "KmsMasterKeyId" { key = values[name] }
  }

  private func check(_ name: String, _ value: String) throws(AttributeProblem) {
    switch name {
    case "DisplayName":
      guard SNSQuotas.displayNameLength.contains(value.count) else { throw .invalid("DisplayName") }
    case "SignatureVersion": try Self.require(name, value, ["1", "2"])
    case "TracingConfig":
      try Self.require(name, value, ["PassThrough", "Active"])
      if value == "Active" { throw .refused(.notSupported("Active tracing of a topic")) }
    case "ContentBasedDeduplication":
      try Self.require(name, value, ["true", "false"])
      guard isFIFO || value == "false" else {
        throw .invalid("Content-based deduplication can only be set for FIFO topics")
      }
    case "FifoThroughputScope":
      try Self.require(name, value, ["Topic", "MessageGroup"])
      guard isFIFO else { throw .invalid("FifoThroughputScope can only be set for FIFO topics") }
      guard value == "MessageGroup" || !hasThroughputByGroup else {
        throw .invalid("FifoThroughputScope: MessageGroup cannot be changed back to Topic")
      }
    case _ where FeedbackSettings.names.contains(name):
      try FeedbackSettings.check(name, value)
    default: break
    }
  }

  private static func require(
    _ name: String,
    _ value: String,
    _ choices: [String]
  ) throws(AttributeProblem) {
    guard choices.contains(value) else {
      throw .invalid(
        "\(name): Invalid value [\(value)]. Must be \(choices.joined(separator: " or "))."
      )
    }
  }

  /// Whether `given` says nothing else than what is set: a topic made twice is one.
  func agree(with given: TopicAttributes, named names: some Sequence<String>) -> Bool {
    names.allSatisfy { name in
      switch name {
      case "FifoTopic": isFIFO == given.isFIFO
      case "Policy": policy?.document.json == given.policy?.document.json
      case "DeliveryPolicy": deliveryPolicy == given.deliveryPolicy
      // As recorded from AWS: who names a policy names another, were it the same.
      case "ArchivePolicy": archivePolicy == nil && given.archivePolicy == nil
      case "ContentBasedDeduplication":
        hasContentBasedDeduplication == given.hasContentBasedDeduplication
      default: values[name] == given.values[name]
      }
    }
  }

  /// What the topic shows of its attributes, but for its subscriptions.
  func shown(of topic: ARN) -> [String: String] {
    var shown = values
    shown["DisplayName"] = displayName
    shown["Owner"] = topic.account
    shown["TopicArn"] = topic.description
    shown["Policy"] = (policy ?? TopicPolicy(ofNew: topic)).text
    shown["DeliveryPolicy"] = deliveryPolicy?.text
    shown["EffectiveDeliveryPolicy"] = EffectiveDeliveryPolicy(
      topic: deliveryPolicy,
      subscription: nil
    ).topicText(disablesOverrides: deliveryPolicy?.disablesOverrides ?? false)
    if isFIFO {
      shown["FifoTopic"] = "true"
      shown["ContentBasedDeduplication"] = "\(hasContentBasedDeduplication)"
    } else {
      shown["ContentBasedDeduplication"] = nil
    }
    return shown
  }
}
