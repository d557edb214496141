import Cloud
import JSON
import Simulation
import Testing

/// What CloudWatch is claimed to show of Lambda's concurrency and of the minute to which a request
/// belongs: Lambda developer guide, "Monitoring concurrency" and "Types of metrics", 2026.
struct LambdaConcurrencyMetrics {
  @Test(arguments: minutes + accounts + names)
  func `a metric`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// The values of metrics with their minutes.
  private static func minutes(
    _ bench: InvocationBench,
    _ names: [String],
    of dimensions: [String: String] = ["FunctionName": "f"],
    _ statistic: String = "Sum"
  ) async throws -> [String] {
    var lines: [String] = []
    for name in names {
      let points = try await bench.points(name, in: "AWS/Lambda", of: dimensions, statistic)
      lines.append(([name] + points).joined(separator: " "))
    }
    return lines
  }

  /// The greatest value of a metric, of the account or of one of the names of `f`.
  private static func most(
    _ bench: InvocationBench,
    _ metric: String,
    of resource: String? = nil
  ) async throws -> String {
    let dimensions = resource.map { ["FunctionName": "f", "Resource": $0] } ?? [:]
    let values = try await bench.metric(metric, in: "AWS/Lambda", of: dimensions, "Maximum")
    let most = values.compactMap { Int($0) }.max().map { "\($0)" } ?? "-"
    return "\(metric) \(most)"
  }

