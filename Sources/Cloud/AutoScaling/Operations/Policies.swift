import Simulation

/// Gives a group a policy that keeps a metric near a target.
public struct PutScalingPolicy: Operation {
  /// The settings of target tracking.
  public struct Configuration: Decodable, Sendable {
    /// A metric that AWS measures itself.
    public struct Predefined: Decodable, Sendable {
      /// `ASGAverageCPUUtilization` or `ALBRequestCountPerTarget`.
      public var predefinedMetricType: String
    }

    /// The metric.
    public var predefinedMetricSpecification: Predefined?
    /// Where it should be.
    public var targetValue: Double
    /// Whether the policy never takes instances away.
    public var disableScaleIn: Bool?
  }

  /// The group.
  public var autoScalingGroupName: String
  /// The policy's name.
  public var policyName: String
  /// Only `TargetTrackingScaling` here: the others need alarms.
  public var policyType: String?
  /// The settings.
  public var targetTrackingConfiguration: Configuration?
  /// In seconds; 300 if nothing is said.
  public var estimatedInstanceWarmup: Int?

  /// The group.
  public var component: String? { autoScalingGroupName }

  /// The policy.
  public struct Output: Sendable {
    /// Its ARN.
    public let policyARN: String
  }

  /// Adds the policy, or replaces the one of the same name.
  public func perform(
    on service: isolated AutoScaling,
    for caller: Caller
  ) async throws -> Output {
    let group = try service.group(autoScalingGroupName)
    let policy = try policy()
    try await service.simulation.sleep(for: AutoScalingAssumptions.requestTime)
    await group.track(policy, as: policyName)
    let arn = ARN(
      service: "autoscaling",
      resource: "scalingPolicy:autoScalingGroupName/\(group.name):policyName/\(policyName)",
      in: service.cloud
    )
    return Output(policyARN: arn.description)
  }

  private func policy() throws(ServiceError) -> TargetTracking {
    guard policyType == "TargetTrackingScaling" else {
      throw .notSupported("A policy of type \(policyType ?? "SimpleScaling") by operation")
    }
    guard let settings = targetTrackingConfiguration, settings.targetValue > 0 else {
      throw .validation("TargetTrackingConfiguration needs a TargetValue above 0")
    }
    let metric: ScalingMetric =
      switch settings.predefinedMetricSpecification?.predefinedMetricType {
      case "ASGAverageCPUUtilization": .averageCPUUtilization
      case "ALBRequestCountPerTarget": .requestCountPerTarget
      case let other:
        throw .notSupported("Target tracking on \(other ?? "a customised metric") by operation")
      }
    guard (0...7_200).contains(estimatedInstanceWarmup ?? 300) else {
      throw .validation("EstimatedInstanceWarmup must be from 0 to 7200 seconds")
    }
    return TargetTracking(
      metric,
      target: settings.targetValue,
      disablesScaleIn: settings.disableScaleIn ?? false,
      warmup: .seconds(estimatedInstanceWarmup ?? 300)
    )
  }
}

/// Lists the policies of a group.
public struct DescribePolicies: Operation {
  /// The group.
  public var autoScalingGroupName: String

  /// The policies.
  public struct Output: Sendable {
    /// One policy.
    public struct Policy: Sendable {
      /// The group.
      public let autoScalingGroupName: String
      /// The policy's name.
      public let policyName: String
      /// Its type.
      public let policyType: String
    }

    /// The policies.
    public let scalingPolicies: [Policy]
  }

  /// Lists them.
  public func perform(
    on service: isolated AutoScaling,
    for caller: Caller
  ) async throws -> Output {
    let group = try service.group(autoScalingGroupName)
    let policies = await group.policies
    func list(_ names: [String], _ type: String) -> [Output.Policy] {
      names.map {
        .init(autoScalingGroupName: autoScalingGroupName, policyName: $0, policyType: type)
      }
    }
    return Output(
      scalingPolicies: list(policies.tracking.map(\.name), "TargetTrackingScaling")
        + list(policies.stepping.map(\.name), "StepScaling")
        + list(policies.simple.map(\.name), "SimpleScaling")
    )
  }
}
