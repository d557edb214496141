public import JSON

/// What a schedule starts, and what it gets.
public struct ScheduleTarget: Decodable, Hashable, Sendable {
  /// What a bus needs of an event besides its detail.
  public struct EventBridgeParameters: Decodable, Hashable, Sendable {
    /// The detail-type.
    public var detailType: String
    /// The source.
    public var source: String

    /// Creates the parameters.
    public init(detailType: String, source: String) {
      self.detailType = detailType
      self.source = source
    }
  }

  /// What a FIFO queue needs of a message besides its body.
  public struct SqsParameters: Decodable, Hashable, Sendable {
    /// The message's group.
    public var messageGroupId: String?

    /// Creates the parameters.
    public init(messageGroupId: String) {
      self.messageGroupId = messageGroupId
    }
  }

  /// The ARN of a function, queue, topic, bus or delivery stream, or
  /// `arn:aws:scheduler:::aws-sdk:SERVICE:OPERATION`.
  public var arn: String
  /// The role that must allow it.
  public var roleArn: String
  /// What the target gets; a notification that tells the time if left out.
  public var input: String?
  /// When a start that fails is given up.
  public var retryPolicy: RuleTarget.RetryPolicy?
  /// Where what was given up goes.
  public var deadLetterConfig: RuleTarget.DeadLetterConfig?
  /// For a queue.
  public var sqsParameters: SqsParameters?
  /// For a bus.
  public var eventBridgeParameters: EventBridgeParameters?
  /// For an ECS task.
  public var ecsParameters: JSONValue?
  /// For a stream of Kinesis.
  public var kinesisParameters: JSONValue?
  /// For a pipeline of SageMaker.
  public var sageMakerPipelineParameters: JSONValue?

  /// Creates a target.
  public init(
    arn: String,
    roleArn: String,
    input: String? = nil,
    retryPolicy: RuleTarget.RetryPolicy? = nil,
    deadLetterConfig: RuleTarget.DeadLetterConfig? = nil,
    sqsParameters: SqsParameters? = nil,
    eventBridgeParameters: EventBridgeParameters? = nil
  ) {
    self.arn = arn
    self.roleArn = roleArn
    self.input = input
    self.retryPolicy = retryPolicy
    self.deadLetterConfig = deadLetterConfig
    self.sqsParameters = sqsParameters
    self.eventBridgeParameters = eventBridgeParameters
  }

  /// The target with the policy that holds where none is given.
  var completed: Self {
    var target = self
    target.retryPolicy = .init(
      maximumRetryAttempts: retryPolicy?.maximumRetryAttempts
        ?? SchedulerQuotas.retryAttempts.upperBound,
      maximumEventAgeInSeconds: retryPolicy?.maximumEventAgeInSeconds
        ?? SchedulerQuotas.eventAge.upperBound
    )
    return target
  }

  /// The name by which traces know it.
  var componentName: String { ARN(arn)?.componentName ?? arn }
}

// MARK: Checks

extension ScheduleTarget {
  /// Refuses what is wrong about the target of a schedule of the group, or left out here.
  ///
  /// Texts of refusals: recorded by users of the service on AWS, the last in September 2026.
  func check(for group: String, in cloud: Cloud) throws(ServiceError) {
    try checkKind(in: cloud)
    try checkRole(for: group, in: cloud)
    try checkInput()
    try ServiceError.check(
      retryPolicy?.maximumRetryAttempts,
      in: SchedulerQuotas.retryAttempts,
      at: "target.retryPolicy.maximumRetryAttempts"
    )
    try ServiceError.check(
      retryPolicy?.maximumEventAgeInSeconds,
      in: SchedulerQuotas.eventAge,
      at: "target.retryPolicy.maximumEventAgeInSeconds"
    )
    guard let queue = deadLetterConfig?.arn else { return }
    guard ARN(queue)?.service == "sqs", !queue.hasSuffix(".fifo") else {
      throw .constraint(
        queue,
        at: "target.deadLetterConfig.arn",
        "satisfy regular expression pattern:"
          + " ^arn:aws(-[a-z]+)?:sqs:[a-z0-9\\-]+:\\d{12}:[a-zA-Z0-9\\-_]+$"
      )
    }
  }

  /// Services whose resources AWS takes as targets and that are not here.
  private static let leftOut = [
    "codebuild", "codepipeline", "ecs", "inspector", "kinesis", "sagemaker", "states",
  ]

