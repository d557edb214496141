import Simulation

/// Launches instances.
public struct RunInstances: Operation {
  /// Where the instances are placed.
  public struct Placement: Decodable, Sendable {
    /// The Availability Zone, such as `us-east-1a`; the first that is not lost if nothing is said.
    public var availabilityZone: String?
  }

  /// A volume.
  public struct BlockDeviceMapping: Decodable, Sendable {
    /// What the volume is like.
    public struct Volume: Decodable, Sendable {
      /// The size in GB.
      public var volumeSize: Int?
    }

    /// The device's name, such as `/dev/xvda`.
    public var deviceName: String?
    /// What the volume is like.
    public var ebs: Volume?
  }

  /// How a burstable instance uses its CPU credits.
  public struct CreditSpecification: Decodable, Sendable {
    /// `unlimited`; `standard` is not here.
    public var cpuCredits: String
  }

  /// Tags for what is created.
  public struct TagSpecification: Decodable, Sendable {
    /// What the tags are for; only `instance` counts here.
    public var resourceType: String?
    /// The tags.
    public var tags: [InstanceTag]?
  }

  /// The image; any name will do.
  public var imageId: String?
  /// The instance type; `t3.micro` if nothing is said.
  ///
  /// > Simplified: AWS's own default is the old `m1.small`.
  public var instanceType: String?
  /// How many at least; 1 if nothing is said.
  public var minCount: Int?
  /// How many at most, which here is how many; 1 if nothing is said.
  public var maxCount: Int?
  /// Where.
  public var placement: Placement?
  /// The root volume; others are refused.
  public var blockDeviceMappings: [BlockDeviceMapping]?
  /// How a burstable instance uses its CPU credits; `unlimited` if nothing is said.
  public var creditSpecification: CreditSpecification?
  /// The `Name` tag is the component's name.
  public var tagSpecifications: [TagSpecification]?

  /// Creates the request for one instance.
  public init(instanceType: String, name: String, zone: String = "a", volumeSize: Int? = nil) {
    self.instanceType = instanceType
    placement = Placement(availabilityZone: "us-east-1\(zone)")
    blockDeviceMappings = volumeSize.map { [.init(ebs: .init(volumeSize: $0))] }
    tagSpecifications = [.init(resourceType: "instance", tags: [.init(key: "Name", value: name)])]
  }

  /// What was launched.
  public struct Output: Sendable {
    /// The id of this launch.
    public let reservationId: String
    /// The account.
    public let ownerId: String
    /// The instances.
    public let instances: [InstanceDescription]
  }

  /// Launches the instances; they are `pending` when the answer comes.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> Output {
    let plan = try plan(in: ec2.cloud)
    try await ec2.simulation.sleep(for: EC2Assumptions.requestTime)
    try ec2.checkCapacity(for: plan.type, in: plan.zone)
    let instances = (0..<plan.count).map { _ in
      let id = ec2.newIdentifier("i")
      return Instance(
        id: id,
        name: plan.name ?? id,
        type: plan.type,
        zone: plan.zone,
        volumeSize: plan.volumeSize,
        hasPublicAddress: true,
        in: ec2.cloud
      )
    }
    for instance in instances { ec2.launch(instance) }
    return Output(
      reservationId: ec2.newIdentifier("r"),
      ownerId: ec2.cloud.account,
      instances: instances.map { InstanceDescription($0, in: ec2.cloud) }
    )
  }

  private typealias Plan = (
    type: InstanceType, name: String?, zone: String, count: Int, volumeSize: Int
  )

  private func plan(in cloud: Cloud) throws(ServiceError) -> Plan {
    let typeName = instanceType ?? InstanceType.t3Micro.name
    guard let type = InstanceType.named(typeName) else { throw .invalidInstanceType(typeName) }
    let zone = try cloud.zone(named: placement?.availabilityZone)
    let count = maxCount ?? minCount ?? 1
    guard EC2Quotas.instancesPerRequest.contains(count), (minCount ?? 1) <= count,
      (minCount ?? 1) >= 1
    else {
      throw .invalidParameterValue(
        "MinCount \(minCount ?? 1) and MaxCount \(count) must lie between 1 and"
          + " \(EC2Quotas.instancesPerRequest.upperBound), the former not above the latter"
      )
    }
    try checkCredits(of: type)
    guard (blockDeviceMappings?.count ?? 0) <= 1 else {
      throw .notSupported("A second volume")
    }
    let size = blockDeviceMappings?.first?.ebs?.volumeSize ?? EC2Quotas.defaultVolumeSize
    guard EC2Quotas.volumeSize.contains(size) else {
      throw .invalidParameterValue("Volume of \(size)GiB is outside of 1 to 16384 GiB")
    }
    let tags = (tagSpecifications ?? []).flatMap { $0.tags ?? [] }
    return (type, tags.first { $0.key == "Name" }?.value, zone, count, size)
  }
}

