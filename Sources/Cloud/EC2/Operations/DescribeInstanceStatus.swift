import Simulation

/// Tells how instances are: whether the machine has power and the operating system answers.
public struct DescribeInstanceStatus: Operation {
  /// The ids; all instances if nothing is said.
  public var instanceIds: [String]?
  /// Whether instances that do not run are told of as well.
  public var includeAllInstances: Bool?

  /// Creates the request.
  public init(instanceIds: [String]? = nil, includeAllInstances: Bool? = nil) {
    self.instanceIds = instanceIds
    self.includeAllInstances = includeAllInstances
  }

  /// How the instances are.
  public struct Output: Sendable {
    /// In the order in which they were launched, or asked for.
    public let instanceStatuses: [InstanceStatus]
  }

  /// Tells it.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> Output {
    let found = try instanceIds?.map { try ec2.instance($0) } ?? ec2.instances
    return Output(
      instanceStatuses: found.lazy
        .filter { includeAllInstances == true || $0.state == .running }
        .map { InstanceStatus($0, in: ec2.cloud) }
    )
  }
}

/// How one instance is.
public struct InstanceStatus: Sendable {
  /// What a status check has found.
  public struct Check: Sendable {
    /// One of the check's parts.
    public struct Detail: Sendable {
      /// What was looked at.
      public let name: String
      /// What was found: `passed`, `failed` or `initializing`.
      public let status: String
    }

    /// The parts; none for an instance that does not run.
    public let details: [Detail]?
    /// `ok`, `impaired`, `initializing` or `not-applicable`.
    public let status: String

    fileprivate init(_ status: String) {
      self.status = status
      let found = ["ok": "passed", "impaired": "failed", "initializing": "initializing"][status]
      details = found.map { [Detail(name: "reachability", status: $0)] }
    }
  }

  /// Where it is.
  public let availabilityZone: String
  /// Its id.
  public let instanceId: String
  /// Its state.
  public let instanceState: InstanceStateDescription
  /// Whether the operating system answers.
  public let instanceStatus: Check
  /// Whether the machine beneath has power.
  public let systemStatus: Check

  init(_ instance: Instance, in cloud: Cloud) {
    availabilityZone = cloud.region + instance.zone
    instanceId = instance.id
    instanceState = InstanceStateDescription(instance.state)
    if instance.state != .running {
      instanceStatus = Check("not-applicable")
      systemStatus = Check("not-applicable")
    } else if instance.isImpaired {
      instanceStatus = Check("impaired")
      systemStatus = Check("impaired")
    } else {
      instanceStatus = Check(instance.isBooted ? "ok" : "initializing")
      systemStatus = Check("ok")
    }
  }
}
