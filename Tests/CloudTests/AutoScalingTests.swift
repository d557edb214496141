import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Groups of instances: how many there are, and why.
@Suite struct AutoScalingTests {
  // MARK: Rules

  @Test(arguments: [
    (10, 127, 22), (1, 40, 2), (2, -20, 1), (20, -33, 14), (10, 5, 11), (10, 0, 10),
  ])
  func `percentages are rounded toward zero, but not to nothing`(
    current: Int,
    percent: Int,
    capacity: Int
  ) {
    let type = AdjustmentType.percentChangeInCapacity
    #expect(type.capacity(from: current, by: percent) == capacity)
  }

  /// The drill of the guide: ten instances, an alarm at 50 %.
  @Test func `steps are taken from the number that there is`() {
    let out = StepScaling(
      .percentChangeInCapacity,
      steps: [
        .init(from: 0, to: 10, adjustment: 0), .init(from: 10, to: 20, adjustment: 10),
        .init(from: 20, to: nil, adjustment: 30),
      ]
    )
    let back = StepScaling(
      .percentChangeInCapacity,
      steps: [
        .init(from: -10, to: 0, adjustment: 0), .init(from: -20, to: -10, adjustment: -10),
        .init(from: nil, to: -20, adjustment: -30),
      ]
    )
    #expect(out.capacity(from: 10, breach: 5) == 10)
    #expect(out.capacity(from: 10, breach: 10) == 11)
    #expect(out.capacity(from: 11, breach: 20) == 14)
    #expect(back.capacity(from: 14, breach: -10) == 13)
    #expect(back.capacity(from: 13, breach: -20) == 10)
    #expect(back.capacity(from: 13, breach: -9.9) == 13)
  }

  @Test(arguments: [(1_500.0 / 10, 100.0, 10, 15), (90, 60, 2, 3), (60, 60, 7, 7), (20, 60, 6, 2)])
  func `target tracking asks for as many as bring the metric to the target`(
    value: Double,
    target: Double,
    instances: Int,
    needed: Int
  ) {
    let policy = TargetTracking(.averageCPUUtilization, target: target)
    #expect(policy.instancesNeeded(at: value, on: instances) == needed)
  }

  // MARK: Groups

  @Test(arguments: stories) func `a group keeps its number`(_ row: PlatformCase) throws {
    try row.check()
  }

  @Test(arguments: refusals) func `the service refuses what it must`(_ row: PlatformCase) throws {
    try row.check()
  }

  /// Whatever is asked for and whatever breaks: within the limits, and in the end what was asked.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func `the number of instances is always within the limits`(seed: UInt64) throws {
    let (isWithin, rest) = try PlatformCase.run(seed: seed, shuffling: seed) { cloud in
      let group = try await cloud.group(2...6)
      var chance = RandomStream(seed: seed, name: "wishes")
      let isWithin = Mutex(true)
      cloud.simulation.spawn(on: group) { group in
        while true {
          try await group.simulation.sleep(for: .seconds(1), .background)
          let figures = await group.figures
          // A machine without power counts until its status checks have failed.
          let holds = figures.instances <= 6 && (2...6).contains(figures.desired)
          isWithin.withLock { $0 = $0 && holds }
        }
      }
      for _ in 0..<40 {
        try await cloud.simulation.sleep(for: chance.uniform(in: .zero...Duration.seconds(200)))
        let zone = Zones.all[chance.uniform(below: 3)]
        switch chance.uniform(below: 4) {
        case 0: try await cloud.lose(zone: zone)
        case 1: try await cloud.restore(zone: zone)
        case 2: await group.crashAll()
        default:
          _ = try? await cloud.client(of: AutoScaling.self, for: .learner)(
            SetDesiredCapacity(
              autoScalingGroupName: "app",
              desiredCapacity: chance.uniform(in: 0...8)
            )
          )
        }
      }
      for zone in Zones.all { try await cloud.restore(zone: zone) }
      try await cloud.simulation.sleep(for: .seconds(600))
      let figures = await group.figures
      return (isWithin.withLock { $0 }, figures.serving - figures.desired)
    }
    #expect(isWithin && rest == 0)
  }
}

// MARK: Tables

