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

  /// Puts the targets: all of them, or none if one is refused.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> TargetsOutput {
    let busName = EventBridge.busName(eventBusName)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: busName)
    let bus = try events.index(ofBus: busName)
    let index = try events.buses[bus].index(of: rule)
    var all = events.buses[bus].rules[index].targets
    for (place, target) in targets.enumerated() {
      try target.check(at: "targets.\(place + 1).member")
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
  /// Also for rules that a service manages; there are none here.
  public var force: Bool?

  /// Creates the request.
  public init(rule: String, eventBusName: String? = nil, ids: [String]) {
    self.rule = rule
    self.eventBusName = eventBusName
    self.ids = ids
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// Takes the targets away.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> TargetsOutput {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.index(ofBus: eventBusName)
    let index = try events.buses[bus].index(of: rule)
    events.buses[bus].change(at: index) { rule in
      rule.targets.removeAll { ids.contains($0.id) }
    }
    return TargetsOutput(failedEntryCount: 0, failedEntries: [])
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

  /// Creates the request.
  public init(rule: String, eventBusName: String? = nil) {
    self.rule = rule
    self.eventBusName = eventBusName
  }

  /// The targets.
  public struct Output: Sendable {
    /// In the order in which they were put.
    public let targets: [RuleTarget]
  }

  /// The bus.
  public var component: String? { EventBridge.busName(eventBusName) }

  /// Lists the targets.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(eventBusName)
    )
    let bus = try events.index(ofBus: eventBusName)
    let index = try events.buses[bus].index(of: rule)
    return Output(targets: events.buses[bus].rules[index].targets)
  }
}
