import Simulation

/// What a listener or a rule does with a request, as the API writes it.
public struct ListenerAction: Decodable, Sendable {
  /// An answer that the balancer gives itself.
  public struct FixedResponse: Decodable, Sendable {
    /// The text of the answer.
    public var messageBody: String?
    /// The status, such as `404`.
    public var statusCode: String
  }

  /// `forward` or `fixed-response`.
  public var type: String
  /// Where to forward to.
  public var targetGroupArn: String?
  /// What to answer.
  public var fixedResponseConfig: FixedResponse?

  /// Forwards to a target group.
  public static func forward(to arn: String) -> Self {
    Self(type: "forward", targetGroupArn: arn, fixedResponseConfig: nil)
  }

  /// Answers with a status.
  public static func fixedResponse(status: Int) -> Self {
    Self(
      type: "fixed-response",
      targetGroupArn: nil,
      fixedResponseConfig: FixedResponse(messageBody: nil, statusCode: String(status))
    )
  }
}

extension ELB {
  fileprivate func action(
    _ actions: [ListenerAction],
    of balancer: LoadBalancer
  ) async throws -> LoadBalancer.Action {
    guard actions.count == 1, let action = actions.first else {
      throw ServiceError.notSupported("A rule with \(actions.count) actions (one is here)")
    }
    switch action.type {
    case "forward":
      let group = try targetGroup(action.targetGroupArn ?? "")
      for other in balancers where other !== balancer {
        guard await !other.isUsing(group) else {
          throw ServiceError.targetGroupAssociationLimit(group.arn)
        }
      }
      return .forward(group)
    case "fixed-response":
      guard let status = action.fixedResponseConfig.flatMap({ Int($0.statusCode) }),
        (200...599).contains(status)
      else {
        throw ServiceError.validation("A fixed response needs a StatusCode from 200 to 599")
      }
      return .fixedResponse(status: status, text: action.fixedResponseConfig?.messageBody)
    default: throw ServiceError.notSupported("The action \(action.type)")
    }
  }

  fileprivate func balancer(ofListener arn: String) async throws -> LoadBalancer {
    for balancer in balancers where await balancer.listenerARN == arn { return balancer }
    throw ServiceError.listenerNotFound(arn)
  }
}

/// Opens a balancer's listener.
public struct CreateListener: Operation {
  /// The balancer.
  public var loadBalancerArn: String
  /// The protocol; only `HTTP` here.
  public var `protocol`: String?
  /// The port.
  public var port: Int?
  /// What happens to requests that no rule fits.
  public var defaultActions: [ListenerAction]

  /// Creates the request.
  public init(loadBalancerArn: String, port: Int, defaultActions: [ListenerAction]) {
    self.loadBalancerArn = loadBalancerArn
    self.protocol = "HTTP"
    self.port = port
    self.defaultActions = defaultActions
  }

  /// The listener.
  public struct Output: Sendable {
    /// A listener as the service describes it.
    public struct Listener: Sendable {
      /// The ARN.
      public let listenerArn: String
      /// The balancer's ARN.
      public let loadBalancerArn: String
      /// The port.
      public let port: Int
      /// The protocol.
      public let `protocol`: String
    }

    /// The listener.
    public let listeners: [Listener]
  }

  /// Opens the listener.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> Output {
    guard self.protocol ?? "HTTP" == "HTTP" else {
      throw ServiceError.notSupported("A listener for \(self.protocol ?? "")")
    }
    let balancer = try elb.balancer(loadBalancerArn)
    let action = try await elb.action(defaultActions, of: balancer)
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    guard await balancer.listenerARN == nil else {
      throw ServiceError.notSupported("A second listener of one balancer")
    }
    let path = balancer.arn.split(separator: ":").last?.split(separator: "/").dropFirst()
    let arn = elb.newARN("listener/\((path ?? []).joined(separator: "/"))")
    await balancer.listen(arn: arn, default: action)
    return Output(
      listeners: [
        .init(listenerArn: arn, loadBalancerArn: balancer.arn, port: port ?? 80, protocol: "HTTP")
      ]
    )
  }
}

/// A condition of a rule; here only on the path.
public struct RuleCondition: Decodable, Sendable {
  /// `path-pattern`.
  public var field: String
  /// The patterns, of which one must fit.
  public var values: [String]?

  /// A condition on the path.
  public static func path(_ pattern: String) -> Self {
    Self(field: "path-pattern", values: [pattern])
  }
}

/// A rule as the service describes it.
public struct RuleDescription: Sendable {
  /// A condition.
  public struct Condition: Sendable {
    /// `path-pattern`.
    public let field: String
    /// The patterns.
    public let values: [String]
  }

  /// The ARN.
  public let ruleArn: String
  /// The priority, or `default`.
  public let priority: String
  /// The conditions.
  public let conditions: [Condition]
  /// Whether it is the listener's default.
  public let isDefault: Bool

  init(_ rule: LoadBalancer.Rule) {
    ruleArn = rule.arn
    priority = String(rule.priority)
    conditions = [Condition(field: "path-pattern", values: rule.paths.map(\.text))]
    isDefault = false
  }
}

/// The answer of an operation on rules.
public struct RulesOutput: Sendable {
  /// The rules.
  public let rules: [RuleDescription]
}

/// Adds a rule to a listener.
public struct CreateRule: Operation {
  /// The listener.
  public var listenerArn: String
  /// The lowest number is looked at first.
  public var priority: Int
  /// All must hold; here one, on the path.
  public var conditions: [RuleCondition]
  /// What happens to the request.
  public var actions: [ListenerAction]

  /// Creates the request.
  public init(
    listenerArn: String,
    priority: Int,
    conditions: [RuleCondition],
    actions: [ListenerAction]
  ) {
    self.listenerArn = listenerArn
    self.priority = priority
    self.conditions = conditions
    self.actions = actions
  }

  /// Adds the rule.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> RulesOutput {
    guard conditions.count == 1, conditions[0].field == "path-pattern",
      let values = conditions[0].values, !values.isEmpty
    else {
      let fields = conditions.map(\.field).joined(separator: ", ")
      throw ServiceError.notSupported("A rule on \(fields) (one path-pattern is here)")
    }
    guard ELBQuotas.priorities.contains(priority) else {
      throw ServiceError.validation("The priority must be a number from 1 to 50000")
    }
    let balancer = try await elb.balancer(ofListener: listenerArn)
    let action = try await elb.action(actions, of: balancer)
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    guard await !balancer.rules.contains(where: { $0.priority == priority }) else {
      throw ServiceError.priorityInUse(priority)
    }
    let path = listenerArn.split(separator: ":").last?.split(separator: "/").dropFirst()
    let rule = LoadBalancer.Rule(
      arn: elb.newARN("listener-rule/\((path ?? []).joined(separator: "/"))"),
      priority: priority,
      paths: values.map { PathPattern($0) },
      action: action
    )
    await balancer.add(rule)
    return RulesOutput(rules: [RuleDescription(rule)])
  }
}

/// Describes a listener's rules, by priority.
public struct DescribeRules: Operation {
  /// The listener.
  public var listenerArn: String

  /// Describes them.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> RulesOutput {
    let balancer = try await elb.balancer(ofListener: listenerArn)
    return RulesOutput(rules: await balancer.rules.map { RuleDescription($0) })
  }
}
