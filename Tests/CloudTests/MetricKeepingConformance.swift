import Cloud
import JSON
import Simulation
import Testing

/// For how long CloudWatch is claimed to keep a value a minute, and what it refuses.
struct MetricKeepingConformance {
  @Test(arguments: keeping + refusals)
  func `what is asked of CloudWatch`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// What is asked for in the first row's minute: of each service, one that counts and one that lasts.
  private static let asked: [(name: String, namespace: String, dimensions: [String: String])] = [
    ("Invocations", "AWS/Lambda", ["FunctionName": "f"]),
    ("ConcurrentExecutions", "AWS/Lambda", [:]),
    ("NumberOfMessagesSent", "AWS/SQS", ["QueueName": "q"]),
    ("ApproximateNumberOfMessagesVisible", "AWS/SQS", ["QueueName": "q"]),
    ("SentMessageSize", "AWS/SQS", ["QueueName": "q"]),
    ("NumberOfMessagesPublished", "AWS/SNS", ["TopicName": "t"]),
    ("PutEventsEntriesCount", "AWS/Events", [:]),
    ("MatchedEvents", "AWS/Events", ["RuleName": "r"]),
  ]

  private static func fill(_ bench: InvocationBench) async throws {
    try await bench.create("f", "[]")
    _ = try await bench.invoke("f")
    try await bench.queue("q")
    try await bench.call("sqs", "send-message", ["QueueUrl": "q", "MessageBody": "x"])
    try await bench.call("sns", "create-topic", ["Name": "t"])
    try await bench.call(
      "sns",
      "publish",
      ["TopicArn": .string(InvocationBench.arn("sns", "t")), "Message": "x"]
    )
    try await bench.call(
      "events",
      "put-rule",
      ["Name": "r", "EventPattern": #"{"source": ["shop"]}"#]
    )
    try await bench.call(
      "events",
      "put-events",
      ["Entries": [["Source": "shop", "DetailType": "d", "Detail": "{}"]]]
    )
  }

  /// How many of the metrics have a value in the first minute, and how many are listed.
  private static func known(_ bench: InvocationBench) async throws -> String {
    var known = 0
    for (name, namespace, dimensions) in asked {
      let points = try await bench.points(name, in: namespace, of: dimensions, "Sum")
      known += points.contains { $0.hasPrefix("00:00 ") } ? 1 : 0
    }
    let list = try await bench.call("cloudwatch", "list-metrics")
    let listed = asked.count { asked in
      list["Metrics"]?.arrayValue?.contains { metric in
        let names = metric["Dimensions"]?.arrayValue?.compactMap { $0["Value"]?.stringValue } ?? []
        return metric["MetricName"]?.stringValue == asked.name
          && names == Array(asked.dimensions.values)
      } ?? false
    }
    return "\(known) known, \(listed) listed"
  }

  static let keeping: [InvocationCase] = [
    .init(
      "each minute is kept for 15 days and then forgotten, whoever publishes it",
      ["8 known, 8 listed", "8 known, 8 listed", "0 known, 1 listed"]
    ) { bench in
      try await fill(bench)
      var lines = [try await known(bench)]
      try await bench.sleep("359h")
      lines.append(try await known(bench))
      try await bench.sleep("1h")
      // The queue still has its message, or has had it until a while ago.
      return lines + [try await known(bench)]
    },
    .init(
      "of what is recently active only that with a value in the last three hours is listed",
      ["Invocations", "-", "Invocations"]
    ) { bench in
      try await bench.create("f", "[]")
      func listed() async throws -> String {
        let list = try await bench.call(
          "cloudwatch",
          "list-metrics",
          [
            "RecentlyActive": "PT3H", "MetricName": "Invocations",
            "Dimensions": [["Name": "Resource"]],
          ]
        )
        return InvocationBench.parts(list, "Metrics.0.MetricName")[0]
      }
      _ = try await bench.invoke("f")
      var lines = [try await listed()]
      try await bench.sleep("3h")
      lines.append(try await listed())
      _ = try await bench.invoke("f")
      return lines + [try await listed()]
    },
    .init(
      "what lasts is known of every minute, however long nothing changes",
      ["720 minutes of 2", "720 minutes of 1"]
    ) { bench in
      try await bench.create("f", #"[{"wait": "1s"}]"#)
      try await bench.reserve("f", 2)
      try await bench.queue("q")
      try await bench.call("sqs", "send-message", ["QueueUrl": "q", "MessageBody": "x"])
      try await bench.sleep("13h")
      let hours = ("2026-01-01T01:00:00Z", "2026-01-01T13:00:00Z")
      let claimed = try await bench.points(
        "ClaimedAccountConcurrency",
        in: "AWS/Lambda",
        of: [:],
        "Maximum",
        between: hours
      )
      let visible = try await bench.points(
        "ApproximateNumberOfMessagesVisible",
        in: "AWS/SQS",
        of: ["QueueName": "q"],
        "Maximum",
        between: hours
      )
      return [claimed, visible].map { points in
        let values = Set(points.map { $0.split(separator: " ")[1] })
        return "\(points.count) minutes of \(values.sorted().joined(separator: " "))"
      }
    },
  ]

  private static func ask(_ bench: InvocationBench, _ more: JSONObject) async throws -> String {
    var input: JSONObject = [
      "Namespace": "AWS/Lambda", "MetricName": "Duration", "Period": 60,
      "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T00:10:00Z",
    ]
    for (key, value) in more { input[key] = value }
    if input["ExtendedStatistics"] == nil { input["Statistics"] = ["Sum"] }
    return try await bench.refusal {
      try await bench.call("cloudwatch", "get-metric-statistics", input)["Datapoints"] ?? .null
    }
  }

  static let refusals: [InvocationCase] = [
    .init(
      "a metric that AWS has and the mini cloud has not is refused by its name",
      ["PutEventsLatency", "PutPartnerEventsEntriesCount", "InvocationsCreated", "MaxOffsetLag"].map
      { "501 NotSupportedHere: The metric \($0) exists on AWS and is left out of this mini cloud." }
    ) { bench in
      var lines: [String] = []
      for name in ["PutEventsLatency", "PutPartnerEventsEntriesCount", "InvocationsCreated"] {
        lines.append(
          try await ask(bench, ["Namespace": "AWS/Events", "MetricName": .string(name)])
        )
      }
      return lines + [try await ask(bench, ["MetricName": "MaxOffsetLag"])]
    },
    .init(
      "a unit is one of CloudWatch's",
      ["Unit must be one of Seconds", "[]", "[]"]
    ) { bench in
      var lines: [String] = []
      for unit in ["Bogus", "Terabits/Second", "Count"] {
        do {
          lines.append(try await ask(bench, ["Unit": .string(unit)]))
        } catch {
          lines.append(String("\(error)".prefix { $0 != "," }))
        }
      }
      return lines
    },
    .init(
      "a percentile is a p and digits",
      ["p1e1", "p+5", "p0x1", "pnan", "p 5", "p5.", "p.5", "p5.5.5", "p-1", "p100.1", "P5"].map {
        "400 InvalidParameterValue: The value \($0) for parameter ExtendedStatistics is not supported."
      } + ["[]", "[]", "[]", "[]"]
    ) { bench in
      var lines: [String] = []
      for text in [
        "p1e1", "p+5", "p0x1", "pnan", "p 5", "p5.", "p.5", "p5.5.5", "p-1", "p100.1", "P5", "p0",
        "p100", "p99.9", "p00.05",
      ] {
        lines.append(try await ask(bench, ["ExtendedStatistics": [.string(text)]]))
      }
      return lines
    },
  ]
}
