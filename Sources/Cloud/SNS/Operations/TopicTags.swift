import Simulation

extension SNS {
  /// Adds tags to a topic.
  public struct TagResource: Operation {
    /// The topic's ARN.
    public var resourceArn: String
    /// The tags; one whose key is there already gets the new value.
    public var tags: [TopicTag]

    /// Creates the request.
    public init(resourceArn: String, tags: [TopicTag]) {
      self.resourceArn = resourceArn
      self.tags = tags
    }

    /// The topic.
    public var component: String? { SNS.topicName(in: resourceArn) }

    /// Adds the tags, or none of them.
    public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
      try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: resourceArn))
      try sns.taggedTopic(resourceArn).tag(tags)
      return NoOutput()
    }
  }

  /// Removes tags from a topic.
  public struct UntagResource: Operation {
    /// The topic's ARN.
    public var resourceArn: String
    /// The tags' keys; one that is not there is no error.
    public var tagKeys: [String]

    /// Creates the request.
    public init(resourceArn: String, tagKeys: [String]) {
      self.resourceArn = resourceArn
      self.tagKeys = tagKeys
    }

    /// The topic.
    public var component: String? { SNS.topicName(in: resourceArn) }

    /// Removes the tags.
    public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
      try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: resourceArn))
      _ = try sns.taggedTopic(resourceArn)
      sns.topics[resourceArn]?.tags.removeAll { tagKeys.contains($0.key) }
      return NoOutput()
    }
  }

  /// Shows the tags of a topic.
  public struct ListTagsForResource: Operation {
    /// The topic's ARN.
    public var resourceArn: String

    /// Creates the request.
    public init(resourceArn: String) {
      self.resourceArn = resourceArn
    }

    /// The tags.
    public struct Output: Sendable {
      /// In the order in which they were added.
      public let tags: [TopicTag]
    }

    /// The topic.
    public var component: String? { SNS.topicName(in: resourceArn) }

    /// Shows the tags.
    public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
      try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: resourceArn))
      let topic = try sns.taggedTopic(resourceArn)
      return Output(tags: topic.tags.map { TopicTag(key: $0.key, value: $0.value) })
    }
  }

  private func taggedTopic(_ arn: String) throws(ServiceError) -> Topic {
    if let topic = topics[arn] { return topic }
    _ = try self.arn(arn, "ResourceArn")
    throw ServiceError(
      code: "ResourceNotFound",
      status: 404,
      message: "Resource does not exist"
    )
  }
}

extension Topic {
  /// Adds tags, or none of them.
  func tag(_ added: [TopicTag]) throws(ServiceError) {
    guard Set(added.map(\.key)).count == added.count else {
      throw .invalidTopicParameter("Duplicated keys are not allowed.")
    }
    var all = tags
    for (place, tag) in added.enumerated() {
      guard !tag.key.lowercased().hasPrefix("aws:") else {
        throw .invalidTopicParameter("Tags Reason: Tag keys that begin with aws: are reserved.")
      }
      guard SNSQuotas.tagKeyLength.contains(tag.key.count) else {
        throw .snsValidation(
          "'\(tag.key)'",
          at: "tags.\(place + 1).member.key",
          tag.key.isEmpty
            ? "Member must have length greater than or equal to 1"
            : "Member must have length less than or equal to 128"
        )
      }
      guard SNSQuotas.tagValueLength.contains(tag.value.count) else {
        throw .snsValidation(
          "'\(tag.value)'",
          at: "tags.\(place + 1).member.value",
          "Member must have length less than or equal to 256"
        )
      }
      if let known = all.firstIndex(where: { $0.key == tag.key }) {
        all[known].value = tag.value
      } else {
        all.append((tag.key, tag.value))
      }
    }
    guard all.count <= SNSQuotas.tags else { throw .topicTagLimit }
    tags = all
  }
}
