import Figures
import JSON
import Playground
import Shop
import Simulation
import Testing

@Suite struct ShopCommandTests {
  @Test(arguments: Stages.all.map { $0.name })
  func `orders, faults, loads and views work on every stage`(
    _ stage: String
  ) throws {
    let session = session(
      "deploy \(stage)",
      "let o = order --item rake --quantity 2 --id A-17",
      "advance 5m",
      "expect orders.completed == 1",
      "expect payments.charges(\"{o.id}\") == 1",
      "expect payments.amount == 49.80 EUR",
      "expect books.balanced == true",
      "ask \"Which soil do tomatoes want?\"",
      "restock --item rake --quantity 50",
      "photo rake.jpg",
      "fail payment-provider 2 times at 30s",
      "slow mail-provider 3x for 1m",
      "load steady --rate 2/s for 1m",
      "heal mail-provider",
      "advance 30m",
      "expect orders.lost == 0",
      "expect availability(\"questions\") > 50%",
      "expect latency.p95(\"checkout\") > 0"
    )
    for view in [
      "diagram", "timeline", "timeline --steps", "chart latency", "chart backlog", "features",
      "orders", "queues", "metrics", "logs",
      "trace", "trace A-17", "bill", "books", "components",
    ] {
      let figures = session.execute("show \(view)").output?.figures ?? []
      for layout in [Layout(width: 40, unicode: false), Layout(width: 100, unicode: true)] {
        #expect(!figures.flatMap { layout.lines(for: $0) }.isEmpty, "show \(view)")
      }
    }
    let counts = try #require(session.execute("show orders").output?.json?["counts"])
    let sum = ["accepted", "rejected", "failed", "open"].reduce(0) {
      $0 + (counts[$1]?.intValue ?? 0)
    }
    expectEqual(counts["offered"]?.intValue, sum)
  }

  @Test func `a bill keeps the lines of a component together, and is shown for one`() throws {
    let session = session("deploy event-driven", "load steady --rate 2/s for 1m")
    func bill(_ command: String) throws -> (components: [String], sum: Double, total: Double) {
      let json = try #require(session.execute(command).output?.json)
      let lines = json["lines"]?.arrayValue ?? []
      func dollars(_ text: JSONValue?) -> Double { Double(text?.stringValue ?? "") ?? .nan }
      return (
        lines.compactMap { $0["component"]?.stringValue },
        lines.reduce(0) { $0 + dollars($1["amount"]) }, dollars(json["total"])
      )
    }
    let whole = try bill("show bill")
    var (together, total): ([String], Double) = ([], 0)
    for component in whole.components where !together.contains(component) {
      let part = try bill("show bill \(component)")
      #expect(Set(part.components) == [component] && abs(part.sum - part.total) < 1e-12)
      together += part.components
      total += part.total
    }
    expectEqual(whole.components, together)
    #expect(together.count > 8 && abs(whole.total - total) < 1e-12)
  }

  @Test func `the same lines give the same outcomes`() {
    let lines = Script.lines(
      of: """
        deploy monolith
        crash shop at 20s for 30s
        fail payment-provider 5%
        load flash-sale --rate 3/s for 1m
        let o = order --item spade
        show trace {o.id}
        show orders
        show bill
        show metrics
        """
    )
    func play(_ seed: UInt64) -> [String] {
      let session = Session(seed: seed)
      return lines.map { line in
        let outcome = session.execute(line.text)
        return
          "\(outcome.time) \(outcome.error?.description ?? "") \(outcome.output?.figures ?? [])"
          + (outcome.output?.json?.text() ?? "")
      }
    }
    let first = play(7)
    expectEqual(first, play(7))
    #expect(first != play(8))
  }

  @Test func `a load in the background goes on while time passes`() {
    let session = session(
      "deploy monolith",
      "load steady --rate 1/s for 2m in background",
      "expect orders.offered == 0",
      "advance 1m",
      "expect orders.offered > 20"
    )
    expectEqual(session.execute("deploy monolith").error?.code, "NotPossible")
    expectEqual(session.stage, "monolith")
    expectEqual(session.execute("advance 2m").error, nil)
    expectEqual(session.execute("deploy monolith").error, nil)
    expectEqual(session.execute("expect orders.offered == 0").error, nil)
  }

  @Test(arguments: refusals) func `a refused command leaves the shop as it was`(
    _ line: String,
    _ code: String,
    _ column: Int
  ) {
    let session = session("deploy monolith")
    let before = (session.now, session.execute("show metrics").output)
    let error = session.execute(line).error
    expectEqual(error?.code, code, "\(line): \(error?.description ?? "accepted")")
    expectEqual(error?.column, column)
    expectEqual(session.now, before.0)
    expectEqual(session.execute("show metrics").output, before.1)
  }