  private static func invoke(_ bench: InvocationBench, _ name: String, times: Int) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<times { group.addTask { _ = try await bench.invoke(name) } }
      try await group.waitForAll()
    }
  }

  private static func publish(_ bench: InvocationBench, alias: String? = nil) async throws {
    try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
    guard let alias else { return }
    try await bench.call(
      "lambda",
      "create-alias",
      ["FunctionName": "f", "Name": .string(alias), "FunctionVersion": "1"]
    )
  }

  private static func provision(
    _ bench: InvocationBench,
    _ qualifier: String,
    _ count: Int
  ) async throws {
    try await bench.call(
      "lambda",
      "put-provisioned-concurrency-config",
      [
        "FunctionName": "f", "Qualifier": .string(qualifier),
        "ProvisionedConcurrentExecutions": .number(JSONNumber(count)),
      ]
    )
    try await bench.sleep("1m")
  }

  static let minutes: [InvocationCase] = [
    .init(
      "a request counts in the minute in which it began, however late that is known",
      [
        "Invocations 00:00 1", "Errors 00:00 1", "Duration 00:00 300000",
        "ConcurrentExecutions 00:00 1 00:01 1 00:02 1 00:03 1 00:04 1 00:05 1",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1h"}]"#, ["Timeout": 300])
      _ = try await bench.invoke("f")
      return try await minutes(bench, ["Invocations", "Errors", "Duration"])
        + minutes(bench, ["ConcurrentExecutions"], "Maximum")
    },
    .init(
      "beside others of that minute, and before those of later minutes",
      ["Invocations 00:00 2 00:01 1 00:02 1 00:03 1", "Errors 00:00 0 00:01 0 00:02 0 00:03 0"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "{event.wait}"}]"#, ["Timeout": 900])
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (after, wait) in [
          ("1s", "1ms"), ("2s", "5m"), ("70s", "1m"), ("125s", "1ms"), ("190s", "3m"),
        ] {
          group.addTask {
            try await bench.sleep(after)
            _ = try await bench.invoke("f", ["Payload": ["wait": .string(wait)]])
          }
        }
        try await group.waitForAll()
      }
      return try await minutes(bench, ["Invocations", "Errors"])
    },
    .init(
      "what is not known yet is not counted",
      ["Invocations", "Invocations 00:00 1"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "3m"}]"#, ["Timeout": 900])
      try await bench.send("f")
      try await bench.sleep("2m")
      let before = try await minutes(bench, ["Invocations"])
      try await bench.sleep("2m")
      return try await before + minutes(bench, ["Invocations"])
    },
  ]

  static let accounts: [InvocationCase] = [
    .init(
      "what is provisioned is claimed, used or not, and what runs on demand besides",
      ["ClaimedAccountConcurrency 26", "UnreservedConcurrentExecutions 16"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench)
      try await provision(bench, "1", 10)
      try await invoke(bench, "f", times: 16)
      return [
        try await most(bench, "ClaimedAccountConcurrency"),
        try await most(bench, "UnreservedConcurrentExecutions"),
      ]
    },
    .init(
      "what runs in what is provisioned is not unreserved; what spills over is",
      [
        "ClaimedAccountConcurrency 5", "UnreservedConcurrentExecutions 3",
        "ConcurrentExecutions 5",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench)
      try await provision(bench, "1", 2)
      try await invoke(bench, "f:1", times: 2)
      try await invoke(bench, "f:1", times: 5)
      return [
        try await most(bench, "ClaimedAccountConcurrency"),
        try await most(bench, "UnreservedConcurrentExecutions"),
        try await most(bench, "ConcurrentExecutions"),
      ]
    },
    .init(
      "of a function with both, what is reserved counts alone",
      ["ClaimedAccountConcurrency 5", "UnreservedConcurrentExecutions -"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench)
      try await bench.reserve("f", 5)
      try await provision(bench, "1", 2)
      try await invoke(bench, "f:1", times: 4)
      return [
        try await most(bench, "ClaimedAccountConcurrency"),
        try await most(bench, "UnreservedConcurrentExecutions"),
      ]
    },
    .init(
      "what is no longer provisioned is no longer claimed",
      ["3", "0"]
    ) { bench in
      try await bench.create("f", "[]")
      try await publish(bench)
      try await provision(bench, "1", 3)
      let before = try await bench.metric("ClaimedAccountConcurrency", of: nil, "Maximum").last
      try await bench.call(
        "lambda",
        "delete-provisioned-concurrency-config",
        ["FunctionName": "f", "Qualifier": "1"]
      )
      try await bench.sleep("2m")
      _ = try await bench.invoke("f")
      let after = try await bench.metric("ClaimedAccountConcurrency", of: nil, "Minimum").last
      return [before ?? "-", after ?? "-"]
    },
  ]

  static let names: [InvocationCase] = [
    .init(
      "how many requests of each name run at once",
      [
        "ConcurrentExecutions 6", "ConcurrentExecutions 3", "ConcurrentExecutions 2",
        "ConcurrentExecutions 1", "function 6",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench, alias: "live")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (name, times) in [("f", 3), ("f:live", 2), ("f:1", 1)] {
          group.addTask { try await invoke(bench, name, times: times) }
        }
        try await group.waitForAll()
      }
      let function = try await bench.metric("ConcurrentExecutions", of: "f", "Maximum")
      return [
        try await most(bench, "ConcurrentExecutions"),
        try await most(bench, "ConcurrentExecutions", of: "f"),
        try await most(bench, "ConcurrentExecutions", of: "f:live"),
        try await most(bench, "ConcurrentExecutions", of: "f:1"), "function \(function[0])",
      ]
    },
    .init(
      "an only name has all, also those that ran before there was another",
      ["ConcurrentExecutions 2", "ConcurrentExecutions 2", "ConcurrentExecutions 1"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench)
      try await invoke(bench, "f", times: 2)
      let before = try await most(bench, "ConcurrentExecutions", of: "f")
      try await invoke(bench, "f:1", times: 1)
      return [
        before, try await most(bench, "ConcurrentExecutions", of: "f"),
        try await most(bench, "ConcurrentExecutions", of: "f:1"),
      ]
    },
    .init(
      "what is provisioned for an alias is shown of the alias",
      [
        "ProvisionedConcurrencyInvocations 1", "ProvisionedConcurrentExecutions 2",
        "ProvisionedConcurrencySpilloverInvocations 1", "ProvisionedConcurrencyUtilization 1",
        "of the version: ProvisionedConcurrencyInvocations -",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench, alias: "live")
      try await provision(bench, "live", 2)
      try await invoke(bench, "f:live", times: 3)
      var lines: [String] = []
      for metric in [
        "ProvisionedConcurrencyInvocations", "ProvisionedConcurrentExecutions",
        "ProvisionedConcurrencySpilloverInvocations", "ProvisionedConcurrencyUtilization",
      ] {
        lines.append(try await most(bench, metric, of: "f:live"))
      }
      let version = try await most(bench, "ProvisionedConcurrencyInvocations", of: "f:1")
      return lines + ["of the version: \(version)"]
    },
    .init(
      "what is provisioned for a version is shown of the version, whoever asks",
      ["ProvisionedConcurrencyInvocations 1", "ProvisionedConcurrencyInvocations -"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await publish(bench, alias: "live")
      try await provision(bench, "1", 2)
      try await invoke(bench, "f:live", times: 2)
      return [
        try await most(bench, "ProvisionedConcurrencyInvocations", of: "f:1"),
        try await most(bench, "ProvisionedConcurrencyInvocations", of: "f:live"),
      ]
    },
  ]
}