extension AutoScalingTests {
  private static let stories: [PlatformCase] = [
    PlatformCase("its instances are spread over the zones", ["a a b c"]) { cloud in
      _ = try await cloud.group(4...6)
      return [await cloud.zonesOfGroup.sorted().joined(separator: " ")]
    },
    PlatformCase("it shrinks where there are most, the oldest first", ["a b c", "true"]) { cloud in
      _ = try await cloud.group(1...6, desired: 4)
      let inA = await cloud.ec2.instances(named: "app").filter { $0.zone == "a" }
        .sorted { ($0.member ?? "") < ($1.member ?? "") }
      _ = try await cloud.setDesired(3)
      try await cloud.simulation.sleep(for: .seconds(120))
      let left = await cloud.ec2.instances(named: "app").filter { $0.state == .running }
      let isOldestGone = left.contains { $0 === inA[1] } && !left.contains { $0 === inA[0] }
      return [left.map(\.zone).sorted().joined(separator: " "), "\(isOldestGone)"]
    },
    PlatformCase("an instance that somebody ends is replaced", ["3"]) { cloud in
      let group = try await cloud.group(2...4)
      _ = try await cloud.setDesired(3)
      try await cloud.simulation.sleep(for: .seconds(1))
      let pending = await cloud.ec2.instances(named: "app").first { $0.state == .pending }
      _ = try await cloud.client(of: EC2.self, for: .learner)(
        TerminateInstances(instanceIds: pending.map { [$0.id] } ?? [])
      )
      try await cloud.simulation.sleep(for: .seconds(300))
      return ["\(await group.figures.serving)"]
    },
    PlatformCase("a step policy takes the step of the breach", ["2", "3", "5"]) { cloud in
      let group = try await cloud.group(2...6)
      let level = Mutex(0.0)
      let metric = ScalingMetric.custom("level") { _ in level.withLock { $0 } }
      await group.step(
        StepScaling(
          .changeInCapacity,
          steps: [.init(from: 0, to: 20, adjustment: 1), .init(from: 20, to: nil, adjustment: 2)]
        ),
        on: ScalingAlarm(metric, .atLeast, 50),
        as: "steps"
      )
      var sizes: [Int] = []
      for value in [49.0, 50, 75] {
        level.withLock { $0 = value }
        try await cloud.simulation.sleep(for: .seconds(90))
        sizes.append(await group.figures.desired)
      }
      return sizes.map { "\($0)" }
    },
    PlatformCase("who may not take away does not keep the others from it", ["4", "2"]) { cloud in
      let group = try await cloud.group(2...6)
      let level = Mutex(200.0)
      let metric = ScalingMetric.custom("level") { _ in level.withLock { $0 } }
      await group.track(TargetTracking(metric, target: 100), as: "both ways")
      await group.track(TargetTracking(metric, target: 100, disablesScaleIn: true), as: "out only")
      try await cloud.simulation.sleep(for: .seconds(200))
      let most = await group.figures.desired
      level.withLock { $0 = 10 }
      try await cloud.simulation.sleep(for: .seconds(3_600))
      return ["\(most)", "\(await group.figures.desired)"]
    },
    PlatformCase(
      "a resize that cannot end is taken back",
      ["InstanceRefreshFailed", "2", "t3.small"]
    ) { cloud in
      let group = try await cloud.group(2...4)
      for zone in Zones.all { try await cloud.lose(zone: zone) }
      var answer = "done"
      do {
        try await group.resize(to: "m5.large")
      } catch let error as ServiceError {
        answer = error.code
      }
      for zone in Zones.all { try await cloud.restore(zone: zone) }
      try await cloud.simulation.sleep(for: .seconds(600))
      let figures = await group.figures
      return [answer, "\(figures.serving)", figures.type.name]
    },
    PlatformCase("a machine without power is replaced in another zone", ["2 a c"]) { cloud in
      let group = try await cloud.group(2...4)
      try await cloud.lose(zone: "b")
      try await cloud.simulation.sleep(for: .seconds(200))
      let zones = await cloud.zonesOfGroup.sorted().joined(separator: " ")
      return ["\(await group.figures.serving) \(zones)"]
    },
    PlatformCase("a dead program is the balancer's business by default", ["0", "0"]) { cloud in
      let ended = cloud.countOfEnded
      let group = try await cloud.group(2...4)
      await group.crashAll(for: .seconds(1_000))
      try await cloud.simulation.sleep(for: .seconds(400))
      return ["\(await group.figures.serving)", "\(ended())"]
    },
    PlatformCase("unless it looks at the balancer's checks", ["2", "2"]) { cloud in
      let ended = cloud.countOfEnded
      let group = try await cloud.group(2...4, behind: "app", health: .elb)
      await group.crashAll(for: .seconds(10_000))
      try await cloud.simulation.sleep(for: .seconds(600))
      return ["\(await group.figures.serving)", "\(ended())"]
    },
    PlatformCase("busy processors make it grow, idle ones shrink", ["3", "2"]) { cloud in
      let group = try await cloud.group(2...6)
      await group.track(TargetTracking(.averageCPUUtilization, target: 50), as: "half")
      // Three processors' worth of work for the four that there are.
      let request = HTTPRequest(method: "POST", path: "/work")
      let end = cloud.simulation.now.advanced(by: .seconds(1_500))
      while cloud.simulation.now < end {
        for process in await group.processes.prefix(2) {
          cloud.simulation.spawn(on: process) { _ = try? await $0.respond(to: request) }
        }
        try await cloud.simulation.sleep(for: .seconds(1))
      }
      let most = await group.figures.desired
      try await cloud.simulation.sleep(for: .seconds(3_600))
      return ["\(most)", "\(await group.figures.desired)"]
    },
    PlatformCase("a simple policy waits out its cooldown", ["3", "3", "4"]) { cloud in
      let group = try await cloud.group(2...6)
      let high = ScalingMetric.custom("always high") { _ in 100 }
      await group.adjust(
        SimpleScaling(.changeInCapacity, adjustment: 1),
        on: ScalingAlarm(high, .atLeast, 50),
        as: "one more"
      )
      var sizes: [Int] = []
      for seconds in [90, 180, 120] {
        try await cloud.simulation.sleep(for: .seconds(seconds))
        sizes.append(await group.figures.desired)
      }
      return sizes.map { "\($0)" }
    },
    PlatformCase("a resize replaces all without a gap", ["m5.large", "true"]) { cloud in
      let group = try await cloud.group(2...4)
      let least = Mutex(9)
      cloud.simulation.spawn(on: group) { group in
        while true {
          try await group.simulation.sleep(for: .seconds(1), .background)
          let serving = await group.figures.serving
          least.withLock { $0 = min($0, serving) }
        }
      }
      try await group.resize(to: "m5.large")
      return ["\(await group.figures.type.name)", "\(least.withLock { $0 } >= 2)"]
    },
  ]

