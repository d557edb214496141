/// Changes a mapping.
public struct UpdateEventSourceMapping: Operation {
  /// The mapping's id.
  public var uuid: String
  /// The name of another function, or of another version or alias of it.
  public var functionName: String?
  /// Whether it polls.
  public var enabled: Bool?
  /// Messages that are handed over at once.
  public var batchSize: Int?
  /// Seconds for which a batch is gathered.
  public var maximumBatchingWindowInSeconds: Int?
  /// `ReportBatchItemFailures`, for partial batch responses.
  public var functionResponseTypes: [String]?
  /// How far the mapping may scale.
  public var scalingConfig: CreateEventSourceMapping.ScalingConfig?
  /// Which messages are kept.
  public var filterCriteria: CreateEventSourceMapping.FilterCriteria?
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
  public var provisionedPollerConfig: CreateEventSourceMapping.ProvisionedPollerConfig?
  /// Metrics of the mapping's own.
  public var metricsConfig: CreateEventSourceMapping.MetricsConfig?

  /// Changes the mapping; until that is in force it goes on as before.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    let view = await view(on: lambda)
    let mapping = try lambda.mapping(uuid)
    guard mapping.state.isSettled else { throw ServiceError.mappingInUse("update") }
    let old = mapping.settings
    var new = old
    if let functionName {
      let reference = try FunctionReference(functionName, qualifier: nil)
      (new.functionName, new.qualifier) = (reference.name, reference.qualifier)
      try lambda.checkTwins(of: uuid, from: mapping.source, to: new)
    }
    new = try new.changed(by: self, for: mapping.source)
    if new.isEnabled {
      let function = try lambda.describedTarget(new.functionName, qualifier: new.qualifier)
      try lambda.check(view, for: function.configuration)
    }
    let topology = lambda.cloud.topology
    topology.disconnect(mapping.source.name, from: old.functionName, .polling)
    topology.connect(mapping.source.name, to: new.functionName, .polling)
    lambda.begin(Self.transition(from: old.isEnabled, to: new.isEnabled), of: uuid, to: new)
    return try await lambda.describeMapping(uuid)
  }

  /// What the mapping's queue looks like to the function that is to run.
  ///
  /// Asked first, so that nothing can come between the checks and the change.
  private func view(on lambda: isolated Lambda) async -> Lambda.SourceView {
    guard let mapping = try? lambda.mapping(uuid) else { return Lambda.SourceView() }
    let reader = try? lambda.describedConfiguration(
      functionName ?? mapping.settings.functionName,
      qualifier: functionName == nil ? mapping.settings.qualifier : nil
    )
    return await lambda.look(at: mapping.source, for: reader)
  }

  private static func transition(from wasEnabled: Bool, to isEnabled: Bool) -> MappingState {
    if wasEnabled == isEnabled { return .updating }
    return isEnabled ? .enabling : .disabling
  }
}
