import Figures
import JSON
import Playground
import Shop
import Testing

@Suite struct CompareTests {
  static let stages = Stages.all.map { $0.name }

  @Test func `the same comparison is the same bytes, and every stage had the same customers`()
    throws
  {
    let request = try CompareRequest(
      load: "steady --rate 2/s for 1m",
      faults: ["fail payment-provider at 20s for 20s"],
      seed: 7
    )
    let comparison = try request.run()
    let json = comparison.json
    expectEqual(json.text(), try request.run().json.text())
    expectEqual(json["version"]?.intValue, 1)
    expectEqual(json["comparison"]?["stages"], .array(Self.stages.map { .string($0) }))
    let runs = json["runs"]?.arrayValue ?? []
    expectEqual(runs.map { $0["run"]?["stage"]?.stringValue }, Self.stages)
    expectEqual(Set(runs.map { $0["orders"]?["offered"]?.intValue }).count, 1)
    for run in runs {
      let orders = run["orders"]
      let parts = ["accepted", "rejected", "failed", "open"].map { orders?[$0]?.intValue ?? -1 }
      expectEqual(parts.reduce(0, +), orders?["offered"]?.intValue)
      #expect(run["idle_night"]?["total"]?.stringValue?.contains(".") == true)
      #expect(run["blast_radius"]?["seconds"]?.doubleValue == 20)
      #expect(run["sentence"]?.stringValue?.hasSuffix(".") == true)
    }
    expectEqual(comparison.sentences.count, runs.count)
    let says = ["monolith": "in checkout alone", "event-driven": "no request failed"]
    for (stage, words) in says {
      let sentence = comparison.sentences.first { $0.hasPrefix("\(stage): ") } ?? ""
      #expect(sentence.contains(words), "\(sentence)")
    }
    for width in [20, 40, 60, 80, 120] {
      for unicode in [true, false] {
        let layout = Layout(width: width, unicode: unicode)
        let lines = comparison.figures(width: width).flatMap { layout.lines(for: $0) }
        #expect(lines.allSatisfy { $0.width <= width })
        let text = lines.map(\.text).joined(separator: " ")
        #expect(Self.stages.allSatisfy { text.contains($0) })
      }
    }
  }

  @Test func `a setting goes to its stage alone`() throws {
    let request = try CompareRequest(
      stages: ["event-driven", "monolith"],
      settings: ["monolith.instance-type=m5.xlarge"],
      load: "steady for 1m"
    )
    expectEqual(request.runs.map(\.settings), [[], ["instance-type=m5.xlarge"]])
    try request.check()
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    var stages: [String] = ["monolith", "event-driven"]
    var settings: [String] = []
    var faults: [String] = []
    /// What the error must say.
    let says: [String]
    var testDescription: String { "\(stages) \(settings) \(faults)" }

    static let all = [
      Refusal(stages: ["monolit"], says: ["no stage monolit", "Did you mean monolith?"]),
      Refusal(stages: ["monolith", "monolith"], says: ["monolith is there twice"]),
      Refusal(stages: [""], says: ["no stage"]),
      Refusal(settings: ["idempotency=off"], says: ["Write STAGE.NAME=VALUE"]),
      Refusal(settings: ["monolith.idempotency"], says: ["Write STAGE.NAME=VALUE"]),
      Refusal(settings: ["monolth.idempotency=off"], says: ["Did you mean monolith?"]),
      Refusal(settings: ["monolith.colour=red"], says: ["no setting colour"]),
      Refusal(
        faults: ["crash shop at 1m"],
        says: ["event-driven: There is no component shop here.", "payment-provider"]
      ),
      Refusal(
        faults: ["fail take-payment 2 times"],
        says: ["monolith: There is no component take-payment", "checkout, questions"]
      ),
      Refusal(faults: ["crash checkout"], says: ["event-driven", "no process that could crash"]),
      Refusal(faults: ["crsh shop"], says: ["crsh shop is no fault", "Did you mean crash?"]),
      Refusal(faults: ["crash nobody"], says: ["no component nobody"]),
      Refusal(faults: ["lose zone d"], says: ["d is no zone", "a, b, c"]),
      Refusal(faults: ["fail checkout", "slow shop 2x"], says: ["\"slow shop 2x\""]),
    ]
  }

  @Test(arguments: Refusal.all)
  func `what not every stage can take is refused before anything runs`(_ row: Refusal) {
    let error = #expect(throws: CommandError.self) {
      // Nobody could wait for the end of this load.
      try CompareRequest(
        stages: row.stages,
        settings: row.settings,
        load: "steady --rate 1/s for 200d",
        faults: row.faults
      ).run()
    }
    let text = error?.description ?? ""
    #expect(row.says.allSatisfy { text.contains($0) }, "\(text)")
  }

  static let shared = [
    "fail payment-provider", "slow mail-provider 3x at 1m", "fail checkout 5%",
    "fail questions 2 times", "slow restock 2x", "fail photos for 1m", "lose zone a at 1m for 1m",
    "lose zone c", "photo bug.jpg --poison at 10s", "crash payment-provider for 1m",
  ]

  @Test(arguments: shared) func `every stage takes what all of them have`(_ fault: String) throws {
    try CompareRequest(load: "steady for 2m", faults: [fault]).check()
  }

  @Test func `a fault that begins when the load is over is refused`() {
    let error = #expect(throws: CommandError.self) {
      try CompareRequest(load: "steady for 1m", faults: ["crash payment-provider at 1m"]).run()
    }
    #expect(error?.description.contains("within the load's 1 min") == true)
  }

  @Test func `from one stage to the next something goes, comes and stays`() throws {
    let difference = try StageDifference(from: "monolith", to: "event-driven")
    let json = difference.json
    let changes = (json["components"]?.arrayValue ?? []).reduce(into: [String: String]()) {
      $0[$1["name"]?.stringValue ?? ""] = $1["change"]?.stringValue
    }
    expectEqual(changes["shop"], "goes")
    expectEqual(changes["place-order"], "comes")
    expectEqual(changes["payment-provider"], "stays")
    let domains = json["from"]?["failure_domains"]
    expectEqual(domains?["photos"], ["shop", "database"])
    let after = json["to"]?["failure_domains"]?["checkout"]?.arrayValue ?? []
    #expect(after.contains("place-order") && !after.contains("payment-provider"))
    expectEqual(json["from"]?["scaling_units"], ["shop"])
    expectEqual(json.text(), try StageDifference(from: "monolith", to: "event-driven").json.text())
    for width in [40, 80] {
      let layout = Layout(width: width, unicode: false)
      let lines = difference.figures.flatMap { layout.lines(for: $0) }
      #expect(
        lines.allSatisfy { $0.width <= width && $0.text.unicodeScalars.allSatisfy(\.isASCII) }
      )
    }
  }

  @Test(arguments: stages) func `nothing changes from a stage to itself`(_ stage: String) throws {
    let json = try StageDifference(from: stage, to: stage).json
    expectEqual(json["from"], json["to"])
    for part in ["components", "connections"] {
      let changes = (json[part]?.arrayValue ?? []).map { $0["change"]?.stringValue }
      #expect(!changes.isEmpty && changes.allSatisfy { $0 == "stays" })
    }
  }
}
