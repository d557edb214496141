import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// How far mappings scale, how they change, and what they count.
extension MappingConformance {
  /// The mapping's numbers of pollers, with reasons.
  private static func pollers(_ bench: MappingBench) -> [String] {
    bench.told {
      guard case .pollersChanged(_, let count, let reason) = $0 else { return nil }
      return "\(count) \(reason.rawValue)"
    }
  }

  private static func work(_ time: String, _ count: Int) -> [String] {
    Array(repeating: #"{"work": "\#(time)"}"#, count: count)
  }

  /// What a mapping's pollers are after failures.
  private static func backOff(
    _ fact: String,
    _ variables: [String: String],
    _ settings: JSONObject,
    _ expected: [String]
  ) -> MappingCase {
    MappingCase(fact, expected) { bench in
      try await bench.deploy(variables)
      var settings = settings
      settings["BatchSize"] = 1
      try await bench.map(settings)
      try await bench.send((0..<20).map { "poison \($0)" })
      try await bench.sleep("9s")
      return pollers(bench).map { String($0.drop { $0 != " " }.dropFirst()) }
    }
  }

  static let limits = [
    MappingCase("five at the start, five more each second, two when idle", ["5", "305", "2"]) {
      bench in
      try await bench.deploy(timeout: 100, visibility: 600)
      await bench.cloud.lambda.setAccountConcurrency(5_000)
      try await bench.send(work("90s", 600))
      try await bench.map(["BatchSize": 1])
      try await bench.sleep("500ms")
      let start = bench.concurrency.withLock { $0.running }
      try await bench.sleep("60s")
      let minute = bench.concurrency.withLock { $0.running }
      try await bench.sleep("10m")
      let last = pollers(bench).last?.split(separator: " ")[1] ?? ""
      return ["\(start)", "\(minute)", String(last)]
    },
    MappingCase("1,250 at the most", ["1250"]) { bench in
      try await bench.deploy(timeout: 600, visibility: 900)
      await bench.cloud.lambda.setAccountConcurrency(5_000)
      try await bench.send(work("600s", 1_400))
      try await bench.map(["BatchSize": 1])
      try await bench.sleep("300s")
      return ["\(bench.concurrency.withLock { $0.peak })"]
    },
    MappingCase("a maximum concurrency is never passed", ["3"]) { bench in
      try await bench.deploy()
      try await bench.send(work("2s", 100))
      try await bench.map(["BatchSize": 1, "ScalingConfig": ["MaximumConcurrency": 3]])
      try await bench.sleep("5m")
      return ["\(bench.concurrency.withLock { $0.peak })"]
    },
    MappingCase("it is not reserved from the account", ["1000"]) { bench in
      try await bench.deploy()
      try await bench.map(["ScalingConfig": ["MaximumConcurrency": 900]])
      return ["\(await bench.cloud.lambda.unreservedConcurrency)"]
    },
    MappingCase(
      "one that is lowered holds as soon as it is in force",
      ["Updating", "Enabled", "2"]
    ) { bench in
      try await bench.deploy(timeout: 10)
      try await bench.send(work("7s", 200))
      let id = try await bench.map(["BatchSize": 1])
      try await bench.sleep("10s")
      let state = try await bench.update(id, ["ScalingConfig": ["MaximumConcurrency": 2]])["State"]
      // What was in hand when it came into force has ended by then.
      try await bench.sleep("9s")
      bench.concurrency.withLock { $0.peak = $0.running }
      try await bench.sleep("60s")
      return [
        state?.stringValue ?? "", try await bench.get(id, "State"),
        "\(bench.concurrency.withLock { $0.peak })",
      ]
    },
    backOff(
      "after function errors the mapping backs off",
      [:],
      [:],
      ["5 started", "4 failure", "3 failure", "2 failure"]
    ),
    backOff(
      "also when the function may say what has failed, and throws",
      [:],
      ["FunctionResponseTypes": ["ReportBatchItemFailures"]],
      ["5 started", "4 failure", "3 failure", "2 failure"]
    ),
    backOff(
      "not when it returns and says so",
      ["PARTIAL": "on"],
      ["FunctionResponseTypes": ["ReportBatchItemFailures"]],
      ["5 started"]
    ),
    MappingCase(
      "and after throttles",
      ["5 started", "4 failure", "3 failure", "2 failure"]
    ) { bench in
      try await bench.deploy()
      _ = try await bench.lambda(
        "put-function-concurrency",
        ["FunctionName": "worker", "ReservedConcurrentExecutions": 0]
      )
      try await bench.map(["BatchSize": 1])
      try await bench.send(numbered(20))
      try await bench.sleep("35s")
      return pollers(bench).map { String($0.drop { $0 != " " }.dropFirst()) }
    },
    MappingCase(
      "creating, updating, disabling, enabling and deleting take their time",
      [
        "Creating", "Enabled", "Updating", "Enabled", "Disabling", "Disabled", "Updating",
        "Disabled", "Enabling", "Enabled", "Deleting",
        "ResourceNotFoundException",
      ]
    ) { bench in
      try await bench.deploy()
      let id = try await bench.create()["UUID"]?.stringValue ?? ""
      var states: [String] = []
      let changes: [JSONObject] = [
        ["BatchSize": 5], ["Enabled": false], ["BatchSize": 6], ["Enabled": true],
      ]
      for change in changes {
        states.append(try await bench.get(id, "State"))
        try await bench.sleep("1100ms")
        states.append(try await bench.get(id, "State"))
        _ = try await bench.update(id, change)
      }
      states.append(try await bench.get(id, "State"))
      try await bench.sleep("1100ms")
      states.append(try await bench.get(id, "State"))
      _ = try await bench.lambda("delete-event-source-mapping", ["UUID": .string(id)])
      states.append(try await bench.get(id, "State"))
      try await bench.sleep("1100ms")
      do {
        states.append(try await bench.get(id, "State"))
      } catch let error as ServiceError {
        states.append(error.code)
      }
      return states
    },
    MappingCase(
      "a mapping made disabled does not poll",
      ["Creating", "Disabled", "deleted 0, given up 0, there 1"]
    ) { bench in
      try await bench.deploy()
      let answer = try await bench.create(["Enabled": false])
      try await bench.send(["a"])
      try await bench.sleep("60s")
      return [
        answer["State"]?.stringValue ?? "",
        try await bench.get(answer["UUID"]?.stringValue ?? "", "State"), await bench.places(),
      ]
    },
    MappingCase(
      "a batch in hand ends before the mapping is disabled, and no other begins",
      ["Disabling", "Disabled", "[1]", "deleted 1, given up 0, there 1"]
    ) { bench in
      try await bench.deploy(timeout: 10)
      let id = try await bench.map()
      try await bench.send([#"{"work": "8s"}"#])
      try await bench.sleep("1s")
      _ = try await bench.update(id, ["Enabled": false])
      try await bench.sleep("3s")
      let state = try await bench.get(id, "State")
      try await bench.send(["b"])
      try await bench.sleep("30s")
      return [
        state, try await bench.get(id, "State"), "\(bench.batches)", await bench.places(),
      ]
    },
    MappingCase("messages wait for a mapping that is enabled later", ["seen a", "seen b"]) {
      bench in
      try await bench.deploy()
      let id = try await bench.map(["Enabled": false])
      try await bench.send(["a"])
      try await bench.sleep("20s")
      _ = try await bench.update(id, ["Enabled": true])
      try await bench.sleep("3s")
      try await bench.send(["b"])
      try await bench.sleep("3s")
      return bench.logged("seen ").map { "seen \($0)" }
    },
    MappingCase("a mapping can be turned to another function", ["worker 0", "echo 1"]) { bench in
      try await bench.deploy()
      _ = try await bench.messaging.echoFunction()
      let id = try await bench.map()
      _ = try await bench.update(id, ["FunctionName": "echo"])
      try await bench.sleep("2s")
      try await bench.send(["a"])
      try await bench.sleep("2s")
      let echoed = await bench.cloud.sqs.figures(of: "seen")?.visible ?? -1
      return ["worker \(bench.logged("seen ").count)", "echo \(echoed)"]
    },
    MappingCase("an alias is another target", ["Creating", "1"]) { bench in
      try await bench.deploy()
      _ = try await bench.lambda("publish-version", ["FunctionName": "worker"])
      _ = try await bench.lambda(
        "create-alias",
        ["FunctionName": "worker", "Name": "live", "FunctionVersion": "1"]
      )
      let answer = try await bench.create(["FunctionName": "worker:live"])
      try await bench.sleep("2s")
      try await bench.send(["a"])
      try await bench.sleep("2s")
      return [answer["State"]?.stringValue ?? "", "\(bench.logged("done ").count)"]
    },
    MappingCase(
      "events are counted where it was asked for",
      [
        "PolledEventCount 7", "FilteredOutEventCount 2", "InvokedEventCount 5",
        "FailedInvokeEventCount 1", "DeletedEventCount 4",
      ]
    ) { bench in
      try await bench.deploy(["PARTIAL": "on"])
      try await bench.map([
        "MetricsConfig": ["Metrics": ["EventCount"]],
        "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "FilterCriteria": ["Filters": [["Pattern": #"{"body":[{"anything-but":"drop"}]}"#]]],
      ])
      try await bench.send(numbered(4) + ["drop", "drop", "poison"])
      try await bench.sleep("5s")
      var sums: [EventCountMetric: Int] = [:]
      for (_, event) in bench.events.withLock({ $0 }) {
        if case .counted(_, let metric, let count) = event { sums[metric, default: 0] += count }
      }
      return EventCountMetric.allCases.map { "\($0.rawValue) \(sums[$0] ?? 0)" }
    },
    MappingCase("and not counted where it was not", ["0"]) { bench in
      try await bench.deploy()
      try await bench.map()
      try await bench.send(numbered(4))
      try await bench.sleep("5s")
      return ["\(bench.told { if case .counted = $0 { "" } else { nil } }.count)"]
    },
  ]
}
