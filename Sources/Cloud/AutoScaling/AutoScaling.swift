import Simulation

/// Amazon EC2 Auto Scaling: groups that keep, replace and count their instances.
///
/// Groups are made in Swift, because their instances run Swift; operations look at them and change
/// them. Step and simple policies need alarms, which are made in Swift, too.
public actor AutoScaling: CloudService {
  /// `autoscaling`.
  public static let name = "autoscaling"
  /// `Amazon EC2 Auto Scaling`.
  public static let title = "Amazon EC2 Auto Scaling"
  /// As the services that speak Query.
  public static let accessRefusal = AccessRefusal.query
  /// What the service can do.
  public static let operations: [any Operation<AutoScaling>.Type] = [
    DescribeAutoScalingGroups.self, UpdateAutoScalingGroup.self, SetDesiredCapacity.self,
    DeleteAutoScalingGroup.self, PutScalingPolicy.self, DescribePolicies.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// In the order in which they were created.
  private(set) var groups: [AutoScalingGroup] = []

  /// Creates the service without groups.
  public init(cloud: Cloud) {
    self.cloud = cloud
  }

  /// Creates a group and waits until its instances are in use.
  ///
  /// - Parameters:
  ///   - template: what its instances are launched with; its name is the group's.
  ///   - sizes: how few and how many instances there may be.
  ///   - desired: how many at first; the smallest number if `nil`.
  ///   - zones: over which zones they are spread, by letter.
  ///   - targetGroups: where new instances are registered, by name.
  ///   - healthCheckType: how it finds out that an instance is broken.
  ///   - gracePeriod: how long a new instance is left alone by ELB health checks.
  /// - Returns: the group.
  /// - Throws: ``ServiceError`` when the name is taken, a size is out of bounds or a target group
  ///   is not there.
  public func createGroup(
    _ template: LaunchTemplate,
    sizes: ClosedRange<Int>,
    desired: Int? = nil,
    zones: [String] = Zones.all,
    targetGroups: [String] = [],
    healthCheckType: AutoScalingGroup.HealthCheckType = .ec2,
    gracePeriod: Duration = .zero
  ) async throws -> AutoScalingGroup {
    guard !groups.contains(where: { $0.name == template.name }) else {
      throw ServiceError.groupAlreadyExists(template.name)
    }
    try Self.check(sizes, desired ?? sizes.lowerBound)
    var targets: [TargetGroup] = []
    for name in targetGroups { targets.append(try await cloud.elb.targetGroup(name)) }
    let group = AutoScalingGroup(
      template,
      sizes: sizes,
      desired: desired ?? sizes.lowerBound,
      zones: zones,
      targetGroups: targets,
      healthCheckType: healthCheckType,
      gracePeriod: gracePeriod,
      in: cloud
    )
    groups.append(group)
    await group.begin()
    try await group.waitUntilInUse(within: AutoScalingAssumptions.refreshTimeout)
    return group
  }

  static func check(_ sizes: ClosedRange<Int>, _ desired: Int) throws(ServiceError) {
    guard AutoScalingQuotas.sizes.contains(sizes.upperBound), sizes.lowerBound >= 0 else {
      throw .validation(
        "MinSize and MaxSize must be from 0 to \(AutoScalingQuotas.sizes.upperBound)"
      )
    }
    guard sizes.contains(desired) else {
      throw .validation(
        "Desired capacity:\(desired) must be between the specified min size:\(sizes.lowerBound)"
          + " and max size:\(sizes.upperBound)"
      )
    }
  }

  /// Returns the group called `name`.
  ///
  /// - Throws: ``ServiceError`` when there is none.
  public func group(_ name: String) throws -> AutoScalingGroup {
    guard let group = groups.first(where: { $0.name == name }) else {
      throw ServiceError.groupNotFound(name)
    }
    return group
  }

  /// A group in numbers; `nil` when there is none of that name.
  public func figures(of name: String) async -> GroupFigures? {
    await groups.first { $0.name == name }?.figures
  }

  func remove(_ group: AutoScalingGroup) {
    groups.removeAll { $0 === group }
  }
}

extension Cloud {
  /// The account's groups of instances.
  public var autoScaling: AutoScaling { service() }
}

extension AutoScalingGroup {
  /// Lets the group keep a metric near a target; a policy of the same name is replaced.
  public func track(_ policy: TargetTracking, as policyName: String) {
    remove(policyName)
    policies.tracking.append(.init(name: policyName, policy: policy))
  }

  /// Lets the group take steps when an alarm rings; a policy of the same name is replaced.
  public func step(_ policy: StepScaling, on alarm: ScalingAlarm, as policyName: String) {
    remove(policyName)
    policies.stepping.append(.init(name: policyName, alarm: alarm, policy: policy))
  }

  /// Lets the group make one adjustment at a time when an alarm rings; a policy of the same name is
  /// replaced.
  public func adjust(_ policy: SimpleScaling, on alarm: ScalingAlarm, as policyName: String) {
    remove(policyName)
    policies.simple.append(.init(name: policyName, alarm: alarm, policy: policy))
  }

  private func remove(_ policyName: String) {
    policies.tracking.removeAll { $0.name == policyName }
    policies.stepping.removeAll { $0.name == policyName }
    policies.simple.removeAll { $0.name == policyName }
  }

  /// Gives all instances another type, one after the other, while the others go on.
  ///
  /// - Throws: ``ServiceError`` for an unknown type, before anything is done.
  public func resize(to type: String) async throws {
    guard let type = InstanceType.named(type) else { throw ServiceError.invalidInstanceType(type) }
    try await refresh(to: type)
  }
}
