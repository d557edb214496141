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
    pattern(
      name,
      at: "functionName",
      "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?"
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
  static func tooManyRequests(_ reason: ThrottleReason, retryAfter seconds: Int = 1) -> Self {
    Self(
      code: "TooManyRequestsException",
      status: 429,
      message: "Rate Exceeded.",
      reason: reason.rawValue,
      retryAfterSeconds: seconds
    )
  }

  /// The request's body, or what comes with it, is no JSON.
  static func invalidRequestContent(_ message: String) -> Self {
    Self(code: "InvalidRequestContentException", status: 400, message: message)
  }

  static func requestTooLarge(
    _ size: Int,
    _ type: Invoke.InvocationType,
    _ limit: ByteCount
  ) -> Self {
    Self(
      code: "RequestTooLargeException",
      status: 413,
      message: "\(size) byte payload is too large for the \(type.rawValue) invocation type (limit"
        + " \(limit.bytes) bytes)"
    )
  }

  /// The body of a request is no JSON.
  public static func malformedPayload(_ problem: String) -> Self {
    invalidRequestContent(
      "Could not parse request body into json: Could not parse payload into json: \(problem)"
    )
  }

  /// The function has been invoked too often in one chain of requests.
  static let recursiveInvocation = Self(
    code: "RecursiveInvocationException",
    status: 400,
    message: "Lambda has detected your function being invoked in a recursive loop with other Amazon"
      + " Web Services resources and stopped your function's invocation."
  )
}

extension ServiceError {
  /// What is taken leaves too little to the functions that have no reservation.
  static func unreservedTooSmall(_ parameter: String) -> Self {
    invalidParameter(
      "Specified \(parameter) for function decreases account's"
        + " UnreservedConcurrentExecution below its minimum value of"
        + " [\(LambdaQuotas.unreservedMinimum)]."
    )
  }

  /// A published version, or what an alias points to, was to be changed.
  ///
  /// Source: the text as users of the service report it, such as appleboy/lambda-action, issue 6.
  static let versionCannotChange = invalidParameter(
    "Current operation does not support versions other than $LATEST. Please set the version to"
      + " $LATEST or do not set a version in your request."
  )

  /// A reservation is the function's, and not a version's or an alias's.
  static let concurrencyOfQualifier = invalidParameter(
    "This operation is permitted on Lambda functions only. Aliases and versions do not support"
      + " this operation. Please specify either a function name or an unqualified function ARN."
  )

  /// A reservation would be smaller than what is provisioned from it.
  static func reservedBelowProvisioned(_ reserved: Int, _ provisioned: Int) -> Self {
    invalidParameter(
      " ReservedConcurrentExecutions  \(reserved) should not be lower than function's total"
        + " provisioned concurrency [\(provisioned)]."
    )
  }

  /// More would be provisioned than is reserved for the function.
  static let provisionedAboveReserved = invalidParameter(
    "Requested Provisioned Concurrency should not be greater than the"
      + " reservedConcurrentExecution for function"
  )

  /// More would be provisioned than the account may run.
  static func provisionedAboveAccount(_ account: Int) -> Self {
    invalidParameter(
      "Specified ConcurrentExecutions for function is greater than account's unreserved"
        + " concurrency [\(account)]."
    )
  }
}

extension ServiceError {
  /// Only what is published can be kept ready.
  static let provisionedUnpublished = invalidParameter(
    "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
  )
  static let neitherAliasNorVersion = invalidParameter(
    "The function resource provided must be an alias or a published version."
  )
  /// An alias with weights can be given no other number.
  static let provisionedAliasWithWeights = invalidParameter(
    "Invalid alias configuration for Provisioned Concurrency"
  )
  static let aliasOfProvisionedVersion = resourceConflict(
    "Alias can't be used for Provisioned Concurrency configuration on an already Provisioned"
      + " version"
  )
  static let versionOfProvisionedAlias = resourceConflict(
    "Version is pointed by a Provisioned Concurrency alias"
  )
  static let provisionedNotFound = Self(
    code: "ProvisionedConcurrencyConfigNotFoundException",
    status: 404,
    message: "No Provisioned Concurrency Config found for this function"
  )
}

/// Which limit a throttled request met.
public enum ThrottleReason: String, Hashable, Sendable {
  /// The account's, as far as it is not reserved.
  case account = "ConcurrentInvocationLimitExceeded"
  /// The function's own reservation, 0 included.
  case reserved = "ReservedFunctionConcurrentInvocationLimitExceeded"
  /// Ten requests a second for each unit of the account's concurrency.
  case requests = "FunctionInvocationRateLimitExceeded"
  /// Ten requests a second for each unit of the function's reservation.
  case reservedRequests = "ReservedFunctionInvocationRateLimitExceeded"
}
