/// What can be changed about a mapping.
struct MappingSettings: Hashable {
  var batchSize = 10
  var batchingWindow = 0
  var isEnabled = true
  var reportsItemFailures = false
  var maximumConcurrency: Int?
  /// A message is kept when one of them keeps it; without any, all are.
  var filters = MappingFilters()
}

/// The settings that both creating and updating a mapping take.
protocol MappingChange {
  var enabled: Bool? { get }
  var batchSize: Int? { get }
  var maximumBatchingWindowInSeconds: Int? { get }
  var functionResponseTypes: [String]? { get }
  var scalingConfig: CreateEventSourceMapping.ScalingConfig? { get }
  var filterCriteria: CreateEventSourceMapping.FilterCriteria? { get }
  /// Settings that only streams have, and others that are left out, by their wire names.
  var otherSettings: OtherMappingSettings { get }
}

/// Settings that a queue's mapping does not take.
struct OtherMappingSettings {
  /// Those that streams have, if they were given.
  var forStreams: [String] = []
  /// Those that exist on AWS and are left out here, if they were given.
  var leftOut: [String] = []

  func check() throws(ServiceError) {
    if let name = leftOut.first { throw .notSupported("\(name) of an event source mapping") }
    guard let name = forStreams.first else { return }
    throw .invalidParameter("\(name) is not supported for SQS event source mappings.")
  }
}

extension CreateEventSourceMapping: MappingChange {}
extension UpdateEventSourceMapping: MappingChange {}

extension MappingSettings {
  /// These settings with what `change` gives in place of theirs.
  func changed(by change: some MappingChange) throws(ServiceError) -> Self {
    var new = self
    new.isEnabled = change.enabled ?? isEnabled
    new.batchSize = change.batchSize ?? batchSize
    new.batchingWindow = change.maximumBatchingWindowInSeconds ?? batchingWindow
    if let types = change.functionResponseTypes {
      new.reportsItemFailures = types.contains("ReportBatchItemFailures")
    }
    if let scaling = change.scalingConfig { new.maximumConcurrency = scaling.maximumConcurrency }
    if let criteria = change.filterCriteria {
      var filters: [MappingFilter] = []
      for filter in criteria.filters ?? [] {
        filters.append(try MappingFilter(parsing: filter.pattern ?? ""))
      }
      new.filters = MappingFilters(filters)
    }
    try change.otherSettings.check()
    try new.check()
    return new
  }

  private func check() throws(ServiceError) {
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
    guard LambdaQuotas.filters.contains(filters.all.count) else {
      throw .invalidParameter(
        "Number of filters in filter criteria exceeds the limit of"
          + " \(LambdaQuotas.filters.upperBound)."
      )
    }
  }

  /// FIFO queues hand over ten messages at the most, and do not wait for more.
  func checkFIFO() throws(ServiceError) {
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

extension CreateEventSourceMapping {
  var otherSettings: OtherMappingSettings {
    OtherMappingSettings(
      forStreams: Self.given([
        ("StartingPosition", startingPosition),
        ("ParallelizationFactor", parallelizationFactor),
        ("BisectBatchOnFunctionError", bisectBatchOnFunctionError),
        ("MaximumRetryAttempts", maximumRetryAttempts),
        ("MaximumRecordAgeInSeconds", maximumRecordAgeInSeconds),
        ("TumblingWindowInSeconds", tumblingWindowInSeconds),
        ("DestinationConfig", destinationConfig),
      ]),
      leftOut: Self.given([
        ("ProvisionedPollerConfig", provisionedPollerConfig), ("MetricsConfig", metricsConfig),
      ])
    )
  }
}

extension UpdateEventSourceMapping {
  var otherSettings: OtherMappingSettings {
    OtherMappingSettings(
      forStreams: Self.given([
        ("ParallelizationFactor", parallelizationFactor),
        ("BisectBatchOnFunctionError", bisectBatchOnFunctionError),
        ("MaximumRetryAttempts", maximumRetryAttempts),
        ("MaximumRecordAgeInSeconds", maximumRecordAgeInSeconds),
        ("TumblingWindowInSeconds", tumblingWindowInSeconds),
        ("DestinationConfig", destinationConfig),
      ]),
      leftOut: Self.given([
        ("ProvisionedPollerConfig", provisionedPollerConfig), ("MetricsConfig", metricsConfig),
      ])
    )
  }
}
