import Simulation

/// A target group as the service describes it.
public struct TargetGroupDescription: Sendable {
  /// Which answers pass.
  public struct Matcher: Sendable {
    /// A status or a range of statuses.
    public let httpCode: String
  }

  /// The ARN.
  public let targetGroupArn: String
  /// The name.
  public let targetGroupName: String
  /// The protocol.
  public let `protocol`: String
  /// The port.
  public let port: Int
  /// The path of health checks.
  public let healthCheckPath: String
  /// In seconds.
  public let healthCheckIntervalSeconds: Int
  /// In seconds.
  public let healthCheckTimeoutSeconds: Int
  /// How many passes in a row make a target healthy.
  public let healthyThresholdCount: Int
  /// How many failures in a row make a target unhealthy.
  public let unhealthyThresholdCount: Int
  /// Which answers pass.
  public let matcher: Matcher
  /// Always `instance`.
  public let targetType: String

  init(_ group: isolated TargetGroup) {
    let check = group.healthCheck
    targetGroupArn = group.arn
    targetGroupName = group.name
    self.protocol = "HTTP"
    port = 80
    healthCheckPath = check.path
    healthCheckIntervalSeconds = Int(check.interval.seconds)
    healthCheckTimeoutSeconds = Int(check.timeout.seconds)
    healthyThresholdCount = check.healthyThreshold
    unhealthyThresholdCount = check.unhealthyThreshold
    let (low, high) = (check.matcher.lowerBound, check.matcher.upperBound)
    matcher = Matcher(httpCode: low == high ? "\(low)" : "\(low)-\(high)")
    targetType = "instance"
  }
}

/// The answer of an operation on target groups.
public struct TargetGroupsOutput: Sendable {
  /// The groups.
  public let targetGroups: [TargetGroupDescription]

  init(_ groups: [TargetGroup]) async {
    var descriptions: [TargetGroupDescription] = []
    for group in groups { descriptions.append(await TargetGroupDescription(group)) }
    targetGroups = descriptions
  }
}

/// Which answers pass a health check.
public struct HealthCheckMatcher: Decodable, Sendable {
  /// A status such as `200`, or a range such as `200-299`.
  public var httpCode: String?
}

/// The settings of health checks, as several operations take them.
private struct HealthCheckOptions {
  let path: String?
  let interval: Int?
  let timeout: Int?
  let healthy: Int?
  let unhealthy: Int?
  let matcher: HealthCheckMatcher?

  /// The settings with what was asked for, checked.
  func applied(to check: HealthCheck) throws(ServiceError) -> HealthCheck {
    var check = check
    if let path {
      guard path.hasPrefix("/"), path.count <= 1_024 else {
        throw .validation("Health check path '\(path)' must begin with a '/' character")
      }
      check.path = path
    }
    check.interval = try seconds(
      interval,
      ELBQuotas.healthCheckIntervals,
      "interval",
      check.interval
    )
    check.timeout = try seconds(timeout, ELBQuotas.healthCheckTimeouts, "timeout", check.timeout)
    guard check.timeout < check.interval else {
      throw .validation("Health check timeout must be smaller than the health check interval")
    }
    check.healthyThreshold = try count(healthy, "healthy", check.healthyThreshold)
    check.unhealthyThreshold = try count(unhealthy, "unhealthy", check.unhealthyThreshold)
    if let text = matcher?.httpCode { check.matcher = try Self.range(text) }
    return check
  }

  private func seconds(
    _ value: Int?,
    _ allowed: ClosedRange<Int>,
    _ what: String,
    _ preset: Duration
  ) throws(ServiceError) -> Duration {
    guard let value else { return preset }
    guard allowed.contains(value) else {
      throw .validation(
        "Health check \(what) '\(value)' must be from \(allowed.lowerBound) to"
          + " \(allowed.upperBound) seconds"
      )
    }
    return .seconds(value)
  }

  private func count(_ value: Int?, _ what: String, _ preset: Int) throws(ServiceError) -> Int {
    guard let value else { return preset }
    guard ELBQuotas.healthThresholds.contains(value) else {
      throw .validation("The \(what) threshold count '\(value)' must be from 2 to 10")
    }
    return value
  }

  private static func range(_ text: String) throws(ServiceError) -> ClosedRange<Int> {
    let ends = text.split(separator: "-").compactMap { Int($0) }
    guard let low = ends.first, let high = ends.last, ends.count <= 2, low <= high,
      (200...499).contains(low), (200...499).contains(high)
    else {
      throw .validation("Health check matcher '\(text)' must be a status or a range in 200-499")
    }
    return low...high
  }
}

