import Cloud
import JSON
import Simulation
import Testing

/// Instances and the processes on them.
@Suite struct EC2Tests {
  @Test(arguments: lives) func `an instance lives as on AWS`(_ row: PlatformCase) throws {
    try row.check()
  }

  @Test(arguments: processes) func `a process shares one fate`(_ row: PlatformCase) throws {
    try row.check()
  }

  @Test(arguments: refusals) func `EC2 refuses what it must`(_ row: PlatformCase) throws {
    try row.check()
  }

  /// A pool of workers on as many processors is M/M/c, and its work is what the processors did.
  @Test(arguments: [(2, 0.5), (2, 0.8), (4, 0.7)])
  func `a process behaves like M/M/c`(_ processors: Int, _ load: Double) throws {
    let mean = 0.1
    let waits = try (1...4).map { seed in
      try PlatformCase.run(seed: UInt64(seed)) { cloud in
        let type = processors == 2 ? InstanceType.m5Large : .c5XLarge
        let instance = try await cloud.box(type)
        let settings = ServerProcess.Settings(workers: processors, backlog: 10_000)
        let app = try await cloud.app(on: instance, settings: settings)
        instance.processors.resetStatistics()
        try await Self.offer(12_000, load * Double(processors) / mean, mean, to: app, of: cloud)
        let utilisation = instance.utilisation
        let wait = await app.workers?.waits.meanTicks ?? 0
        return (utilisation, wait / 1_000_000_000)
      }
    }
    let utilisation = waits.map(\.0).reduce(0, +) / 4
    let wait = waits.map(\.1).reduce(0, +) / 4
    let theory = Self.erlangC(processors, load) * mean / (Double(processors) * (1 - load))
    #expect(abs(utilisation - load) < 0.04 * load, "utilisation \(utilisation) for \(load)")
    #expect(abs(wait - theory) < 0.2 * theory, "waits \(wait) s, theory \(theory) s")
  }

  /// Whatever is started, stopped, resized and ended: each run costs its seconds, 60 at least.
  @Test(arguments: 1...6) func `the bill is the sum of metered time`(_ seed: Int) throws {
    let (bill, sum) = try PlatformCase.run(seed: UInt64(seed), shuffling: UInt64(seed)) { cloud in
      try await Self.bill(cloud)
    }
    #expect(bill == sum, "seed \(seed)")
  }
}

// MARK: Tables

extension EC2Tests {
  private static let run =
    #"{"InstanceType":"t3.micro","TagSpecifications":[{"ResourceType":"#
    + #""instance","Tags":[{"Key":"Name","Value":"web"}]}]}"#

  private static let lives: [PlatformCase] = [
    PlatformCase(
      "it is pending, runs, stops and starts",
      [
        "pending", "running false", "running true", "stopping", "stopped", "pending", "running",
      ]
    ) { cloud in
      let client = cloud.client(of: EC2.self, for: .learner)
      let instance = try await client.launch(.t3Small, named: "web")
      var states = [instance.state.rawValue]
      try await cloud.simulation.sleep(for: .seconds(20))
      states.append("\(instance.state.rawValue) \(instance.isBooted)")
      try await instance.waitUntilBooted()
      states.append("\(instance.state.rawValue) \(instance.isBooted)")
      _ = try await client(StopInstances(instanceIds: [instance.id]))
      states.append(instance.state.rawValue)
      try await cloud.simulation.sleep(for: .seconds(31))
      states.append(instance.state.rawValue)
      _ = try await client(StartInstances(instanceIds: [instance.id]))
      states.append(instance.state.rawValue)
      try await instance.waitUntilBooted()
      return states + [instance.state.rawValue]
    },
    PlatformCase(
      "it is described in AWS's words",
      [
        #"{"AvailabilityZone":"us-east-1a"}"#, #"{"Code":0,"Name":"pending"}"#,
        #"[{"Key":"Name","Value":"web"}]"#, "t3.micro",
      ]
    ) { cloud in
      _ = await cloud.answer("ec2", "run-instances", run)
      let described = try JSONValue(
        parsing: await cloud.answer("ec2", "describe-instances", "{}")
      )
      let instance = described["Reservations"]?[0]?["Instances"]?[0]
      return ["Placement", "State", "Tags"].map { instance?[$0]?.text() ?? "" }
        + [instance?["InstanceType"]?.stringValue ?? ""]
    },
    PlatformCase(
      "a resize takes the process down and gives it more",
      [
        "200", "connectionRefused", "200", "m5.xlarge 4.0",
      ]
    ) { cloud in
      let instance = try await cloud.box()
      let app = try await cloud.app(on: instance)
      var found = [String(try await cloud.post(to: app).prefix(3))]
      let resize = cloud.simulation.spawn(on: cloud.ec2) { _ in
        try await cloud.client(of: EC2.self, for: .learner).resize(instance, to: "m5.xlarge")
      }
      try await cloud.simulation.sleep(for: .seconds(5))
      found.append(try await cloud.post(to: app))
      try await resize.value
      try await app.waitUntilServing()
      found.append(String(try await cloud.post(to: app).prefix(3)))
      return found + ["\(instance.type.name) \(instance.processors.processors)"]
    },
    PlatformCase("a terminated instance is gone, and its volume with it", ["true", "0", "true"]) {
      cloud in
      let instance = try await cloud.box()
      let client = cloud.client(of: EC2.self, for: .learner)
      _ = try await client(TerminateInstances(instanceIds: [instance.id]))
      try await cloud.simulation.sleep(for: .seconds(60))
      let before = cloud.meter.reading
      try await cloud.simulation.sleep(for: .seconds(3_600))
      let cost = Bill(for: cloud.meter.reading.since(before)).total
      return [
        "\(instance.state == .terminated)", "\(cost.picodollars)",
        "\(cloud.topology.component("box") == nil)",
      ]
    },
  ]

