import Simulation

/// What comes after a try that has failed.
enum RetryDecision {
  /// Another try, after a while.
  case again(after: Duration)
  /// The end, after a while, and the bound of the policy that a dead letter names; `nil` when
  /// another try could not have helped.
  case end(after: Duration, by: String?)
}

extension RuleTarget.RetryPolicy {
  /// Decides what comes after a failed try that may be made again.
  ///
  /// Nothing ends before its age is reached, though no other try fits in: "Retry attempts continue
  /// until either the maximum number of attempts is made or until the duration of the
  /// `MaximumEventAgeInSeconds` is met". Source: `RetryPolicy` in the API references of EventBridge
  /// and of EventBridge Scheduler, 2026.
  ///
  /// - Parameters:
  ///   - retries: how many have been made.
  ///   - age: how old the event is.
  ///   - wait: how long the next retry would be waited for.
  /// - Returns: the next retry, or the end.
  func decision(after retries: Int, age: Duration, wait: Duration) -> RetryDecision {
    if retries >= maximumRetryAttempts ?? EventBridgeQuotas.retryAttempts.upperBound {
      return .end(after: .zero, by: "MaximumRetryAttempts")
    }
    let oldest = maximumEventAgeInSeconds ?? EventBridgeQuotas.eventAge.upperBound
    let rest = .seconds(oldest) - age
    guard wait > rest else { return .again(after: wait) }
    return .end(after: max(.zero, rest), by: "MaximumEventAgeInSeconds")
  }
}
