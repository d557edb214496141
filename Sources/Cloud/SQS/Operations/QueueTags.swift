/// Adds tags to a queue.
public struct TagQueue: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The tags; one whose key is there already gets the new value.
  public var tags: [String: String]

  /// Creates the request.
  public init(queueUrl: String, tags: [String: String]) {
    self.queueUrl = queueUrl
    self.tags = tags
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Adds the tags, or none of them.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("TagQueue", on: queueUrl, for: caller)
    guard !tags.isEmpty else { throw ServiceError.missingQueueParameter("Tags") }
    queue.tags = try SQSQueue.tags(queue.tags.merging(tags) { $1 }, of: queue.name)
    sqs.bill(queue, payload: 0)
    return NoOutput()
  }
}

/// Removes tags from a queue.
public struct UntagQueue: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The tags' keys; one that is not there is no error.
  public var tagKeys: [String]

  /// Creates the request.
  public init(queueUrl: String, tagKeys: [String]) {
    self.queueUrl = queueUrl
    self.tagKeys = tagKeys
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Removes the tags.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("UntagQueue", on: queueUrl, for: caller)
    guard !tagKeys.isEmpty else { throw ServiceError.missingQueueParameter("TagKeys") }
    for key in tagKeys { queue.tags[key] = nil }
    sqs.bill(queue, payload: 0)
    return NoOutput()
  }
}

/// Shows the tags of a queue.
public struct ListQueueTags: Operation {
  /// The queue's URL or name.
  public var queueUrl: String

  /// Creates the request.
  public init(queueUrl: String) {
    self.queueUrl = queueUrl
  }

  /// The tags.
  public struct Output: Sendable {
    /// The values by key; left out when there are none.
    public let tags: [String: String]?
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Shows the tags.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("ListQueueTags", on: queueUrl, for: caller)
    sqs.bill(queue, payload: 0)
    return Output(tags: queue.tags.isEmpty ? nil : queue.tags)
  }
}

extension SQSQueue {
  /// Checks the tags that a queue would have.
  static func tags(
    _ tags: [String: String],
    of name: String
  ) throws(ServiceError) -> [String: String] {
    guard tags.count <= SQSQuotas.tags else {
      throw .invalidQueueParameter("Too many tags added for queue \(name).")
    }
    for (key, value) in tags.sorted(by: { $0.key < $1.key }) {
      try check(key, "key", SQSQuotas.tagKeyLength)
      try check(value, "value", SQSQuotas.tagValueLength)
    }
    return tags
  }

  /// Checks one half of a tag.
  ///
  /// Simplified: AWS publishes the rule and not the text of the refusal.
  private static func check(
    _ text: String,
    _ half: String,
    _ length: ClosedRange<Int>
  ) throws(ServiceError) {
    guard !text.lowercased().hasPrefix("aws:") else {
      throw .invalidQueueParameter("Tag keys and values that begin with aws: are reserved.")
    }
    let isSpelled = text.allSatisfy {
      $0.isLetter || $0.isNumber || $0.isWhitespace || "_.:/=+-@".contains($0)
    }
    guard length.contains(text.count), isSpelled else {
      throw .invalidQueueParameter(
        "The tag \(half) '\(text)' is invalid: it has \(length.lowerBound) to \(length.upperBound)"
          + " letters, digits, white spaces and _ . : / = + - @."
      )
    }
  }
}
