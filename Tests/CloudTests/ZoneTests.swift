import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Zones that are lost and come back: what stops, what goes on, and what costs all the while.
@Suite struct ZoneTests {
  @Test(arguments: zones) func `a zone is lost as a whole`(_ row: PlatformCase) throws {
    try row.check()
  }

  @Test(arguments: machines) func `machines go and come with their zone`(
    _ row: PlatformCase
  ) throws {
    try row.check()
  }

  @Test(arguments: functions) func `functions move to the zones that are left`(
    _ row: PlatformCase
  ) throws {
    try row.check()
  }
}

// MARK: Tables

extension ZoneTests {
  private static let zones: [PlatformCase] = [
    PlatformCase("losing a lost one does nothing", ["lost", "restored", "b", ""]) { cloud in
      let names = Mutex<[String]>([])
      cloud.simulation.trace.read(ZoneEvent.self) { _, _, event in
        names.withLock { $0.append(event.name) }
      }
      for _ in 0..<2 { try await cloud.lose(zone: "b") }
      let lost = cloud.zones.lost
      for _ in 0..<2 { try await cloud.restore(zone: "b") }
      return names.withLock { $0 } + [lost.joined(), cloud.zones.lost.joined()]
    },
    PlatformCase("there are three", ["InvalidParameterValue"]) { cloud in
      do {
        try await cloud.lose(zone: "d")
        return ["lost"]
      } catch let error as ServiceError {
        return [error.code]
      }
    },
  ]

  private static let machines: [PlatformCase] = [
    PlatformCase(
      "processes end, the state stays, and the next boot brings them back",
      ["200 1", "connectionReset", "connectionRefused", "running true false", "70.0 s", "200 1"]
    ) { cloud in
      let instance = try await cloud.box()
      let app = try await cloud.app(on: instance)
      var found = [try await cloud.post(to: app)]
      let open = cloud.simulation.spawn(on: app) { app in
        try await cloud.post(["work": 9_000_000], to: app)
      }
      try await cloud.simulation.sleep(for: .seconds(1))
      try await cloud.lose(zone: "a")
      found += [try await open.value, try await cloud.post(to: app)]
      found.append("\(instance.state.rawValue) \(instance.isImpaired) \(instance.isBooted)")
      try await cloud.simulation.sleep(for: .seconds(600))
      try await cloud.restore(zone: "a")
      let began = cloud.simulation.now
      try await app.waitUntilServing()
      found.append("\(began.duration(to: cloud.simulation.now).nanoseconds / 1_000_000_000).0 s")
      return found + [try await cloud.post(to: app)]
    },
    PlatformCase(
      "status checks tell",
      ["ok ok", "impaired impaired", "ok initializing", "ok ok", "", "not-applicable"]
    ) { cloud in
      let instance = try await cloud.box()
      var found = [await cloud.status()]
      try await cloud.lose(zone: "a")
      found.append(await cloud.status())
      try await cloud.restore(zone: "a")
      found.append(await cloud.status())
      try await instance.waitUntilBooted()
      found.append(await cloud.status())
      let client = cloud.client(of: EC2.self, for: .learner)
      _ = try await client(StopInstances(instanceIds: [instance.id]))
      found.append(await cloud.status())
      let all = await cloud.answer(
        "ec2",
        "describe-instance-status",
        #"{"IncludeAllInstances":true}"#
      )
      let first = try JSONValue(parsing: all)["InstanceStatuses"]?[0]
      return found + [first?["SystemStatus"]?["Status"]?.stringValue ?? all]
    },
    PlatformCase(
      "nothing starts in a lost zone, and what names no zone goes elsewhere",
      ["InsufficientInstanceCapacity", "InsufficientInstanceCapacity", "b"]
    ) { cloud in
      let client = cloud.client(of: EC2.self, for: .learner)
      let instance = try await cloud.box()
      _ = try await client(StopInstances(instanceIds: [instance.id]))
      try await cloud.simulation.sleep(for: .seconds(60))
      try await cloud.lose(zone: "a")
      var found: [String] = []
      do {
        _ = try await client(StartInstances(instanceIds: [instance.id]))
      } catch let error as ServiceError {
        found.append(error.code)
      }
      do {
        _ = try await client.launch(.t3Micro, named: "other")
      } catch let error as ServiceError {
        found.append(error.code)
      }
      _ = await cloud.answer("ec2", "run-instances", "{}")
      return found + [try await cloud.ec2.newestZone()]
    },
    PlatformCase(
      "a zone that goes while a machine boots lets it boot once, later",
      ["false", "60 1"]
    ) { cloud in
      let boots = Mutex(0)
      cloud.simulation.trace.read(EC2Event.self) { _, _, event in
        if case .booted = event { boots.withLock { $0 += 1 } }
      }
      let client = cloud.client(of: EC2.self, for: .learner)
      let instance = try await client.launch(.m5Large, named: "box")
      try await cloud.simulation.sleep(for: .seconds(30))
      try await cloud.lose(zone: "a")
      try await cloud.simulation.sleep(for: .seconds(20))
      try await cloud.restore(zone: "a")
      let began = cloud.simulation.now
      try await cloud.simulation.sleep(for: .seconds(40))
      let found = ["\(instance.isBooted)"]
      try await instance.waitUntilBooted()
      let time = began.duration(to: cloud.simulation.now).nanoseconds / 1_000_000_000
      try await cloud.simulation.sleep(for: .seconds(100))
      return found + ["\(time) \(boots.withLock { $0 })"]
    },
    PlatformCase("the bill goes on", ["600000"]) { cloud in
      _ = try await cloud.box()
      let before = cloud.meter.reading
      try await cloud.lose(zone: "a")
      try await cloud.simulation.sleep(for: .seconds(600))
      return ["\(cloud.meter.reading.since(before).quantity(of: .instance("m5.large")))"]
    },
  ]

