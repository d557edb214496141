import Cloud
import JSON
import Simulation

/// Resets and SHUTDOWN.
extension LambdaLifecycleConformance {
  /// An external extension that takes so long to clean up.
  static func cleaner(_ time: String) -> String {
    #"{"extensions": {"cleaner": {"events": ["INVOKE", "SHUTDOWN"], "shutdown": "#
      + #"[{"wait": "\#(time)"}, {"log": "{event.shutdownReason}"}]}}}"#
  }

  /// A function that takes so long on SIGTERM.
  static func polite(_ time: String, _ more: String = "") -> String {
    #"{"handler": [{"return": 1}], "shutdown": [{"wait": "\#(time)"}, {"log": "bye"}]\#(more)}"#
  }

  /// What happens when the environment has been idle for long, from there on.
  static func end(_ bench: LifecycleBench) async throws -> [String] {
    try await bench.invoke()
    try await bench.sleep("11m")
    let lines = bench.story(.ending, .writing).map { line in
      line.split(separator: ": ", maxSplits: 1).map(String.init)
    }
    let start = Int(lines.first?.first ?? "") ?? 0
    return lines.map { "\((Int($0[0]) ?? 0) - start): \($0[1])" }
  }

  static let shutDowns: [Row] = [
    Row("§3 without extensions nobody is told", ["0: removed spindown"]) { bench in
      try await bench.make(polite("10ms"))
      return try await end(bench)
    },
    Row(
      "§3 with internal extensions alone the runtime has 500 ms",
      [
        "0: SHUTDOWN SPINDOWN 500 ms runtime", "400: bye", "400: runtime exits",
        "400: SHUTDOWN over after 400 ms, 0 killed", "400: removed spindown",
      ]
    ) { bench in
      try await bench.make(polite("400ms", #", "extensions": {"sampler": {"invoke": []}}"#))
      return try await end(bench)
    },
    Row(
      "§3 beyond the 500 ms it is killed",
      [
        "0: SHUTDOWN SPINDOWN 500 ms runtime", "500: runtime killed",
        "500: SHUTDOWN over after 500 ms, 1 killed", "500: removed spindown",
      ]
    ) { bench in
      try await bench.make(polite("600ms", #", "extensions": {"sampler": {"invoke": []}}"#))
      return try await end(bench)
    },
    Row(
      "§3 the runtime comes first, then the external extensions: 2 s in all, 300 ms of it its own",
      [
        "0: SHUTDOWN SPINDOWN 2 s runtime+cleaner", "300: runtime killed",
        "1200: cleaner: SPINDOWN", "1200: cleaner exits",
        "1200: SHUTDOWN over after 1.2 s, 1 killed", "1200: removed spindown",
      ]
    ) { bench in
      try await bench.make(polite("400ms"), layers: [cleaner("900ms")])
      return try await end(bench)
    },
    Row(
      "§3 with an internal extension beside the external one the runtime has 500 ms of the 2 s",
      [
        "0: SHUTDOWN SPINDOWN 2 s runtime+cleaner", "400: bye", "400: runtime exits",
        "2000: cleaner killed", "2000: SHUTDOWN over after 2 s, 1 killed",
        "2000: removed spindown",
      ]
    ) { bench in
      try await bench.make(
        polite("400ms", #", "extensions": {"sampler": {"invoke": []}}"#),
        layers: [cleaner("1.7s")]
      )
      return try await end(bench)
    },
    Row(
      "§3 only who has registered for SHUTDOWN is told",
      [
        "0: SHUTDOWN SPINDOWN 2 s runtime", "0: runtime exits",
        "0: SHUTDOWN over after 0 ns, 0 killed", "0: removed spindown",
      ]
    ) { bench in
      try await bench.make(handler, layers: [audit])
      return try await end(bench)
    },
  ]

  static let resets: [Row] = [
    Row(
      "§2 a time-out ends the runtime at once, and extensions are told TIMEOUT",
      [
        "4170: SHUTDOWN TIMEOUT 2 s cleaner", "4270: cleaner: TIMEOUT", "4270: cleaner exits",
        "4270: SHUTDOWN over after 100 ms, 0 killed", "4270: reset timeout",
      ]
    ) { bench in
      try await bench.make(
        #"{"handler": [{"work": "9s"}], "shutdown": [{"log": "never"}]}"#,
        layers: [cleaner("100ms")],
        ["Timeout": 4]
      )
      try await bench.invoke()
      try await bench.sleep("5s")
      return bench.story(.ending, .writing)
    },
    Row(
      "§2 a crash is told as FAILURE; its caller waits for nobody",
      [
        #"171: {"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: Runtime exited with error: exit status 3"}"#,
        "171: SHUTDOWN FAILURE 2 s cleaner", "2171: cleaner killed",
        "2171: SHUTDOWN over after 2 s, 1 killed", "2171: reset exit status 3",
      ]
    ) { bench in
      try await bench.make(#"{"handler": [{"exit": 3}]}"#, layers: [cleaner("9s")])
      let answer = try await bench.invoke()
      try await bench.sleep("5s")
      return [answer] + bench.story(.ending, .writing)
    },
    Row(
      "§2 /tmp is kept through a reset, globals are lost, INIT comes again inside the request",
      [
        #"[1,{"/tmp/a":64}]"#, "Sandbox.Timedout", #"[1,{"/tmp/a":64}]"#,
        "INIT in init", "INIT in invoke", "3 reports, 1 with Init Duration",
      ]
    ) { bench in
      let recipe =
        #"{"handler": [{"count": "n"}, {"write": "/tmp/a", "size": "64B"}, {"wait": "{event.wait}"}"#
        + #", {"return": ["{global.n}", {"/tmp/a": 64}]}]}"#
      try await bench.make(recipe)
      var answers = [try await bench.invoke(["wait": "1ms"])]
      answers.append(try await bench.invoke(["wait": "9s"]))
      answers.append(try await bench.invoke(["wait": "1ms"]))
      let cold = bench.reports.filter { $0.initDuration != nil }.count
      return answers.map { answer in
        let payload = String(answer.split(separator: ": ", maxSplits: 1)[1])
        return payload.contains("Sandbox.Timedout") ? "Sandbox.Timedout" : payload
      }
        + bench.story(.initialising).filter { $0.contains("INIT in") }.map {
          String($0.split(separator: ": ")[1])
        } + ["\(bench.reports.count) reports, \(cold) with Init Duration"]
    },
    Row(
      "§9 a failed extension ends the environment, and its request with it",
      [
        #"200: {"errorType":"Extension.Crash","errorMessage":"RequestId: ID Error: exit status 7"}"#,
        "EXTENSION|Name: bad|State: Ready|Events: [INVOKE]",
        "EXTENSION|Name: bad|State: Exited|Events: [INVOKE]|Error Type: Extension.Crash",
        "end error Extension.Crash",
      ]
    ) { bench in
      let bad = #"{"extensions": {"bad": {"invoke": [{"wait": "30ms"}, {"exit": 7}]}}}"#
      try await bench.make(#"{"handler": [{"work": "1s"}]}"#, layers: [bad])
      let answer = try await bench.invoke()
      return [answer] + bench.log("EXTENSION")
        + bench.story(.invoking).suffix(1).map { String($0.split(separator: ": ")[1]) }
    },
  ]
}
