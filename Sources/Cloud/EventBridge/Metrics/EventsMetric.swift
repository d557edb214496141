/// A metric of EventBridge, in the namespace `AWS/Events`.
///
/// Source: EventBridge user guide, "Monitoring Amazon EventBridge", 2026.
enum EventsMetric: String, ServiceMetric {
  // Events that matched a rule; without dimensions those that matched any.
  case matchedEvents = "MatchedEvents"
  case triggeredRules = "TriggeredRules"
  // A target took the event, or the event was given up.
  case invocations = "Invocations"
  case failedInvocations = "FailedInvocations"
  // Each try counts.
  case invocationAttempts = "InvocationAttempts"
  case retryInvocationAttempts = "RetryInvocationAttempts"
  case successfulInvocationAttempts = "SuccessfulInvocationAttempts"
  case throttledRules = "ThrottledRules"
  // What was not sent because the rule would have run itself again.
  case deadLetterInvocations = "DeadLetterInvocations"
  case sentToDLQ = "InvocationsSentToDLQ"
  case failedToBeSentToDLQ = "InvocationsFailedToBeSentToDlq"
  case startLatency = "IngestionToInvocationStartLatency"
  case successLatency = "IngestionToInvocationSuccessLatency"
  // Of requests, without dimensions.
  case putEventsCalls = "PutEventsApproximateCallCount"
  case putEventsEntries = "PutEventsEntriesCount"
  case putEventsFailedEntries = "PutEventsFailedEntriesCount"

  static let namespace = "AWS/Events"
  static let notKept: Set<String> = [
    "Events", "EventsIngested", "InvocationsCreated", "IngestionToInvocationCompleteLatency",
    // As the guide writes it.
    "IngestiontoInvocationCompleteLatency", "EventBusEncryptionStarted",
    "EventBusEncryptionCompleted", "EventBusEncryptionFailed",
    "PutEventsApproximateFailedCount", "PutEventsApproximateSuccessCount",
    "PutEventsApproximateThrottledCount", "PutEventsLatency", "PutEventsRequestSize",
    "PutPartnerEventsApproximateCallCount", "PutPartnerEventsApproximateFailedCount",
    "PutPartnerEventsApproximateSuccessCount", "PutPartnerEventsApproximateThrottledCount",
    "PutPartnerEventsEntriesCount", "PutPartnerEventsFailedEntriesCount",
    "PutPartnerEventsLatency",
  ]
  static let rule = "RuleName"
  static let bus = "EventBusName"

  var unit: MetricUnit {
    switch self {
    case .startLatency, .successLatency: .milliseconds
    default: .count
    }
  }

  /// Of most, how often something happened: once each time.
  var values: MetricPoint.Values {
    unit == .count && !isOfRequests ? .bits : .any(MetricSpread())
  }

  /// Whether it is about requests, and not about rules.
  private var isOfRequests: Bool {
    [.putEventsCalls, .putEventsEntries, .putEventsFailedEntries].contains(self)
  }

  /// Whether it is counted of the account by itself under these dimensions; else the account's is
  /// what its rules add up to.
  func isOfAccount(_ dimensions: [String: String]) -> Bool {
    dimensions.isEmpty && (isOfRequests || self == .matchedEvents)
  }
}
