import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Balancers: who gets a request, and what is answered when nobody does.
@Suite struct LoadBalancerTests {
  @Test(arguments: answers) func `a balancer answers as AWS does`(_ row: PlatformCase) throws {
    try row.check()
  }

  @Test(arguments: health) func `targets come and go with their health`(
    _ row: PlatformCase
  ) throws {
    try row.check()
  }

  @Test(arguments: refusals) func `the service refuses what it must`(_ row: PlatformCase) throws {
    try row.check()
  }

  @Test func `requests are shared evenly among healthy targets`() throws {
    let counts = try PlatformCase.run { cloud -> [Int] in
      let bench = try await BalancerBench(cloud, instances: 3)
      for _ in 0..<90 { _ = await bench.status() }
      return bench.served
    }
    #expect(counts == [30, 30, 30])
  }

  @Test(arguments: [
    ("/orders*", "/orders/17", true), ("/orders*", "/order", false), ("*", "/", true),
    ("/a?c", "/abc", true), ("/a?c", "/ac", false), ("*/x", "/a/b/x", true), ("/", "/a", false),
    ("/*a*b", "/xaxab", true), ("/*a*b", "/xbxa", false),
  ])
  func `a path pattern knows its stars and question marks`(
    pattern: String,
    path: String,
    fits: Bool
  ) throws {
    let status = try PlatformCase.run { cloud -> Int in
      let elb = cloud.client(of: ELB.self, for: .learner)
      _ = try await elb(CreateLoadBalancer(name: "b"))
      let balancer = try await cloud.elb.balancer("b")
      try await elb.route(pattern, to: "nobody", from: balancer)
      return try await balancer.respond(to: HTTPRequest(method: "GET", path: path + "?q=1")).status
    }
    #expect(status == (fits ? 503 : 404))
  }
}

// MARK: Tables

extension LoadBalancerTests {
  private static let answers: [PlatformCase] = [
    PlatformCase("503 without targets", ["503"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 0)
      return ["\(await bench.status())"]
    },
    PlatformCase("502 when the program is down, and at once", ["502", "true"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 1)
      await bench.processes[0].crash(reason: "test", for: .seconds(600))
      let start = cloud.simulation.now
      let status = await bench.status()
      return ["\(status)", "\(start.duration(to: cloud.simulation.now) < .seconds(1))"]
    },
    PlatformCase("502 when the program dies meanwhile", ["502"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 1)
      let process = bench.processes[0]
      cloud.simulation.spawn(on: process) { process in
        try await process.simulation.sleep(for: .milliseconds(50))
        process.crash(reason: "test")
      }
      return ["\(await bench.status("/slow"))"]
    },
    PlatformCase("504 when the machine is off, after ten seconds", ["504", "10"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 1)
      try await cloud.lose(zone: bench.instances[0].zone)
      let start = cloud.simulation.now
      let status = await bench.status()
      return ["\(status)", "\(Int(start.duration(to: cloud.simulation.now).seconds))"]
    },
    PlatformCase("504 when there is no answer, after a minute", ["504", "60"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 1)
      let start = cloud.simulation.now
      let status = await bench.status("/never")
      return ["\(status)", "\(Int(start.duration(to: cloud.simulation.now).seconds))"]
    },
    PlatformCase("a target's own status goes through", ["418"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 1)
      return ["\(await bench.status("/teapot"))"]
    },
    PlatformCase("an hour costs its price and its requests", ["0.022508"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 1)
      let before = cloud.meter.reading
      for _ in 0..<100 { _ = await bench.status() }
      try await cloud.simulation.sleep(until: before.instant.advanced(by: .seconds(3_600)))
      let bill = Bill(for: cloud.meter.reading.since(before))
      let sum = bill.total(of: .loadBalancer) + bill.total(of: .loadBalancerCapacity)
      return [String(sum.decimal.prefix(8))]
    },
  ]

  private static let health: [PlatformCase] = [
    PlatformCase(
      "a dead target is left out after two checks, a living one comes back after five",
      ["healthy", "unhealthy", "unhealthy", "healthy"]
    ) { cloud in
      let bench = try await BalancerBench(cloud, instances: 2)
      let id = bench.instances[0].id
      var states = [await bench.state(of: id)]
      await bench.processes[0].crash(reason: "test", for: .seconds(100))
      try await cloud.simulation.sleep(for: .seconds(62))
      states.append(await bench.state(of: id))
      let answers = await bench.statuses(10)
      if answers != [200] { states.append("\(answers)") }
      // It serves again, and has passed fewer than five checks.
      try await cloud.simulation.sleep(for: .seconds(110))
      states.append(await bench.state(of: id))
      try await cloud.simulation.sleep(for: .seconds(120))
      states.append(await bench.state(of: id))
      return states
    },
    PlatformCase("with no healthy target left, all get requests", ["[200, 502]"]) { cloud in
      let bench = try await BalancerBench(cloud, instances: 2)
      for process in bench.processes { await process.crash(reason: "test", for: .seconds(85)) }
      try await cloud.simulation.sleep(for: .seconds(75))
      await bench.processes[1].crash(reason: "test", for: .seconds(1_000))
      // The first serves again; nobody has found out yet.
      try await cloud.simulation.sleep(for: .seconds(25))
      return ["\(await bench.statuses(10).sorted())"]
    },
    PlatformCase(
      "who leaves finishes its requests and gets no new ones",
      ["draining", "200", "true", "none"]
    ) { cloud in
      let bench = try await BalancerBench(cloud, instances: 2)
      let last = Mutex(0)
      // Two requests, one for each.
      for _ in 0..<2 {
        cloud.simulation.spawn(on: bench.processes[0]) { _ in
          let status = await bench.status("/slow")
          last.withLock { $0 = status }
        }
      }
      try await cloud.simulation.sleep(for: .milliseconds(10))
      let id = bench.instances[0].id
      let elb = cloud.client(of: ELB.self, for: .learner)
      let arn = try await cloud.elb.targetGroup("app").arn
      _ = try await elb(DeregisterTargets(targetGroupArn: arn, targets: [.init(id: id)]))
      let state = await bench.state(of: id)
      let before = bench.served[0]
      _ = await bench.statuses(10)
      let isLeftAlone = bench.served[0] == before
      try await cloud.simulation.sleep(for: .seconds(5))
      return [
        state, "\(last.withLock { $0 })", "\(isLeftAlone)", await bench.state(of: id),
      ]
    },
  ]

