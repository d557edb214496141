import JSON

/// Why a delivery was given up, as the dead letter's attributes tell it.
struct GivenUp {
  let failure: DeliveryFailure
  let retries: Int
  /// Which bound of the retry policy ended it; `nil` when another try could not have helped.
  let exhausted: String?

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
