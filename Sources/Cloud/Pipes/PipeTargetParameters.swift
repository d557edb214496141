public import JSON

/// How a pipe hands events to its target.
public struct PipeTargetParameters: Decodable, Sendable {
  /// For a function.
  public struct LambdaFunctionParameters: Decodable, Sendable {
    /// Whether the pipe waits for the function.
    public enum InvocationType: String, Decodable, Sendable, CaseIterable {
      /// It does, and what the function says has failed comes back.
      case requestResponse = "REQUEST_RESPONSE"
      /// It does not.
      case fireAndForget = "FIRE_AND_FORGET"
    }

    /// Whether the pipe waits; it does if nothing is said.
    public var invocationType: InvocationType?

    /// Creates the parameters.
    public init(invocationType: InvocationType) {
      self.invocationType = invocationType
    }
  }

  /// For a queue.
  public struct SqsQueueParameters: Decodable, Sendable {
    /// The message's group, or a path to it.
    public var messageGroupId: String?
    /// The message's deduplication id, or a path to it.
    public var messageDeduplicationId: String?
  }

  /// For a bus.
  public struct EventBridgeEventBusParameters: Decodable, Sendable {
    /// The detail-type, or a path to it; `Event from aws:sqs` if nothing is said.
    public var detailType: String?
    /// The source, or a path to it; `Pipe NAME` if nothing is said.
    public var source: String?
    /// What the event is about: ARNs, or paths to them.
    public var resources: [String]?
    /// A path to the time at which it happened.
    public var time: String?
    /// A global endpoint.
    public var endpointId: String?

    /// Checks what belongs to an event on a bus.
    fileprivate func check() throws(ServiceError) {
      let place = "targetParameters.eventBridgeEventBusParameters"
      let most = PipesQuotas.eventResources
      guard resources?.count ?? 0 <= most else {
        throw .constraint(
          "[\(resources?.count ?? 0)]",
          at: "\(place).resources",
          "have length less than or equal to \(most)"
        )
      }
      guard let time, !time.hasPrefix("$.") || EventPath(time) == nil else { return }
      throw .constraint(
        time,
        at: "\(place).time",
        #"satisfy regular expression pattern: \$(\.[\w/_-]+(\[(\d+|\*)\])*)*"#
      )
    }
  }

  /// What the target gets of each event: a text with `<$.path>` in it.
  public var inputTemplate: String?
  /// For a function.
  public var lambdaFunctionParameters: LambdaFunctionParameters?
  /// For a queue.
  public var sqsQueueParameters: SqsQueueParameters?
  /// For a bus.
  public var eventBridgeEventBusParameters: EventBridgeEventBusParameters?
  /// For an address on the internet.
  public var httpParameters: JSONValue?
  /// For a state machine.
  public var stepFunctionStateMachineParameters: JSONValue?
  /// For a stream of Kinesis.
  public var kinesisStreamParameters: JSONValue?
  /// For an ECS task.
  public var ecsTaskParameters: JSONValue?
  /// For a job of Batch.
  public var batchJobParameters: JSONValue?
  /// For a log group.
  public var cloudWatchLogsParameters: JSONValue?
  /// For a cluster of Redshift.
  public var redshiftDataParameters: JSONValue?
  /// For a pipeline of SageMaker.
  public var sageMakerPipelineParameters: JSONValue?
  /// For a table of Timestream.
  public var timestreamParameters: JSONValue?

  /// Creates the parameters.
  public init(
    inputTemplate: String? = nil,
    lambdaFunctionParameters: LambdaFunctionParameters? = nil
  ) {
    self.inputTemplate = inputTemplate
    self.lambdaFunctionParameters = lambdaFunctionParameters
  }

  /// Refuses what is left out, and what another kind of target has.
  func check(for target: ARN) throws(ServiceError) {
    let leftOut = [
      ("HttpParameters", httpParameters),
      ("StepFunctionStateMachineParameters", stepFunctionStateMachineParameters),
      ("KinesisStreamParameters", kinesisStreamParameters),
      ("EcsTaskParameters", ecsTaskParameters), ("BatchJobParameters", batchJobParameters),
      ("CloudWatchLogsParameters", cloudWatchLogsParameters),
      ("RedshiftDataParameters", redshiftDataParameters),
      ("SageMakerPipelineParameters", sageMakerPipelineParameters),
      ("TimestreamParameters", timestreamParameters),
      ("EndpointId", eventBridgeEventBusParameters?.endpointId.map { .string($0) }),
    ]
    for (name, value) in leftOut where value != nil {
      throw .notSupported("\(name) of a pipe's target")
    }
    let others = [
      ("LambdaFunctionParameters", lambdaFunctionParameters != nil, "lambda"),
      ("SqsQueueParameters", sqsQueueParameters != nil, "sqs"),
      ("EventBridgeEventBusParameters", eventBridgeEventBusParameters != nil, "events"),
    ]
    for (name, isGiven, service) in others where isGiven && service != target.service {
      throw .validation("Invalid target parameter provided for target: \(name).")
    }
    if let inputTemplate { try PipeTemplate.check(inputTemplate, at: "targetParameters") }
    try eventBridgeEventBusParameters?.check()
  }
}
