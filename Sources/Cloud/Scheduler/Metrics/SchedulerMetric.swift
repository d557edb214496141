import Simulation

/// A metric of EventBridge Scheduler, in the namespace `AWS/Scheduler`.
///
/// Source: EventBridge Scheduler user guide, "Monitoring Amazon EventBridge Scheduler with Amazon
/// CloudWatch", 2026. All count, of a group of schedules and of the account.
struct SchedulerMetric: ServiceMetric {
  let rawValue: String

  /// Each try.
  static let invocationAttempts = Self("InvocationAttemptCount")
  /// The target, or its role, answered with an error.
  static let targetErrors = Self("TargetErrorCount")
  /// The error was that the target is asked too often.
  static let targetThrottles = Self("TargetErrorThrottledCount")
  /// No try is left, or none is worth it.
  static let dropped = Self("InvocationDroppedCount")
  static let sentToDeadLetters = Self("InvocationsSentToDeadLetterCount")
  static let failedToBeSentToDeadLetters = Self("InvocationsFailedToBeSentToDeadLetterCount")

  static let namespace = "AWS/Scheduler"
  static let notKept: Set<String> = [
    "InvocationThrottleCount", "InvocationsSentToDeadLetterCount_Truncated_MessageSizeExceeded",
  ]
  static let group = "ScheduleGroup"
  /// Those whose names are fixed; see ``failedToBeSentToDeadLetters(because:)`` about the others.
  static let allCases: [Self] = [
    invocationAttempts, targetErrors, targetThrottles, dropped, sentToDeadLetters,
    failedToBeSentToDeadLetters,
  ]

  var unit: MetricUnit { .count }

  private init(_ name: String) { rawValue = name }

  init?(rawValue: String) {
    let prefix = "\(Self.failedToBeSentToDeadLetters.rawValue)_"
    let isOfCode = rawValue.hasPrefix(prefix) && rawValue.utf8.count > prefix.utf8.count
    guard isOfCode || Self.allCases.contains(where: { $0.rawValue == rawValue }) else { return nil }
    self.rawValue = rawValue
  }

  /// Dead letters that the queue did not take, by the code of its error.
  static func failedToBeSentToDeadLetters(because code: String) -> Self {
    Self("\(failedToBeSentToDeadLetters.rawValue)_\(code)")
  }
}

extension Scheduler: CountingPublisher {
  var published: [SchedulerMetric] {
    SchedulerMetric.allCases + counts.metrics.filter { !SchedulerMetric.allCases.contains($0) }
  }

  /// Counts something of a schedule in the present minute.
  func count(_ metric: SchedulerMetric, of execution: ScheduleExecution) {
    let minute = simulation.now.minute
    counts.add(to: metric, in: minute)
    let group = MetricDimension(SchedulerMetric.group, execution.key.group)
    counts.add(to: metric, of: group, in: minute)
  }
}
