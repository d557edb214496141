import Simulation

/// The policies of a group, and what they remember from minute to minute.
struct ScalingPolicies {
  struct Tracking {
    let name: String
    var policy: TargetTracking
    /// How many minutes in a row the metric has been too high, or too low.
    var high = 0
    var low = 0
  }

  struct Stepping {
    let name: String
    let alarm: ScalingAlarm
    var policy: StepScaling
    var minutes = 0
    /// The step that was taken last, and when: the same step is not taken again while its
    /// instances warm up.
    var last: (step: StepScaling.Step, instant: SimulationInstant)?
  }

  struct Simple {
    let name: String
    let alarm: ScalingAlarm
    var policy: SimpleScaling
    var minutes = 0
  }

  var tracking: [Tracking] = []
  var stepping: [Stepping] = []
  var simple: [Simple] = []
  /// When the cooldown of simple scaling ends.
  var cooldownEnd: SimulationInstant?
  /// Each member's share of its processors in the last minute, by its number.
  var utilisation: [Int: Double] = [:]
  /// How many requests the last minute has brought.
  var requests: Int?
  var requestsBefore: Int?

  var isEmpty: Bool { tracking.isEmpty && stepping.isEmpty && simple.isEmpty }
}

extension AutoScalingGroup {
  /// A change that the policies want.
  struct Change {
    let capacity: Int
    let reason: String
  }

  /// What the policies want: growth if any of them wants it, shrinking only if all that follow a
  /// target agree.
  func decide() async -> Change? {
    var wishes: [Change] = []
    for name in policies.stepping.map(\.name) {
      if let change = await stepChange(name) { wishes.append(change) }
    }
    for name in policies.simple.map(\.name) {
      if let change = await simpleChange(name) { wishes.append(change) }
    }
    var shrinking: [Change?] = []
    for (name, mayShrink) in policies.tracking.map({ ($0.name, !$0.policy.disablesScaleIn) }) {
      let wish = await trackingWish(name)
      if let wish, wish.capacity > desired {
        wishes.append(wish)
        shrinking.append(nil)
      } else if mayShrink {
        // Only who may take instances away is asked whether to.
        shrinking.append(wish)
      }
    }
    let growth = wishes.filter { $0.capacity > desired }.max { $0.capacity < $1.capacity }
    if let growth { return growth }
    let agreed = shrinking.compactMap(\.self)
    if !agreed.isEmpty, agreed.count == shrinking.count {
      wishes += agreed.max { $0.capacity < $1.capacity }.map { [$0] } ?? []
    }
    return wishes.filter { $0.capacity < desired }.min { $0.capacity < $1.capacity }
  }

  private func trackingWish(_ name: String) async -> Change? {
    guard let policy = policies.tracking.first(where: { $0.name == name })?.policy else {
      return nil
    }
    let reading = await self.value(of: policy.metric, warmup: policy.warmup)
    // The policy may have gone while its metric was read.
    guard let index = policies.tracking.firstIndex(where: { $0.name == name }) else { return nil }
    guard let (value, instances) = reading else {
      // No data: no scaling.
      (policies.tracking[index].high, policies.tracking[index].low) = (0, 0)
      return nil
    }
    let (isHigh, isLow) = (value > policy.target, value < 0.9 * policy.target)
    policies.tracking[index].high = isHigh ? policies.tracking[index].high + 1 : 0
    policies.tracking[index].low = isLow ? policies.tracking[index].low + 1 : 0
    let needed = policy.instancesNeeded(at: value, on: instances)
    let reason = "\(policy.metric.name) is \(Int(value.rounded())), wanted \(Int(policy.target))"
    if policies.tracking[index].high >= TargetTracking.minutesToScaleOut, needed > desired {
      return Change(capacity: needed, reason: reason)
    }
    let mayShrink = !policy.disablesScaleIn && !isWarming(policy.warmup)
    if policies.tracking[index].low >= TargetTracking.minutesToScaleIn, mayShrink, needed < desired
    {
      return Change(capacity: needed, reason: reason)
    }
    return nil
  }

  private func stepChange(_ name: String) async -> Change? {
    guard let stepping = policies.stepping.first(where: { $0.name == name }) else { return nil }
    let (policy, alarm) = (stepping.policy, stepping.alarm)
    let reading = await self.value(of: alarm.metric, warmup: policy.warmup)
    guard let index = policies.stepping.firstIndex(where: { $0.name == name }) else { return nil }
    guard let (value, _) = reading else {
      policies.stepping[index].minutes = 0
      return nil
    }
    let rings = alarm.isBreached(by: value)
    policies.stepping[index].minutes = rings ? stepping.minutes + 1 : 0
    let breach = value - alarm.threshold
    guard rings, policies.stepping[index].minutes >= alarm.minutes,
      let step = policy.step(for: breach)
    else { return nil }
    let capacity = policy.adjustmentType.capacity(from: desired, by: step.adjustment)
    if isWarming(policy.warmup) {
      guard capacity > desired else { return nil }
      if let last = stepping.last, last.step == step,
        last.instant.duration(to: simulation.now) < policy.warmup
      {
        return nil
      }
    }
    policies.stepping[index].last = (step, simulation.now)
    return Change(capacity: capacity, reason: "\(alarm.metric.name) is \(Int(value.rounded()))")
  }

  private func simpleChange(_ name: String) async -> Change? {
    guard let simple = policies.simple.first(where: { $0.name == name }) else { return nil }
    let reading = await self.value(of: simple.alarm.metric, warmup: .zero)
    guard let index = policies.simple.firstIndex(where: { $0.name == name }) else { return nil }
    guard let (value, _) = reading else {
      policies.simple[index].minutes = 0
      return nil
    }
    let rings = simple.alarm.isBreached(by: value)
    policies.simple[index].minutes = rings ? simple.minutes + 1 : 0
    guard rings, policies.simple[index].minutes >= simple.alarm.minutes else { return nil }
    // > Simplified: the cooldown counts from the adjustment, and not from its last instance.
    if let end = policies.cooldownEnd, simulation.now < end { return nil }
    policies.cooldownEnd = simulation.now.advanced(by: simple.policy.cooldown)
    return Change(
      capacity: simple.policy.adjustmentType.capacity(
        from: desired,
        by: simple.policy.adjustment
      ),
      reason: "\(simple.alarm.metric.name) is \(Int(value.rounded()))"
    )
  }
}
