import JSON

/// What is left of an asynchronous event: a dead letter, or a destination's record.
extension Delivery {
  /// The original event, unchanged; what went wrong stands in the message's attributes.
  static func deadLetter(_ event: Invocation, _ end: Lambda.AsynchronousEnd) -> Self {
    let message = end.error?.message ?? end.answer?.payload["errorMessage"]?.stringValue ?? ""
    var attributes: [String: Delivery.Value] = [
      "RequestID": .string(event.id), "ErrorCode": .number("\(end.error?.status ?? 200)"),
    ]
    // A message's attribute must not be empty, and not each failure has a text.
    if !message.isEmpty {
      attributes["ErrorMessage"] = .string(message.beginning(of: LambdaQuotas.deadLetterMessage))
    }
    return Self(payload: event.payload, attributes: attributes)
  }

  /// The record of request and response, as the developer guide and records from AWS show it.
  static func destinationRecord(
    _ event: Invocation,
    _ end: Lambda.AsynchronousEnd,
    of lambda: Lambda,
    for destination: String
  ) -> Self {
    let function = qualified(event.invokedARN)
    var record: JSONObject = [
      "version": "1.0",
      "timestamp": .string(Timestamp.iso8601(simulationOf: lambda.cloud)),
      "requestContext": [
        "requestId": .string(event.id),
        "functionArn": .string(function),
        "condition": .string(end.outcome.condition),
        "approximateInvokeCount": .number(JSONNumber(end.attempts)),
      ],
      "requestPayload": event.payload,
    ]
    if let answer = end.answer {
      var context: JSONObject = [
        "statusCode": 200,
        "executedVersion": .string(answer.version),
      ]
      if let error = answer.functionError { context["functionError"] = .string(error) }
      record["responseContext"] = .object(context)
      record["responsePayload"] = answer.payload
    }
    return Self(
      payload: .object(record),
      source: "lambda",
      detailType: end.outcome == .succeeded
        ? "Lambda Function Invocation Result - Success"
        : "Lambda Function Invocation Result - Failure",
      // The bus itself comes first, as recorded on AWS.
      resources: [destination, function]
    )
  }

  /// The ARN with its qualifier; the unpublished version has one too in a record.
  private static func qualified(_ arn: String) -> String {
    arn.split(separator: ":").count > 7 ? arn : arn + ":$LATEST"
  }
}

extension AsynchronousOutcome {
  /// The outcome as a destination's record names it.
  ///
  /// > Simplified: how the service names a stopped loop is not published.
  fileprivate var condition: String {
    switch self {
    case .succeeded: "Success"
    case .retriesExhausted: "RetriesExhausted"
    case .eventAgeExceeded: "EventAgeExceeded"
    case .switchedOff: "ZeroReservedConcurrency"
    case .recursionStopped: "RecursiveInvocation"
    }
  }
}

extension String {
  /// As much from the beginning as fits into `size` in UTF-8, without half a character at the end.
  fileprivate func beginning(of size: ByteCount) -> String {
    guard utf8.count > size.bytes else { return self }
    return String(unicodeScalars[..<utf8.index(startIndex, offsetBy: size.bytes)])
  }
}
