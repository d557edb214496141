/// Why a try to deliver has failed, in EventBridge's own codes.
struct DeliveryFailure: Error {
  /// Such as `NO_PERMISSIONS`.
  let code: String
  /// What the target said.
  let message: String
  /// Whether another try may help.
  let isRetryable: Bool

  init(_ code: String, _ message: String, isRetryable: Bool = false) {
    self.code = code
    self.message = message
    self.isRetryable = isRetryable
  }

  /// A service's refusal.
  init(_ error: ServiceError) {
    self.init(Self.code(of: error), error.message, isRetryable: error.mayPass)
  }

  private static func code(of error: ServiceError) -> String {
    if error.isThrottle { return "THROTTLING" }
    return switch error.status {
    case _ where error.code == "NotSupportedHere": "INVALID_PARAMETER"
    case 500...: "INTERNAL_ERROR"
    case 401, 403: "NO_PERMISSIONS"
    // A key's refusal is `KMS.AccessDeniedException` of a queue, `KMSAccessDenied` of a topic.
    case _ where error.code.contains("AccessDenied"): "NO_PERMISSIONS"
    case 404: "NO_RESOURCE"
    default:
      error.code.contains("NonExistentQueue") || error.code == "ResourceNotFoundException"
        ? "NO_RESOURCE" : "INVALID_PARAMETER"
    }
  }

  /// The input transformer, or the path, made nothing that could be sent.
  static let invalidJSON = Self("INVALID_JSON", "The input for the target is not valid JSON.")

  /// An event that has come from another bus is not sent to a bus again.
  static func secondHop(of event: String) -> Self {
    Self(
      "THIRD_ACCOUNT_HOP_DETECTED",
      "Event ingestion rejected for event \(event) because an event can be sent to an event bus"
        + " target only once. This event was previously delivered to an event bus target."
    )
  }

  /// An event that another account has put on the bus is not sent on to a third account.
  static func thirdAccount(_ account: String, of event: String, from origin: String) -> Self {
    Self(
      "THIRD_ACCOUNT_HOP_DETECTED",
      "Event ingestion rejected for event \(event) because it comes from account \(origin) and"
        + " cannot be sent to a third account, \(account)."
    )
  }

  /// EventBridge cannot take the target's role.
  static func roleNotTaken(_ role: String) -> Self {
    Self(
      "FAILED_TO_ASSUME_ROLE",
      ServiceError.roleNotTaken(role, by: EventBridge.principal).message
    )
  }

  /// The target's role does not allow what EventBridge has to do.
  static func roleDenies(_ action: String, on target: ARN, _ role: String) -> Self {
    Self("NO_PERMISSIONS", "The role \(role) is not authorized to perform: \(action) on \(target).")
  }
}
