public import Simulation

/// A group of equal instances: keeps their number, replaces those that are broken, and grows and
/// shrinks as its policies say.
///
/// Simplified: no lifecycle hooks, scale-in protection, Spot Instances or warm pools.
public actor AutoScalingGroup: Simulated {
  /// How a group finds out that an instance is broken.
  public enum HealthCheckType: String, Sendable, Hashable, CaseIterable, Decodable {
    /// By the status checks of EC2: has the machine power and a network.
    case ec2 = "EC2"
    /// By the health checks of its balancers besides.
    case elb = "ELB"
  }

  /// An instance of the group.
  struct Member {
    enum Lifecycle: String {
      case pending = "Pending"
      case inService = "InService"
      case terminating = "Terminating"
    }

    let number: Int
    let instance: Instance
    let process: ServerProcess
    /// Which of the group's templates it was launched from.
    let version: Int
    var lifecycle = Lifecycle.pending
    var serviceSince: SimulationInstant?
    /// The processor time used at the last look, and when that was.
    var seen: (time: Duration, instant: SimulationInstant)?
  }

  /// The group's name, which is that of its component.
  public nonisolated let name: String
  /// The account and Region.
  public nonisolated let cloud: Cloud
  /// The simulation of the group's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// Where instances are launched, by letter.
  let zones: [String]
  let targetGroups: [TargetGroup]
  let healthCheckType: HealthCheckType
  let gracePeriod: Duration
  let createdMilliseconds: Int64
  private(set) var template: LaunchTemplate
  private(set) var version = 1
  private(set) var minimum: Int
  private(set) var maximum: Int
  private(set) var desired: Int
  /// How many instances there may be beyond the desired number while all are being replaced.
  private var surge = 0
  /// In the order in which they were launched.
  private(set) var members: [Member] = []
  private(set) var isDeleted = false
  var policies = ScalingPolicies()
  private var launches = 0
  /// The zones in which instances are being launched that are no members yet, by their numbers.
  private var launching: [Int: String] = [:]
  /// The processor time that instances have used which are gone.
  private var usedByGone = Duration.zero

  init(
    _ template: LaunchTemplate,
    sizes: ClosedRange<Int>,
    desired: Int,
    zones: [String],
    targetGroups: [TargetGroup],
    healthCheckType: HealthCheckType,
    gracePeriod: Duration,
    in cloud: Cloud
  ) {
    name = template.name
    self.template = template
    minimum = sizes.lowerBound
    maximum = sizes.upperBound
    self.desired = desired
    self.zones = zones
    self.targetGroups = targetGroups
    self.healthCheckType = healthCheckType
    self.gracePeriod = gracePeriod
    self.cloud = cloud
    createdMilliseconds = cloud.unixMilliseconds
  }

  /// The group as it is now.
  public var figures: GroupFigures {
    get async {
      var serving = 0
      for member in members where member.lifecycle == .inService {
        if await member.process.isServing { serving += 1 }
      }
      return GroupFigures(
        desired: desired,
        sizes: minimum...maximum,
        instances: members.count { $0.lifecycle != .terminating },
        inService: members.count { $0.lifecycle == .inService },
        serving: serving,
        type: template.type
      )
    }
  }

  /// The processors of the instances that run, and the time that all have used, the gone included.
  public var processors: (count: Double, used: Duration) {
    let running = members.filter { $0.lifecycle == .inService }
    let used = members.reduce(usedByGone) { $0 + $1.instance.processors.processorTime }
    return (running.reduce(0) { $0 + $1.instance.processors.processors }, used)
  }

  /// The processes on instances that are in service.
  public var processes: [ServerProcess] {
    members.filter { $0.lifecycle == .inService }.map(\.process)
  }

  // MARK: Size

  /// Changes how many instances there should be, within the limits.
  func setDesired(_ wish: Int, because reason: String) {
    let wish = min(max(wish, minimum), maximum)
    guard wish != desired else { return }
    simulation.record(
      AutoScalingEvent.desiredCapacity(from: desired, to: wish, reason: reason),
      from: name
    )
    desired = wish
    reconcile()
  }

  func setSizes(_ sizes: ClosedRange<Int>) {
    minimum = sizes.lowerBound
    maximum = sizes.upperBound
    setDesired(desired, because: "the limits have changed")
  }

  /// Launches what is missing and ends what is too much.
  private func reconcile() {
    let living = members.count { $0.lifecycle != .terminating } + launching.count
    let wanted = desired + surge
    if living < wanted {
      for _ in living..<wanted { launch() }
    } else if living > wanted {
      for _ in wanted..<living { endOne() }
    }
  }

  private func launch() {
    guard let zone = zoneForLaunch() else {
      simulation.record(
        AutoScalingEvent.launchFailed(reason: "no zone of the group is there"),
        from: name
      )
      return
    }
    launches += 1
    let (number, version, template) = (launches, version, template)
    launching[number] = zone
    simulation.spawn(on: self) { group in
      defer { group.launching[number] = nil }
      let launched = try await group.cloud.ec2.launch(
        template,
        in: zone,
        as: "\(group.name)-\(number)"
      )
      group.launching[number] = nil
      let member = Member(
        number: number,
        instance: launched.instance,
        process: launched.process,
        version: version
      )
      try await group.welcome(member)
    }
  }

  private func zoneForLaunch() -> String? {
    let open = zones.filter { !cloud.zones.isLost($0) }
    return open.min { count(in: $0) < count(in: $1) }
  }

  private func count(in zone: String) -> Int {
    members.count { $0.instance.zone == zone && $0.lifecycle != .terminating }
      + launching.values.count { $0 == zone }
  }

  /// Takes a new instance in; it is in service when its system runs.
  private func welcome(_ member: Member) async throws {
    members.append(member)
    show()
    simulation.record(
      AutoScalingEvent.launching(instance: member.instance.id, zone: member.instance.zone),
      from: name
    )
    try await member.instance.waitUntilBooted()
    guard let index = index(of: member.number), members[index].lifecycle == .pending else {
      return
    }
    members[index].lifecycle = .inService
    members[index].serviceSince = simulation.now
    for group in targetGroups { await group.register(member.instance) }
    simulation.record(
      AutoScalingEvent.inService(
        instance: member.instance.id,
        instances: members.count { $0.lifecycle == .inService }
      ),
      from: name
    )
  }

  /// Ends the instance that the default termination policy chooses: in the zone with the most, from
  /// the oldest template, the oldest.
  private func endOne() {
    let living = members.filter { $0.lifecycle != .terminating }
    guard let most = zones.max(by: { count(in: $0) < count(in: $1) }) else { return }
    let candidates = living.filter { $0.instance.zone == most }
    let oldest = candidates.min { ($0.version, $0.number) < ($1.version, $1.number) }
    guard let member = oldest else { return }
    end(member.number, because: "the group shrinks")
  }

  /// Lets an instance finish its requests and ends it.
  private func end(_ number: Int, because reason: String) {
    guard let index = index(of: number), members[index].lifecycle != .terminating else { return }
    members[index].lifecycle = .terminating
    let member = members[index]
    simulation.record(
      AutoScalingEvent.terminating(instance: member.instance.id, reason: reason),
      from: name
    )
    simulation.spawn(on: self) { group in
      for targets in group.targetGroups {
        await targets.deregister(member.instance.id)
        // Who has no power finishes nothing.
        if member.instance.isBooted { try await targets.waitUntilGone(member.instance.id) }
      }
      await group.cloud.ec2.terminate(member.instance)
      group.forget(number)
    }
  }

  private func forget(_ number: Int) {
    guard let index = index(of: number) else { return }
    let member = members.remove(at: index)
    usedByGone += member.instance.processors.processorTime
    show()
    simulation.record(
      AutoScalingEvent.terminated(
        instance: member.instance.id,
        instances: members.count { $0.lifecycle == .inService }
      ),
      from: name
    )
  }

  private func index(of number: Int) -> Int? { members.firstIndex { $0.number == number } }

  // MARK: Upkeep

  /// Starts the group, and looks after it for as long as it is there.
  func begin() {
    show()
    reconcile()
    simulation.spawn(on: self) { group in
      while !group.isDeleted {
        try await group.simulation.sleep(for: AutoScalingAssumptions.healthPeriod, .background)
        await group.replaceBroken()
        group.reconcile()
      }
    }
    simulation.spawn(on: self) { group in
      while !group.isDeleted {
        try await group.simulation.sleep(for: AutoScalingAssumptions.metricPeriod, .background)
        await group.followPolicies()
      }
    }
  }

  /// Ends the group and all of its instances.
  func delete() {
    isDeleted = true
    (minimum, maximum, desired, surge) = (0, 0, 0, 0)
    for member in members { end(member.number, because: "the group is deleted") }
    cloud.topology.remove(name)
  }

  private func replaceBroken() async {
    for member in members where member.lifecycle != .terminating {
      guard let reason = await fault(of: member) else { continue }
      end(member.number, because: reason)
    }
  }

  private func fault(of member: Member) async -> String? {
    if member.instance.isImpaired { return "an EC2 health check failed" }
    guard let since = member.serviceSince else { return nil }
    guard member.instance.state == .running else { return "it is taken out of service" }
    guard healthCheckType == .elb, since.duration(to: simulation.now) >= gracePeriod else {
      return nil
    }
    for group in targetGroups where await group.health(of: member.instance.id)?.state == .unhealthy
    {
      return "an ELB health check failed"
    }
    return nil
  }

  /// Replaces all instances by ones of another type, one after the other, without a gap.
  ///
  /// What AWS calls an instance refresh, with 100 % healthy at all times.
  func refresh(to type: InstanceType) async throws {
    template.type = type
    version += 1
    surge = 1
    defer { surge = 0 }
    while let old = members.first(where: { $0.version < version && $0.lifecycle != .terminating }) {
      reconcile()
      try await waitUntilInUse()
      end(old.number, because: "it is replaced by \(type.name)")
    }
    surge = 0
    reconcile()
    show()
  }

  /// Waits until as many instances as are wanted are in service and get requests.
  func waitUntilInUse() async throws {
    while await inUse() < desired + surge { try await simulation.sleep(for: .seconds(1)) }
  }

  private func inUse() async -> Int {
    var count = 0
    for member in members where member.lifecycle == .inService {
      guard await member.process.isServing else { continue }
      var isUsed = true
      for group in targetGroups
      where await group.health(of: member.instance.id)?.state != .healthy { isUsed = false }
      if isUsed { count += 1 }
    }
    return count
  }

  /// Tells the topology what the group is made of.
  private func show() {
    guard !isDeleted else { return }
    let count = members.count { $0.lifecycle != .terminating }
    cloud.topology.add(Component(name, .server, note: "\(count) x \(template.type.name)"))
  }
}

