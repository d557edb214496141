import EventPattern

/// A mapping as the service describes it.
public struct MappingDescription: Sendable {
  /// How far the mapping may scale.
  public struct ScalingConfig: Sendable {
    /// Batches at once.
    public let maximumConcurrency: Int
  }

  /// Metrics of the mapping's own.
  public struct MetricsConfig: Sendable {
    /// `EventCount`.
    public let metrics: [String]
  }

  /// The mapping's id.
  public let uuid: String
  /// Messages that are handed over at once.
  public let batchSize: Int
  /// Seconds for which a batch is gathered.
  public let maximumBatchingWindowInSeconds: Int
  /// The mapping's ARN.
  public let eventSourceMappingArn: String
  /// The queue's ARN.
  public let eventSourceArn: String
  /// The function's ARN.
  public let functionArn: String
  /// When it was last changed.
  public let lastModified: ResponseTime
  /// What came of the last batch: `No records processed`, `OK` or `PROBLEM: …`.
  ///
  /// > Simplified: AWS says it of streams, and leaves it out for queues.
  public let lastProcessingResult: String
  /// What the mapping is doing, such as `Enabled`.
  public let state: String
  /// Who brought that state about: `USER_INITIATED`.
  public let stateTransitionReason: String
  /// `ReportBatchItemFailures`, or nothing.
  public let functionResponseTypes: [String]
  /// How far the mapping may scale.
  public let scalingConfig: ScalingConfig?
  /// Which messages are kept.
  public let filterCriteria: FilterCriteria?
  /// Metrics of the mapping's own.
  public let metricsConfig: MetricsConfig?

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
  /// The mapping as the service describes it.
  func described(in cloud: Cloud) async -> MappingDescription {
    let qualified = settings.qualifier.map { ":\($0)" } ?? ""
    return MappingDescription(
      uuid: id,
      batchSize: settings.batchSize,
      maximumBatchingWindowInSeconds: settings.batchingWindow,
      eventSourceMappingArn: ARN(
        service: "lambda",
        resource: "event-source-mapping:\(id)",
        in: cloud
      ).description,
      eventSourceArn: source.description,
      functionArn: ARN(
        service: "lambda",
        resource: "function:\(settings.functionName)\(qualified)",
        in: cloud
      ).description,
      lastModified: ResponseTime(seconds: lastModified),
      lastProcessingResult: await poller.lastResult,
      state: state.rawValue,
      stateTransitionReason: "USER_INITIATED",
      functionResponseTypes: settings.reportsItemFailures ? ["ReportBatchItemFailures"] : [],
      scalingConfig: settings.maximumConcurrency.map {
        MappingDescription.ScalingConfig(maximumConcurrency: $0)
      },
      filterCriteria: settings.filters.all.isEmpty
        ? nil : .init(filters: settings.filters.all.map { .init(pattern: $0.pattern.text) }),
      metricsConfig: settings.countsEvents ? .init(metrics: ["EventCount"]) : nil
    )
  }
}

extension Lambda {
  func describeMapping(_ id: String) async throws -> MappingDescription {
    try await mapping(id).described(in: cloud)
  }
}
