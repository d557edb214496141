import Simulation

/// Elastic Load Balancing, its Application Load Balancers: one address in front of many instances.
///
/// Simplified: HTTP on one listener a balancer, instances as targets, round robin across zones; no
/// TLS, sticky sessions, slow start or functions as targets. A balancer itself is never lost with a
/// zone: clients use its nodes in the others.
public actor ELB: CloudService {
  /// `elbv2`.
  public static let name = "elbv2"
  /// `Elastic Load Balancing`.
  public static let title = "Elastic Load Balancing"
  /// `elasticloadbalancing`.
  public static let policyPrefix = "elasticloadbalancing"
  /// As the services that speak Query.
  public static let accessRefusal = AccessRefusal.query
  /// What the service can do.
  public static let operations: [any Operation<ELB>.Type] = [
    CreateLoadBalancer.self, DescribeLoadBalancers.self, DeleteLoadBalancer.self,
    CreateTargetGroup.self, DescribeTargetGroups.self, ModifyTargetGroup.self,
    ModifyTargetGroupAttributes.self, DeleteTargetGroup.self, RegisterTargets.self,
    DeregisterTargets.self, DescribeTargetHealth.self, CreateListener.self, CreateRule.self,
    DescribeRules.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// In the order in which they were created.
  private(set) var balancers: [LoadBalancer] = []
  /// In the order in which they were created.
  private(set) var groups: [TargetGroup] = []
  private var identifiers: RandomStream

  /// Creates the service without balancers.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("elbv2 identifiers")
  }

  /// Returns the balancer with this name or ARN.
  ///
  /// - Throws: ``ServiceError`` with the code `LoadBalancerNotFound`.
  public func balancer(_ reference: String) throws -> LoadBalancer {
    guard let found = balancers.first(where: { $0.component == reference || $0.arn == reference })
    else { throw ServiceError.loadBalancerNotFound(reference) }
    return found
  }

  /// Returns the target group with this name or ARN.
  ///
  /// - Throws: ``ServiceError`` with the code `TargetGroupNotFound`.
  public func targetGroup(_ reference: String) throws -> TargetGroup {
    guard let found = groups.first(where: { $0.name == reference || $0.arn == reference })
    else { throw ServiceError.targetGroupNotFound(reference) }
    return found
  }

  /// A new resource's ARN, such as `…:targetgroup/app/6d0ecf831eec9f09`.
  func newARN(_ path: String) -> String {
    let id = Identifiers.hex(16, from: &identifiers)
    return ARN(service: "elasticloadbalancing", resource: "\(path)/\(id)", in: cloud).description
  }

  func add(_ balancer: LoadBalancer) {
    balancers.append(balancer)
    cloud.topology.add(Component(balancer.component, .balancer, note: balancer.scheme.rawValue))
    cloud.meter.run(.loadBalancer, rate: 1, for: balancer.component)
  }

  func remove(_ balancer: LoadBalancer) async {
    await balancer.close()
    balancers.removeAll { $0 === balancer }
    cloud.topology.remove(balancer.component)
    cloud.meter.run(.loadBalancer, rate: 0, for: balancer.component)
  }

  func add(_ group: TargetGroup) { groups.append(group) }

  func remove(_ group: TargetGroup) { groups.removeAll { $0 === group } }
}

extension Cloud {
  /// The account's load balancers.
  public var elb: ELB { service() }
}

extension Client where Service == ELB {
  /// Creates a target group and a balancer that forwards everything to it.
  ///
  /// - Parameters:
  ///   - name: the balancer's name, which is its component's.
  ///   - scheme: who may reach it.
  ///   - target: the name of the component behind it.
  ///   - group: the name of the target group; the component's if `nil`.
  ///   - drainingTime: how long a target that leaves may finish its requests.
  /// - Returns: the balancer.
  /// - Throws: what the operations throw.
  public func createBalancer(
    _ name: String,
    scheme: LoadBalancer.Scheme = .internetFacing,
    target: String,
    group: String? = nil,
    drainingTime: Duration = ELBQuotas.defaultDeregistrationDelay
  ) async throws -> LoadBalancer {
    let group = try await createTargetGroup(group ?? target, drainingTime: drainingTime)
    let balancer = try await self(CreateLoadBalancer(name: name, scheme: scheme))
    let arn = balancer.loadBalancers[0].loadBalancerArn
    _ = try await self(
      CreateListener(loadBalancerArn: arn, port: 80, defaultActions: [.forward(to: group)])
    )
    service.cloud.topology.connect(name, to: target, .synchronous)
    return try await service.balancer(name)
  }

  /// Sends what comes for `path` to a target group of its own.
  ///
  /// - Parameters:
  ///   - path: a path pattern such as `/orders*`.
  ///   - target: the name of the new target group, which is that of the component behind it.
  ///   - balancer: the balancer.
  ///   - drainingTime: how long a target that leaves may finish its requests.
  /// - Throws: what the operations throw.
  public func route(
    _ path: String,
    to target: String,
    from balancer: LoadBalancer,
    drainingTime: Duration = ELBQuotas.defaultDeregistrationDelay
  ) async throws {
    let known = await service.groups.first { $0.name == target }?.arn
    let group: String
    if let known {
      group = known
    } else {
      group = try await createTargetGroup(target, drainingTime: drainingTime)
    }
    if await balancer.listenerARN == nil {
      _ = try await self(
        CreateListener(
          loadBalancerArn: balancer.arn,
          port: 80,
          defaultActions: [.fixedResponse(status: 404)]
        )
      )
    }
    _ = try await self(
      CreateRule(
        listenerArn: await balancer.listenerARN ?? "",
        priority: await balancer.rules.count + 1,
        conditions: [.path(path)],
        actions: [.forward(to: group)]
      )
    )
    service.cloud.topology.connect(balancer.component, to: target, .synchronous)
  }

  private func createTargetGroup(
    _ name: String,
    drainingTime: Duration
  ) async throws -> String {
    let output = try await self(CreateTargetGroup(name: name, port: 80))
    let arn = output.targetGroups[0].targetGroupArn
    let seconds = String(Int(drainingTime.seconds.rounded()))
    _ = try await self(
      ModifyTargetGroupAttributes(
        targetGroupArn: arn,
        attributes: [.init(key: TargetGroupAttribute.delayKey, value: seconds)]
      )
    )
    return arn
  }
}
