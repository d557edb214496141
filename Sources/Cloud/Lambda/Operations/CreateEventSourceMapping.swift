import Simulation

/// Lets a function be run on the messages of a queue.
public struct CreateEventSourceMapping: Operation {
  /// How far the mapping may scale.
  public struct ScalingConfig: Decodable, Sendable {
    /// Batches at once, 2 to 1,000.
    public var maximumConcurrency: Int?
  }

  /// Which messages are kept: those that one of the patterns matches.
  public struct FilterCriteria: Decodable, Sendable {
    /// One pattern.
    public struct Filter: Decodable, Sendable {
      /// The pattern, as EventBridge writes it, on the message as the function sees it.
      public var pattern: String?
    }

    /// The patterns, at most five.
    public var filters: [Filter]?
  }

  /// Pollers of one's own.
  public struct ProvisionedPollerConfig: Decodable, Sendable {
    /// How few.
    public var minimumPollers: Int?
    /// How many.
    public var maximumPollers: Int?
  }

  /// Metrics of the mapping's own.
  public struct MetricsConfig: Decodable, Sendable {
    /// `EventCount`, or nothing.
    public var metrics: [String]?
  }

  /// The queue's ARN.
  public var eventSourceArn: String
  /// The function's name.
  public var functionName: String
  /// Whether it polls; yes if nothing is said.
  public var enabled: Bool?
  /// Messages that are handed over at once; 10 if nothing is said.
  public var batchSize: Int?
  /// Seconds for which a batch is gathered.
  public var maximumBatchingWindowInSeconds: Int?
  /// `ReportBatchItemFailures`, for partial batch responses.
  public var functionResponseTypes: [String]?
  /// How far the mapping may scale.
  public var scalingConfig: ScalingConfig?
  /// Which messages are kept.
  public var filterCriteria: FilterCriteria?
  /// Of streams: where to begin.
  public var startingPosition: String?
  /// Of streams: the instant at which to begin, in seconds since 1970.
  public var startingPositionTimestamp: Double?
  /// Of streams: batches of one shard at once.
  public var parallelizationFactor: Int?
  /// Of streams: whether a failed batch is cut in two.
  public var bisectBatchOnFunctionError: Bool?
  /// Of streams: how often a batch is tried again.
  public var maximumRetryAttempts: Int?
  /// Of streams: how old a record may become, in seconds.
  public var maximumRecordAgeInSeconds: Int?
  /// Of streams: the length of a window of aggregation, in seconds.
  public var tumblingWindowInSeconds: Int?
  /// Of streams: where failed batches are told of.
  public var destinationConfig: PutFunctionEventInvokeConfig.DestinationConfig?
  /// Left out here: pollers of one's own.
  public var provisionedPollerConfig: ProvisionedPollerConfig?
  /// Metrics of the mapping's own.
  public var metricsConfig: MetricsConfig?

  /// Creates a mapping with the service's defaults but for what is given.
  public init(
    eventSourceArn: String,
    functionName: String,
    batchSize: Int? = nil,
    maximumBatchingWindowInSeconds: Int? = nil,
    functionResponseTypes: [String]? = nil
  ) {
    self.eventSourceArn = eventSourceArn
    self.functionName = functionName
    self.batchSize = batchSize
    self.maximumBatchingWindowInSeconds = maximumBatchingWindowInSeconds
    self.functionResponseTypes = functionResponseTypes
  }

  /// Creates the mapping; it polls from a moment later on.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    let queue = ARN(eventSourceArn)
    // Asked first, so that nothing can come between the checks and the mapping.
    let reader = try? lambda.describedConfiguration(functionName, qualifier: nil)
    let view = await lambda.look(at: queue, for: reader)
    let function = try lambda.describedTarget(functionName, qualifier: nil)
    let queueARN = try Self.checkSource(eventSourceArn, queue, in: lambda.cloud)
    var settings = MappingSettings(of: function.reference)
    try lambda.checkTwins(of: nil, from: queueARN, to: settings)
    try checkStartingPosition()
    settings = try settings.changed(by: self, for: queueARN)
    try lambda.check(view, for: function.configuration)
    let id = lambda.newIdentifier()
    lambda.mappings.append(
      EventSourceMapping(
        id: id,
        source: queueARN,
        settings: settings,
        poller: QueuePoller(
          of: id,
          from: queueARN,
          settings: settings.polling(in: lambda.cloud),
          in: lambda.cloud
        )
      )
    )
    lambda.cloud.topology.connect(queueARN.name, to: settings.functionName, .polling)
    lambda.begin(.creating, of: id, to: settings)
    return try await lambda.describeMapping(id)
  }

  private static func checkSource(
    _ text: String,
    _ arn: ARN?,
    in cloud: Cloud
  ) throws(ServiceError) -> ARN {
    let leftOut = ["kinesis", "dynamodb", "kafka", "mq", "rds"]
    guard let arn, arn.service == "sqs" else {
      if let service = arn?.service, leftOut.contains(service) {
        throw .notSupported("An event source mapping on \(service)")
      }
      throw .invalidParameter("Unrecognized event source: \(text).")
    }
    guard arn.region == cloud.region else {
      // Simplified: how AWS words it is not published.
      throw .invalidParameter("The event source must be in the function's Region: \(text).")
    }
    return arn
  }

  private func checkStartingPosition() throws(ServiceError) {
    let all = ["LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"]
    guard let startingPosition, !all.contains(startingPosition) else { return }
    throw .notAMember(startingPosition, at: "startingPosition", of: all)
  }
}
