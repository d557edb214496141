import JSON

/// Why a bucket or an endpoint has not taken records over, in Firehose's own codes.
///
/// Source: the Firehose developer guide, "Monitor Amazon Data Firehose Using CloudWatch Logs" and
/// "Troubleshooting HTTP endpoints".
struct DeliveryProblem: Error {
  let code: String
  let message: String
  /// Whether another try may help.
  var isRetryable = true

  private init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  /// A bucket's refusal.
  init(_ error: ServiceError) {
    switch error.code {
    case "NoSuchBucket":
      self.init(
        "S3.NoSuchBucket",
        "The specified bucket does not exist. Create the bucket or use a different bucket that does"
          + " exist."
      )
    case "AccessDenied": self = .accessDenied
    default:
      self.init(
        "InternalError",
        "An internal error occurred while attempting to deliver data. Delivery will be retried; if"
          + " the error persists, then it will be reported to AWS for resolution."
      )
    }
  }

  /// The stream's role does not let it.
  static let accessDenied = Self(
    "S3.AccessDenied",
    "Access was denied. Ensure that the trust policy for the provided IAM role allows Kinesis"
      + " Firehose to assume the role, and the access policy allows access to the S3 bucket."
  )

  /// There was no answer.
  init(_ failure: HTTPFailure) {
    switch failure {
    case .timedOut:
      self.init(
        "HttpEndpoint.RequestTimeout",
        "The delivery timed out before a response was received and will be retried. If this error"
          + " persists, contact the AWS Firehose service team."
      )
    case .connectionReset:
      self.init(
        "HttpEndpoint.ConnectionReset",
        "Unable to maintain connection with the endpoint. Contact the owner of the endpoint to"
          + " resolve this issue."
      )
    case .connectionRefused, .unknownHost:
      self.init(
        "HttpEndpoint.ConnectionFailed",
        "Unable to connect to the destination endpoint. Contact the owner of the endpoint to"
          + " resolve this issue."
      )
    }
  }

  /// An answer that is none of success.
  ///
  /// Only 200 is success, whatever else the answer says; and the answer must name the request and the
  /// time. Source: "Understand HTTP endpoint delivery request and response specifications".
  ///
  /// - Returns: `nil` when the endpoint has taken the records over.
  init?(_ response: HTTPResponse, to requestID: String) {
    let raw = "\(response.status)" + (response.body.map { ": \($0.text())" } ?? "")
    guard response.status == 200 else {
      self.init(
        "HttpEndpoint.DestinationException",
        "The following response was received from the endpoint destination. \(raw)"
      )
      isRetryable = response.status != 413
      return
    }
    guard response.body?["requestId"]?.stringValue != requestID || !response.hasTimestamp else {
      return nil
    }
    self.init(
      "HttpEndpoint.InvalidResponseFromDestination",
      "The response received from the specified endpoint is invalid. Contact the owner of the"
        + " endpoint to resolve the issue. Response for request \(requestID) is not recognized as"
        + " valid JSON or has unexpected fields. Raw response received: \(raw)"
    )
  }
}

extension HTTPResponse {
  /// Whether the body tells the time as a number, or as the digits of one.
  fileprivate var hasTimestamp: Bool {
    switch body?["timestamp"] {
    case .number: true
    case .string(let text): Int64(text) != nil
    default: false
    }
  }
}
