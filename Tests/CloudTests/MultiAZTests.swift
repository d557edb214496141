import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Databases with a standby in another zone, and those without, when processes and zones are lost.
@Suite struct MultiAZTests {
  @Test(arguments: cases) func `a standby does as on AWS`(_ row: PlatformCase) throws {
    try row.check()
  }

  /// What a fail-over costs, whatever it is for: 60 to 120 s, and it ends in the other zone.
  @Test(arguments: 1...5, ["crash", "zone", "reboot", "class"])
  func `a fail-over takes one to two minutes`(_ seed: Int, cause: String) throws {
    let (outage, zones) = try PlatformCase.run(seed: UInt64(seed), shuffling: 3) { cloud in
      let database = try await cloud.database(multiAZ: true)
      let before = await cloud.zones(of: "database")
      try await Self.strike(cause, cloud, database.server)
      let outage = try await Self.outage(of: database.server)
      return (outage, [before, await cloud.zones(of: "database")])
    }
    #expect(RDSAssumptions.failoverTime.contains(outage), "\(cause): \(outage)")
    #expect(zones == ["a b", "b a"], "\(cause), seed \(seed)")
  }

  /// Without a standby there is nothing to do but wait, and then to recover.
  @Test(arguments: [1, 20, 45, 3_600])
  func `one machine is down for as long as its zone`(_ seconds: Int) throws {
    let outage = try PlatformCase.run { cloud in
      let database = try await cloud.database(multiAZ: false)
      try await cloud.lose(zone: "a")
      let restored = cloud.simulation.spawn(on: cloud.rds) { _ in
        try await cloud.simulation.sleep(for: .seconds(seconds))
        try await cloud.restore(zone: "a")
      }
      let outage = try await Self.outage(of: database.server)
      try await restored.value
      return outage
    }
    #expect(outage == .seconds(seconds) + RDSAssumptions.restartTime)
  }

  /// Random transfers while processes crash and zones come and go: with a standby or without,
  /// nothing that was answered is lost, nothing refused is done, and no money is made.
  @Test(arguments: 1...8, [false, true])
  func `no committed transaction is lost`(_ seed: Int, multiAZ: Bool) throws {
    for shuffling: UInt64? in [nil, 5] {
      let wrong = try PlatformCase.run(seed: UInt64(seed), shuffling: shuffling) { cloud in
        try await Self.transfer(on: cloud, multiAZ: multiAZ)
      }
      #expect(wrong.isEmpty, "seed \(seed), shuffling \(shuffling ?? 0)")
    }
  }

  /// The bill is hours and storage, twice as much for as long as there is a standby.
  @Test(arguments: 1...4) func `a standby doubles the bill`(_ seed: Int) throws {
    let (bill, sum) = try PlatformCase.run(seed: UInt64(seed)) { cloud in
      try await Self.bill(cloud)
    }
    #expect(abs(bill.picodollars - sum.picodollars) <= 40, "\(bill) is not \(sum)")
  }
}

// MARK: Laws

extension MultiAZTests {
  /// How long the database takes no connections, from the next time that it takes none.
  private static func outage(of server: DatabaseServer) async throws -> Duration {
    while await server.isServing { try await server.simulation.sleep(for: .milliseconds(100)) }
    let began = server.simulation.now
    try await server.waitUntilServing()
    return began.duration(to: server.simulation.now)
  }

  private static func strike(
    _ cause: String,
    _ cloud: Cloud,
    _ server: DatabaseServer
  ) async throws {
    let client = cloud.client(of: RDS.self, for: .learner)
    switch cause {
    case "crash": await server.crash(reason: "test")
    case "zone": try await cloud.lose(zone: "a")
    case "reboot":
      _ = try await client(RebootDBInstance(dbInstanceIdentifier: "database", forceFailover: true))
    default:
      _ = try await client(
        ModifyDBInstance(dbInstanceIdentifier: "database", dbInstanceClass: "db.m5.large")
      )
    }
  }