extension RunInstances {
  private func checkCredits(of type: InstanceType) throws(ServiceError) {
    guard let mode = creditSpecification?.cpuCredits else { return }
    guard type.creditsPerHour != nil else {
      throw .invalidParameterCombination(
        "CreditSpecification is for burstable types (t3) only, and \(type.name) is none."
      )
    }
    guard mode != "standard" else {
      throw .notSupported("The credit mode standard, which throttles to the baseline,")
    }
    guard mode == "unlimited" else {
      throw .invalidParameterValue(
        "Invalid value '\(mode)' for CpuCredits. Give unlimited, or leave CreditSpecification out."
      )
    }
  }
}

extension EC2 {
  /// - Throws: `InsufficientInstanceCapacity` in a lost zone.
  func checkCapacity(for type: InstanceType, in zone: String) throws(ServiceError) {
    guard !cloud.zones.isLost(zone) else {
      throw .insufficientInstanceCapacity(type.name, in: zone, of: cloud)
    }
  }
}

/// A tag of an instance.
public struct InstanceTag: Decodable, Hashable, Sendable {
  /// The tag's name.
  public var key: String
  /// The tag's value.
  public var value: String
}

/// Describes instances.
public struct DescribeInstances: Operation {
  /// The ids; all instances if nothing is said.
  public var instanceIds: [String]?

  /// Creates the request.
  public init(instanceIds: [String]? = nil) {
    self.instanceIds = instanceIds
  }

  /// The instances, each in a reservation of its own.
  public struct Output: Sendable {
    /// What one launch has made.
    public struct Reservation: Sendable {
      /// The account.
      public let ownerId: String
      /// The instances.
      public let instances: [InstanceDescription]
    }

    /// The reservations.
    public let reservations: [Reservation]
  }

  /// Describes them.
  public func perform(on ec2: isolated EC2, for caller: Caller) async throws -> Output {
    let found = try instanceIds?.map { try ec2.instance($0) } ?? ec2.instances
    return Output(
      reservations: found.map {
        .init(ownerId: ec2.cloud.account, instances: [InstanceDescription($0, in: ec2.cloud)])
      }
    )
  }
}

/// An instance as the service describes it.
public struct InstanceDescription: Sendable {
  /// Where it is.
  public struct Placement: Sendable {
    /// The Availability Zone.
    public let availabilityZone: String
  }

  /// The id.
  public let instanceId: String
  /// The instance type.
  public let instanceType: String
  /// When it was launched.
  public let launchTime: String
  /// Where it is.
  public let placement: Placement
  /// Its state.
  public let state: InstanceStateDescription
  /// Its tags.
  public let tags: [Tag]?

  /// A tag.
  public struct Tag: Sendable {
    /// The tag's name.
    public let key: String
    /// The tag's value.
    public let value: String
  }

  init(_ instance: Instance, in cloud: Cloud) {
    instanceId = instance.id
    instanceType = instance.type.name
    launchTime = Timestamp.iso8601(milliseconds: instance.launchedMilliseconds, zone: "+00:00")
    placement = Placement(availabilityZone: cloud.region + instance.zone)
    state = InstanceStateDescription(instance.state)
    tags = instance.name == instance.id ? nil : [Tag(key: "Name", value: instance.name)]
  }
}

/// A state by number and name.
public struct InstanceStateDescription: Sendable {
  /// The number.
  public let code: Int
  /// The name.
  public let name: String

  init(_ state: Instance.State) {
    code = state.code
    name = state.rawValue
  }
}
