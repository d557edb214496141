import Simulation

// What policies look at.
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
  private func takeReadings() async {
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

  func followPolicies() async {
    guard !policies.isEmpty else { return }
    await takeReadings()
    guard let change = await decide() else { return }
    setDesired(change.capacity, because: change.reason)
  }
}
