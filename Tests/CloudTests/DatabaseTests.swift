import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Accounts that never lose money among them.
struct Accounts: Sendable {
  var balances = Array(repeating: 1_000, count: 10)
  var transfers: Set<Int> = []

  var total: Int { balances.reduce(0, +) }

  struct TooPoor: Error {}

  func check(_ transfer: Transfer) throws {
    if balances[transfer.from] < transfer.amount { throw TooPoor() }
  }

  mutating func move(_ transfer: Transfer) {
    balances[transfer.from] -= transfer.amount
    balances[transfer.to] += transfer.amount
    transfers.insert(transfer.number)
  }
}

struct Transfer: Sendable {
  let number: Int
  let from: Int
  let to: Int
  let amount: Int
}

/// Transfers that were begun, and what their callers were told.
final class TransferRecord: Sendable {
  private let acknowledged = Mutex<Set<Int>>([])
  private let refused = Mutex<Set<Int>>([])

  /// Begins a transfer from a caller of its own.
  func begin(
    _ transfer: Transfer,
    on database: RelationalDatabase<Accounts>,
    statements: Int
  ) -> Task<Void, any Error> {
    database.simulation.spawn(on: database) { [self] database in
      do {
        try await database.transaction(
          for: "test",
          statements: statements,
          checking: { try $0.check(transfer) },
          changing: { accounts, _ in accounts.move(transfer) }
        )
        acknowledged.withLock { _ = $0.insert(transfer.number) }
      } catch DatabaseError.connectionLost {
      } catch {
        refused.withLock { _ = $0.insert(transfer.number) }
      }
    }
  }

  /// What the accounts tell otherwise than the callers were told; empty when nothing is wrong.
  func wrongs(in database: RelationalDatabase<Accounts>, atLeast count: Int) async -> [String] {
    let (answered, denied) = (acknowledged.withLock { $0 }, refused.withLock { $0 })
    return await database.inspect { accounts in
      var wrong: [String] = []
      if accounts.total != 10_000 { wrong.append("the total is \(accounts.total)") }
      if accounts.balances.contains(where: { $0 < 0 }) { wrong.append("a balance below zero") }
      if !answered.isSubset(of: accounts.transfers) { wrong.append("an answered one is lost") }
      if !denied.isDisjoint(with: accounts.transfers) { wrong.append("a refused one is done") }
      if answered.count < count { wrong.append("only \(answered.count) were answered") }
      return wrong
    }
  }
}

/// Relational databases, RDS's and one's own.
@Suite struct DatabaseTests {
  @Test(arguments: cases) func `a database does as on AWS`(_ row: PlatformCase) throws {
    try row.check()
  }

  /// Random transfers from many callers, while the database and its callers crash: nothing is half
  /// done, nothing that was answered is lost, and no money is made.
  @Test(arguments: 1...5, [false, true])
  func `transactions conserve money through crashes`(_ seed: Int, isLocal: Bool) throws {
    for shuffling: UInt64? in [nil, 7] {
      let wrong = try PlatformCase.run(seed: UInt64(seed), shuffling: shuffling) { cloud in
        try await Self.transfer(on: cloud, isLocal: isLocal)
      }
      #expect(wrong.isEmpty, "seed \(seed), shuffling \(shuffling ?? 0)")
    }
  }

  private static func transfer(on cloud: Cloud, isLocal: Bool) async throws -> [String] {
    let database = try await database(on: cloud, isLocal: isLocal)
    let record = TransferRecord()
    var stream = cloud.simulation.randomStream("test transfers")
    var tasks: [Task<Void, any Error>] = []
    for number in 0..<600 {
      try await cloud.simulation.sleep(for: .milliseconds(stream.uniform(in: 0...12)))
      if number % 150 == 100 {
        await database.server.crash(reason: "test", for: .milliseconds(300))
      }
      let (from, to) = (stream.uniform(below: 10), stream.uniform(below: 10))
      let amount = stream.uniform(below: 300)
      let transfer = Transfer(number: number, from: from, to: to, amount: amount)
      let task = record.begin(transfer, on: database, statements: 3)
      tasks.append(task)
      if number % 17 == 5 { task.cancel() }
    }
    for task in tasks { try await task.value }
    return await record.wrongs(in: database, atLeast: 200)
  }