  private func checkKind(in cloud: Cloud) throws(ServiceError) {
    guard let target = ARN(arn) else { throw .validation("Provided Arn is not in correct format.") }
    if target.isUniversalTarget {
      _ = try UniversalTarget(target)
    } else {
      guard !Self.leftOut.contains(target.service) else {
        throw .notSupported("A target of \(target.service)")
      }
      guard ["lambda", "sqs", "sns", "events", "firehose"].contains(target.service) else {
        throw .validation("\(target.service) is not a supported service for a target.")
      }
      guard let kind = RuleTarget.Kind(target), kind != .apiDestination else {
        throw .validation("Provided Arn is not in correct format.")
      }
      guard target.region == cloud.region else {
        throw .validation(
          "The target ARN provided does not match the current region \(cloud.region)."
        )
      }
    }
    try checkParameters(of: target)
  }

  private func checkParameters(of target: ARN) throws(ServiceError) {
    let leftOut = [
      ("EcsParameters", ecsParameters), ("KinesisParameters", kinesisParameters),
      ("SageMakerPipelineParameters", sageMakerPipelineParameters),
    ]
    for (name, value) in leftOut where value != nil {
      throw .notSupported("\(name) of a schedule")
    }
    for (name, value, service) in [
      ("SqsParameters", sqsParameters != nil, "sqs"),
      ("EventBridgeParameters", eventBridgeParameters != nil, "events"),
    ] where value && target.service != service {
      throw .validation("Parameters \(name) not supported for the target.")
    }
    let isFIFO = target.name.hasSuffix(".fifo")
    if target.service == "sqs", isFIFO, sqsParameters == nil {
      throw .validation("Parameters SqsParameters must be specified.")
    }
    if target.service == "sqs", !isFIFO, sqsParameters?.messageGroupId != nil {
      throw .validation("Parameters MessageGroupId not valid for the target.")
    }
    if target.service == "events" { try checkEvent() }
  }

  /// Checks what a bus needs of an event besides its detail.
  private func checkEvent() throws(ServiceError) {
    guard let event = eventBridgeParameters else {
      throw .validation("EventBridgeParameters is required for target \(arn).")
    }
    let place = "target.eventBridgeParameters"
    let types = EventBridgeQuotas.detailTypeLength
    try ServiceError.checkLength(event.detailType, at: "\(place).detailType", types)
    try ServiceError.checkLength(event.source, at: "\(place).source", SchedulerQuotas.sourceLength)
    guard !event.source.hasPrefix("aws.") else {
      throw .constraint(
        event.source,
        at: "\(place).source",
        "satisfy regular expression pattern: ^(?=[/\\.\\-_A-Za-z0-9]+)((?!aws\\.).*)"
          + "|(\\$(\\.[\\w/_-]+(\\[(\\d+|\\*)\\])*)*)$"
      )
    }
  }

  private func checkRole(for group: String, in cloud: Cloud) throws(ServiceError) {
    guard ARN(roleArn)?.isRole == true else {
      throw .constraint(
        roleArn,
        at: "target.roleArn",
        "satisfy regular expression pattern:"
          + " ^arn:aws(-[a-z]+)?:iam::\\d{12}:role\\/[\\w+=,.@\\/-]+$"
      )
    }
    guard (try? caller(for: group, in: cloud)) != nil else {
      throw .validation(
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."
      )
    }
  }

  private func checkInput() throws(ServiceError) {
    guard let target = ARN(arn) else { return }
    guard let input else {
      guard !target.isUniversalTarget else {
        throw .validation("You must provide an input to set this target for your schedule.")
      }
      return
    }
    try ServiceError.checkLength(input, at: "target.input", 1...Int.max)
    guard ["lambda", "events", "scheduler"].contains(target.service) else { return }
    guard (try? JSONValue(parsing: input)) != nil else {
      throw .validation("JSON syntax error in input for the target")
    }
  }
}

// MARK: Handing over

extension ScheduleTarget {
  /// What one try hands over: the target's input with what it asks of the schedule put in.
  func text(of execution: ScheduleExecution, attempt: Int, in cloud: Cloud) -> String {
    let arn = execution.key.arn(in: cloud).description
    let time = Timestamp.iso8601(seconds: execution.due)
    guard let input else { return Self.notification(execution, arn, time, in: cloud) }
    let attributes = [
      ("schedule-arn", arn), ("scheduled-time", time), ("execution-id", execution.id),
      ("attempt-number", "\(attempt)"),
    ]
    return attributes.reduce(input) { $0.replacing("<aws.scheduler.\($1.0)>", with: $1.1) }
  }

  private static func notification(
    _ execution: ScheduleExecution,
    _ arn: String,
    _ time: String,
    in cloud: Cloud
  ) -> String {
    let event: JSONValue = [
      "version": "0",
      "id": .string(execution.eventID),
      "detail-type": "Scheduled Event",
      "source": "aws.scheduler",
      "account": .string(cloud.account),
      "time": .string(time),
      "region": .string(cloud.region),
      "resources": [.string(arn)],
      "detail": "{}",
    ]
    return event.text()
  }
}
