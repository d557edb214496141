/// Tells a queue's attributes.
public struct GetQueueAttributes: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// Which attributes; `All` for all of them.
  public var attributeNames: [String]?

  /// Creates the request.
  public init(queueUrl: String, attributeNames: [String]? = nil) {
    self.queueUrl = queueUrl
    self.attributeNames = attributeNames
  }

  /// The attributes.
  public struct Output: Sendable {
    /// The values as texts, by name; left out when none was asked for.
    public let attributes: [String: String]?
  }

  private static let readOnly = [
    "ApproximateNumberOfMessages", "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible", "CreatedTimestamp", "LastModifiedTimestamp",
    "QueueArn",
  ]

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Tells the attributes.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("GetQueueAttributes", on: queueUrl, for: caller)
    queue.advance()
    sqs.serve(queue)
    sqs.bill(queue, payload: 0)
    var names = attributeNames ?? []
    let known = Self.readOnly + QueueAttributes.names
    if let unknown = names.first(where: { $0 != "All" && !known.contains($0) }) {
      throw ServiceError.unknownQueueAttribute(unknown)
    }
    if names.contains("All") { names = known }
    var values: [String: String] = [:]
    for name in names { values[name] = Self.value(name, of: queue) }
    return Output(attributes: values.isEmpty ? nil : values)
  }

  private static func value(_ name: String, of queue: SQSQueue) -> String? {
    switch name {
    case "ApproximateNumberOfMessages": String(queue.figures.visible)
    case "ApproximateNumberOfMessagesDelayed": String(queue.figures.delayed)
    case "ApproximateNumberOfMessagesNotVisible": String(queue.figures.inFlight)
    case "CreatedTimestamp": String(queue.created)
    case "LastModifiedTimestamp": String(queue.modified)
    case "QueueArn": queue.arn.description
    default: queue.attributes[name]
    }
  }
}

/// Changes a queue's attributes.
public struct SetQueueAttributes: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The new values, all as texts; an empty text removes a policy.
  public var attributes: [String: String]

  /// Creates the request.
  public init(queueUrl: String, attributes: [String: String]) {
    self.queueUrl = queueUrl
    self.attributes = attributes
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Changes all of the attributes, or none of them if one is refused.
  ///
  /// Simplified: at once, where AWS takes up to 60 seconds, and 15 minutes for retention.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("SetQueueAttributes", on: queueUrl, for: caller)
    var changed = queue.attributes
    try changed.set(attributes)
    if attributes["RedrivePolicy"] != nil {
      try sqs.checkDeadLetterTarget(of: queue.arn, changed)
    }
    let hasOtherDelay = changed.delay != queue.attributes.delay
    queue.attributes = changed
    if hasOtherDelay { queue.applyDelay() }
    queue.modified = sqs.cloud.unixMilliseconds / 1_000
    sqs.connectDeadLetterQueue(of: queue)
    queue.advance()
    sqs.serve(queue)
    sqs.bill(queue, payload: 0)
    return NoOutput()
  }
}