  private static func transfer(on cloud: Cloud, multiAZ: Bool) async throws -> [String] {
    let database = try await cloud.database(multiAZ: multiAZ)
    let record = TransferRecord()
    var stream = cloud.simulation.randomStream("test transfers")
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<900 {
      try await cloud.simulation.sleep(for: .milliseconds(stream.uniform(in: 0...1_200)))
      if number % 60 == 30 { try await disturb(cloud, database.server, &stream) }
      let (from, to) = (stream.uniform(below: 10), stream.uniform(below: 10))
      let transfer = Transfer(number: number, from: from, to: to, amount: stream.uniform(below: 99))
      let task = record.begin(transfer, on: database, statements: 300)
      tasks.append(task)
    }
    for task in tasks { try await task.value }
    for zone in cloud.zones.lost { try await cloud.restore(zone: zone) }
    // It comes back in the end, whatever has happened.
    try await database.server.waitUntilServing()
    return await record.wrongs(in: database, atLeast: 100)
  }

  private static func disturb(
    _ cloud: Cloud,
    _ server: DatabaseServer,
    _ stream: inout RandomStream
  ) async throws {
    let zone = stream.pick(from: Zones.all) ?? "a"
    if stream.uniform() < 0.4 {
      await server.crash(reason: "test")
    } else if cloud.zones.isLost(zone) {
      try await cloud.restore(zone: zone)
    } else {
      for lost in cloud.zones.lost where stream.uniform() < 0.7 {
        try await cloud.restore(zone: lost)
      }
      try await cloud.lose(zone: zone)
    }
  }

  private static func bill(_ cloud: Cloud) async throws -> (Money, Money) {
    var stream = cloud.simulation.randomStream("test bill")
    _ = try await cloud.database(multiAZ: false)
    let before = cloud.meter.reading
    let client = cloud.client(of: RDS.self, for: .learner)
    func wait() async throws -> Duration {
      let time = Duration.milliseconds(stream.uniform(in: 700_000...9_000_000))
      try await cloud.simulation.sleep(for: time)
      return time
    }
    func modify(multiAZ: Bool) async throws {
      _ = try await client(ModifyDBInstance(dbInstanceIdentifier: "database", multiAZ: multiAZ))
    }
    let first = try await wait() + RDSAssumptions.requestTime + RDSAssumptions.standbyTime
    try await modify(multiAZ: true)
    try await cloud.simulation.sleep(for: RDSAssumptions.standbyTime)
    let double = try await wait() + RDSAssumptions.requestTime
    try await modify(multiAZ: false)
    let last = try await wait()
    let prices = PriceList.usEast1
    func cost(_ usage: Usage, _ time: Duration, times rate: Int64 = 1) -> Money {
      let quantity = rate * (time.nanoseconds / 1_000_000)
      return prices[usage].amount.times(quantity, per: prices[usage].quantity)
    }
    // The class is billed by the second, which a change rounds up; storage is not.
    func rounded(_ time: Duration) -> Duration {
      .seconds((time.nanoseconds + 999_999_999) / 1_000_000_000)
    }
    let sum =
      cost(.database("db.t3.medium", multiAZ: true), rounded(double))
      + cost(.database("db.t3.medium"), rounded(first) + last)
      + cost(.databaseStorageMultiAZ, double, times: 20)
      + cost(.databaseStorage, first + last, times: 20)
    return (Bill(for: cloud.meter.reading.since(before)).total, sum)
  }
}

extension Cloud {
  /// A serving database called `database`, in zone a, with ten accounts.
  fileprivate func database(multiAZ: Bool) async throws -> RelationalDatabase<Accounts> {
    try await client(of: RDS.self, for: .learner)
      .create("database", class: "db.t3.medium", multiAZ: multiAZ, contents: Accounts())
  }

  /// The letters of a database's zones, its own first.
  fileprivate func zones(of identifier: String) async -> String {
    let answer = await answer(
      "rds",
      "describe-db-instances",
      #"{"DBInstanceIdentifier":"\#(identifier)"}"#
    )
    let database = try? JSONValue(parsing: answer)["DBInstances"]?[0]
    return ["AvailabilityZone", "SecondaryAvailabilityZone"]
      .compactMap { database?[$0]?.stringValue?.suffix(1) }
      .joined(separator: " ")
  }
}

// MARK: Tables

