extension ApplicationAutoScaling {
  /// Keeps the utilisation of what is provisioned near a target.
  public struct PutScalingPolicy: Operation {
    /// The settings of target tracking.
    public struct Configuration: Decodable, Sendable {
      /// A metric that AWS measures itself.
      public struct Predefined: Decodable, Sendable {
        /// `LambdaProvisionedConcurrencyUtilization`.
        public var predefinedMetricType: String
      }

      /// Where the metric should be: 0.1 to 0.9.
      public var targetValue: Double
      /// The metric.
      public var predefinedMetricSpecification: Predefined?
      /// How many seconds growth waits after a change; 0 if nothing is said.
      public var scaleOutCooldown: Int?
      /// How many seconds shrinking waits after a change; 0 if nothing is said.
      public var scaleInCooldown: Int?
      /// Whether the policy never takes capacity away.
      public var disableScaleIn: Bool?
    }

    /// The policy's name.
    public var policyName: String
    /// `lambda`.
    public var serviceNamespace: String
    /// `function:NAME:QUALIFIER`.
    public var resourceId: String
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String
    /// `TargetTrackingScaling`.
    public var policyType: String?
    /// The settings.
    public var targetTrackingScalingPolicyConfiguration: Configuration?

    /// The policy.
    public struct Output: Sendable {
      /// Its ARN.
      public let policyARN: String
      /// The two alarms that it has made.
      public let alarms: [Alarm]
    }

    /// Adds the policy, or replaces the one of the same name.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> Output {
      let resource = try ScalableResource(
        namespace: serviceNamespace,
        id: resourceId,
        dimension: scalableDimension
      )
      let index = try service.index(of: resource)
      let settings = try checked()
      var policy: TrackingPolicy
      let place = service.targets[index].policies.firstIndex { $0.name == policyName }
      if let place {
        policy = service.targets[index].policies[place]
      } else {
        policy = newPolicy(for: resource, on: service)
      }
      policy.target = settings.targetValue
      policy.disablesScaleIn = settings.disableScaleIn ?? false
      policy.cooldowns = (settings.scaleInCooldown ?? 0, settings.scaleOutCooldown ?? 0)
      if let place {
        service.targets[index].policies[place] = policy
      } else {
        service.targets[index].policies.append(policy)
      }
      service.startTracking()
      return Output(policyARN: policy.arn, alarms: Alarm.both(of: policy, in: service.cloud))
    }

    private func checked() throws(ServiceError) -> Configuration {
      guard (policyType ?? "TargetTrackingScaling") == "TargetTrackingScaling" else {
        throw .notSupported("A policy of type \(policyType ?? "")")
      }
      guard let settings = targetTrackingScalingPolicyConfiguration else {
        throw .validation("TargetTrackingScalingPolicyConfiguration is missing.")
      }
      let metric = settings.predefinedMetricSpecification?.predefinedMetricType
      guard metric == "LambdaProvisionedConcurrencyUtilization" else {
        throw .notSupported("Target tracking on \(metric ?? "a customised metric")")
      }
      guard ApplicationAutoScalingQuotas.targetValue.contains(settings.targetValue) else {
        throw .validation("TargetValue must be from 0.1 to 0.9, and not \(settings.targetValue).")
      }
      guard (settings.scaleInCooldown ?? 0) >= 0, (settings.scaleOutCooldown ?? 0) >= 0 else {
        throw .validation("Cooldowns must not be negative.")
      }
      return settings
    }

