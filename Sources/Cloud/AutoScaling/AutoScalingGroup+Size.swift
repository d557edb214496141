import Simulation

// How many instances there are: launching, and ending.
extension AutoScalingGroup {
  /// Changes how many instances there should be, within the limits.
  func setDesired(_ wish: Int, because reason: String) {
    let wish = min(max(wish, minimum), maximum)
    guard wish != desired else { return }
    cloud.record(
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
  func reconcile() {
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
      cloud.record(
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
      do {
        let launched = try await group.cloud.ec2.launch(
          template,
          in: zone,
          as: "\(group.name)-\(number)"
        )
        group.launching[number] = nil
        try await group.welcome(Member(number, launched.instance, launched.process, version))
      } catch let error as ServiceError {
        group.cloud.record(
          AutoScalingEvent.launchFailed(reason: error.code),
          from: group.name
        )
      }
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
    guard !isDeleted else { return end(member.number, because: "the group is deleted") }
    show()
    cloud.record(
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
    cloud.record(
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
  func end(_ number: Int, because reason: String) {
    guard let index = index(of: number), members[index].lifecycle != .terminating else { return }
    members[index].lifecycle = .terminating
    let member = members[index]
    cloud.record(
      AutoScalingEvent.terminating(instance: member.instance.id, reason: reason),
      from: name
    )
    simulation.spawn(on: self) { group in
      for targets in group.targetGroups { await targets.deregister(member.instance.id) }
      // Who has no power finishes nothing.
      for targets in group.targetGroups where member.instance.isBooted {
        try await targets.waitUntilGone(member.instance.id)
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
    cloud.record(
      AutoScalingEvent.terminated(
        instance: member.instance.id,
        instances: members.count { $0.lifecycle == .inService }
      ),
      from: name
    )
  }

  func index(of number: Int) -> Int? { members.firstIndex { $0.number == number } }
}
