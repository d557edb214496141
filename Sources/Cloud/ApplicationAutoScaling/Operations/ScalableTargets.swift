extension ApplicationAutoScaling {
  /// Registers what is to be scaled, or changes its bounds.
  public struct RegisterScalableTarget: Operation {
    /// What scaling is to leave alone for a while.
    public struct SuspendedState: Decodable, Sendable {
      /// Taking capacity away by policies.
      public var dynamicScalingInSuspended: Bool?
      /// Adding capacity by policies.
      public var dynamicScalingOutSuspended: Bool?
      /// Scheduled actions.
      public var scheduledScalingSuspended: Bool?
    }

    /// `lambda`.
    public var serviceNamespace: String
    /// `function:NAME:QUALIFIER`.
    public var resourceId: String
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String
    /// The least capacity.
    public var minCapacity: Int?
    /// The most capacity.
    public var maxCapacity: Int?
    /// What is suspended.
    public var suspendedState: SuspendedState?

    /// The target.
    public struct Output: Sendable {
      /// Its ARN.
      public let scalableTargetARN: String
    }

    /// Registers the target, and brings its capacity into its bounds.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> Output {
      let resource = try ScalableResource(
        namespace: serviceNamespace,
        id: resourceId,
        dimension: scalableDimension
      )
      try await service.cloud.lambda.checkScalable(resource.function, resource.qualifier)
      let known = service.targets.firstIndex { $0.resource == resource }
      let (minimum, maximum) = try bounds(known.map { service.targets[$0] })
      let index: Int
      if let known {
        index = known
      } else {
        service.targets.append(newTarget(resource, minimum, maximum, on: service))
        index = service.targets.count - 1
      }
      service.targets[index].minimum = minimum
      service.targets[index].maximum = maximum
      if let suspendedState {
        service.targets[index].suspended = (
          suspendedState.dynamicScalingInSuspended ?? false,
          suspendedState.dynamicScalingOutSuspended ?? false,
          suspendedState.scheduledScalingSuspended ?? false
        )
      }
      let arn = service.targets[index].arn
      await service.bringIntoRange(resource, because: "")
      return Output(scalableTargetARN: arn)
    }

    private func bounds(_ known: ScalableTarget?) throws(ServiceError) -> (Int, Int) {
      guard let minimum = minCapacity ?? known?.minimum,
        let maximum = maxCapacity ?? known?.maximum
      else {
        throw .validation("A new scalable target needs a MinCapacity and a MaxCapacity.")
      }
      guard minimum >= 0, minimum <= maximum else {
        throw .validation(
          "MinCapacity must be from 0 to MaxCapacity, and not \(minimum) with \(maximum)."
        )
      }
      return (minimum, maximum)
    }

    private func newTarget(
      _ resource: ScalableResource,
      _ minimum: Int,
      _ maximum: Int,
      on service: isolated ApplicationAutoScaling
    ) -> ScalableTarget {
      let id = service.newIdentifier().split(separator: "-").joined()
      let arn = ARN(
        service: "application-autoscaling",
        resource: "scalable-target/\(id)",
        in: service.cloud
      )
      return ScalableTarget(
        resource: resource,
        arn: arn.description,
        creation: service.seconds,
        minimum: minimum,
        maximum: maximum
      )
    }
  }

  /// Lists what can be scaled.
  public struct DescribeScalableTargets: Operation {
    /// `lambda`.
    public var serviceNamespace: String
    /// Only these; all if nothing is said.
    public var resourceIds: [String]?
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String?

    /// The targets.
    public struct Output: Sendable {
      /// One target.
      public struct Target: Sendable {
        /// What is suspended.
        public struct SuspendedState: Sendable {
          /// Taking capacity away by policies.
          public let dynamicScalingInSuspended: Bool
          /// Adding capacity by policies.
          public let dynamicScalingOutSuspended: Bool
          /// Scheduled actions.
          public let scheduledScalingSuspended: Bool
        }

        /// `lambda`.
        public let serviceNamespace: String
        /// `function:NAME:QUALIFIER`.
        public let resourceId: String
        /// `lambda:function:ProvisionedConcurrency`.
        public let scalableDimension: String
        /// The least capacity.
        public let minCapacity: Int
        /// The most capacity.
        public let maxCapacity: Int
        /// The role with which the service scales.
        public let roleARN: String
        /// When it was set.
        public let creationTime: String
        /// What is suspended.
        public let suspendedState: SuspendedState
        /// The target's ARN.
        public let scalableTargetARN: String
      }

      /// In the order in which they were registered.
      public let scalableTargets: [Target]
    }

    /// Lists them.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> Output {
      try ScalableResource.check(namespace: serviceNamespace)
      let account = service.cloud.account
      let targets = service.targets.filter { resourceIds?.contains($0.resource.id) ?? true }
      return Output(scalableTargets: targets.map { .init($0, account: account) })
    }
  }

  /// Scales something no longer; its policies and scheduled actions go with it.
  public struct DeregisterScalableTarget: Operation {
    /// `lambda`.
    public var serviceNamespace: String
    /// `function:NAME:QUALIFIER`.
    public var resourceId: String
    /// `lambda:function:ProvisionedConcurrency`.
    public var scalableDimension: String

    /// Removes the target; the capacity stays as it is.
    public func perform(
      on service: isolated ApplicationAutoScaling,
      for caller: Caller
    ) async throws -> NoOutput {
      let resource = try ScalableResource(
        namespace: serviceNamespace,
        id: resourceId,
        dimension: scalableDimension
      )
      guard let index = service.targets.firstIndex(where: { $0.resource == resource }) else {
        throw ServiceError.noScalableTarget("found", resource)
      }
      service.targets.remove(at: index)
      return NoOutput()
    }
  }
}

extension ApplicationAutoScaling.DescribeScalableTargets.Output.Target {
  init(_ target: ScalableTarget, account: String) {
    serviceNamespace = "lambda"
    resourceId = target.resource.id
    scalableDimension = ScalableResource.dimension
    minCapacity = target.minimum
    maxCapacity = target.maximum
    roleARN =
      "arn:aws:iam::\(account):role/aws-service-role/lambda.application-autoscaling.amazonaws.com/"
      + "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency"
    creationTime = Timestamp.cli(target.creation)
    suspendedState = SuspendedState(
      dynamicScalingInSuspended: target.suspended.in,
      dynamicScalingOutSuspended: target.suspended.out,
      scheduledScalingSuspended: target.suspended.scheduled
    )
    scalableTargetARN = target.arn
  }
}

extension Lambda {
  /// Refuses what is no published version and no alias.
  func checkScalable(_ function: String, _ qualifier: String) throws(ServiceError) {
    _ = try provisionable(function, qualifier)
  }
}
