import EventPattern

/// A rule of a bus: which events or when, and to which targets.
struct Rule {
  let name: String
  let bus: String
  let arn: String
  /// Which events; `nil` for a rule that only fires at certain times.
  let pattern: EventPattern?
  /// When the rule fires by itself; rules of the default bus only.
  var schedule: ScheduleExpression?
  var isEnabled: Bool
  /// When it was put or put in force, in seconds since 1970: what a rate counts from.
  var beginning: Int64 = 0
  var description: String?
  /// Kept and shown; targets have roles of their own.
  var roleArn: String?
  /// In the order in which they were added.
  var tags: [EventTag] = []
  /// The service that manages the rule; `nil` for a rule of the account's own.
  var managedBy: String?
  /// The account that made it.
  var creator: String?
  /// In the order in which they were put.
  var targets: [RuleTarget] = []

  /// Whether it is in force, as the service says it.
  var state: RuleState { isEnabled ? .enabled : .disabled }

  /// Who delivers: the service, for the rule.
  var deliverer: Caller {
    Caller(bus, from: .service(EventBridge.principal, source: arn))
  }

  /// Refuses to change a rule that a service manages.
  ///
  /// - Parameter isForced: whether the caller wants to all the same, which some operations allow.
  /// - Throws: ``ServiceError`` that names the rule.
  func checkIsUnmanaged(unless isForced: Bool? = nil) throws(ServiceError) {
    guard managedBy == nil || isForced == true else { throw .managedRule(name) }
  }
}