  private static let refusals: [PlatformCase] =
    [
      ("an unknown type", "run-instances", #"{"InstanceType":"m9.huge"}"#, "InvalidParameterValue"),
      (
        "a zone elsewhere", "run-instances", #"{"Placement":{"AvailabilityZone":"eu-west-1a"}}"#,
        "InvalidParameterValue"
      ),
      ("none at all", "run-instances", #"{"MaxCount":0}"#, "InvalidParameterValue"),
      (
        "an unknown instance", "stop-instances", #"{"InstanceIds":["i-0"]}"#,
        "InvalidInstanceID.NotFound"
      ),
      (
        "a huge volume", "run-instances",
        #"{"BlockDeviceMappings":[{"Ebs":{"VolumeSize":99999}}]}"#,
        "InvalidParameterValue"
      ),
    ].map { title, operation, input, code in
      PlatformCase(title, [code]) { cloud in
        let answer = await cloud.answer("ec2", operation, input)
        return [String(answer.dropFirst().prefix { $0 != ")" })]
      }
    } + [
      PlatformCase("a change of type while it runs", ["IncorrectInstanceState", "m5.large"]) {
        cloud in
        let instance = try await cloud.box()
        let input = #"{"InstanceId":"\#(instance.id)","InstanceType":{"Value":"m5.xlarge"}}"#
        let answer = await cloud.answer("ec2", "modify-instance-attribute", input)
        return [String(answer.dropFirst().prefix { $0 != ")" }), instance.type.name]
      }
    ]
}

// MARK: Laws

extension EC2Tests {
  /// Offers Poisson arrivals with exponential work, and waits for all of them.
  private static func offer(
    _ count: Int,
    _ rate: Double,
    _ mean: Double,
    to app: ServerProcess,
    of cloud: Cloud
  ) async throws {
    var stream = cloud.simulation.randomStream("test arrivals")
    var requests: [Task<Void, any Error>] = []
    for _ in 0..<count {
      try await cloud.simulation.sleep(for: .seconds(rounding: stream.exponential() / rate))
      let work = Duration.seconds(rounding: stream.exponential() * mean)
      let microseconds = Int(work.nanoseconds / 1_000)
      requests.append(
        cloud.simulation.spawn(on: app) { app in
          let body: JSONValue = ["work": .number(JSONNumber(microseconds))]
          _ = try await app.respond(to: HTTPRequest(method: "POST", path: "/", body: body))
        }
      )
    }
    for request in requests { try await request.value }
  }

  /// The probability that all of `servers` are busy (Erlang C) at a load below 1.
  private static func erlangC(_ servers: Int, _ load: Double) -> Double {
    let traffic = Double(servers) * load
    var term = 1.0
    var sum = 1.0
    for number in 1..<servers {
      term *= traffic / Double(number)
      sum += term
    }
    let last = term * traffic / Double(servers) / (1 - load)
    return last / (sum + last)
  }

  private static func bill(_ cloud: Cloud) async throws -> (Money, Money) {
    var stream = cloud.simulation.randomStream("test lives")
    let client = cloud.client(of: EC2.self, for: .learner)
    let types = ["t3.micro", "m5.large", "c5.xlarge"]
    var type = "t3.micro"
    let instance = try await client.launch(.t3Micro, named: "box", volumeSize: 30)
    let launched = cloud.simulation.now
    var sum = Money.zero
    for _ in 0..<8 {
      let starts = cloud.simulation.now.advanced(by: EC2Assumptions.pendingTime)
      let time = Duration.milliseconds(stream.uniform(in: 16_000...400_000))
      try await cloud.simulation.sleep(for: time)
      _ = try await client(StopInstances(instanceIds: [instance.id]))
      let ran = starts.duration(to: cloud.simulation.now).nanoseconds
      let seconds = max(60, (ran + 999_999_999) / 1_000_000_000)
      if let price = PriceList.usEast1.instanceHour(type) {
        sum += price.amount.times(seconds * 1_000, per: price.quantity)
      }
      let address = PriceList.usEast1[.publicAddress]
      sum += address.amount.times(ran / 1_000_000, per: address.quantity)
      try await cloud.simulation.sleep(for: .seconds(40))
      type = stream.pick(from: types) ?? type
      _ = try await client(
        ModifyInstanceAttribute(instanceId: instance.id, instanceType: .init(value: type))
      )
      _ = try await client(StartInstances(instanceIds: [instance.id]))
    }
    let storage = PriceList.usEast1[.blockStorage]
    let stored = launched.duration(to: cloud.simulation.now).nanoseconds / 1_000_000
    sum += storage.amount.times(30 * stored, per: storage.quantity)
    let bill = Bill(for: cloud.meter.reading).total
    // Each line is rounded to a picodollar on its own.
    let difference = bill.picodollars - sum.picodollars
    return (abs(difference) <= 40 ? sum : bill, sum)
  }
}
