import Cloud
import JSON
import Simulation
import Testing

/// What CloudWatch is claimed to show of Lambda: the table of metrics in §5 of `lambda-config.md`.
@Suite struct LambdaMetricsConformance {
  @Test(arguments: requests + events + statistics)
  func `a metric`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static let boom = #"[{"fail": {"type": "Boom", "message": "no"}}]"#

  /// The sums of metrics of a function over all minutes.
  private static func sums(
    _ bench: InvocationBench,
    _ names: String...,
    of function: String? = "f"
  ) async throws -> [String] {
    var lines: [String] = []
    for name in names {
      let values = try await bench.metric(name, of: function, "Sum").compactMap { Int($0) }
      lines.append("\(name) \(values.isEmpty ? "-" : "\(values.reduce(0, +))")")
    }
    return lines
  }

  static let requests: [InvocationCase] = [
    .init(
      "throttled requests are neither invocations nor errors",
      [
        "Invocations 3", "Errors 1", "Throttles 2",
      ]
    ) { bench in
      try await bench.create(
        "f",
        #"[{"if": "{event.fail}", "is": [true], "then": \#(boom)}]"#
      )
      for fail in [true, false, false] {
        _ = try await bench.invoke("f", ["Payload": ["fail": .bool(fail)]])
      }
      try await bench.reserve("f", 0)
      for _ in 0..<2 { _ = try await bench.refusal { try await bench.invoke("f") } }
      return try await sums(bench, "Invocations", "Errors", "Throttles")
    },
    .init("a time-out and a crash are errors, too", ["Invocations 2", "Errors 2"]) { bench in
      try await bench.create("f", #"[{"wait": "{event.wait}"}, {"exit": 1}]"#)
      for wait in ["1h", "1ms"] {
        _ = try await bench.invoke("f", ["Payload": ["wait": .string(wait)]])
      }
      return try await sums(bench, "Invocations", "Errors")
    },
    .init("invocations are the requests on the bill", ["Invocations 4", "requests 4"]) { bench in
      try await bench.create("f", boom)
      try await bench.send("f")
      _ = try await bench.invoke("f")
      try await bench.sleep("10m")
      return try await sums(bench, "Invocations") + [bench.billed[0]]
    },
    .init("the duration leaves a cold start out", ["21", "21"]) { bench in
      try await bench.create("f", #"[{"work": "20ms"}]"#, initially: #"[{"work": "900ms"}]"#)
      for _ in 0..<2 { _ = try await bench.invoke("f") }
      return try await bench.metric("Duration", of: "f", "Minimum")
        + bench.metric("Duration", of: "f", "Maximum")
    },
    .init(
      "the most requests at once, by function and for the account, minute by minute",
      [
        "f 3 3 3", "account 4 3 3",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "150s"}]"#, ["Timeout": 900])
      try await bench.create("g", #"[{"wait": "5s"}]"#, ["Timeout": 900])
      try await withThrowingTaskGroup(of: Void.self) { group in
        for name in ["f", "f", "f", "g"] {
          group.addTask { _ = try await bench.invoke(name) }
        }
        try await group.waitForAll()
      }
      let function = try await bench.metric("ConcurrentExecutions", of: "f", "Maximum")
      let account = try await bench.metric("ConcurrentExecutions", of: nil, "Maximum")
      return ["f " + function.joined(separator: " "), "account " + account.joined(separator: " ")]
    },
    .init(
      "what is unreserved, and what is claimed whether used or not",
      [
        "UnreservedConcurrentExecutions 1", "ClaimedAccountConcurrency 11",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      try await bench.create("g", "[]")
      try await bench.reserve("f", 10)
      for name in ["f", "g"] { _ = try await bench.invoke(name) }
      var lines: [String] = []
      for name in ["UnreservedConcurrentExecutions", "ClaimedAccountConcurrency"] {
        lines.append("\(name) \(try await bench.metric(name, of: nil, "Maximum").last ?? "-")")
      }
      return lines
    },
    .init(
      "what is provisioned, used and spilled over",
      [
        "ProvisionedConcurrencyInvocations 2", "ProvisionedConcurrencySpilloverInvocations 1",
        "most in use 2", "most of it 1",
      ]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "put-provisioned-concurrency-config",
        ["FunctionName": "f", "Qualifier": "1", "ProvisionedConcurrentExecutions": 2]
      )
      try await bench.sleep("1m")
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<3 { group.addTask { _ = try await bench.invoke("f:1") } }
        try await group.waitForAll()
      }
      let use = try await bench.metric("ProvisionedConcurrentExecutions", of: "f", "Maximum")
      let share = try await bench.metric("ProvisionedConcurrencyUtilization", of: "f", "Maximum")
      return try await sums(
        bench,
        "ProvisionedConcurrencyInvocations",
        "ProvisionedConcurrencySpilloverInvocations"
      ) + use.map { "most in use \($0)" } + share.map { "most of it \($0)" }
    },
    .init(
      "what a mapping was told to count, by its UUID alone",
      [
        "PolledEventCount 3", "InvokedEventCount 3", "FailedInvokeEventCount 0",
        "DeletedEventCount 3", "FilteredOutEventCount -", "of the function 0",
        "EventSourceMappingUUID",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      try await bench.queue("orders")
      let mapping = try await bench.call(
        "lambda",
        "create-event-source-mapping",
        [
          "FunctionName": "f", "EventSourceArn": .string(InvocationBench.arn("sqs", "orders")),
          "MetricsConfig": ["Metrics": ["EventCount"]],
        ]
      )
      try await bench.sleep("10s")
      for _ in 0..<3 {
        try await bench.call("sqs", "send-message", ["QueueUrl": "orders", "MessageBody": "x"])
      }
      try await bench.sleep("1m")
      var lines: [String] = []
      for name in [
        "PolledEventCount", "InvokedEventCount", "FailedInvokeEventCount", "DeletedEventCount",
        "FilteredOutEventCount",
      ] {
        let values = try await bench.metric(
          name,
          in: "AWS/Lambda",
          of: ["EventSourceMappingUUID": mapping["UUID"]?.stringValue ?? ""],
          "Sum"
        ).compactMap { Int($0) }
        lines.append("\(name) \(values.isEmpty ? "-" : "\(values.reduce(0, +))")")
      }
      let other = try await bench.metric("PolledEventCount", of: "f", "Sum")
      let list = try await bench.call(
        "cloudwatch",
        "list-metrics",
        ["MetricName": "PolledEventCount"]
      )
      return lines + ["of the function \(other.count)"]
        + (list["Metrics"]?.arrayValue ?? []).map {
          InvocationBench.parts($0, "Dimensions.0.Name")[0]
        }
    },
    .init(
      "by function, by name, and by the version that an alias chose",
      [
        "FunctionName=f", "FunctionName=f,Resource=f", "FunctionName=f,Resource=f:live",
        "FunctionName=f,Resource=f:live,ExecutedVersion=1", "-",
      ]
    ) { bench in
      try await bench.create("f", "[]")
      try await bench.call("lambda", "publish-version", ["FunctionName": "f"])
      try await bench.call(
        "lambda",
        "create-alias",
        ["FunctionName": "f", "Name": "live", "FunctionVersion": "1"]
      )
      for name in ["f", "f:live"] { _ = try await bench.invoke(name) }
      let list = try await bench.call(
        "cloudwatch",
        "list-metrics",
        ["Namespace": "AWS/Lambda", "MetricName": "Invocations"]
      )
      return (list["Metrics"]?.arrayValue ?? []).map { metric in
        let dimensions = (metric["Dimensions"]?.arrayValue ?? []).map {
          InvocationBench.parts($0, "Name", "Value").joined(separator: "=")
        }
        return dimensions.isEmpty ? "-" : dimensions.joined(separator: ",")
      }.sorted { $0 == "-" ? false : $1 == "-" ? true : $0 < $1 }
    },
  ]

  static let events: [InvocationCase] = [
    .init(
      "events that come in, and those that were dropped; there is no metric of retries",
      [
        "AsyncEventsReceived 2", "AsyncEventsDropped 1", "Invocations 4", "Errors 3", "no retries",
      ]
    ) { bench in
      try await bench.create("f", #"[{"if": "{event.fail}", "is": [true], "then": \#(boom)}]"#)
      for fail in [true, false] { try await bench.send("f", ["fail": .bool(fail)]) }
      try await bench.sleep("10m")
      let list = try await bench.call("cloudwatch", "list-metrics")
      let names = (list["Metrics"]?.arrayValue ?? []).compactMap { $0["MetricName"]?.stringValue }
      let retries = names.filter { $0.contains("Retr") }
      return try await sums(
        bench,
        "AsyncEventsReceived",
        "AsyncEventsDropped",
        "Invocations",
        "Errors"
      ) + (retries.isEmpty ? ["no retries"] : retries)
    },
    .init("an event's age grows with its retries", ["15", "60266", "180267"]) { bench in
      try await bench.create("f", boom)
      try await bench.send("f")
      try await bench.sleep("10m")
      return try await bench.metric("AsyncEventAge", of: "f", "Maximum")
    },
    .init(
      "dead letters and records that could not be delivered",
      [
        "DeadLetterErrors 1", "DestinationDeliveryFailures 1", "AsyncEventsDropped 1",
      ]
    ) { bench in
      let nowhere = JSONValue.string(InvocationBench.arn("sqs", "nowhere"))
      try await bench.create("f", boom, ["DeadLetterConfig": ["TargetArn": nowhere]])
      try await bench.configure(
        "f",
        ["MaximumRetryAttempts": 0, "DestinationConfig": ["OnFailure": ["Destination": nowhere]]]
      )
      try await bench.send("f")
      try await bench.sleep("10s")
      return try await sums(
        bench,
        "DeadLetterErrors",
        "DestinationDeliveryFailures",
        "AsyncEventsDropped"
      )
    },
    .init("loops that were stopped", ["RecursiveInvocationsDropped 1", "Invocations 16"]) {
      bench in
      try await bench.create(
        "f",
        #"[{"call": "lambda invoke", "with": {"FunctionName": "f", "InvocationType": "Event"}}]"#
      )
      try await bench.send("f")
      try await bench.sleep("1m")
      return try await sums(bench, "RecursiveInvocationsDropped", "Invocations")
    },
  ]

  /// The answer about a metric, or its refusal.
  private static func ask(
    _ bench: InvocationBench,
    _ more: JSONObject
  ) async throws -> String {
    var input: JSONObject = [
      "Namespace": "AWS/Lambda", "MetricName": "Duration", "Period": 60,
      "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T00:10:00Z",
      "Statistics": ["Sum"],
    ]
    for (key, value) in more { input[key] = value == .null ? nil : value }
    return try await bench.refusal {
      let answer = try await bench.call("cloudwatch", "get-metric-statistics", input)
      return answer["Datapoints"] ?? .null
    }
  }

  static let statistics: [InvocationCase] = [
    .init(
      "five statistics of a period",
      [
        #"[{"Timestamp":"2026-01-01T00:00:00+00:00","SampleCount":2.0,"Average":151.0,"Sum":302.0,"#
          + #""Minimum":101.0,"Maximum":201.0,"Unit":"Milliseconds"}]"#
      ]
    ) { bench in
      try await bench.create("f", #"[{"work": "{event.work}"}]"#)
      for work in ["100ms", "200ms"] {
        _ = try await bench.invoke("f", ["Payload": ["work": .string(work)]])
      }
      return [
        try await ask(
          bench,
          ["Statistics": ["SampleCount", "Average", "Sum", "Minimum", "Maximum"]]
        )
      ]
    },
    .init("percentiles, at most 0.4 % off", ["p0 1", "p50 50", "p90 90", "p100 100"]) { bench in
      try await bench.create("f", #"[{"wait": "{event.wait}"}]"#)
      for wait in 0..<100 {
        _ = try await bench.invoke("f", ["Payload": ["wait": .string("\(wait)ms")]])
      }
      let answer = try JSONValue(
        parsing: try await ask(
          bench,
          ["Statistics": .null, "ExtendedStatistics": ["p0", "p50", "p90", "p100"], "Period": 600]
        )
      )
      return ["p0", "p50", "p90", "p100"].map { name in
        let value = answer[0]?["ExtendedStatistics"]?[name]?.doubleValue ?? 0
        return "\(name) \(Int(value.rounded()))"
      }
    },
    .init("a longer period adds its minutes up", ["2 6", "8"]) { bench in
      try await bench.create("f", "[]")
      for count in [2, 6] {
        for _ in 0..<count { _ = try await bench.invoke("f") }
        try await bench.sleep("1m")
      }
      let hour = try JSONValue(
        parsing: try await ask(bench, ["MetricName": "Invocations", "Period": 300])
      )
      return [
        try await bench.metric("Invocations", of: "f", "Sum").joined(separator: " "),
        "\(hour[0]?["Sum"]?.doubleValue.map { Int($0) } ?? 0)",
      ]
    },
    .init("who has no metric of that name, unit or dimensions gets no data", ["[]", "[]", "[]"]) {
      bench in
      try await bench.create("f", "[]")
      _ = try await bench.invoke("f")
      return [
        try await ask(bench, ["MetricName": "Speed"]), try await ask(bench, ["Unit": "Count"]),
        try await ask(bench, ["Dimensions": [["Name": "Resource", "Value": "f"]]]),
      ]
    },
    .init(
      "what does not fit is refused",
      [
        "400 InvalidParameterValue: The parameter StartTime must be less than the parameter EndTime.",
        "400 InvalidParameterValue: The parameter StartTime must be a date such as"
          + " 2026-01-01T00:10:00Z, but is -9.2e18.",
        "400 InvalidParameterValue: The parameter Period must be a multiple of 60.",
        "400 InvalidParameterCombination: You have requested up to 44,640 datapoints, which exceeds"
          + " the limit of 1,440. You may reduce the datapoints requested by increasing Period, or"
          + " decreasing the time range.",
        "400 InvalidParameterCombination: Must specify either Statistics or ExtendedStatistics",
        "400 InvalidParameterValue: The value p101 for parameter ExtendedStatistics is not supported.",
        "501 NotSupportedHere: The metric IteratorAge exists on AWS and is left out of this mini"
          + " cloud.",
        "501 NotSupportedHere: The namespace AWS/EC2 exists on AWS and is left out of this mini"
          + " cloud.",
      ]
    ) { bench in
      var lines: [String] = []
      for more: JSONObject in [
        ["EndTime": "2026-01-01T00:00:00Z"], ["StartTime": "-9.2e18"], ["Period": 90],
        ["EndTime": "2026-02-01T00:00:00Z"],
        ["Statistics": .null], ["Statistics": .null, "ExtendedStatistics": ["p101"]],
        ["MetricName": "IteratorAge"], ["Namespace": "AWS/EC2"],
      ] {
        lines.append(try await ask(bench, more))
      }
      return lines
    },
  ]
}
