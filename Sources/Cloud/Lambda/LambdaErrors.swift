extension ServiceError {
  /// There is no such function, version or alias.
  static func functionNotFound(_ arn: String) -> Self {
    Self(
      code: "ResourceNotFoundException",
      status: 404,
      message: "Function not found: \(arn)"
    )
  }

  /// There is no such resource of Lambda's.
  static func lambdaResourceNotFound(_ message: String) -> Self {
    Self(code: "ResourceNotFoundException", status: 404, message: message)
  }

  /// It exists already.
  static func resourceConflict(_ message: String) -> Self {
    Self(code: "ResourceConflictException", status: 409, message: message)
  }

  /// A parameter's value is refused.
  static func invalidParameter(_ message: String) -> Self {
    Self(code: "InvalidParameterValueException", status: 400, message: message)
  }

  static func invalidFunctionName(_ name: String) -> Self {
    validation(
      "1 validation error detected: Value '\(name)' at 'functionName' failed to satisfy"
        + " constraint: Member must satisfy regular expression pattern: "
        + "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\\d{1}:)?(\\d{12}:)?"
        + "(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?"
    )
  }

  /// A number lies outside its range.
  static func outOfRange(_ parameter: String, _ value: Int, _ range: ClosedRange<Int>) -> Self {
    let bound =
      value < range.lowerBound
      ? "greater than or equal to \(range.lowerBound)"
      : "less than or equal to \(range.upperBound)"
    return validation(
      "1 validation error detected: Value '\(value)' at '\(parameter)' failed to satisfy"
        + " constraint: Member must have value \(bound)"
    )
  }

  /// The request is throttled.
  static func tooManyRequests(_ reason: ThrottleReason) -> Self {
    Self(
      code: "TooManyRequestsException",
      status: 429,
      message: "Rate Exceeded.",
      reason: reason.rawValue
    )
  }

  static func requestTooLarge(_ size: Int, _ limit: ByteCount) -> Self {
    Self(
      code: "RequestTooLargeException",
      status: 413,
      message: "\(size) byte payload is too large for the invocation type (limit \(limit.bytes)"
        + " bytes)"
    )
  }
}

/// Which limit a throttled request met.
public enum ThrottleReason: String, Hashable, Sendable {
  /// The account's, as far as it is not reserved.
  case account = "ConcurrentInvocationLimitExceeded"
  /// The function's own reservation, 0 included.
  case reserved = "ReservedFunctionConcurrentInvocationLimitExceeded"
}
