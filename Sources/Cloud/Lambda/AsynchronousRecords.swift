import JSON

/// What is left of an asynchronous event: a dead letter, or a destination's record.
extension Delivery {
  /// The original event, unchanged; what went wrong stands in the message's attributes.
  static func deadLetter(_ event: Invocation, _ end: Lambda.AsynchronousEnd) -> Self {
    let message = end.answer?.payload["errorMessage"]?.stringValue ?? end.error?.message ?? ""
    let code = end.answer == nil ? end.error?.status ?? 429 : 200
    return Self(
      payload: event.payload,
      attributes: [
        "RequestID": .string(event.id),
        "ErrorCode": .number("\(code)"),
        "ErrorMessage": .string(String(message.prefix(1_024))),
      ]
    )
  }

  /// The record of request and response, as the developer guide and records from AWS show it.
  static func destinationRecord(
    _ event: Invocation,
    _ end: Lambda.AsynchronousEnd,
    of lambda: Lambda
  ) -> Self {
    var record: JSONObject = [
      "version": "1.0",
      "timestamp": .string(Timestamp.iso8601(simulationOf: lambda.cloud)),
      "requestContext": [
        "requestId": .string(event.id),
        "functionArn": .string(Self.qualified(event.invokedARN)),
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
        : "Lambda Function Invocation Result - Failure"
    )
  }

  /// The ARN with its qualifier; the unpublished version has one too in a record.
  private static func qualified(_ arn: String) -> String {
    arn.split(separator: ":").count > 7 ? arn : arn + ":$LATEST"
  }
}

extension AsynchronousOutcome {
  /// The outcome as a destination's record names it.
  fileprivate var condition: String {
    switch self {
    case .succeeded: "Success"
    case .retriesExhausted, .switchedOff: "RetriesExhausted"
    case .eventAgeExceeded: "EventAgeExceeded"
    }
  }
}
