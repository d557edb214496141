/// What an execution role must allow, so that what is left of events can be handed over.
extension Roles {
  /// The operation that a role would have to allow and does not; `nil` when it may hand over.
  func missingAction(of role: String, for target: ARN) -> String? {
    guard !isEmpty, let action = target.deliveryAction,
      !allows(role, "\(target.service):\(action)", on: target)
    else { return nil }
    return action
  }
}

extension ARN {
  /// The operation with which something is handed over to the resource.
  fileprivate var deliveryAction: String? {
    switch service {
    case "sqs": "SendMessage"
    case "sns": "Publish"
    case "lambda": "InvokeFunction"
    case "events": "PutEvents"
    default: nil
    }
  }
}

extension ServiceError {
  /// The execution role does not allow the operation.
  static func deliveryDenied(_ action: String, on target: ARN) -> Self {
    Self(
      code: "AccessDeniedException",
      status: 403,
      message: "The execution role may not call \(action) on \(target)."
    )
  }
}

extension FunctionConfiguration {
  /// Refuses a dead-letter queue or topic that the execution role may not send to.
  func checkDeadLetterRole(in roles: Roles) throws(ServiceError) {
    guard let target = deadLetterARN.flatMap({ ARN($0) }),
      let action = roles.missingAction(of: role, for: target)
    else { return }
    throw .invalidParameter(
      "The provided execution role does not have permissions to call \(action) on"
        + " \(target.service.uppercased())"
    )
  }
}
