import EventPattern
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
    /// `EventCount`.
    public var metrics: [String]?
  }

  /// The queue's ARN.
  public var eventSourceArn: String
  /// The function's name.
  public var functionName: String
  /// Whether polling begins at once; yes if nothing is said.
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
  /// Left out here: metrics of the mapping's own.
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

  /// Creates the mapping; it polls from the next moment on.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    let target = try lambda.target(functionName, qualifier: nil)
    guard let source = ARN(eventSourceArn), source.service == "sqs" else {
      throw ServiceError.invalidParameter("Unrecognized event source: \(eventSourceArn).")
    }
    let reference = try FunctionReference(functionName, qualifier: nil)
    if let twin = lambda.mappings.first(where: {
      $0.source == source && $0.functionName == reference.name
        && $0.qualifier == reference.qualifier
    }) {
      throw ServiceError.resourceConflict(
        "An event source mapping with SQS arn (\" \(source) \") and function (\""
          + " \(reference.name) \") already exists. Please update or delete the existing mapping"
          + " with UUID \(twin.id)"
      )
    }
    let settings = try MappingSettings().changed(by: self)
    if source.name.hasSuffix(".fifo") { try settings.checkFIFO() }
    try await check(source, target.configuration, on: lambda)
    let mapping = EventSourceMapping(
      id: lambda.newIdentifier(),
      from: source,
      to: reference.name,
      qualifier: reference.qualifier,
      settings: settings,
      in: lambda.cloud
    )
    lambda.mappings.append(mapping)
    lambda.cloud.topology.connect(source.name, to: reference.name, .polling)
    await mapping.startPolling()
    return await mapping.describe(state: settings.isEnabled ? "Creating" : "Disabled")
  }

  private func check(
    _ source: ARN,
    _ function: FunctionConfiguration,
    on lambda: isolated Lambda
  ) async throws {
    guard let visibility = await lambda.cloud.sqs.visibilityTimeout(of: source.name) else {
      throw ServiceError.invalidParameter(
        "Error occurred while ReceiveMessage. SQS Error Code:"
          + " AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does"
          + " not exist."
      )
    }
    guard visibility >= .seconds(function.timeout) else {
      throw ServiceError.invalidParameter(
        "Queue visibility timeout: \(visibility.nanoseconds / 1_000_000_000) seconds is less than"
          + " Function timeout: \(function.timeout) seconds"
      )
    }
  }
}

/// Changes a mapping.
public struct UpdateEventSourceMapping: Operation {
  /// The mapping's id.
  public var uuid: String
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
  /// Left out here: metrics of the mapping's own.
  public var metricsConfig: CreateEventSourceMapping.MetricsConfig?

  /// Changes the mapping.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    let mapping = try lambda.mapping(uuid)
    await mapping.apply(try await mapping.settings.changed(by: self))
    return await mapping.describe(state: "Updating")
  }
}

/// Describes a mapping.
public struct GetEventSourceMapping: Operation {
  /// The mapping's id.
  public var uuid: String

  /// Describes the mapping.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    await (try lambda.mapping(uuid)).describe(state: nil)
  }
}

/// Lists the mappings, of one function or one source if asked.
public struct ListEventSourceMappings: Operation {
  /// The function's name.
  public var functionName: String?
  /// The source's ARN.
  public var eventSourceArn: String?

  /// The mappings.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let eventSourceMappings: [MappingDescription]
  }

  /// Lists the mappings.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let function = functionName.map(FunctionReference.name(in:))
    var found: [MappingDescription] = []
    for mapping in lambda.mappings {
      guard function == nil || mapping.functionName == function,
        eventSourceArn == nil || mapping.source.description == eventSourceArn
      else { continue }
      found.append(await mapping.describe(state: nil))
    }
    return Output(eventSourceMappings: found)
  }
}

/// Deletes a mapping.
public struct DeleteEventSourceMapping: Operation {
  /// The mapping's id.
  public var uuid: String

  /// Deletes the mapping; batches on their way come back to the queue.
  public func perform(
    on lambda: isolated Lambda,
    for caller: Caller
  ) async throws -> MappingDescription {
    let mapping = try lambda.mapping(uuid)
    lambda.mappings.removeAll { $0 === mapping }
    lambda.cloud.topology.disconnect(mapping.source.name, from: mapping.functionName, .polling)
    await mapping.stopPolling("deleted")
    return await mapping.describe(state: "Deleting")
  }
}

/// A mapping as the service describes it.
public struct MappingDescription: Sendable {
  /// How far the mapping may scale.
  public struct ScalingConfig: Sendable {
    /// Batches at once.
    public let maximumConcurrency: Int
  }

  /// The mapping's id.
  public let uuid: String
  /// Messages that are handed over at once.
  public let batchSize: Int
  /// Seconds for which a batch is gathered.
  public let maximumBatchingWindowInSeconds: Int
  /// The queue's ARN.
  public let eventSourceArn: String
  /// The function's ARN.
  public let functionArn: String
  /// When it was last changed, in seconds since 1970.
  public let lastModified: Double
  /// What came of the last batch.
  public let lastProcessingResult: String
  /// What the mapping is doing, such as `Enabled`.
  public let state: String
  /// Who brought that state about.
  public let stateTransitionReason: String
  /// `ReportBatchItemFailures`, or nothing.
  public let functionResponseTypes: [String]
  /// How far the mapping may scale.
  public let scalingConfig: ScalingConfig?
  /// Which messages are kept.
  public let filterCriteria: FilterCriteria?

  /// Which messages are kept.
  public struct FilterCriteria: Sendable {
    /// One pattern.
    public struct Filter: Sendable {
      /// The pattern.
      public let pattern: String
    }

    /// The patterns.
    public let filters: [Filter]
  }
}

extension EventSourceMapping {
  func describe(state: String?) -> MappingDescription {
    let qualified = qualifier.map { ":\($0)" } ?? ""
    let function = ARN(
      service: "lambda",
      resource: "function:\(functionName)\(qualified)",
      in: cloud
    )
    return MappingDescription(
      uuid: id,
      batchSize: settings.batchSize,
      maximumBatchingWindowInSeconds: settings.batchingWindow,
      eventSourceArn: source.description,
      functionArn: function.description,
      lastModified: lastModified,
      lastProcessingResult: lastResult,
      state: state ?? (settings.isEnabled ? "Enabled" : "Disabled"),
      stateTransitionReason: "USER_INITIATED",
      functionResponseTypes: settings.reportsItemFailures ? ["ReportBatchItemFailures"] : [],
      scalingConfig: settings.maximumConcurrency.map {
        MappingDescription.ScalingConfig(maximumConcurrency: $0)
      },
      filterCriteria: settings.filters.all.isEmpty
        ? nil : .init(filters: settings.filters.all.map { .init(pattern: $0.pattern.text) })
    )
  }
}

extension Lambda {
  func mapping(_ id: String) throws(ServiceError) -> EventSourceMapping {
    guard let mapping = mappings.first(where: { $0.id == id }) else {
      throw .lambdaResourceNotFound("The resource you requested does not exist.")
    }
    return mapping
  }
}