    private func newPolicy(
      for resource: ScalableResource,
      on service: isolated ApplicationAutoScaling
    ) -> TrackingPolicy {
      let arn = ARN(
        service: "autoscaling",
        resource: "scalingPolicy:\(service.newIdentifier()):resource/lambda/\(resource.id)"
          + ":policyName/\(policyName)",
        in: service.cloud
      )
      let stem = "TargetTracking-\(resource.id)-Alarm"
      return TrackingPolicy(
        name: policyName,
        arn: arn.description,
        alarms: (
          high: "\(stem)High-\(service.newIdentifier())",
          low: "\(stem)Low-\(service.newIdentifier())"
        ),
        creation: service.seconds,
        target: 0,
        disablesScaleIn: false,
        cooldowns: (0, 0)
      )
    }
  }

  /// An alarm that a policy has made.
  public struct Alarm: Sendable {
    /// Its name.
    public let alarmName: String
    /// Its ARN.
    public let alarmARN: String

    static func both(of policy: TrackingPolicy, in cloud: Cloud) -> [Self] {
      [policy.alarms.high, policy.alarms.low].map { name in
        let arn = ARN(service: "cloudwatch", resource: "alarm:\(name)", in: cloud)
        return Self(alarmName: name, alarmARN: arn.description)
      }
    }
  }

  /// Lists policies.
  public struct DescribeScalingPolicies: Operation {
    /// `lambda`.
    public var serviceNamespace: String
    /// Only these; all if nothing is said.
    public var policyNames: [String]?
    /// Only this target's.
    public var resourceId: String?
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String?

    /// The policies.
    public struct Output: Sendable {
      /// One policy.
      public struct Policy: Sendable {
        /// The settings of target tracking.
        public struct Configuration: Sendable {
          /// A metric that AWS measures itself.
          public struct Predefined: Sendable {
            /// `LambdaProvisionedConcurrencyUtilization`.
            public let predefinedMetricType: String
          }

          /// Where the metric should be.
          public let targetValue: Double
          /// The metric.
          public let predefinedMetricSpecification: Predefined
          /// In seconds.
          public let scaleOutCooldown: Int
          /// In seconds.
          public let scaleInCooldown: Int
          /// Whether the policy never takes capacity away.
          public let disableScaleIn: Bool
        }

        /// Its ARN.
        public let policyARN: String
        /// Its name.
        public let policyName: String
        /// `lambda`.
        public let serviceNamespace: String
        /// `function:NAME:QUALIFIER`.
        public let resourceId: String
        /// `lambda:function:ProvisionedConcurrency`.
        public let scalableDimension: String
        /// `TargetTrackingScaling`.
        public let policyType: String
        /// The settings.
        public let targetTrackingScalingPolicyConfiguration: Configuration
        /// Its alarms.
        public let alarms: [Alarm]
        /// When it was set.
        public let creationTime: String
      }

      /// By target, in the order in which they were made.
      public let scalingPolicies: [Policy]
    }

    /// Lists them.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> Output {
      try ScalableResource.check(namespace: serviceNamespace)
      let cloud = service.cloud
      let policies = service.targets.filter { resourceId == nil || $0.resource.id == resourceId }
        .flatMap { target in
          target.policies.filter { policyNames?.contains($0.name) ?? true }
            .map { Output.Policy($0, of: target.resource, in: cloud) }
        }
      return Output(scalingPolicies: policies)
    }
  }

  /// Deletes a policy.
  public struct DeleteScalingPolicy: Operation {
    /// The policy's name.
    public var policyName: String
    /// `lambda`.
    public var serviceNamespace: String
    /// `function:NAME:QUALIFIER`.
    public var resourceId: String
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String

    /// Deletes it.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> NoOutput {
      let resource = try ScalableResource(
        namespace: serviceNamespace,
        id: resourceId,
        dimension: scalableDimension
      )
      guard let index = service.targets.firstIndex(where: { $0.resource == resource }),
        let place = service.targets[index].policies.firstIndex(where: { $0.name == policyName })
      else {
        throw ServiceError.objectNotFound(
          "No scaling policy found for \(resource.description), policy name: \(policyName)"
        )
      }
      service.targets[index].policies.remove(at: place)
      return NoOutput()
    }
  }
}

extension ApplicationAutoScaling.DescribeScalingPolicies.Output.Policy {
  init(_ policy: TrackingPolicy, of resource: ScalableResource, in cloud: Cloud) {
    policyARN = policy.arn
    policyName = policy.name
    serviceNamespace = "lambda"
    resourceId = resource.id
    scalableDimension = ScalableResource.dimension
    policyType = "TargetTrackingScaling"
    targetTrackingScalingPolicyConfiguration = Configuration(
      targetValue: policy.target,
      predefinedMetricSpecification: .init(
        predefinedMetricType: "LambdaProvisionedConcurrencyUtilization"
      ),
      scaleOutCooldown: policy.cooldowns.out,
      scaleInCooldown: policy.cooldowns.in,
      disableScaleIn: policy.disablesScaleIn
    )
    alarms = ApplicationAutoScaling.Alarm.both(of: policy, in: cloud)
    creationTime = Timestamp.cli(policy.creation)
  }
}