/// A group in numbers.
public struct GroupFigures: Hashable, Sendable {
  /// How many instances there should be.
  public let desired: Int
  /// How many there may be.
  public let sizes: ClosedRange<Int>
  /// How many there are, those that are starting included.
  public let instances: Int
  /// How many run.
  public let inService: Int
  /// On how many of these the program takes requests or messages.
  public let serving: Int
  /// What they are.
  public let type: InstanceType
}

// MARK: Metrics

extension AutoScalingGroup {
  /// The value of a metric over the last minute; `nil` when there is none.
  ///
  /// Instances that warm up are left out.
  func value(of metric: ScalingMetric, warmup: Duration) async -> (value: Double, on: Int)? {
    let warm = members.filter { isWarm($0, after: warmup) }
    switch metric {
    case .averageCPUUtilization:
      let shares = warm.compactMap { policies.utilisation[$0.number] }
      guard !shares.isEmpty else { return nil }
      return (shares.reduce(0, +) / Double(shares.count) * 100, shares.count)
    case .requestCountPerTarget:
      guard let requests = policies.requests, !warm.isEmpty else { return nil }
      return (Double(requests) / Double(warm.count), warm.count)
    case .custom(_, let read):
      // What the caller counts, it counts for each instance that is in service.
      let figures = await figures
      guard let value = await read(figures), figures.inService > 0 else { return nil }
      return (value, figures.inService)
    }
  }

