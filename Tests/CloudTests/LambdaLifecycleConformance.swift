import Cloud
import JSON
import Simulation
import Testing

/// What the service is claimed to do with execution environments.
///
/// One row, one bullet of `lambda-lifecycle.md`.
@Suite struct LambdaLifecycleConformance {
  typealias Row = BenchCase<LifecycleBench>

  @Test(
    arguments: initialising + invoking + shutDowns + resets + kept + logs + swiftTypes + spellings
  )
  func `an environment goes the way that the facts say`(row: Row) throws {
    let bench = LifecycleBench()
    let result = try bench.cloud.simulation.run { try await row.body(bench) }
    bench.cloud.shutDown()
    #expect(result == row.expected)
  }

  static let handler = #"{"handler": [{"work": "9ms"}, {"return": 1}]}"#
  static let audit =
    #"{"extensions": {"audit": {"init": [{"work": "200ms"}], "invoke": [{"wait": "40ms"}]}}}"#

  static let initialising: [Row] = [
    Row(
      "§1 INIT is extension, runtime and function init, in this order",
      [
        "150: INIT in init", "150: extension init", "350: extension init over",
        "350: runtime init", "370: runtime init over", "370: function init",
        "470: function init over", "470: INIT success",
      ]
    ) { bench in
      try await bench.make(
        #"{"init": [{"work": "100ms"}], "handler": [{"return": 1}]}"#,
        layers: [audit]
      )
      try await bench.invoke()
      return bench.story(.initialising)
    },
    Row("§1 all external extensions are started at once", ["Init Duration: 320.00 ms"]) { bench in
      let slow = #"{"extensions": {"slow": {"init": [{"work": "300ms"}], "events": ["INVOKE"]}}}"#
      try await bench.make(handler, layers: [audit, slow])
      try await bench.invoke()
      try await bench.sleep("1s")
      return bench.log("REPORT").map { "\($0.split(separator: "|")[5])" }
    },
    Row(
      "§7 one EXTENSION line for each, before START",
      [
        "EXTENSION|Name: audit|State: Ready|Events: [INVOKE]",
        "EXTENSION|Name: sampler|State: Ready|Events: [INVOKE]",
        "START RequestId: ID Version: $LATEST",
      ]
    ) { bench in
      let recipe = #"{"extensions": {"sampler": {"invoke": []}}, "handler": []}"#
      try await bench.make(recipe, layers: [audit])
      try await bench.invoke()
      return bench.log("EXTENSION", "START")
    },
    Row(
      "§1 INIT has 10 s, extensions included; then it is done again within the request",
      [
        "INIT_REPORT Init Duration: 10000.00 ms|Phase: init|Status: timeout",
        "INIT_REPORT Init Duration: 10000.00 ms|Phase: invoke|Status: timeout",
        "20150: timeout",
      ]
    ) { bench in
      let slow = #"{"extensions": {"slow": {"init": [{"work": "11s"}], "invoke": []}}}"#
      try await bench.make(handler, layers: [slow], ["Timeout": 10])
      try await bench.invoke()
      let ends = bench.reports.map { "20150: \($0.status.rawValue)" }
      return bench.log("INIT_REPORT") + ends
    },
    Row(
      "§1 an extension whose INIT fails is reported with its own type, and ends INIT",
      [
        #"150: INIT in init"#,
        "EXTENSION|Name: bad|State: InitError|Events: [INVOKE]|Error Type: NoKey",
        "INIT_REPORT Init Duration: 0.00 ms|Phase: init|Status: error|Error Type: Extension.InitError",
      ]
    ) { bench in
      let bad =
        #"{"extensions": {"bad": {"init": [{"fail": {"type": "NoKey"}}], "invoke": []}}}"#
      try await bench.make(handler, layers: [bad])
      try await bench.invoke()
      return Array(bench.story(.initialising).prefix(1))
        + bench.log("EXTENSION", "INIT_REPORT").prefix(2)
    },
  ]

  static let invoking: [Row] = [
    Row(
      "§2 the caller has the answer as soon as the runtime posts it; the request lasts longer",
      [
        "380: 1", "370: INVOKE cold", "370: audit INVOKE", "380: response success",
        "410: audit Next", "410: end success",
      ]
    ) { bench in
      try await bench.make(handler, layers: [audit])
      let answer = try await bench.invoke()
      try await bench.sleep("1s")
      return [answer] + bench.story(.invoking)
    },
    Row(
      "§2 duration and billing run to the last Next; the difference has its metric",
      ["40 ms, 30 ms after the answer, billed 260 ms"]
    ) { bench in
      try await bench.make(handler, layers: [audit])
      try await bench.invoke()
      try await bench.sleep("1s")
      return bench.reports.map { report in
        "\(report.duration.readable), \(report.postRuntimeExtensionsDuration?.readable ?? "-")"
          + " after the answer, billed \(report.billedMilliseconds) ms"
      }
    },
    Row("§4 until then the environment takes no other request", ["2 cold", "then 2 cold"]) {
      bench in
      try await bench.make(handler, layers: [audit])
      try await bench.invoke()
      try await bench.invoke()
      let before = bench.reports.count + 1
      try await bench.sleep("1s")
      try await bench.invoke()
      try await bench.sleep("1s")
      let cold = bench.reports.filter { $0.initDuration != nil }.count
      return ["\(before) cold", "then \(cold) cold"]
    },
    Row(
      "§2 the time-out covers runtime and extensions together",
      ["1380: 1", "response success", "end timeout Sandbox.Timedout", "3000 ms"]
    ) { bench in
      let slow =
        #"{"extensions": {"audit": {"init": [{"work": "200ms"}], "invoke": [{"wait": "5s"}]}}}"#
      try await bench.make(
        #"{"handler": [{"work": "1009ms"}, {"return": 1}]}"#,
        layers: [slow]
      )
      let answer = try await bench.invoke()
      try await bench.sleep("10s")
      let ends = bench.story(.invoking).filter { $0.contains("response") || $0.contains("end ") }
      return [answer] + ends.map { String($0.split(separator: ": ")[1]) }
        + bench.reports.map { "\($0.billedMilliseconds - 220) ms" }
    },
    Row("§2 unfinished work goes on with the next thaw", ["freeze 1", "thaw 1", "later 2"]) {
      bench in
      let recipe =
        #"{"handler": [{"if": "{event.go}", "is": [true], "then": "#
        + #"[{"spawn": [{"wait": "50ms"}, {"log": "later {event.n}"}]}], "else": [{"wait": "1s"}]}]}"#
      try await bench.make(recipe)
      try await bench.invoke(["go": true, "n": 2])
      try await bench.sleep("1m")
      let before = bench.story(.writing)
      try await bench.invoke(["go": false])
      return (before + bench.story(.freezing, .writing)).map {
        String($0.split(separator: ": ")[1])
      }
    },
  ]
}
