import Cloud
import JSON
import Simulation

/// What is kept ready, how environments come and go, memory, and the JSON log.
extension LambdaLifecycleConformance {
  /// Publishes version 1 and keeps one environment of it ready.
  static func provision(_ bench: LifecycleBench) async throws {
    _ = try await bench.lambda("publish-version", ["FunctionName": "f"])
    _ = try await bench.lambda(
      "put-provisioned-concurrency-config",
      ["FunctionName": "f", "Qualifier": "1", "ProvisionedConcurrentExecutions": 1]
    )
  }

  static func slowInit(_ time: String) -> String {
    #"{"init": [{"wait": "\#(time)"}], "handler": [{"return": "{env.AWS_LAMBDA_INITIALIZATION_TYPE}"}]}"#
  }

  static let kept: [Row] = [
    Row(
      "§1 INIT ahead of requests has 130 s, and is reported when it succeeds",
      [
        "INIT_REPORT Init Duration: 129020.00 ms|Phase: init|Status: success",
        #"200000: "provisioned-concurrency""#,
      ]
    ) { bench in
      try await bench.make(slowInit("129s"))
      try await provision(bench)
      try await bench.sleep("199.999s")
      return bench.log("INIT_REPORT") + [try await bench.invoke([:], "1")]
    },
    Row(
      "§1 or as long as the time-out, if that is longer",
      ["INIT_REPORT Init Duration: 140020.00 ms|Phase: init|Status: success"]
    ) { bench in
      try await bench.make(slowInit("140s"), ["Timeout": 150])
      try await provision(bench)
      try await bench.sleep("200s")
      return bench.log("INIT_REPORT")
    },
    Row(
      "§1 beyond it, it is a time-out",
      ["INIT_REPORT Init Duration: 130000.00 ms|Phase: init|Status: timeout"]
    ) { bench in
      try await bench.make(slowInit("140s"))
      try await provision(bench)
      try await bench.sleep("135s")
      return bench.log("INIT_REPORT")
    },
    Row(
      "§3 also under load an environment is replaced after hours",
      ["0 removed", "recycled", "2 cold"]
    ) { bench in
      try await bench.make(handler)
      for _ in 0..<47 {
        try await bench.invoke()
        try await bench.sleep("5m")
      }
      let before = bench.story(.ending).count
      for _ in 0..<3 {
        try await bench.invoke()
        try await bench.sleep("5m")
      }
      let cold = bench.reports.filter { $0.initDuration != nil }.count
      return ["\(before) removed"]
        + bench.story(.ending).map { String($0.split(separator: "removed ")[1]) }
        + ["\(cold) cold"]
    },
    Row(
      "the times are assumptions that can be changed",
      ["60: removed spindown"]
    ) { bench in
      try await bench.make(handler)
      await bench.cloud.lambda.keepEnvironments(idle: .seconds(60), atMost: .seconds(3_600))
      try await bench.invoke()
      try await bench.sleep("2m")
      return bench.story(.ending).map { line in
        let parts = line.split(separator: ": ")
        return "\((Int(parts[0]) ?? 0) / 1_000): \(parts[1])"
      }
    },
    Row("a lost zone tells nobody", ["removed zone a lost"]) { bench in
      try await bench.make(polite("10ms"), layers: [cleaner("10ms")])
      try await bench.invoke()
      try await bench.sleep("1s")
      try await bench.cloud.lose(zone: "a")
      try await bench.sleep("5s")
      return bench.story(.ending, .writing).map { String($0.split(separator: ": ")[1]) }
    },
    Row(
      "nor does a lost zone let extensions fail that were at work",
      ["Runtime.ExitError", "EXTENSION|Name: cleaner|State: Ready|Events: [INVOKE,SHUTDOWN]"]
    ) { bench in
      try await bench.make(
        #"{"handler": [{"wait": "2s"}]}"#,
        layers: [
          cleaner("10ms"),
          #"{"extensions": {"cleaner": {"invoke": [{"wait": "3s"}], "#
            + #""shutdown": []}}}"#,
        ]
      )
      bench.begin()
      try await bench.sleep("1s")
      try await bench.cloud.lose(zone: "a")
      try await bench.sleep("5s")
      return bench.reports.compactMap(\.errorType) + bench.log("EXTENSION")
    },
    Row("an update replaces environments, extensions are told", ["SPINDOWN", "replaced"]) {
      bench in
      try await bench.make(handler, layers: [cleaner("10ms")])
      try await bench.invoke()
      try await bench.sleep("1s")
      _ = try await bench.lambda(
        "update-function-configuration",
        ["FunctionName": "f", "MemorySize": 512]
      )
      try await bench.sleep("5s")
      let lines = bench.story(.ending, .writing)
      return [lines[2], lines[5]].map { "\($0.split(separator: " ").last ?? "")" }
    },
  ]
}
