/// Gives a rule targets, or replaces those of the same ids.
public struct PutTargets: Operation {
  /// The rule's name.
  public var rule: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?
  /// The targets.
  public var targets: [RuleTarget]

  /// Creates the request.
  public init(rule: String, eventBusName: String? = nil, targets: [RuleTarget]) {
    self.rule = rule
    self.eventBusName = eventBusName
    self.targets = targets
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(rule, on: eventBusName, in: cloud)
  }

  /// Puts the targets: all of them, or none if one is refused.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> TargetsOutput {
    let busName = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: busName)
    try ServiceError.checkCount(targets.count, at: "targets")
    try ServiceError.checkDistinct(targets.map(\.id))
    let bus = try events.bus(eventBusName, for: caller, Self.name, rule: rule)
    let index = try events.buses[bus].index(of: rule)
    try events.buses[bus].rules[index].checkIsUnmanaged()
    var all = events.buses[bus].rules[index].targets
    for (place, target) in targets.enumerated() {
      try target.check(at: "targets.\(place + 1).member", in: events.cloud)
      if let twin = all.firstIndex(where: { $0.id == target.id }) {
        all[twin] = target
      } else {
        all.append(target)
      }
    }
    guard all.count <= EventBridgeQuotas.targets else {
      throw ServiceError.eventBridgeLimitExceeded
    }
    events.buses[bus].change(at: index) { $0.targets = all }
    for target in targets {
      guard let arn = ARN(target.arn) else { continue }
      events.cloud.topology.connect(busName, to: arn.componentName, .asynchronous, label: rule)
    }
    return TargetsOutput(failedEntryCount: 0, failedEntries: [])
  }
}

/// Takes targets from a rule.
public struct RemoveTargets: Operation {
  /// The rule's name.
  public var rule: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?
  /// The targets' ids.
  public var ids: [String]
  /// Also from a rule that a service manages, such as an archive's.
  public var force: Bool?

  /// Creates the request.
  public init(rule: String, eventBusName: String? = nil, ids: [String]) {
    self.rule = rule
    self.eventBusName = eventBusName
    self.ids = ids
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(rule, on: eventBusName, in: cloud)
  }

  /// Takes the targets away.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> TargetsOutput {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    try ServiceError.checkCount(ids.count, at: "ids")
    let bus = try events.bus(eventBusName, for: caller, Self.name, rule: rule)
    let index = try events.buses[bus].index(of: rule)
    try events.buses[bus].rules[index].checkIsUnmanaged(unless: force)
    let known = Set(events.buses[bus].rules[index].targets.map(\.id))
    events.buses[bus].change(at: index) { rule in
      rule.targets.removeAll { ids.contains($0.id) }
    }
    let failures = ids.filter { !known.contains($0) }.map { id in
      TargetsOutput.Failure(
        targetId: id,
        errorCode: "ResourceNotFoundException",
        errorMessage: "Rule \(rule) does not have a target with the Id \(id)."
      )
    }
    return TargetsOutput(failedEntryCount: failures.count, failedEntries: failures)
  }
}

/// What became of the targets of a request.
public struct TargetsOutput: Sendable {
  /// A target that was refused.
  public struct Failure: Sendable {
    /// Its id.
    public let targetId: String
    /// The error's code.
    public let errorCode: String
    /// The error's text.
    public let errorMessage: String
  }

  /// How many targets were refused.
  public let failedEntryCount: Int
  /// Which.
  public let failedEntries: [Failure]
}

/// Lists the targets of a rule.
public struct ListTargetsByRule: Operation {
  /// The rule's name.
  public var rule: String
  /// The bus's name or ARN; the default bus if left out.
  public var eventBusName: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// Creates the request.
  public init(rule: String, eventBusName: String? = nil) {
    self.rule = rule
    self.eventBusName = eventBusName
  }

  /// The targets.
  public struct Output: Sendable {
    /// In the order in which they were put.
    public let targets: [RuleTarget]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// The rule.
  public func resource(in cloud: Cloud) -> ARN? {
    EventBridge.ruleARN(rule, on: eventBusName, in: cloud)
  }

  /// Lists the targets.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.bus(eventBusName, for: caller, Self.name, rule: rule)
    let all = events.buses[bus].rules[try events.buses[bus].index(of: rule)].targets
    let page = try EventPage.page(of: all, from: nextToken, limit: limit, name: \.id)
    return Output(targets: page.items, nextToken: page.nextToken)
  }
}

extension ServiceError {
  /// Checks that no target comes twice; text recorded on AWS in September 2026.
  fileprivate static func checkDistinct(_ ids: [String]) throws(ServiceError) {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted {
      throw validation(
        "Parameter targets is not valid. Reason: More than one target with Id '\(id)' is provided."
      )
    }
  }

  /// Checks how many targets a request names.
  fileprivate static func checkCount(_ count: Int, at place: String) throws(ServiceError) {
    let range = EventBridgeQuotas.targetsOfRequest
    guard !range.contains(count) else { return }
    let rule =
      count < range.lowerBound
      ? "greater than or equal to \(range.lowerBound)"
      : "less than or equal to \(range.upperBound)"
    throw constraint("[\(count)]", at: place, "have length \(rule)")
  }
}
