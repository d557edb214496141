import JSON
import Simulation

/// Why a delivery was given up, as the dead letter's attributes tell it.
struct GivenUp {
  let failure: DeliveryFailure
  let retries: Int
  /// Which bound of the retry policy ended it; `nil` when another try could not have helped.
  let exhausted: String?

  /// Decides whether a failed try is the last; `nil` when it is worth another after `wait`.
  init?(
    _ failure: DeliveryFailure,
    after retries: Int,
    _ wait: Duration,
    age: Duration,
    _ policy: RuleTarget.RetryPolicy?
  ) {
    self.failure = failure
    self.retries = retries
    guard failure.isRetryable else {
      exhausted = nil
      return
    }
    let policy = policy ?? RuleTarget.RetryPolicy()
    guard let bound = policy.exhausted(after: retries, age: age + wait) else { return nil }
    exhausted = bound
  }

  /// The dead letter: the event as it came, and in the message's attributes what went wrong.
  func letter(_ event: BusEvent, _ rule: Rule, _ target: RuleTarget) -> Delivery {
    var attributes: [String: Delivery.Value] = [
      "RULE_ARN": .string(rule.arn),
      "TARGET_ARN": .string(target.arn),
      "ERROR_CODE": .string(failure.code),
      "ERROR_MESSAGE": .string(failure.message),
      "RETRY_ATTEMPTS": .string(String(retries)),
    ]
    if let exhausted { attributes["EXHAUSTED_RETRY_CONDITION"] = .string(exhausted) }
    return Delivery(payload: .object(event.json), attributes: attributes)
  }
}
