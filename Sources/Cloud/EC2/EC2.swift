import Simulation

/// Amazon EC2: rented machines, billed by the second while they run, whatever they do.
///
/// Simplified: no images, networks or security groups; one volume an instance. Status checks tell
/// the truth at once and not once a minute.
public actor EC2: CloudService {
  /// `ec2`.
  public static let name = "ec2"
  /// `Amazon EC2`.
  public static let title = "Amazon EC2"
  /// `UnauthorizedOperation`.
  public static let accessRefusal = AccessRefusal("UnauthorizedOperation", 403)
  /// What the service can do.
  public static let operations: [any Operation<EC2>.Type] = [
    RunInstances.self, DescribeInstances.self, DescribeInstanceStatus.self, StopInstances.self,
    StartInstances.self, TerminateInstances.self, ModifyInstanceAttribute.self,
  ]

  private struct Rate: Hashable {
    let usage: Usage
    let component: String
  }

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// In the order in which they were launched.
  private(set) var instances: [Instance] = []
  private var identifiers: RandomStream
  /// Instances of one name share a line of the meter.
  private var rates: [Rate: Int64] = [:]
  private var billedSince: [String: SimulationInstant] = [:]

  /// Creates the service without instances.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("ec2 identifiers")
  }

  /// Returns the instance with this id.
  ///
  /// - Throws: ``ServiceError`` with the code `InvalidInstanceID.NotFound`.
  public func instance(_ id: String) throws -> Instance {
    guard let instance = instances.first(where: { $0.id == id }) else {
      throw ServiceError.instanceNotFound(id)
    }
    return instance
  }

  /// Returns the instances of this name that have not been terminated, oldest first.
  public func instances(named name: String) -> [Instance] {
    instances.filter { $0.name == name && $0.state != .terminated }
  }

  func newIdentifier(_ prefix: String) -> String {
    "\(prefix)-\(Identifiers.hex(17, from: &identifiers))"
  }

  // MARK: Life

  func launch(_ instance: Instance) {
    instances.append(instance)
    if instance.member == nil {
      cloud.topology.add(
        Component(instance.name, .server, note: instance.type.name, zone: instance.zone)
      )
    }
    changeRate(.blockStorage, by: Int64(instance.volumeSize), for: instance.name)
    start(instance)
  }

  /// Leads an instance from `pending` to a running operating system.
  func start(_ instance: Instance) {
    instance.enter(.pending)
    simulation.spawn(on: self) { ec2 in
      try await ec2.simulation.sleep(for: EC2Assumptions.pendingTime)
      guard instance.state == .pending else { return }
      instance.enter(.running)
      ec2.beginBilling(instance)
      try await ec2.boot(instance)
    }
  }

  /// Boots an instance, if there is power and it does not go meanwhile.
  private func boot(_ instance: Instance) async throws {
    guard let power = instance.powerUp() else { return }
    try await simulation.sleep(for: EC2Assumptions.bootTime)
    // Without power meanwhile, it would be another boot's turn.
    guard instance.hasHad(power) else { return }
    await instance.boot()
  }

  /// Ends what runs on the instance, and the instance, for now or for good.
  func end(_ instance: Instance, _ passing: Instance.State, then last: Instance.State) async {
    let time =
      last == .stopped ? EC2Assumptions.stopTime : EC2Assumptions.terminationTime
    instance.enter(passing)
    await instance.halt(last == .stopped ? "instance stopped" : "instance terminated")
    endBilling(instance)
    simulation.spawn(on: self) { ec2 in
      try await ec2.simulation.sleep(for: time)
      guard instance.state == passing else { return }
      instance.enter(last)
      if last == .terminated { ec2.deleteVolume(of: instance) }
    }
  }

  private func deleteVolume(of instance: Instance) {
    changeRate(.blockStorage, by: -Int64(instance.volumeSize), for: instance.name)
    guard instance.member == nil, instances(named: instance.name).isEmpty else { return }
    cloud.topology.remove(instance.name)
  }

  // MARK: Billing

  private func beginBilling(_ instance: Instance) {
    billedSince[instance.id] = simulation.now
    instance.beginCredits(cloud.meter)
    changeRate(.instance(instance.type.name), by: 1, for: instance.name)
    if instance.hasPublicAddress { changeRate(.publicAddress, by: 1, for: instance.name) }
  }

  private func endBilling(_ instance: Instance) {
    guard let since = billedSince.removeValue(forKey: instance.id) else { return }
    instance.endCredits(cloud.meter)
    let usage = Usage.instance(instance.type.name)
    changeRate(usage, by: -1, for: instance.name)
    if instance.hasPublicAddress { changeRate(.publicAddress, by: -1, for: instance.name) }
    let rest = BilledTime.rest(
      after: since.duration(to: simulation.now),
      minimum: EC2Quotas.minimumBilledTime
    )
    cloud.meter.add(usage, rest, for: instance.name)
  }

  private func changeRate(_ usage: Usage, by change: Int64, for component: String) {
    let rate = rates[Rate(usage: usage, component: component), default: 0] + change
    rates[Rate(usage: usage, component: component)] = rate
    cloud.meter.run(usage, rate: rate, for: component)
  }
}

/// Time that is billed by the whole second, with a minimum.
enum BilledTime {
  /// The milliseconds that are billed beyond those that the meter has counted.
  static func rest(after elapsed: Duration, minimum: Duration) -> Int64 {
    let nanoseconds = elapsed.nanoseconds
    let counted = (nanoseconds + 500_000) / 1_000_000
    let seconds = (max(nanoseconds, minimum.nanoseconds) + 999_999_999) / 1_000_000_000
    return seconds * 1_000 - counted
  }
}

extension EC2: ZonalService {
  /// Running instances lose their power with all that runs on them, and stay `running` and billed.
  func zoneLost(_ zone: String) async {
    for instance in instances where instance.zone == zone && instance.state == .running {
      instance.powerDown()
      await instance.halt("zone \(zone) lost")
    }
  }

  /// Instances that were running boot again.
  func zoneRestored(_ zone: String) {
    for instance in instances where instance.zone == zone && instance.state == .running {
      simulation.spawn(on: self) { try await $0.boot(instance) }
    }
  }
}

extension Cloud {
  /// The account's instances.
  public var ec2: EC2 { service() }
}

extension Client where Service == EC2 {
  /// Launches one instance called `name`.
  ///
  /// - Returns: the instance, still pending; ``Instance/waitUntilBooted()`` waits for it.
  /// - Throws: what `RunInstances` throws.
  public func launch(
    _ type: InstanceType,
    named name: String,
    zone: String = "a",
    volumeSize: Int = EC2Quotas.defaultVolumeSize
  ) async throws -> Instance {
    let reservation = try await self(
      RunInstances(instanceType: type.name, name: name, zone: zone, volumeSize: volumeSize)
    )
    return try await service.instance(reservation.instances[0].instanceId)
  }

  /// Gives an instance another type: stops it, changes it and starts it; what runs on it is down
  /// from the stop until it has booted again and its processes have started.
  ///
  /// - Throws: ``ServiceError`` for an unknown type, before anything is stopped.
  public func resize(_ instance: Instance, to type: String) async throws {
    guard InstanceType.named(type) != nil else { throw ServiceError.invalidInstanceType(type) }
    _ = try await self(StopInstances(instanceIds: [instance.id]))
    try await instance.waitUntilStopped()
    _ = try await self(
      ModifyInstanceAttribute(instanceId: instance.id, instanceType: .init(value: type))
    )
    _ = try await self(StartInstances(instanceIds: [instance.id]))
    try await instance.waitUntilBooted()
  }
}
