/// What an execution role must allow, so that what is left of events can be handed over.
extension FunctionConfiguration {
  /// The operation that the role would have to allow and does not; `nil` when it may hand over.
  func missingAction(for target: ARN, in cloud: Cloud) -> String? {
    guard let action = target.deliveryAction else { return nil }
    let name = "\(target.service):\(action)"
    let caller = Caller(functionName)
    return cloud.role(role, of: caller, allows: name, on: target) ? nil : action
  }
}

extension ARN {
  /// The operation with which something is handed over to the resource.
  var deliveryAction: String? {
    switch service {
    case "sqs": "SendMessage"
    case "sns": "Publish"
    case "lambda": "InvokeFunction"
    case "events": "PutEvents"
    case "firehose": "PutRecord"
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
  func checkDeadLetterRole(in cloud: Cloud) throws(ServiceError) {
    guard let target = deadLetterARN.flatMap({ ARN($0) }),
      let action = missingAction(for: target, in: cloud)
    else { return }
    throw .invalidParameter(
      "The provided execution role does not have permissions to call \(action) on"
        + " \(target.service.uppercased())"
    )
  }
}