  func isWarm(_ member: Member, after warmup: Duration) -> Bool {
    guard member.lifecycle == .inService, let since = member.serviceSince else { return false }
    return since.duration(to: simulation.now) >= warmup
  }

  /// Whether an instance is starting or warming up.
  func isWarming(_ warmup: Duration) -> Bool {
    members.contains { $0.lifecycle != .terminating && !isWarm($0, after: warmup) }
  }

  /// Reads what the last minute has brought.
  fileprivate func takeReadings() async {
    policies.utilisation = [:]
    for index in members.indices where members[index].lifecycle == .inService {
      let instance = members[index].instance
      let time = instance.processors.processorTime
      if let seen = members[index].seen {
        let offered = seen.instant.duration(to: simulation.now).seconds
        let used = (time - seen.time).seconds / instance.processors.processors
        if offered > 0 { policies.utilisation[members[index].number] = used / offered }
      }
      members[index].seen = (time, simulation.now)
    }
    var count = 0
    for group in targetGroups { count += await group.requestCount }
    if let before = policies.requestsBefore { policies.requests = count - before }
    policies.requestsBefore = count
  }

  fileprivate func followPolicies() async {
    guard !policies.isEmpty else { return }
    await takeReadings()
    guard let change = await decide() else { return }
    setDesired(change.capacity, because: change.reason)
  }
}
