/// What can be changed about a mapping.
struct MappingSettings {
  var functionName: String
  var qualifier: String?
  var batchSize = 10
  var batchingWindow = 0
  var isEnabled = true
  var reportsItemFailures = false
  var maximumConcurrency: Int?
  /// Whether it publishes the metrics of ``EventCountMetric``.
  var countsEvents = false
  /// A message is kept when one of them keeps it; without any, all are.
  var filters = MappingFilters()

  init(of function: FunctionReference) {
    functionName = function.name
    qualifier = function.qualifier
  }
}

/// The settings that both creating and updating a mapping take.
protocol MappingChange {
  var enabled: Bool? { get }
  var batchSize: Int? { get }
  var maximumBatchingWindowInSeconds: Int? { get }
  var functionResponseTypes: [String]? { get }
  var scalingConfig: CreateEventSourceMapping.ScalingConfig? { get }
  var filterCriteria: CreateEventSourceMapping.FilterCriteria? { get }
  var metricsConfig: CreateEventSourceMapping.MetricsConfig? { get }
  var provisionedPollerConfig: CreateEventSourceMapping.ProvisionedPollerConfig? { get }
  /// The names of settings that were given and that only streams have.
  var settingsOfStreams: [String] { get }
}

extension MappingSettings {
  /// These settings with what `change` gives in place of theirs, checked for a queue.
  ///
  /// - Throws: the service's refusal.
  func changed(by change: some MappingChange, for queue: ARN) throws(ServiceError) -> Self {
    try Self.checkKinds(change)
    var new = self
    new.isEnabled = change.enabled ?? isEnabled
    new.batchSize = change.batchSize ?? batchSize
    new.batchingWindow = change.maximumBatchingWindowInSeconds ?? batchingWindow
    if let types = change.functionResponseTypes { new.reportsItemFailures = !types.isEmpty }
    if let scaling = change.scalingConfig { new.maximumConcurrency = scaling.maximumConcurrency }
    if let metrics = change.metricsConfig?.metrics { new.countsEvents = !metrics.isEmpty }
    if let criteria = change.filterCriteria {
      new.filters = MappingFilters(try Self.filters(criteria.filters ?? []))
    }
    try new.checkRanges()
    if queue.name.hasSuffix(".fifo") { try new.checkFIFO() }
    return new
  }

  private static func filters(
    _ filters: [CreateEventSourceMapping.FilterCriteria.Filter]
  ) throws(ServiceError) -> [MappingFilter] {
    guard LambdaQuotas.filters.contains(filters.count) else {
      throw .invalidParameter(
        "Number of filters in filter criteria exceeds the limit of"
          + " \(LambdaQuotas.filters.upperBound)."
      )
    }
    var read: [MappingFilter] = []
    for (place, filter) in filters.enumerated() {
      let pattern = filter.pattern ?? ""
      guard pattern.utf16.count <= MappingFilter.maximumLength else {
        throw .tooLong(
          pattern,
          at: "filterCriteria.filters.\(place + 1).member.pattern",
          MappingFilter.maximumLength
        )
      }
      read.append(try MappingFilter(parsing: pattern))
    }
    return read
  }

  /// Refuses words that are none of the service's, and settings that queues do not have.
  private static func checkKinds(_ change: some MappingChange) throws(ServiceError) {
    for type in change.functionResponseTypes ?? [] where type != "ReportBatchItemFailures" {
      throw .notAMember(type, at: "functionResponseTypes", of: ["ReportBatchItemFailures"])
    }
    for metric in change.metricsConfig?.metrics ?? [] where metric != "EventCount" {
      let all = ["EventCount", "ErrorCount", "KafkaMetrics"]
      guard all.contains(metric) else {
        throw .notAMember(metric, at: "metricsConfig.metrics", of: all)
      }
      throw .invalidParameter("\(metric) is not valid for SQS event sources.")
    }
    if let name = change.settingsOfStreams.first {
      throw .invalidParameter("\(name) is not valid for SQS event sources.")
    }
    if change.provisionedPollerConfig != nil {
      throw .notSupported("ProvisionedPollerConfig of an event source mapping")
    }
  }

  private func checkRanges() throws(ServiceError) {
    guard LambdaQuotas.batchSize.contains(batchSize) else {
      throw .outOfRange("batchSize", batchSize, LambdaQuotas.batchSize)
    }
    guard LambdaQuotas.batchingWindow.contains(batchingWindow) else {
      throw .outOfRange(
        "maximumBatchingWindowInSeconds",
        batchingWindow,
        LambdaQuotas.batchingWindow
      )
    }
    guard batchSize <= 10 || batchingWindow > 0 else {
      throw .invalidParameter(
        "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater"
          + " than 10"
      )
    }
    if let maximumConcurrency, !LambdaQuotas.maximumConcurrency.contains(maximumConcurrency) {
      throw .outOfRange(
        "scalingConfig.maximumConcurrency",
        maximumConcurrency,
        LambdaQuotas.maximumConcurrency
      )
    }
  }

  /// FIFO queues hand over ten messages at the most, and do not wait for more.
  private func checkFIFO() throws(ServiceError) {
    guard batchSize <= 10 else { throw .outOfRange("batchSize", batchSize, 1...10) }
    guard batchingWindow == 0 else {
      throw .invalidParameter("Batching window is not supported for FIFO queues.")
    }
  }
}

extension MappingChange {
  /// The names of those that were given.
  fileprivate static func given(_ settings: [(String, Any?)]) -> [String] {
    settings.filter { $0.1 != nil }.map(\.0)
  }
}

extension CreateEventSourceMapping: MappingChange {
  var settingsOfStreams: [String] {
    Self.given([
      ("StartingPosition", startingPosition),
      ("StartingPosition", startingPositionTimestamp),
      ("ParallelizationFactor", parallelizationFactor),
      ("BisectBatchOnFunctionError", bisectBatchOnFunctionError),
      ("MaximumRetryAttempts", maximumRetryAttempts),
      ("MaximumRecordAgeInSeconds", maximumRecordAgeInSeconds),
      ("TumblingWindowInSeconds", tumblingWindowInSeconds),
      ("DestinationConfig", destinationConfig),
    ])
  }
}

extension UpdateEventSourceMapping: MappingChange {
  var settingsOfStreams: [String] {
    Self.given([
      ("ParallelizationFactor", parallelizationFactor),
      ("BisectBatchOnFunctionError", bisectBatchOnFunctionError),
      ("MaximumRetryAttempts", maximumRetryAttempts),
      ("MaximumRecordAgeInSeconds", maximumRecordAgeInSeconds),
      ("TumblingWindowInSeconds", tumblingWindowInSeconds),
      ("DestinationConfig", destinationConfig),
    ])
  }
}
