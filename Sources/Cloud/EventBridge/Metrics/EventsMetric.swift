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
  static let notKept: Set<String> = ["Events", "EventsIngested"]
  static let rule = "RuleName"
  static let bus = "EventBusName"

  var unit: MetricUnit {
    switch self {
    case .startLatency, .successLatency: .milliseconds
    default: .count
    }
  }

  /// Whether it is about requests, and not about rules.
  var isOfRequests: Bool {
    [.putEventsCalls, .putEventsEntries, .putEventsFailedEntries].contains(self)
  }
}
