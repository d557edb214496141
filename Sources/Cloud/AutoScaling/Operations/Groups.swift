import Simulation

/// A group as the service describes it.
public struct AutoScalingGroupDescription: Sendable {
  /// An instance of the group.
  public struct Instance: Sendable {
    /// Its id.
    public let instanceId: String
    /// Its type.
    public let instanceType: String
    /// Its Availability Zone.
    public let availabilityZone: String
    /// `Pending`, `InService` or `Terminating`.
    public let lifecycleState: String
    /// `Healthy` or `Unhealthy`.
    public let healthStatus: String
    /// Never: there is no protection from scaling in here.
    public let protectedFromScaleIn: Bool
  }

  /// The name.
  public let autoScalingGroupName: String
  /// The smallest number of instances.
  public let minSize: Int
  /// The greatest number of instances.
  public let maxSize: Int
  /// How many there should be.
  public let desiredCapacity: Int
  /// In seconds.
  public let defaultCooldown: Int
  /// Over which zones they are spread.
  public let availabilityZones: [String]
  /// Where instances are registered.
  public let targetGroupARNs: [String]
  /// `EC2` or `ELB`.
  public let healthCheckType: String
  /// In seconds.
  public let healthCheckGracePeriod: Int
  /// The instances.
  public let instances: [Instance]
  /// When it was created.
  public let createdTime: String

  init(_ group: isolated AutoScalingGroup) {
    autoScalingGroupName = group.name
    minSize = group.minimum
    maxSize = group.maximum
    desiredCapacity = group.desired
    defaultCooldown = Int(AutoScalingQuotas.defaultCooldown.seconds)
    availabilityZones = group.zones.map { group.cloud.region + $0 }
    targetGroupARNs = group.targetGroups.map(\.arn)
    healthCheckType = group.healthCheckType.rawValue
    healthCheckGracePeriod = Int(group.gracePeriod.seconds)
    instances = group.members.map { member in
      Instance(
        instanceId: member.instance.id,
        instanceType: member.instance.type.name,
        availabilityZone: group.cloud.region + member.instance.zone,
        lifecycleState: member.lifecycle.rawValue,
        healthStatus: member.instance.isImpaired ? "Unhealthy" : "Healthy",
        protectedFromScaleIn: false
      )
    }
    createdTime = Timestamp.iso8601(milliseconds: group.createdMilliseconds, zone: "+00:00")
  }
}

/// Describes groups.
public struct DescribeAutoScalingGroups: Operation {
  /// Names; all groups if nothing is said.
  public var autoScalingGroupNames: [String]?

  /// The groups.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let autoScalingGroups: [AutoScalingGroupDescription]
  }

  /// Describes them; names that no group has are left out, as AWS does.
  public func perform(
    on service: isolated AutoScaling,
    for caller: Caller
  ) async throws -> Output {
    var found: [AutoScalingGroupDescription] = []
    for group in service.groups
    where autoScalingGroupNames?.contains(group.name) ?? true {
      found.append(await AutoScalingGroupDescription(group))
    }
    return Output(autoScalingGroups: found)
  }
}

/// Changes how many instances a group may have.
public struct UpdateAutoScalingGroup: Operation {
  /// The group.
  public var autoScalingGroupName: String
  /// The smallest number of instances.
  public var minSize: Int?
  /// The greatest number of instances.
  public var maxSize: Int?
  /// How many there should be.
  public var desiredCapacity: Int?

  /// The group.
  public var component: String? { autoScalingGroupName }

  /// Changes them.
  public func perform(
    on service: isolated AutoScaling,
    for caller: Caller
  ) async throws -> NoOutput {
    let group = try service.group(autoScalingGroupName)
    let figures = await group.figures
    let (low, high) = (minSize ?? figures.sizes.lowerBound, maxSize ?? figures.sizes.upperBound)
    guard low <= high else {
      throw ServiceError.validation("MinSize \(low) must not be above MaxSize \(high)")
    }
    let wish = desiredCapacity ?? min(max(figures.desired, low), high)
    try AutoScaling.check(low...high, wish)
    try await service.simulation.sleep(for: AutoScalingAssumptions.requestTime)
    await group.setSizes(low...high)
    await group.setDesired(wish, because: "asked for by \(caller.component)")
    return NoOutput()
  }
}

/// Sets how many instances a group should have.
public struct SetDesiredCapacity: Operation {
  /// The group.
  public var autoScalingGroupName: String
  /// How many.
  public var desiredCapacity: Int

  /// Creates the request.
  public init(autoScalingGroupName: String, desiredCapacity: Int) {
    self.autoScalingGroupName = autoScalingGroupName
    self.desiredCapacity = desiredCapacity
  }

  /// The group.
  public var component: String? { autoScalingGroupName }

  /// Sets it.
  public func perform(
    on service: isolated AutoScaling,
    for caller: Caller
  ) async throws -> NoOutput {
    let group = try service.group(autoScalingGroupName)
    let sizes = await group.figures.sizes
    guard sizes.contains(desiredCapacity) else {
      let (wish, bound) =
        desiredCapacity > sizes.upperBound
        ? ("above max value", sizes.upperBound) : ("below min value", sizes.lowerBound)
      throw ServiceError.validation(
        "New SetDesiredCapacity value \(desiredCapacity) is \(wish) \(bound) for the"
          + " AutoScalingGroup."
      )
    }
    try await service.simulation.sleep(for: AutoScalingAssumptions.requestTime)
    await group.setDesired(desiredCapacity, because: "asked for by \(caller.component)")
    return NoOutput()
  }
}

/// Deletes a group.
public struct DeleteAutoScalingGroup: Operation {
  /// The group.
  public var autoScalingGroupName: String
  /// Whether its instances are ended with it; without that it must be empty.
  public var forceDelete: Bool?

  /// The group.
  public var component: String? { autoScalingGroupName }

  /// Deletes it.
  public func perform(
    on service: isolated AutoScaling,
    for caller: Caller
  ) async throws -> NoOutput {
    let group = try service.group(autoScalingGroupName)
    let isEmpty = await group.members.isEmpty
    guard forceDelete == true || isEmpty else {
      throw ServiceError.groupInUse(autoScalingGroupName)
    }
    try await service.simulation.sleep(for: AutoScalingAssumptions.requestTime)
    await group.delete()
    service.remove(group)
    return NoOutput()
  }
}
