import JSON
import Simulation

/// Tells a topic's attributes.
public struct GetTopicAttributes: Operation {
  /// The topic's ARN.
  public var topicArn: String

  /// Creates the request.
  public init(topicArn: String) {
    self.topicArn = topicArn
  }

  /// The attributes.
  public struct Output: Sendable {
    /// The values as texts, by name.
    public let attributes: [String: String]
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// Tells the attributes, and how many subscriptions there are.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let topic = try sns.topic(topicArn, for: caller, "GetTopicAttributes")
    var shown = topic.attributes.shown(of: topic.arn)
    if let beginning = topic.archive?.beginning(at: sns.cloud.unixMilliseconds) {
      shown["BeginningArchiveTime"] = Timestamp.iso8601(milliseconds: beginning)
    }
    let confirmed = topic.subscriptions.count { $0.isConfirmed }
    shown["SubscriptionsConfirmed"] = "\(confirmed)"
    shown["SubscriptionsPending"] = "\(topic.subscriptions.count - confirmed)"
    shown["SubscriptionsDeleted"] = "\(topic.deleted)"
    return Output(attributes: shown)
  }
}

/// Changes one attribute of a topic.
public struct SetTopicAttributes: Operation {
  /// The topic's ARN.
  public var topicArn: String
  /// The attribute's name, such as `DisplayName`, `Policy` or `DeliveryPolicy`.
  public var attributeName: String
  /// The new value; without one, or with an empty one, the attribute is removed.
  public var attributeValue: String?

  /// Creates the request.
  public init(topicArn: String, attributeName: String, attributeValue: String? = nil) {
    self.topicArn = topicArn
    self.attributeName = attributeName
    self.attributeValue = attributeValue
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// Changes the attribute, at once.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    let topic = try sns.topic(topicArn, for: caller, "SetTopicAttributes")
    var attributes = topic.attributes
    do throws(AttributeProblem) {
      try attributes.set(attributeName, to: attributeValue ?? "")
    } catch {
      throw error.whenChanging
    }
    topic.attributes = attributes
    if attributeName == "ArchivePolicy" { sns.applyArchivePolicy(of: topic) }
    return NoOutput()
  }
}

extension SNS {
  /// Allows other accounts to do something with a topic, by a statement in its policy.
  public struct AddPermission: Operation {
    /// The topic's ARN.
    public var topicArn: String
    /// The statement's name, unique in the policy.
    public var label: String
    /// The accounts' twelve digits.
    public var awsAccountId: [String]
    /// What is allowed, such as `Publish`.
    public var actionName: [String]

    /// Creates the request.
    public init(topicArn: String, label: String, awsAccountId: [String], actionName: [String]) {
      self.topicArn = topicArn
      self.label = label
      self.awsAccountId = awsAccountId
      self.actionName = actionName
    }

    /// The topic.
    public var component: String? { SNS.topicName(in: topicArn) }

    /// The topic.
    public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

    /// Adds the statement.
    public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
      try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
      let topic = try sns.topic(topicArn, for: caller, "AddPermission")
      try check()
      sns.topics[topicArn]?.attributes.policy = try topic.policy.adding([
        "Sid": .string(label), "Effect": "Allow",
        "Principal": ["AWS": Self.listed(awsAccountId.map { "arn:aws:iam::\($0):root" })],
        "Action": Self.listed(actionName.map { "SNS:\($0)" }),
        "Resource": .string(topicArn),
      ])
      return NoOutput()
    }

    private func check() throws(ServiceError) {
      for account in awsAccountId {
        guard account.utf8.count == 12, account.utf8.allSatisfy({ (48...57).contains($0) }) else {
          throw .invalidTopicParameter("AWSAccountId")
        }
      }
      guard !label.isEmpty, !awsAccountId.isEmpty, !actionName.isEmpty else {
        throw .invalidTopicParameter(
          label.isEmpty ? "Label" : awsAccountId.isEmpty ? "AWSAccountId" : "ActionName"
        )
      }
      guard actionName.allSatisfy(TopicPolicy.actions.contains) else {
        throw .invalidTopicParameter("Policy statement action out of service scope!")
      }
    }

    /// A list of one is written without the list, as AWS writes it.
    private static func listed(_ texts: [String]) -> JSONValue {
      texts.count == 1 ? .string(texts[0]) : .array(texts.map(JSONValue.string))
    }
  }

  /// Takes a permission back.
  public struct RemovePermission: Operation {
    /// The topic's ARN.
    public var topicArn: String
    /// The statement's name; one that is not there is no error.
    public var label: String

    /// Creates the request.
    public init(topicArn: String, label: String) {
      self.topicArn = topicArn
      self.label = label
    }

    /// The topic.
    public var component: String? { SNS.topicName(in: topicArn) }

    /// The topic.
    public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

    /// Removes the statement.
    public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
      try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
      let topic = try sns.topic(topicArn, for: caller, "RemovePermission")
      sns.topics[topicArn]?.attributes.policy = try topic.policy.removing(label)
      return NoOutput()
    }
  }
}