/// Creates a target group.
public struct CreateTargetGroup: Operation {
  /// The name.
  public var name: String
  /// The protocol; only `HTTP` here.
  public var `protocol`: String?
  /// The port; any will do.
  public var port: Int?
  /// Only `instance` here.
  public var targetType: String?
  /// The path of health checks; `/` if nothing is said.
  public var healthCheckPath: String?
  /// Seconds between two checks; 30 if nothing is said.
  public var healthCheckIntervalSeconds: Int?
  /// Seconds that an answer may take; 5 if nothing is said.
  public var healthCheckTimeoutSeconds: Int?
  /// How many passes in a row make a target healthy again; 5 if nothing is said.
  public var healthyThresholdCount: Int?
  /// How many failures in a row make a target unhealthy; 2 if nothing is said.
  public var unhealthyThresholdCount: Int?
  /// Which answers pass; 200 if nothing is said.
  public var matcher: HealthCheckMatcher?

  /// Creates the request.
  public init(name: String, port: Int) {
    self.name = name
    self.port = port
  }

  /// Creates the group, without targets.
  public func perform(
    on elb: isolated ELB,
    for caller: Caller
  ) async throws -> TargetGroupsOutput {
    guard self.protocol ?? "HTTP" == "HTTP" else {
      throw ServiceError.notSupported("A target group for \(self.protocol ?? "")")
    }
    guard targetType ?? "instance" == "instance" else {
      throw ServiceError.notSupported("A target group of \(targetType ?? "") targets")
    }
    try ELBName.check(name)
    let options = HealthCheckOptions(
      path: healthCheckPath,
      interval: healthCheckIntervalSeconds,
      timeout: healthCheckTimeoutSeconds,
      healthy: healthyThresholdCount,
      unhealthy: unhealthyThresholdCount,
      matcher: matcher
    )
    let check = try options.applied(to: HealthCheck())
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    guard !elb.groups.contains(where: { $0.name == name }) else {
      throw ServiceError.duplicateTargetGroup(name)
    }
    let arn = elb.newARN("targetgroup/\(name)")
    let group = TargetGroup(name, arn: arn, healthCheck: check, in: elb.cloud)
    elb.add(group)
    return await TargetGroupsOutput([group])
  }
}

/// Describes target groups.
public struct DescribeTargetGroups: Operation {
  /// ARNs; all groups if neither these nor names are given.
  public var targetGroupArns: [String]?
  /// Names.
  public var names: [String]?

  /// Describes them.
  public func perform(
    on elb: isolated ELB,
    for caller: Caller
  ) async throws -> TargetGroupsOutput {
    let references = (targetGroupArns ?? []) + (names ?? [])
    let found = references.isEmpty ? elb.groups : try references.map { try elb.targetGroup($0) }
    return await TargetGroupsOutput(found)
  }
}

/// Changes the health checks of a group.
public struct ModifyTargetGroup: Operation {
  /// The group.
  public var targetGroupArn: String
  /// The path of health checks.
  public var healthCheckPath: String?
  /// Seconds between two checks.
  public var healthCheckIntervalSeconds: Int?
  /// Seconds that an answer may take.
  public var healthCheckTimeoutSeconds: Int?
  /// How many passes in a row make a target healthy again.
  public var healthyThresholdCount: Int?
  /// How many failures in a row make a target unhealthy.
  public var unhealthyThresholdCount: Int?
  /// Which answers pass.
  public var matcher: HealthCheckMatcher?

  /// Changes them; running intervals end first.
  public func perform(
    on elb: isolated ELB,
    for caller: Caller
  ) async throws -> TargetGroupsOutput {
    let group = try elb.targetGroup(targetGroupArn)
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    let options = HealthCheckOptions(
      path: healthCheckPath,
      interval: healthCheckIntervalSeconds,
      timeout: healthCheckTimeoutSeconds,
      healthy: healthyThresholdCount,
      unhealthy: unhealthyThresholdCount,
      matcher: matcher
    )
    await group.configure(try options.applied(to: group.healthCheck))
    return await TargetGroupsOutput([group])
  }
}

/// Deletes a group that no rule uses.
public struct DeleteTargetGroup: Operation {
  /// The group.
  public var targetGroupArn: String

  /// Deletes it.
  public func perform(on elb: isolated ELB, for caller: Caller) async throws -> NoOutput {
    let group = try elb.targetGroup(targetGroupArn)
    try await elb.simulation.sleep(for: ELBAssumptions.requestTime)
    for balancer in elb.balancers where await balancer.isUsing(group) {
      throw ServiceError.targetGroupInUse(targetGroupArn)
    }
    for target in await group.targets { await group.deregister(target.instance.id) }
    elb.remove(group)
    return NoOutput()
  }
}