  static let refusals: [(String, String, Int)] = [
    ("deploy monolit", "NotFound", 8),
    ("deploy monolith --set frobnication=on", "NotPossible", 23),
    ("deploy monolith --set", "MissingArgument", 22),
    ("deploy monolith again", "TooManyWords", 17),
    ("order", "MissingArgument", 6),
    ("order --item rake --quantity 0", "BadArgument", 30),
    ("order --item rake --quantity -1", "BadArgument", 30),
    ("order --item rake --quantity 1e9", "BadArgument", 30),
    ("order --item rake --quantity 99999999999999999999", "BadArgument", 30),
    ("order --item rake --id 'a b'", "BadArgument", 24),
    ("order --item rake --card stolen", "BadArgument", 26),
    ("order --itme rake", "UnknownOption", 7),
    ("ask", "MissingArgument", 4),
    ("restock --item spoon --quantity 1", "BadArgument", 16),
    ("restock --item rake", "MissingArgument", 20),
    ("photo", "MissingArgument", 6),
    ("load", "MissingArgument", 5),
    ("load steady", "MissingArgument", 12),
    ("load stedy for 10m", "BadArgument", 6),
    ("load steady for 0s", "BadArgument", 17),
    ("load steady for 9999d", "BadArgument", 17),
    ("load steady --rate 0/s for 1m", "BadArgument", 20),
    ("load steady --rate inf/s for 1m", "BadArgument", 20),
    ("load steady --rate 9000/s for 365d", "BadArgument", 31),
    ("load steady for 1m in background now", "TooManyWords", 34),
    ("load arrivals.txt", "UnreadableFile", 6),
    ("load steady --rate 1e300/s for 1m", "BadArgument", 20),
    ("load steady --rate 0.0000001/s for 1m", "BadArgument", 20),
    ("crash", "MissingArgument", 6),
    ("crash payment-provder", "NotFound", 7),
    ("crash customers", "NotPossible", 7),
    ("crash shop at soon", "BadArgument", 15),
    ("crash shop for", "MissingArgument", 15),
    ("slow shop 0x", "BadArgument", 11),
    ("slow shop -3x", "BadArgument", 11),
    ("slow shop nanx", "BadArgument", 11),
    ("fail shop 101%", "BadArgument", 11),
    ("fail shop 0 times", "BadArgument", 11),
    ("fail shop 3", "MissingArgument", 12),
    ("lose", "MissingArgument", 5),
    ("lose zone", "MissingArgument", 10),
    ("lose zone d", "BadArgument", 11),
    ("lose zone B", "BadArgument", 11),
    ("lose b", "BadArgument", 6),
    ("lose zone b at noon", "BadArgument", 16),
    ("lose zone b c", "TooManyWords", 13),
    ("heal zone", "MissingArgument", 10),
    ("heal zone 1", "BadArgument", 11),
    ("show chart capcity", "BadArgument", 12),
    ("resize checkout m5.xlarge", "BadArgument", 8),
    ("resize shop", "MissingArgument", 12),
    ("advance 0s", "BadArgument", 9),
  ]

  @Test func `a run is one value and its report is the same every time`() throws {
    let request = RunRequest(
      stage: "monolith",
      load: "steady --rate 2/s for 1m",
      faults: ["crash shop at 20s for 10s", "slow payment-provider 2x"],
      seed: 7
    )
    let result = try request.run()
    expectEqual(result.json.text(), try request.run().json.text())
    expectEqual(result.json["version"]?.intValue, 1)
    expectEqual(result.json["run"]?["stage"], "monolith")
    #expect(!result.figures.isEmpty)
  }

  @Test(arguments: requests) func `a run says which part of it is wrong`(
    _ request: RunRequest,
    _ code: String,
    _ column: Int
  ) {
    let error = #expect(throws: CommandError.self) { try request.run() }
    expectEqual(error?.code, code, "\(error?.description ?? "")")
    expectEqual(error?.column, column)
  }

  static let requests: [(RunRequest, String, Int)] = [
    (RunRequest(stage: "monolit", load: "steady for 1m"), "NotFound", 1),
    (RunRequest(stage: "monolith", settings: ["x=1"], load: "steady for 1m"), "NotPossible", 16),
    (RunRequest(stage: "monolith", load: "stedy for 1m"), "BadArgument", 1),
    (RunRequest(stage: "monolith", load: "steady for ever"), "BadArgument", 12),
    (
      RunRequest(stage: "monolith", load: "steady for 1m", faults: ["crush shop"]), "BadArgument", 1
    ),
    (RunRequest(stage: "monolith", load: "steady for 1m", faults: ["crash shp"]), "NotFound", 7),
  ]

  @Test func `progress is told while a load runs`() {
    let session = session("deploy monolith")
    var shares: [Double] = []
    session.onProgress = { shares.append($0.share) }
    expectEqual(session.execute("load steady --rate 1/s for 1m").error, nil)
    expectEqual(shares, shares.sorted())
    #expect(shares.count > 50)
  }
}