extension MultiAZTests {
  private static let cases: [PlatformCase] = [
    PlatformCase(
      "it is described with both zones and its class",
      ["a b", "db.t3.medium, Multi-AZ in a", "db.t3.medium in a"]
    ) { cloud in
      _ = try await cloud.database(multiAZ: true)
      func shown() -> String {
        let component = cloud.topology.component("database")
        return "\(component?.note ?? "") in \(component?.zone ?? "")"
      }
      var found = [await cloud.zones(of: "database"), shown()]
      let client = cloud.client(of: RDS.self, for: .learner)
      _ = try await client(ModifyDBInstance(dbInstanceIdentifier: "database", multiAZ: false))
      try await cloud.simulation.sleep(for: .seconds(1))
      found.append(shown())
      return found
    },
    PlatformCase(
      "a change of class serves on until the standby takes over",
      ["true 341", "false", "true 682"]
    ) { cloud in
      let server = try await cloud.database(multiAZ: true).server
      try await strike("class", cloud, server)
      try await cloud.simulation.sleep(for: .seconds(170))
      var found = ["\(await server.isServing) \(await server.connectionLimit)"]
      try await cloud.simulation.sleep(for: .seconds(20))
      found.append("\(await server.isServing)")
      try await server.waitUntilServing()
      return found + ["\(await server.isServing) \(await server.connectionLimit)"]
    },
    PlatformCase("a commit waits for the standby, a read does not", ["0 ms", "2 ms"]) { cloud in
      func time(_ body: () async throws -> Void) async throws -> Duration {
        let began = cloud.simulation.now
        try await body()
        return began.duration(to: cloud.simulation.now)
      }
      let one = try await cloud.client(of: RDS.self, for: .learner)
        .create("one", class: "db.t3.medium", zone: "c", contents: 1)
      let two = try await cloud.client(of: RDS.self, for: .learner)
        .create("two", class: "db.t3.medium", multiAZ: true, contents: 1)
      let reading =
        try await time { _ = try await two.read(for: "test") { $0 } }
        - time { _ = try await one.read(for: "test") { $0 } }
      let writing =
        try await time { try await two.transaction(for: "test") { $0 += 1 } }
        - time { try await one.transaction(for: "test") { $0 += 1 } }
      return [reading, writing].map { "\($0.nanoseconds / 1_000_000) ms" }
    },
    PlatformCase(
      "a standby that is not in step does not take over",
      ["a b true", "a b false", "a b true"]
    ) { cloud in
      let server = try await cloud.database(multiAZ: true).server
      func found() async -> String {
        "\(await cloud.zones(of: "database")) \(await server.isServing)"
      }
      try await cloud.lose(zone: "b")
      var all = [await found()]
      try await cloud.restore(zone: "b")
      try await cloud.lose(zone: "a")
      try await cloud.simulation.sleep(for: .seconds(600))
      all.append(await found())
      try await cloud.restore(zone: "a")
      try await server.waitUntilServing()
      return all + [await found()]
    },
    PlatformCase(
      "a crash during a fail-over has nothing to end",
      ["failover-started", "failover-completed"]
    ) { cloud in
      let names = Mutex<[String]>([])
      cloud.simulation.trace.read(DatabaseEvent.self) { _, _, event in
        if event.name.hasPrefix("failover") { names.withLock { $0.append(event.name) } }
      }
      let server = try await cloud.database(multiAZ: true).server
      await server.crash(reason: "test")
      try await cloud.simulation.sleep(for: .seconds(30))
      await server.crash(reason: "test")
      try await server.waitUntilServing()
      return names.withLock { $0 }
    },
    PlatformCase(
      "RDS refuses what cannot be",
      [
        "InvalidParameterCombination", "InvalidParameterCombination",
        "InsufficientDBInstanceCapacity", "InvalidParameterValue",
      ]
    ) { cloud in
      _ = try await cloud.database(multiAZ: false)
      try await cloud.lose(zone: "c")
      let start = #"{"DBInstanceIdentifier":"x","DBInstanceClass":"db.t3.micro","Engine":"mysql""#
      let requests = [
        ("reboot-db-instance", #"{"DBInstanceIdentifier":"database","ForceFailover":true}"#),
        ("create-db-instance", start + #","MultiAZ":true,"AvailabilityZone":"us-east-1a"}"#),
        ("create-db-instance", start + #","AvailabilityZone":"us-east-1c"}"#),
        ("create-db-instance", start + #","AvailabilityZone":"eu-west-1a"}"#),
      ]
      var codes: [String] = []
      for (operation, input) in requests {
        let answer = await cloud.answer("rds", operation, input)
        codes.append(String(answer.dropFirst().prefix { $0 != ")" }))
      }
      return codes
    },
  ]
}
