import EventPattern

/// Whether a rule is in force.
public enum RuleState: String, Decodable, Sendable, CaseIterable {
  /// It is.
  case enabled = "ENABLED"
  /// It is not.
  case disabled = "DISABLED"
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

  /// Puts the rule; what is left out is cleared.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    let busName = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: busName)
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.ruleNameLength)
    let bus = try events.index(ofBus: busName)
    let schedule = try schedule(on: busName)
    let pattern = try eventPattern.flatMap { text throws(ServiceError) in
      text.isEmpty ? nil : try EventPattern(ofRule: text)
    }
    guard pattern != nil || schedule != nil else {
      throw ServiceError.validation(
        "Parameter(s) EventPattern or ScheduleExpression must be specified."
      )
    }
    let path = busName == EventBridge.defaultBus ? name : "\(busName)/\(name)"
    var rule = Rule(
      name: name,
      bus: busName,
      arn: ARN(service: "events", resource: "rule/\(path)", in: events.cloud).description,
      pattern: pattern,
      schedule: schedule,
      isEnabled: state != .disabled,
      beginning: events.cloud.unixMilliseconds / 1_000,
      description: description
    )
    if let known = events.buses[bus][name] {
      rule.targets = known.targets
    } else {
      guard events.buses[bus].rules.count < EventBridgeQuotas.rules else {
        throw ServiceError.eventBridgeLimitExceeded
      }
    }
    events.buses[bus].put(rule)
    events.show(busName)
    events.setAlarm(of: rule)
    return Output(ruleArn: rule.arn)
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
  /// Also for rules that a service manages; there are none here.
  public var force: Bool?

  /// Creates the request.
  public init(name: String, eventBusName: String? = nil) {
    self.name = name
    self.eventBusName = eventBusName
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// Deletes the rule; one that does not exist is no error.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    let busName = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: busName)
    let bus = try events.index(ofBus: busName)
    guard let rule = events.buses[bus][name] else { return NoOutput() }
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

  /// Puts the rule in force.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.setRule(name, on: eventBusName, isEnabled: true)
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

  /// Takes the rule out of force.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.setRule(name, on: eventBusName, isEnabled: false)
  }
}

extension EventBridge {
  func setRule(_ name: String, on bus: String?, isEnabled: Bool) async throws -> NoOutput {
    try await takeTime(EventBridgeAssumptions.requestTime, about: Self.busName(bus))
    let bus = try index(ofBus: bus)
    let place = try buses[bus].index(of: name)
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

/// Lists the rules of a bus.
public struct ListRules: Operation {
  /// How the names of the listed rules begin.
  public var namePrefix: String?
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?

  /// A rule.
  public struct Entry: Sendable {
    /// Its name.
    public let name: String
    /// Its ARN.
    public let arn: String
    /// Which events it is for.
    public let eventPattern: String?
    /// When it fires by itself.
    public let scheduleExpression: String?
    /// `ENABLED` or `DISABLED`.
    public let state: String
    /// What it is for.
    public let description: String?
    /// The bus.
    public let eventBusName: String
  }

  /// The rules.
  public struct Output: Sendable {
    /// By name.
    public let rules: [Entry]
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// Lists the rules.
  ///
  /// Simplified: all on one page.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.index(ofBus: eventBusName)
    let rules = events.buses[bus].rules.filter { $0.name.hasPrefix(namePrefix ?? "") }
    return Output(
      rules: rules.sorted { $0.name < $1.name }.map { rule in
        Entry(
          name: rule.name,
          arn: rule.arn,
          eventPattern: rule.pattern?.text,
          scheduleExpression: rule.schedule?.text,
          state: (rule.isEnabled ? RuleState.enabled : .disabled).rawValue,
          description: rule.description,
          eventBusName: rule.bus
        )
      }
    )
  }
}
