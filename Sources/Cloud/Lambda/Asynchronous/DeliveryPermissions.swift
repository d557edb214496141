/// What an execution role must allow, so that what is left of events can be handed over.
extension FunctionConfiguration {
  /// The operation that the role would have to allow and does not; `nil` when it may hand over.
  func missingAction(for target: ARN, in cloud: Cloud) async -> String? {
    guard let permission = target.deliveryPermission,
      !(await cloud.allows(permission, to: Caller(functionName).acting(as: role)))
    else { return nil }
    return String(permission.action.drop { $0 != ":" }.dropFirst())
  }

  /// Refuses a dead-letter queue or topic that the execution role may not send to.
  func checkDeadLetterRole(in cloud: Cloud) async throws(ServiceError) {
    guard let target = deadLetterARN.flatMap({ ARN($0) }),
      let action = await missingAction(for: target, in: cloud)
    else { return }
    throw .invalidParameter(
      "The provided execution role does not have permissions to call \(action) on"
        + " \(target.service.uppercased())"
    )
  }
}