  private static let functions: [PlatformCase] = [
    PlatformCase(
      "a third of the environments end, and their requests with them",
      ["4 Unhandled, 8 served", "8", "12"]
    ) { cloud in
      try await cloud.probe()
      @Sendable func answers() async throws -> [String] {
        try await withThrowingTaskGroup(of: String.self) { group in
          for _ in 0..<12 { group.addTask { try await cloud.ask(["work": "2s"]) } }
          var all: [String] = []
          for try await answer in group { all.append(answer) }
          return all
        }
      }
      let asked = cloud.simulation.spawn(on: cloud.lambda) { _ in try await answers() }
      try await cloud.simulation.sleep(for: .seconds(1.5))
      try await cloud.lose(zone: "b")
      let outcomes = try await asked.value
      let failed = outcomes.filter { $0 == "Unhandled" }.count
      var found = ["\(failed) Unhandled, \(outcomes.count - failed) served"]
      found.append("\(await cloud.lambda.environmentCount(of: "probe"))")
      let again = try await answers()
      return found + ["\(again.filter { $0 == "" }.count)"]
    },
    PlatformCase("an event that was lost with its zone is tried again", ["started 2", "ended 2"]) {
      cloud in
      let counts = Mutex<(Int, Int)>((0, 0))
      cloud.simulation.trace.read(LambdaEvent.self) { _, _, event in
        switch event {
        case .invokeStarted: counts.withLock { $0.0 += 1 }
        case .invokeEnded: counts.withLock { $0.1 += 1 }
        default: break
        }
      }
      try await cloud.probe()
      _ = try await cloud.ask(["work": "2s"], .event)
      try await cloud.simulation.sleep(for: .seconds(1.5))
      try await cloud.lose(zone: "a")
      try await cloud.simulation.sleep(for: .seconds(600))
      return counts.withLock { ["started \($0.0)", "ended \($0.1)"] }
    },
    PlatformCase("without any zone there is no function", ["ServiceUnavailable"]) { cloud in
      try await cloud.probe()
      for zone in Zones.all { try await cloud.lose(zone: zone) }
      do {
        return [try await cloud.ask([:])]
      } catch let error as ServiceError {
        return [error.code]
      }
    },
  ]
}

extension Cloud {
  /// The first instance's instance and system status.
  fileprivate func status() async -> String {
    let answer = await answer("ec2", "describe-instance-status", "{}")
    let status = try? JSONValue(parsing: answer)["InstanceStatuses"]?[0]
    return ["SystemStatus", "InstanceStatus"]
      .compactMap { status?[$0]?["Status"]?.stringValue }
      .joined(separator: " ")
  }

  fileprivate func probe() async throws {
    await lambda.register(handler: "probe", Probe.self)
    let create = CreateFunction(functionName: "probe", handler: "probe", memorySize: 1_769)
    _ = try await lambda.call(create, for: .learner)
  }

  /// Invokes the function; answers the function error or nothing.
  fileprivate func ask(
    _ payload: JSONValue,
    _ type: Invoke.InvocationType = .requestResponse
  ) async throws -> String {
    let invoke = Invoke(functionName: "probe", invocationType: type, payload: payload)
    return try await lambda.call(invoke, for: .learner).functionError ?? ""
  }
}

extension EC2 {
  fileprivate func newestZone() async throws -> String {
    let all = try await call(DescribeInstances(), for: .learner).reservations
    return String(all.last?.instances[0].placement.availabilityZone.suffix(1) ?? "")
  }
}