  private static let refusals: [PlatformCase] = [
    refusal("create-load-balancer", #"{"Name":"-b"}"#, "ValidationException"),
    refusal("create-load-balancer", #"{"Name":"b","Type":"network"}"#, "NotSupportedHere"),
    refusal("create-target-group", #"{"Name":"g","Protocol":"HTTPS"}"#, "NotSupportedHere"),
    refusal(
      "create-target-group",
      #"{"Name":"g","HealthCheckIntervalSeconds":4}"#,
      "ValidationException"
    ),
    refusal(
      "create-target-group",
      #"{"Name":"g","HealthCheckTimeoutSeconds":30}"#,
      "ValidationException"
    ),
    refusal("describe-target-health", #"{"TargetGroupArn":"x"}"#, "TargetGroupNotFound"),
    refusal("describe-load-balancers", #"{"Names":["x"]}"#, "LoadBalancerNotFound"),
    refusal("describe-rules", #"{"ListenerArn":"x"}"#, "ListenerNotFound"),
  ]

  private static func refusal(
    _ operation: String,
    _ input: String,
    _ code: String
  ) -> PlatformCase {
    PlatformCase("\(operation) \(input)", [code]) { cloud in
      let answer = await cloud.answer("elbv2", operation, input)
      return [answer.contains(code) ? code : answer]
    }
  }
}

/// A balancer with instances behind it that count what they serve.
private struct BalancerBench: Sendable {
  let cloud: Cloud
  let instances: [Instance]
  let processes: [ServerProcess]
  private let balancer: LoadBalancer
  private let counts: Counts

  private final class Counts: Sendable {
    let served: Mutex<[Int]>
    init(_ count: Int) { served = Mutex(Array(repeating: 0, count: count)) }
  }

  init(_ cloud: Cloud, instances count: Int) async throws {
    let elb = cloud.client(of: ELB.self, for: .learner)
    let ec2 = cloud.client(of: EC2.self, for: .learner)
    let counts = Counts(count)
    balancer = try await elb.createBalancer("front", target: "app")
    var (instances, processes) = ([Instance](), [ServerProcess]())
    for index in 0..<count {
      let zone = Zones.all[index % 3]
      let instance = try await ec2.launch(.t3Small, named: "app-\(index)", zone: zone)
      try await instance.waitUntilBooted()
      let settings = ServerProcess.Settings(startTime: .seconds(1), restartDelay: .zero)
      let process = ServerProcess("app-\(index)", on: instance, in: cloud, settings: settings) {
        _ in
        { request in
          switch request.path {
          case "/": return HTTPResponse(status: 200)
          case "/teapot": return HTTPResponse(status: 418)
          case "/never": try await cloud.simulation.sleep(for: .seconds(100))
          case "/slow": try await cloud.simulation.sleep(for: .seconds(2))
          default: break
          }
          counts.served.withLock { $0[index] += 1 }
          return HTTPResponse(status: 200)
        }
      }
      try await process.waitUntilServing()
      instances.append(instance)
      processes.append(process)
    }
    self.cloud = cloud
    self.instances = instances
    self.processes = processes
    self.counts = counts
    let arn = try await cloud.elb.targetGroup("app").arn
    let targets = instances.map { TargetReference(id: $0.id) }
    _ = try await elb(RegisterTargets(targetGroupArn: arn, targets: targets))
    try await cloud.simulation.sleep(for: .seconds(1))
  }

  var served: [Int] { counts.served.withLock { $0 } }

  func status(_ path: String = "/count") async -> Int {
    let request = HTTPRequest(method: "GET", path: path)
    return (try? await balancer.respond(to: request).status) ?? 0
  }

  /// The different statuses of some requests.
  func statuses(_ count: Int) async -> Set<Int> {
    var found: Set<Int> = []
    for _ in 0..<count { found.insert(await status()) }
    return found
  }

  func state(of instance: String) async -> String {
    let health = try? await cloud.elb.targetGroup("app").health(of: instance)
    return health?.state.rawValue ?? "none"
  }
}
