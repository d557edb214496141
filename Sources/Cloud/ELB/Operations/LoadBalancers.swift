import Simulation

/// A balancer as the service describes it.
public struct LoadBalancerDescription: Sendable {
  /// The balancer's state.
  public struct State: Sendable {
    /// Always `active`.
    public let code: String
  }

  /// The ARN.
  public let loadBalancerArn: String
  /// The address.
  public let dnsName: String
  /// When it was created.
  public let createdTime: String
  /// The name.
  public let loadBalancerName: String
  /// `internet-facing` or `internal`.
  public let scheme: String
  /// Its state.
  public let state: State
  /// Always `application`.
  public let type: String

  init(_ balancer: LoadBalancer) {
    loadBalancerArn = balancer.arn
    dnsName = "\(balancer.component).\(balancer.cloud.region).elb.amazonaws.com"
    createdTime = Timestamp.iso8601(milliseconds: balancer.createdMilliseconds, zone: "+00:00")
    loadBalancerName = balancer.component
    scheme = balancer.scheme.rawValue
    state = State(code: "active")
    type = "application"
  }
}

/// The answer of an operation on balancers.
public struct LoadBalancersOutput: Sendable {
  /// The balancers.
  public let loadBalancers: [LoadBalancerDescription]
}

/// The names of balancers and target groups: letters, digits and hyphens, at most 32.
enum ELBName {
  static func check(_ name: String) throws(ServiceError) {
    let isPlain = name.utf8.allSatisfy { byte in
      (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte)
        || byte == UInt8(ascii: "-")
    }
    guard isPlain, ELBQuotas.nameLengths.contains(name.count), !name.hasPrefix("-"),
      !name.hasSuffix("-")
    else {
      throw .validation(
        "The name '\(name)' can only contain characters that are alphanumeric characters or"
          + " hyphens(-), up to 32, and must not begin or end with a hyphen"
      )
    }
  }
}

/// Creates an Application Load Balancer over all zones of the Region.
public struct CreateLoadBalancer: Operation {
  /// The name, which is the component's.
  public var name: String
  /// Who may reach it; `internet-facing` if nothing is said.
  public var scheme: LoadBalancer.Scheme?
  /// Only `application` here.
  public var type: String?

  /// Creates the request.
  public init(name: String, scheme: LoadBalancer.Scheme? = nil) {
    self.name = name
    self.scheme = scheme
  }

  /// Creates the balancer.
  public func perform(
    on elb: isolated ELB,
    for caller: Caller
  ) async throws -> LoadBalancersOutput {
    guard type ?? "application" == "application" else {
      throw ServiceError.notSupported("A load balancer of type \(type ?? "")")
    }
    try ELBName.check(name)
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    guard !elb.balancers.contains(where: { $0.component == name }) else {
      throw ServiceError.duplicateLoadBalancer(name)
    }
    let balancer = LoadBalancer(
      name,
      arn: elb.newARN("loadbalancer/app/\(name)"),
      scheme: scheme ?? .internetFacing,
      in: elb.cloud
    )
    elb.add(balancer)
    return LoadBalancersOutput(loadBalancers: [LoadBalancerDescription(balancer)])
  }
}

/// Describes balancers.
public struct DescribeLoadBalancers: Operation {
  /// ARNs; all balancers if neither these nor names are given.
  public var loadBalancerArns: [String]?
  /// Names.
  public var names: [String]?

  /// Describes them.
  public func perform(
    on elb: isolated ELB,
    for caller: Caller
  ) async throws -> LoadBalancersOutput {
    let references = (loadBalancerArns ?? []) + (names ?? [])
    let found = references.isEmpty ? elb.balancers : try references.map { try elb.balancer($0) }
    return LoadBalancersOutput(loadBalancers: found.map { LoadBalancerDescription($0) })
  }
}

/// Deletes a balancer; its target groups stay.
public struct DeleteLoadBalancer: Operation {
  /// The balancer's ARN.
  public var loadBalancerArn: String

  /// Deletes it.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> NoOutput {
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    if let balancer = try? elb.balancer(loadBalancerArn) { await elb.remove(balancer) }
    return NoOutput()
  }
}
