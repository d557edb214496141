import Simulation

/// A metric of EventBridge Pipes, in the namespace `AWS/EventBridge/Pipes`.
///
/// Source: EventBridge user guide, "Logging and monitoring Amazon EventBridge Pipes", 2026, with the
/// units and the dimensions that stand there.
enum PipeMetric: String, ServiceMetric {
  // Of the account.
  case concurrency = "Concurrency"
  // Of the account and of a pipe.
  case invocations = "Invocations"
  case executionThrottled = "ExecutionThrottled"
  // Of a pipe.
  case duration = "Duration"
  case eventCount = "EventCount"
  case eventSize = "EventSize"
  case executionTimeout = "ExecutionTimeout"
  case executionFailed = "ExecutionFailed"
  case executionPartiallyFailed = "ExecutionPartiallyFailed"
  case enrichmentStageDuration = "EnrichmentStageDuration"
  case enrichmentStageFailed = "EnrichmentStageFailed"
  case targetStageDuration = "TargetStageDuration"
  case targetStageFailed = "TargetStageFailed"
  case targetStagePartiallyFailed = "TargetStagePartiallyFailed"
  case targetStageSkipped = "TargetStageSkipped"

  static let namespace = "AWS/EventBridge/Pipes"
  static let account = "AwsAccountId"
  static let pipe = "PipeName"

  var unit: MetricUnit {
    switch self {
    case .duration, .enrichmentStageDuration, .targetStageDuration: .milliseconds
    case .eventSize: .bytes
    case .targetStageSkipped: .count
    default: .none
    }
  }
}

extension Pipes: CountingPublisher {
  typealias Metric = PipeMetric

  /// Counts a batch that is taken in hand.
  func noteStart() {
    executions += 1
    addOfAccount(Int64(executions), to: .concurrency)
    addOfAccount(1, to: .invocations)
    addOfAccount(0, to: .executionThrottled)
  }

  /// Counts a batch that is done with.
  ///
  /// What did not happen counts as 0; nothing is throttled or times out, because no quota is reached.
  func note(_ execution: PipeExecution, of pipe: String) {
    executions -= 1
    for (metric, value) in execution.figures(at: simulation.now) {
      let dimension = MetricDimension(PipeMetric.pipe, pipe)
      counts.add(value, to: metric, of: dimension, in: simulation.now.minute)
    }
  }

  private func addOfAccount(_ value: Int64, to metric: PipeMetric) {
    let dimension = MetricDimension(PipeMetric.account, cloud.account)
    counts.add(value, to: metric, of: dimension, in: simulation.now.minute)
  }
}
