/// A metric of Lambda, in the namespace `AWS/Lambda`.
///
/// Source: Lambda developer guide, "Types of metrics for Lambda functions", 2026. Of its own metrics
/// Lambda publishes none about retries: they are further invocations.
enum LambdaMetric: String, ServiceMetric {
  // Each request that ran, ok or not; one that was throttled did not run.
  case invocations = "Invocations"
  case errors = "Errors"
  case throttles = "Throttles"
  case duration = "Duration"
  case postRuntimeExtensionsDuration = "PostRuntimeExtensionsDuration"
  case concurrentExecutions = "ConcurrentExecutions"
  case unreservedConcurrentExecutions = "UnreservedConcurrentExecutions"
  case claimedAccountConcurrency = "ClaimedAccountConcurrency"
  case provisionedConcurrentExecutions = "ProvisionedConcurrentExecutions"
  case provisionedConcurrencyInvocations = "ProvisionedConcurrencyInvocations"
  case provisionedConcurrencySpilloverInvocations = "ProvisionedConcurrencySpilloverInvocations"
  case provisionedConcurrencyUtilization = "ProvisionedConcurrencyUtilization"
  case asyncEventsReceived = "AsyncEventsReceived"
  case asyncEventAge = "AsyncEventAge"
  case asyncEventsDropped = "AsyncEventsDropped"
  case deadLetterErrors = "DeadLetterErrors"
  case destinationDeliveryFailures = "DestinationDeliveryFailures"
  case recursiveInvocationsDropped = "RecursiveInvocationsDropped"
  // Of mappings that publish `EventCount`.
  case polledEvents = "PolledEventCount"
  case filteredOutEvents = "FilteredOutEventCount"
  case invokedEvents = "InvokedEventCount"
  case failedInvokeEvents = "FailedInvokeEventCount"
  case deletedEvents = "DeletedEventCount"

  static let namespace = "AWS/Lambda"

  static let notKept: Set = [
    "IteratorAge", "OffsetLag", "DroppedEventCount", "OnFailureDestinationDeliveredEventCount",
    "SignatureValidationErrors", "CPUThrottles", "MemoryThrottles", "DiskThrottles",
    "ConcurrencyThrottles", "OversizedRecordCount", "CommittedEventCount", "PollingErrorCount",
    "InvokeErrorCount", "OnFailureDestinationDeliveryErrorCount", "SchemaRegistryErrorCount",
    "CommitErrorCount", "MaxOffsetLag", "SumOffsetLag", "ProvisionedPollers", "EventPollerUnit",
    "EventPollerThroughputInBytes",
  ]

  /// The metric of what a mapping counts.
  init?(_ metric: EventCountMetric) { self.init(rawValue: metric.rawValue) }

  var unit: MetricUnit {
    switch self {
    case .duration, .postRuntimeExtensionsDuration, .asyncEventAge: .milliseconds
    case .provisionedConcurrencyUtilization: .none
    default: .count
    }
  }

  var scale: Double {
    switch self {
    case .duration, .postRuntimeExtensionsDuration, .asyncEventAge: 1_000_000
    case .provisionedConcurrencyUtilization: Double(Self.wholeUtilization)
    default: 1
    }
  }

  /// Whether it is measured of each request.
  var isOfRequests: Bool {
    switch self {
    case .invocations, .errors, .throttles, .duration, .postRuntimeExtensionsDuration: true
    default: false
    }
  }

  /// All of what is provisioned, in the smallest unit of utilisation.
  static let wholeUtilization: Int64 = 1_000_000_000
}
