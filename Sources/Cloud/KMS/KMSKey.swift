import Simulation

/// A key as AWS KMS keeps it: who may use it, and whether it can be used.
///
/// > Simplified: there is no key material, and nothing is encrypted; what shows is who is refused.
struct KMSKey: Sendable {
  enum State: Equatable {
    case enabled
    case disabled
    /// Until the instant at which it is deleted.
    case pendingDeletion(SimulationInstant, days: Int)

    /// As the service calls it.
    var name: String {
      switch self {
      case .enabled: "Enabled"
      case .disabled: "Disabled"
      case .pendingDeletion: "PendingDeletion"
      }
    }
  }

  /// Who looks after a key.
  enum Manager: String {
    case customer = "CUSTOMER"
    case aws = "AWS"
  }

  let id: String
  let arn: ARN
  let manager: Manager
  let description: String
  /// In milliseconds since 1970.
  let created: Int64
  var policy: KeyPolicy
  var state = State.enabled
  var tags: [KeyTag] = []

  /// Why the key cannot be used as it is; `nil` when it can.
  var refusal: KeyRefusal? {
    switch state {
    case .enabled: nil
    case .disabled: KeyRefusal(.disabled, "\(arn) is disabled.")
    case .pendingDeletion: KeyRefusal(.invalidState, "\(arn) is pending deletion.")
    }
  }
}

/// A name of a key that can be given to another key.
struct KeyAlias {
  /// With its prefix, such as `alias/orders`.
  let name: String
  var keyID: String
  /// In milliseconds since 1970.
  let created: Int64
  var updated: Int64
}

/// Why a key cannot be used; each service says it in its own words.
struct KeyRefusal: Error {
  enum Cause {
    case accessDenied
    case disabled
    case invalidState
    case notFound
    /// KMS does not answer.
    case unavailable
  }

  let cause: Cause
  let message: String

  init(_ cause: Cause, _ message: String) {
    self.cause = cause
    self.message = message
  }

  /// The refusal as a service says it that has used the key for somebody.
  ///
  /// - Parameters:
  ///   - code: the service's code for `AccessDenied`, `Disabled`, `InvalidState` and `NotFound`.
  ///   - unavailable: its code for an error of its own.
  /// - Returns: the error, with KMS's text.
  func error(_ code: (String) -> String, unavailable: String) -> ServiceError {
    let name =
      switch cause {
      case .accessDenied: "AccessDenied"
      case .disabled: "Disabled"
      case .invalidState: "InvalidState"
      case .notFound: "NotFound"
      case .unavailable: ""
      }
    return name.isEmpty
      ? ServiceError(code: unavailable, status: 500, message: message)
      : ServiceError(code: code(name), status: 400, message: message)
  }
}
