import JSON

/// After how many receives a message goes to which dead-letter queue.
struct RedrivePolicy: Hashable {
  let deadLetterTarget: ARN
  /// The dead-letter queue's own name, which every receive needs.
  let deadLetterName: String
  let maxReceiveCount: Int
  /// As it was given, to be printed.
  let text: String

  /// Reads the policy as the queue attribute holds it; the count may be written as a string.
  init(parsing text: String) throws(ServiceError) {
    func refusal(_ reason: String) -> ServiceError {
      .invalidQueueParameter("RedrivePolicy", text, reason)
    }
    guard case .object(let policy) = try? JSONValue(parsing: text) else {
      throw refusal("Redrive policy is not a valid JSON map.")
    }
    guard let target = policy["deadLetterTargetArn"]?.stringValue else {
      throw refusal(
        "Redrive policy does not contain mandatory attribute: deadLetterTargetArn."
      )
    }
    guard let arn = ARN(target), arn.service == "sqs" else {
      throw refusal("Invalid value for deadLetterTargetArn.")
    }
    let range = SQSQuotas.maxReceiveCount
    let written = policy["maxReceiveCount"]
    let count = written?.intValue ?? written?.stringValue.flatMap { Int($0) }
    if let written, count.map(range.contains) != true {
      throw refusal(
        "Invalid value for maxReceiveCount: \(written.stringValue ?? written.text()), valid values"
          + " are from \(range.lowerBound) to \(range.upperBound) both inclusive."
      )
    }
    deadLetterTarget = arn
    deadLetterName = arn.name
    maxReceiveCount = count ?? SQSQuotas.defaultMaxReceiveCount
    self.text = text
  }
}