  private static let refusals: [PlatformCase] = [
    refusal("set-desired-capacity", #"{"AutoScalingGroupName":"app","DesiredCapacity":9}"#),
    refusal("set-desired-capacity", #"{"AutoScalingGroupName":"no","DesiredCapacity":1}"#),
    refusal("update-auto-scaling-group", #"{"AutoScalingGroupName":"app","MinSize":5}"#),
    refusal(
      "put-scaling-policy",
      #"{"AutoScalingGroupName":"app","PolicyName":"p","PolicyType":"TargetTrackingScaling","#
        + #""TargetTrackingConfiguration":{"TargetValue":0}}"#
    ),
    refusal(
      "put-scaling-policy",
      #"{"AutoScalingGroupName":"app","PolicyName":"p","PolicyType":"StepScaling"}"#,
      "NotSupportedHere"
    ),
    refusal("delete-auto-scaling-group", #"{"AutoScalingGroupName":"app"}"#, "ResourceInUse"),
  ]

  private static func refusal(
    _ operation: String,
    _ input: String,
    _ code: String = "ValidationException"
  ) -> PlatformCase {
    PlatformCase("\(operation) \(input)", [code]) { cloud in
      _ = try await cloud.group(1...4)
      let answer = await cloud.answer("autoscaling", operation, input)
      return [answer.contains(code) ? code : answer]
    }
  }
}

extension Cloud {
  /// A group called `app` whose programs work for 1.5 s on a request.
  fileprivate func group(
    _ sizes: ClosedRange<Int>,
    desired: Int? = nil,
    behind balancer: String? = nil,
    health: AutoScalingGroup.HealthCheckType = .ec2
  ) async throws -> AutoScalingGroup {
    if let balancer {
      let elb = client(of: ELB.self, for: .learner)
      _ = try await elb.createBalancer("front", target: balancer)
    }
    let cloud = self
    let settings = ServerProcess.Settings(startTime: .seconds(5), restartDelay: .zero)
    let template = LaunchTemplate("app", type: .t3Small) { instance in
      ServerProcess("app", on: instance, in: cloud, settings: settings) { machine in
        { request in
          if request.path == "/work" { try await machine.compute(.milliseconds(1_500)) }
          return HTTPResponse(status: 200)
        }
      }
    }
    return try await autoScaling.createGroup(
      template,
      sizes: sizes,
      desired: desired,
      targetGroups: balancer.map { [$0] } ?? [],
      healthCheckType: health,
      gracePeriod: .seconds(60)
    )
  }

  fileprivate func setDesired(_ count: Int) async throws -> NoOutput {
    try await client(of: AutoScaling.self, for: .learner)(
      SetDesiredCapacity(autoScalingGroupName: "app", desiredCapacity: count)
    )
  }

  /// The zones of the group's instances, in the order of their launch.
  fileprivate var zonesOfGroup: [String] {
    get async {
      await ec2.instances(named: "app").filter { $0.state == .running }.map(\.zone)
    }
  }

  /// Counts the instances that groups end.
  fileprivate var countOfEnded: @Sendable () -> Int {
    let count = Counter()
    simulation.trace.read(AutoScalingEvent.self) { _, _, event in
      if case .terminating = event { count.value.withLock { $0 += 1 } }
    }
    return { count.value.withLock { $0 } }
  }
}

extension AutoScalingGroup {
  fileprivate func crashAll(for duration: Duration? = nil) async {
    for process in processes { await process.crash(reason: "test", for: duration) }
  }
}

private final class Counter: Sendable {
  let value = Mutex(0)
}
