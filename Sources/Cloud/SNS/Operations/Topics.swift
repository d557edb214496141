import Simulation

/// Creates a topic.
public struct CreateTopic: Operation {
  /// The name: up to 256 letters, digits, hyphens and underscores.
  public var name: String
  /// Attributes, kept and without effect.
  public var attributes: [String: String]?

  /// Creates the request.
  public init(name: String, attributes: [String: String]? = nil) {
    self.name = name
    self.attributes = attributes
  }

  /// The topic.
  public struct Output: Sendable {
    /// What other operations know the topic by.
    public let topicArn: String
  }

  private static let attributeNames: Set<String> = [
    "DeliveryPolicy", "DisplayName", "KmsMasterKeyId", "Policy", "SignatureVersion",
    "TracingConfig",
  ]

  /// The topic.
  public var component: String? { name }

  /// Creates the topic, or finds the one that has this name and these attributes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: name)
    let given = attributes ?? [:]
    if name.hasSuffix(".fifo") || given["FifoTopic"] == "true" {
      throw ServiceError.notSupported("A FIFO topic")
    }
    guard SNSQuotas.topicNameLength.contains(name.utf8.count),
      name.utf8.allSatisfy(Letters.isNameLetter)
    else { throw ServiceError.invalidTopicParameter("Topic Name") }
    if let unknown = given.keys.sorted().first(where: { !Self.attributeNames.contains($0) }) {
      throw ServiceError.invalidTopicParameter("Attributes Reason: Unknown attribute \(unknown)")
    }
    let arn = ARN(service: "sns", resource: name, in: sns.cloud)
    if let existing = sns.topics[arn.description] {
      guard existing.attributes == given else {
        throw ServiceError.invalidTopicParameter(
          "Attributes Reason: Topic already exists with different attributes"
        )
      }
    } else {
      sns.topics[arn.description] = Topic(arn: arn, attributes: given)
      sns.cloud.topology.add(Component(name, .topic))
      sns.cloud.record(SNSEvent.topicCreated, from: name)
    }
    return Output(topicArn: arn.description)
  }
}

/// Deletes a topic and its subscriptions.
public struct DeleteTopic: Operation {
  /// The topic's ARN.
  public var topicArn: String

  /// Creates the request.
  public init(topicArn: String) {
    self.topicArn = topicArn
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// Deletes the topic; one that does not exist is no error.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    guard let topic = sns.topics.removeValue(forKey: topicArn) else { return NoOutput() }
    sns.cloud.topology.remove(topic.name)
    sns.cloud.record(SNSEvent.topicDeleted, from: topic.name)
    return NoOutput()
  }
}

/// Lists the topics.
public struct ListTopics: Operation {
  /// A topic.
  public struct Entry: Sendable {
    /// Its ARN.
    public let topicArn: String
  }

  /// The topics.
  public struct Output: Sendable {
    /// By name.
    public let topics: [Entry]
  }

  /// Lists the topics.
  ///
  /// Simplified: all on one page.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    return Output(topics: sns.topics.keys.sorted().map { Entry(topicArn: $0) })
  }
}
