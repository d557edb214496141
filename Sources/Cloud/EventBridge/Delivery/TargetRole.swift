extension EventBridge {
  /// Who hands an event over: the service for the rule, or whoever has the target's role, which the
  /// service takes.
  ///
  /// A role that was never made here may be taken by everybody and may do everything.
  ///
  /// Source: the EventBridge user guide, "Sending events to an AWS service in another account": it acts
  /// in the role, so that the target's policy names the account of the bus.
  ///
  /// - Throws: ``DeliveryFailure`` when it cannot take the role.
  func deliverer(of task: RuleDelivery) throws(DeliveryFailure) -> Caller {
    var deliverer = task.rule.deliverer
    if let role = task.target.roleArn {
      let rule = task.rule
      guard
        let taker = cloud.taking(role, as: Self.principal, for: rule.arn, called: rule.bus)
      else { throw .roleNotTaken(role) }
      deliverer = taker
    }
    return deliverer.continuing(.behind(task.chain))
  }

  /// Asks the deliverer's role, if it has one, about a target that does not ask it itself.
  ///
  /// - Throws: ``DeliveryFailure`` when the role does not allow what is to be done.
  func checkRole(
    of deliverer: Caller,
    on target: ARN,
    _ particulars: [String: String] = [:],
    in owner: Cloud
  ) async throws(DeliveryFailure) {
    guard let role = deliverer.role, let action = target.deliveryPermission?.action,
      await owner.decide(on: Permission(action, on: target, particulars), for: deliverer)
        != .allowed
    else { return }
    throw .roleDenies(action, on: target, role)
  }
}
