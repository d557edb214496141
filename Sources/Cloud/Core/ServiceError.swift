/// An error that a service answers with: data, as on the wire, and not a fault of this program.
///
/// The code, the HTTP status and the text are the service's own. Static members name the errors a
/// service knows; two errors match when their codes do.
public struct ServiceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Whose fault the error is.
  public enum Fault: String, Hashable, Sendable {
    /// The request is wrong: sending it again does not help.
    case client
    /// The service is: the same request may succeed later.
    case server
  }

  /// The service's name for the error, such as `ResourceNotFoundException`.
  public let code: String
  /// The HTTP status of the answer.
  public let status: Int
  /// The service's text.
  public let message: String
  /// Why, where the service tells it apart from the code, as Lambda's throttles do.
  public let reason: String?
  /// After how many seconds the service asks to try again: the `Retry-After` header.
  public let retryAfterSeconds: Int?

  /// Creates an error.
  public init(
    code: String,
    status: Int,
    message: String,
    reason: String? = nil,
    retryAfterSeconds: Int? = nil
  ) {
    self.code = code
    self.status = status
    self.message = message
    self.reason = reason
    self.retryAfterSeconds = retryAfterSeconds
  }

  /// Whose fault the error is: the client's below status 500.
  public var fault: Fault { status < 500 ? .client : .server }

  /// Whose fault it is, as Lambda's errors tell it: `User` or `Service`.
  public var type: String { fault == .client ? "User" : "Service" }

  /// Whether the service says that it is asked too often, whatever status it says it with.
  var isThrottle: Bool {
    status == 429 || code.contains("Throttl") || code.contains("TooManyRequests")
  }

  /// Whether the same request may succeed later: throttles and errors of the server, but nothing that
  /// is left out here.
  public var mayPass: Bool {
    isThrottle || (fault == .server && code != Self.notSupportedCode)
  }

  /// The error as the AWS CLI words it, without the operation.
  public var description: String { "(\(code)): \(message)" }

  /// Errors match by code, so that `catch ServiceError.conditionalCheckFailed` reads as it means.
  public static func ~= (pattern: ServiceError, error: any Error) -> Bool {
    pattern.code == (error as? ServiceError)?.code
  }
}

extension ServiceError {
  /// A parameter breaks a rule; the text says which.
  public static func validation(_ message: String) -> Self {
    Self(code: "ValidationException", status: 400, message: message)
  }

  /// The service cannot answer now: what a learner's `fail` makes a component say.
  public static let serviceUnavailable = Self(
    code: "ServiceUnavailable",
    status: 503,
    message: "The service is currently unavailable."
  )

  private static let notSupportedCode = "NotSupportedHere"

  /// What exists on AWS and is left out here.
  public static func notSupported(_ what: String) -> Self {
    Self(
      code: notSupportedCode,
      status: 501,
      message: "\(what) exists on AWS and is left out of this mini cloud."
    )
  }
}
