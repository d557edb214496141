import EventPattern

/// Whether a rule is in force.
public enum RuleState: String, Decodable, Sendable, CaseIterable {
  /// It is.
  case enabled = "ENABLED"
  /// It is not.
  case disabled = "DISABLED"
  /// It is, also for what AWS CloudTrail notes of reading calls.
  case enabledWithManagementEvents = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
}

/// Creates a rule, or replaces the one of the same name; the targets stay.
public struct PutRule: Operation {
  /// The name, unique on the bus.
  public var name: String
  /// Which events the rule is for.
  public var eventPattern: String?
  /// When the rule fires by itself: `rate(…)` or `cron(…)`, in UTC.
  public var scheduleExpression: String?
  /// Whether it is in force; yes if left out.
  public var state: RuleState?
  /// What it is for.
  public var description: String?
  /// A role for the rule as a whole; kept and shown, because targets have roles of their own.
  public var roleArn: String?
  /// Tags of a new rule; a rule that is replaced keeps its own.
  public var tags: [EventTag]?
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?

  /// Creates the request.
  public init(
    name: String,
    eventPattern: String? = nil,
    scheduleExpression: String? = nil,
    state: RuleState? = nil,
    description: String? = nil,
    eventBusName: String? = nil
  ) {
    self.name = name
    self.eventPattern = eventPattern
    self.scheduleExpression = scheduleExpression
    self.state = state
    self.description = description
    self.eventBusName = eventBusName
  }

  /// The rule.
  public struct Output: Sendable {
    /// Its ARN.
    public let ruleArn: String
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(name, on: eventBusName, in: cloud)
  }

  /// Puts the rule; what is left out is cleared.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    let busName = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: busName)
    try check()
    let index = try events.bus(eventBusName, for: caller, Self.name, rule: name)
    let bus = events.buses[index]
    try bus[name]?.checkIsUnmanaged()
    let rule = try rule(on: bus, for: caller.sendingAccount(in: events.cloud), in: events.cloud)
    if bus[name] == nil, bus.ownRules >= EventBridgeQuotas.rules {
      throw ServiceError.eventBridgeLimitExceeded
    }
    if rule.pattern?.usesWildcards == true,
      bus.wildcardRules(beside: name) >= EventBridgeQuotas.wildcardRules
    {
      throw ServiceError.eventBridgeLimitExceeded
    }
    events.buses[index].put(rule)
    events.show(busName)
    events.setAlarm(of: rule)
    return Output(ruleArn: rule.arn)
  }

  private func check() throws(ServiceError) {
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.ruleNameLength)
    try ServiceError.check(
      description,
      length: EventBridgeQuotas.descriptionLength,
      at: "description"
    )
    if state == .enabledWithManagementEvents {
      throw .notSupported("The state \(RuleState.enabledWithManagementEvents.rawValue)")
    }
  }

  /// The rule as it will be: with the targets, tags and maker of the one that it replaces.
  private func rule(
    on bus: EventBus,
    for account: String,
    in cloud: Cloud
  ) throws(ServiceError) -> Rule {
    let schedule = try schedule(on: bus.name)
    let pattern = try eventPattern.flatMap { text throws(ServiceError) in
      try checkLength(of: text)
      return text.isEmpty ? nil : try EventPattern(ofRule: text)
    }
    guard pattern != nil || schedule != nil else {
      throw .validation("Parameter(s) EventPattern or ScheduleExpression must be specified.")
    }
    let known = bus[name]
    let new = try EventTag.merging(tags ?? [], into: [])
    return Rule(
      name: name,
      bus: bus.name,
      arn: bus.arn(ofRule: name).description,
      pattern: pattern,
      schedule: schedule,
      isEnabled: state != .disabled,
      beginning: cloud.unixMilliseconds / 1_000,
      description: description,
      roleArn: roleArn,
      tags: known?.tags ?? new,
      creator: known?.creator ?? account,
      targets: known?.targets ?? []
    )
  }

  /// Checks how long a pattern is; the second text is recorded on AWS.
  private func checkLength(of pattern: String) throws(ServiceError) {
    try ServiceError.check(
      pattern,
      length: EventBridgeQuotas.patternOfRequestLength,
      at: "eventPattern"
    )
    let limit = EventBridgeQuotas.patternLength.upperBound
    guard pattern.count <= limit else {
      throw .validation("Parameter EventPattern for rule \(name) exceeds limit of \(limit).")
    }
  }

  private func schedule(on bus: String) throws(ServiceError) -> ScheduleExpression? {
    guard let scheduleExpression, !scheduleExpression.isEmpty else { return nil }
    guard bus == EventBridge.defaultBus else {
      throw .validation("ScheduleExpression is supported only on the default event bus.")
    }
    let limit = EventBridgeQuotas.scheduleLength.upperBound
    guard scheduleExpression.count <= limit,
      let schedule = try? ScheduleExpression(scheduleExpression, .rule)
    else { throw .validation("Parameter ScheduleExpression is not valid.") }
    return schedule
  }
}

