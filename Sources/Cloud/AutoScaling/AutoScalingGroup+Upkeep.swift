import Simulation

// Looking after the instances: replacing the broken, and all of them.
extension AutoScalingGroup {
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
    let instance = member.instance
    guard [.pending, .running].contains(instance.state) else { return "it is taken out of service" }
    if failsStatusChecks(member) { return "an EC2 health check failed" }
    guard let since = member.serviceSince, healthCheckType == .elb,
      since.duration(to: simulation.now) >= gracePeriod
    else { return nil }
    for group in targetGroups where await group.health(of: instance.id)?.state == .unhealthy {
      return "an ELB health check failed"
    }
    return nil
  }

  /// Whether a machine has been without power for as long as its status checks take to notice.
  private func failsStatusChecks(_ member: Member) -> Bool {
    guard let index = index(of: member.number) else { return false }
    guard member.instance.isImpaired else {
      members[index].brokenSince = nil
      return false
    }
    let since = members[index].brokenSince ?? simulation.now
    members[index].brokenSince = since
    return since.duration(to: simulation.now) >= AutoScalingAssumptions.statusCheckPeriod
  }

  /// Replaces all instances by ones of another type, one after the other, without a gap.
  ///
  /// What AWS calls an instance refresh, with 100 % healthy at all times.
  ///
  /// - Throws: ``ServiceError`` when a new instance does not come into use; the old ones stay.
  func refresh(to type: InstanceType) async throws {
    let before = template.type
    template.type = type
    version += 1
    surge = 1
    defer {
      surge = 0
      reconcile()
      show()
    }
    while let old = members.first(where: { $0.version < version && $0.lifecycle != .terminating }) {
      reconcile()
      do {
        try await waitUntilInUse(within: AutoScalingAssumptions.refreshTimeout)
      } catch {
        rollBack(to: before)
        throw error
      }
      end(old.number, because: "it is replaced by \(type.name)")
    }
  }

  /// Ends the new instances and keeps the old ones.
  private func rollBack(to type: InstanceType) {
    template.type = type
    for member in members where member.version == version {
      end(member.number, because: "it did not come into use")
    }
    for index in members.indices { members[index].version = version }
  }

  /// Waits until as many instances as are wanted are in service and get requests.
  ///
  /// - Throws: ``ServiceError`` when that takes longer than `limit`.
  func waitUntilInUse(within limit: Duration) async throws {
    let end = simulation.now.advanced(by: limit)
    while await inUse() < desired + surge {
      guard simulation.now < end else { throw ServiceError.instancesNotInUse(name, after: limit) }
      try await simulation.sleep(for: .seconds(1))
    }
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
  func show() {
    guard !isDeleted else { return }
    let count = members.count { $0.lifecycle != .terminating }
    cloud.topology.add(Component(name, .server, note: "\(count) x \(template.type.name)"))
  }
}
