import EventPattern

/// Describes a rule.
public struct DescribeRule: Operation {
  /// The rule's name.
  public var name: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(name, on: eventBusName, in: cloud)
  }

  /// Describes the rule.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> EventRuleDescription {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.bus(eventBusName, for: caller, Self.name, rule: name)
    let rule = events.buses[bus].rules[try events.buses[bus].index(of: name)]
    return EventRuleDescription(rule, createdBy: rule.creator)
  }
}

/// A rule as the service describes it.
public struct EventRuleDescription: Sendable {
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
  /// The role for its targets.
  public let roleArn: String?
  /// Which service manages it.
  public let managedBy: String?
  /// The bus.
  public let eventBusName: String
  /// The account that made it; left out in a list.
  public let createdBy: String?

  init(_ rule: Rule, createdBy creator: String? = nil) {
    name = rule.name
    arn = rule.arn
    eventPattern = rule.pattern?.text
    scheduleExpression = rule.schedule?.text
    state = rule.state.rawValue
    description = rule.description
    roleArn = rule.roleArn
    managedBy = rule.managedBy
    eventBusName = rule.bus
    createdBy = creator
  }
}

/// Lists the rules of a bus.
public struct ListRules: Operation {
  /// How the names of the listed rules begin.
  public var namePrefix: String?
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The rules.
  public struct Output: Sendable {
    /// By name.
    public let rules: [EventRuleDescription]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The bus.
  public func resource(in cloud: Cloud) -> ARN? { EventBridge.busARN(eventBusName, in: cloud) }

  /// Lists the rules.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.bus(eventBusName, for: caller, Self.name)
    let rules = events.buses[bus].rules.filter { $0.name.hasPrefix(namePrefix ?? "") }
      .sorted { $0.name < $1.name }
    let page = try EventPage.page(of: rules, from: nextToken, limit: limit, name: \.name)
    return Output(rules: page.items.map { EventRuleDescription($0) }, nextToken: page.nextToken)
  }
}

/// Lists the names of the rules that have a target.
public struct ListRuleNamesByTarget: Operation {
  /// The target's ARN.
  public var targetArn: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The names.
  public struct Output: Sendable {
    /// In order.
    public let ruleNames: [String]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The bus.
  public func resource(in cloud: Cloud) -> ARN? { EventBridge.busARN(eventBusName, in: cloud) }

  /// Lists the names.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.bus(eventBusName, for: caller, Self.name)
    let names = events.buses[bus].rules
      .filter { rule in rule.targets.contains { $0.arn == targetArn } }
      .map(\.name).sorted()
    let page = try EventPage.page(of: names, from: nextToken, limit: limit) { $0 }
    return Output(ruleNames: page.items, nextToken: page.nextToken)
  }
}
