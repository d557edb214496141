import Simulation

/// One attribute of a target group.
public struct TargetGroupAttribute: Decodable, Sendable {
  /// Its name; only `deregistration_delay.timeout_seconds` here.
  public var key: String
  /// Its value.
  public var value: String

  /// Creates an attribute.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  /// The name of the deregistration delay.
  public static let delayKey = "deregistration_delay.timeout_seconds"
}

/// Sets attributes of a target group.
public struct ModifyTargetGroupAttributes: Operation {
  /// The group.
  public var targetGroupArn: String
  /// The attributes.
  public var attributes: [TargetGroupAttribute]

  /// Creates the request.
  public init(targetGroupArn: String, attributes: [TargetGroupAttribute]) {
    self.targetGroupArn = targetGroupArn
    self.attributes = attributes
  }

  /// The attributes that were set.
  public struct Output: Sendable {
    /// An attribute.
    public struct Attribute: Sendable {
      /// Its name.
      public let key: String
      /// Its value.
      public let value: String
    }

    /// The attributes.
    public let attributes: [Attribute]
  }

  /// Sets them, all or none.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> Output {
    let group = try elb.targetGroup(targetGroupArn)
    var delay: Int?
    for attribute in attributes {
      guard attribute.key == TargetGroupAttribute.delayKey else {
        throw ServiceError.notSupported("The target group attribute \(attribute.key)")
      }
      guard let seconds = Int(attribute.value), ELBQuotas.deregistrationDelays.contains(seconds)
      else {
        throw ServiceError.validation(
          "Target group attribute \(attribute.key) must be from 0 to 3600, not \(attribute.value)"
        )
      }
      delay = seconds
    }
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    if let delay { await group.setDeregistrationDelay(.seconds(delay)) }
    return Output(attributes: attributes.map { .init(key: $0.key, value: $0.value) })
  }
}

/// A target in a request.
public struct TargetReference: Decodable, Sendable {
  /// An instance's id.
  public var id: String
  /// The port; any will do.
  public var port: Int?

  /// Creates a reference.
  public init(id: String) {
    self.id = id
  }
}

/// Registers instances in a target group.
public struct RegisterTargets: Operation {
  /// The group.
  public var targetGroupArn: String
  /// The instances.
  public var targets: [TargetReference]

  /// Creates the request.
  public init(targetGroupArn: String, targets: [TargetReference]) {
    self.targetGroupArn = targetGroupArn
    self.targets = targets
  }

  /// Registers them, all or none; they get requests once a check has passed.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> NoOutput {
    let group = try elb.targetGroup(targetGroupArn)
    var instances: [Instance] = []
    for target in targets {
      guard let instance = try? await elb.cloud.ec2.instance(target.id) else {
        throw ServiceError.invalidTarget("The instance ID '\(target.id)' is not valid")
      }
      guard instance.state == .running else {
        throw ServiceError.invalidTarget(
          "The following targets are not in a running state and cannot be registered: '\(target.id)'"
        )
      }
      instances.append(instance)
    }
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    for instance in instances { await group.register(instance) }
    return NoOutput()
  }
}

/// Takes instances out of a target group; they finish their requests.
public struct DeregisterTargets: Operation {
  /// The group.
  public var targetGroupArn: String
  /// The instances.
  public var targets: [TargetReference]

  /// Creates the request.
  public init(targetGroupArn: String, targets: [TargetReference]) {
    self.targetGroupArn = targetGroupArn
    self.targets = targets
  }

  /// Takes them out; they are draining when the answer comes.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> NoOutput {
    let group = try elb.targetGroup(targetGroupArn)
    for target in targets where await group.health(of: target.id) == nil {
      throw ServiceError.invalidTarget(
        "The following targets are not registered: '\(target.id)'"
      )
    }
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    for target in targets { await group.deregister(target.id) }
    return NoOutput()
  }
}

/// Tells how the targets of a group are.
public struct DescribeTargetHealth: Operation {
  /// The group.
  public var targetGroupArn: String

  /// The targets' health.
  public struct Output: Sendable {
    /// One target.
    public struct Description: Sendable {
      /// Which instance.
      public struct Target: Sendable {
        /// Its id.
        public let id: String
        /// The port.
        public let port: Int
      }

      /// How it is.
      public struct Health: Sendable {
        /// The state.
        public let state: String
        /// Why it is not healthy.
        public let reason: String?
      }

      /// Which instance.
      public let target: Target
      /// How it is.
      public let targetHealth: Health
    }

    /// In the order in which they were registered.
    public let targetHealthDescriptions: [Description]
  }

  /// Describes them.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> Output {
    let group = try elb.targetGroup(targetGroupArn)
    return Output(
      targetHealthDescriptions: await group.targets.map { target in
        .init(
          target: .init(id: target.instance.id, port: 80),
          targetHealth: .init(state: target.state.rawValue, reason: target.reason)
        )
      }
    )
  }
}