  private static func database(
    on cloud: Cloud,
    isLocal: Bool
  ) async throws -> RelationalDatabase<Accounts> {
    guard isLocal else {
      return try await cloud.client(of: RDS.self, for: .learner)
        .create("database", class: "db.t3.medium", contents: Accounts())
    }
    let server = DatabaseServer("database", on: try await cloud.box(), in: cloud)
    try await server.waitUntilServing()
    return RelationalDatabase(on: server, contents: Accounts())
  }
}

// MARK: Tables

extension DatabaseTests {
  private static let mysql =
    #"{"DBInstanceIdentifier":"db1","DBInstanceClass":"db.t3.micro","Engine":"mysql"}"#

  private static func code(_ answer: String) -> String {
    String(answer.dropFirst().prefix { $0 != ")" })
  }

  private static let cases: [PlatformCase] = [
    PlatformCase(
      "RDS creates, describes and changes databases",
      [
        "creating", "available 85", "modifying", "available 341 db.t3.medium",
      ]
    ) { cloud in
      func status() async throws -> String {
        let answer = await cloud.answer("rds", "describe-db-instances", "{}")
        let database = try JSONValue(parsing: answer)["DBInstances"]?[0]
        return database?["DBInstanceStatus"]?.stringValue ?? answer
      }
      _ = await cloud.answer("rds", "create-db-instance", mysql)
      var found = [try await status()]
      let server = try await cloud.rds.server("db1")
      try await server.waitUntilServing()
      found.append("\(try await status()) \(await server.connectionLimit)")
      _ = await cloud.answer(
        "rds",
        "modify-db-instance",
        #"{"DBInstanceIdentifier":"db1","DBInstanceClass":"db.t3.medium","ApplyImmediately":true}"#
      )
      found.append(try await status())
      try await server.waitUntilServing()
      let note = cloud.topology.component("db1")?.note ?? ""
      return found + ["\(try await status()) \(await server.connectionLimit) \(note)"]
    },
    PlatformCase(
      "RDS refuses what it must",
      [
        "InvalidParameterValue", "DBInstanceAlreadyExists", "DBInstanceNotFound",
        "NotSupportedHere",
        "InvalidDBInstanceState",
      ]
    ) { cloud in
      _ = await cloud.answer("rds", "create-db-instance", mysql)
      let requests = [
        (
          "create-db-instance",
          #"{"DBInstanceIdentifier":"x","DBInstanceClass":"db.x","Engine":"mysql"}"#
        ),
        ("create-db-instance", mysql),
        ("describe-db-instances", #"{"DBInstanceIdentifier":"nope"}"#),
        (
          "create-db-instance",
          #"{"DBInstanceIdentifier":"x","DBInstanceClass":"db.x","Engine":"oracle-ee"}"#
        ),
        ("reboot-db-instance", #"{"DBInstanceIdentifier":"db1"}"#),
      ]
      var codes: [String] = []
      for (operation, input) in requests {
        codes.append(code(await cloud.answer("rds", operation, input)))
      }
      return codes
    },
    PlatformCase("connections are bounded", ["151", "Too many connections 49"]) { cloud in
      let database = try await database(on: cloud, isLocal: true)
      return try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<200 {
          group.addTask {
            do {
              let transfer = Transfer(number: number, from: 0, to: 1, amount: 1)
              try await database.transaction(for: "test") { $0.move(transfer) }
              return "done"
            } catch {
              return "\(error)"
            }
          }
        }
        var counts: [String: Int] = [:]
        for try await outcome in group { counts[outcome, default: 0] += 1 }
        return ["\(counts["done"] ?? 0)"]
          + counts.filter { $0.key != "done" }.map { "\($0.key) \($0.value)" }
      }
    },
    PlatformCase(
      "a crash loses open transactions and keeps committed ones",
      [
        "connectionLost", "unavailable", "1",
      ]
    ) { cloud in
      let database = try await database(on: cloud, isLocal: false)
      let move = { @Sendable (number: Int) in
        do {
          let transfer = Transfer(number: number, from: 0, to: 1, amount: 1)
          try await database.transaction(for: "test", statements: 100) { $0.move(transfer) }
          return "done"
        } catch let error as DatabaseError {
          return error.rawValue
        }
      }
      _ = try await move(1)
      let open = cloud.simulation.spawn(on: database) { _ in try await move(2) }
      try await cloud.simulation.sleep(for: .milliseconds(20))
      await database.server.crash(reason: "test")
      var found = [try await open.value, try await move(3)]
      try await database.server.waitUntilServing()
      found.append("\(await database.inspect { $0.transfers.count })")
      return found
    },
    PlatformCase("beside the app it shares the box's processors", ["true", "true"]) { cloud in
      let database = try await database(on: cloud, isLocal: true)
      let instance = await cloud.ec2.instances(named: "box")[0]
      func time() async throws -> Duration {
        let began = cloud.simulation.now
        _ = try await database.read(for: "test", statements: 1_000) { $0.total }
        return began.duration(to: cloud.simulation.now)
      }
      let alone = try await time()
      let app = try await cloud.app(on: instance)
      let work: [JSONValue] = Array(repeating: ["work": 5_000_000], count: 7)
      let load = cloud.simulation.spawn(on: app) { app in try await cloud.post(work, to: app) }
      try await cloud.simulation.sleep(for: .milliseconds(10))
      let shared = try await time()
      _ = try await load.value
      return ["\(alone == .seconds(1))", "\(shared > .seconds(3))"]
    },
    PlatformCase("it dies and comes back with its box", ["unavailable", "10000"]) { cloud in
      let database = try await database(on: cloud, isLocal: true)
      let instance = await cloud.ec2.instances(named: "box")[0]
      let client = cloud.client(of: EC2.self, for: .learner)
      _ = try await client(StopInstances(instanceIds: [instance.id]))
      var found: [String] = []
      do {
        found.append("\(try await database.read(for: "test") { $0.total })")
      } catch let error as DatabaseError {
        found.append(error.rawValue)
      }
      try await cloud.simulation.sleep(for: .seconds(60))
      _ = try await client(StartInstances(instanceIds: [instance.id]))
      try await database.server.waitUntilServing()
      return found + ["\(try await database.read(for: "test") { $0.total })"]
    },
    PlatformCase(
      "a fault before the effects does nothing, one after them loses the answer",
      [
        "unavailable", "connectionLost", "1",
      ]
    ) { cloud in
      let database = try await database(on: cloud, isLocal: false)
      var found: [String] = []
      for moment in [FaultBoard.Moment.beforeEffects, .afterEffects] {
        cloud.faults.fail("database", .next(1), moment)
        do {
          let transfer = Transfer(number: 1, from: 0, to: 1, amount: 1)
          try await database.transaction(for: "test") { $0.move(transfer) }
        } catch let error as DatabaseError {
          found.append(error.rawValue)
        }
      }
      return found + ["\(await database.inspect { $0.transfers.count })"]
    },
    PlatformCase("it is billed by class and storage, ten minutes at least", ["600000", "true"]) {
      cloud in
      _ = try await database(on: cloud, isLocal: false)
      _ = await cloud.answer(
        "rds",
        "delete-db-instance",
        #"{"DBInstanceIdentifier":"database","SkipFinalSnapshot":true}"#
      )
      try await cloud.simulation.sleep(for: .seconds(3_600))
      let reading = cloud.meter.reading
      let stored = reading.quantity(of: .databaseStorage)
      return [
        "\(reading.quantity(of: .database("db.t3.medium")))",
        "\(stored > 20 * 240_000 && stored < 20 * 310_000)",
      ]
    },
  ]
}
