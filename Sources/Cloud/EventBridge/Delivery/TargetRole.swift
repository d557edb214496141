import JSON

extension EventBridge {
  /// Asks the target's role, if it has one, whether EventBridge may do what it has to do.
  ///
  /// A role that was never made here may be taken by everybody and may do everything.
  ///
  /// - Throws: ``DeliveryFailure`` when it may not.
  func checkRole(
    of target: RuleTarget,
    _ kind: RuleTarget.Kind,
    _ arn: ARN,
    for rule: Rule
  ) throws(DeliveryFailure) {
    guard let role = target.roleArn else { return }
    guard cloud.mayAssume("events.amazonaws.com", for: rule.arn, role) else {
      throw .roleNotTaken(role)
    }
    let caller = Caller(ARN(role)?.name ?? role)
    guard cloud.role(role, of: caller, allows: kind.action, on: arn) else {
      throw .roleDenies(kind.action, on: arn, role)
    }
  }
}

extension RuleTarget.Kind {
  /// What EventBridge does with such a target, as policies name it.
  fileprivate var action: String {
    switch self {
    case .function: "lambda:InvokeFunction"
    case .queue: "sqs:SendMessage"
    case .topic: "sns:Publish"
    case .bus: "events:PutEvents"
    case .logGroup: "logs:PutLogEvents"
    case .deliveryStream: "firehose:PutRecord"
    case .apiDestination: "events:InvokeApiDestination"
    }
  }
}