/// Deletes a rule that has no targets.
public struct DeleteRule: Operation {
  /// The rule's name.
  public var name: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?
  /// Also a rule that a service manages, such as an archive's.
  public var force: Bool?

  /// Creates the request.
  public init(name: String, eventBusName: String? = nil) {
    self.name = name
    self.eventBusName = eventBusName
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(name, on: eventBusName, in: cloud)
  }

  /// Deletes the rule; one that does not exist is no error.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    let busName = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: busName)
    let bus = try events.bus(eventBusName, for: caller, Self.name, rule: name)
    guard let rule = events.buses[bus][name] else { return NoOutput() }
    try rule.checkIsUnmanaged(unless: force)
    guard rule.targets.isEmpty else {
      throw ServiceError.validation("Rule can't be deleted since it has targets.")
    }
    events.buses[bus].remove(name)
    events.stopAlarm(of: rule)
    return NoOutput()
  }
}

/// Puts a rule in force.
public struct EnableRule: Operation {
  /// The rule's name.
  public var name: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?

  /// Creates the request.
  public init(name: String, eventBusName: String? = nil) {
    self.name = name
    self.eventBusName = eventBusName
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(name, on: eventBusName, in: cloud)
  }

  /// Puts the rule in force.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.setRule(name, on: eventBusName, isEnabled: true, for: caller, Self.name)
  }
}

/// Takes a rule out of force.
public struct DisableRule: Operation {
  /// The rule's name.
  public var name: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?

  /// Creates the request.
  public init(name: String, eventBusName: String? = nil) {
    self.name = name
    self.eventBusName = eventBusName
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(name, on: eventBusName, in: cloud)
  }

  /// Takes the rule out of force.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.setRule(name, on: eventBusName, isEnabled: false, for: caller, Self.name)
  }
}

extension EventBridge {
  /// The ARN of a rule on a bus that is given by its name, its ARN, or not at all.
  static func ruleARN(_ rule: String, on bus: String?, in cloud: Cloud) -> ARN {
    EventBus(name: busName(bus), arn: busARN(bus, in: cloud), at: 0).arn(ofRule: rule)
  }

  fileprivate func setRule(
    _ name: String,
    on bus: String?,
    isEnabled: Bool,
    for caller: Caller,
    _ action: String
  ) async throws -> NoOutput {
    try await takeTime(EventBridgeAssumptions.requestTime, about: Self.busName(bus))
    let bus = try self.bus(bus, for: caller, action, rule: name)
    let place = try buses[bus].index(of: name)
    try buses[bus].rules[place].checkIsUnmanaged()
    guard buses[bus].rules[place].isEnabled != isEnabled else { return NoOutput() }
    let now = cloud.unixMilliseconds / 1_000
    buses[bus].change(at: place) { rule in
      rule.isEnabled = isEnabled
      if isEnabled { rule.beginning = now }
    }
    setAlarm(of: buses[bus].rules[place])
    return NoOutput()
  }
}
