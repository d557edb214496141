import Cloud
import JSON
import Simulation
import Testing

/// What CloudWatch is claimed to show of queues: §7 and §8 of `sqs.md`.
@Suite struct SQSMetricsConformance {
  @Test(arguments: counts + levels + kinds)
  func `a metric`(row: InvocationCase) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  /// The values of a metric of a queue, minute by minute.
  private static func values(
    _ bench: InvocationBench,
    _ name: String,
    of queue: String = "q",
    _ statistic: String = "Maximum"
  ) async throws -> String {
    let values = try await bench.metric(
      name,
      in: "AWS/SQS",
      of: ["QueueName": queue],
      statistic
    )
    return "\(name) \(values.isEmpty ? "-" : values.joined(separator: " "))"
  }

  private static func values(
    _ bench: InvocationBench,
    of queue: String = "q",
    _ names: [String]
  ) async throws -> [String] {
    var lines: [String] = []
    for name in names { lines.append(try await values(bench, name, of: queue)) }
    return lines
  }

  private static func send(
    _ bench: InvocationBench,
    _ body: String = "x",
    _ more: JSONObject = [:]
  ) async throws {
    var input: JSONObject = ["QueueUrl": "q", "MessageBody": .string(body)]
    for (key, value) in more { input[key] = value }
    try await bench.call("sqs", "send-message", input)
  }

  /// Receives, and returns the handles.
  @discardableResult
  private static func receive(
    _ bench: InvocationBench,
    _ more: JSONObject = [:]
  ) async throws -> [JSONValue] {
    var input: JSONObject = ["QueueUrl": "q", "MaxNumberOfMessages": 10]
    for (key, value) in more { input[key] = value }
    let answer = try await bench.call("sqs", "receive-message", input)
    return (answer["Messages"]?.arrayValue ?? []).compactMap { $0["ReceiptHandle"] }
  }

  private static func delete(_ bench: InvocationBench, _ handle: JSONValue) async throws {
    try await bench.call(
      "sqs",
      "delete-message",
      ["QueueUrl": "q", "ReceiptHandle": handle]
    )
  }

  static let counts: [InvocationCase] = [
    .init(
      "sent, received, found nothing, deleted: also what was gone already",
      [
        "NumberOfMessagesSent 3", "NumberOfMessagesReceived 3 0", "NumberOfEmptyReceives 0 1",
        "NumberOfMessagesDeleted 2", "NumberOfDeduplicatedSentMessages -",
      ]
    ) { bench in
      try await bench.queue("q")
      for _ in 0..<3 { try await send(bench) }
      let handles = try await receive(bench, ["VisibilityTimeout": 600])
      for _ in 0..<2 { try await delete(bench, handles[0]) }
      try await bench.sleep("1m")
      try await receive(bench)
      return try await values(
        bench,
        [
          "NumberOfMessagesSent", "NumberOfMessagesReceived", "NumberOfEmptyReceives",
          "NumberOfMessagesDeleted", "NumberOfDeduplicatedSentMessages",
        ]
      )
    },
    .init(
      "a dead letter was not sent to its queue: what can be received there tells",
      [
        "NumberOfMessagesSent -", "ApproximateNumberOfMessagesVisible 0 1 1",
        "ApproximateAgeOfOldestMessage 29 60", "NumberOfMessagesSent 1",
      ]
    ) { bench in
      try await bench.queue("dead")
      let policy = #"{"deadLetterTargetArn":"\#(InvocationBench.arn("sqs", "dead"))","#
      try await bench.queue("q", ["RedrivePolicy": .string(policy + #""maxReceiveCount":1}"#)])
      try await send(bench)
      try await receive(bench, ["VisibilityTimeout": 0])
      try await bench.sleep("90s")
      try await receive(bench)
      try await bench.sleep("1m")
      return try await values(
        bench,
        of: "dead",
        [
          "NumberOfMessagesSent", "ApproximateNumberOfMessagesVisible",
          "ApproximateAgeOfOldestMessage",
        ]
      ) + values(bench, ["NumberOfMessagesSent"])
    },
    .init(
      "the size of what was sent, in bytes, with its attributes",
      [
        "SampleCount 2", "Minimum 1", "Maximum 10", "Sum 11", "Bytes",
        "501 NotSupportedHere: A percentile of SentMessageSize exists on AWS and is left out of this"
          + " mini cloud.",
      ]
    ) { bench in
      try await bench.queue("q")
      try await send(bench)
      try await send(
        bench,
        "x",
        ["MessageAttributes": ["ab": ["DataType": "String", "StringValue": "c"]]]
      )
      var lines: [String] = []
      for statistic in ["SampleCount", "Minimum", "Maximum", "Sum"] {
        let line = try await values(bench, "SentMessageSize", statistic)
        lines.append(line.replacing("SentMessageSize", with: statistic))
      }
      func ask(_ more: JSONObject) async throws -> JSONValue {
        var input: JSONObject = [
          "Namespace": "AWS/SQS", "MetricName": "SentMessageSize", "Period": 60,
          "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T00:10:00Z",
          "Dimensions": [["Name": "QueueName", "Value": "q"]],
        ]
        for (key, value) in more { input[key] = value }
        return try await bench.call("cloudwatch", "get-metric-statistics", input)
      }
      let unit = InvocationBench.parts(try await ask(["Statistics": ["Sum"]]), "Datapoints.0.Unit")
      return try await lines + unit
        + [bench.refusal { try await ask(["ExtendedStatistics": ["p50"]]) }]
    },
    .init("a long poll that ends in the next minute counts there", ["NumberOfEmptyReceives 1"]) {
      bench in
      try await bench.queue("q")
      try await bench.sleep("50s")
      try await receive(bench, ["WaitTimeSeconds": 20])
      return try await values(bench, ["NumberOfEmptyReceives"])
    },
  ]

  static let levels: [InvocationCase] = [
    .init(
      "what is held at the end of each minute, and at the moment",
      [
        "ApproximateNumberOfMessagesDelayed 1", "ApproximateNumberOfMessagesVisible 0 1 0 1 0",
        "ApproximateNumberOfMessagesNotVisible 1", "ApproximateAgeOfOldestMessage 59 119 179 239",
      ]
    ) { bench in
      try await bench.queue("q")
      try await send(bench, "x", ["DelaySeconds": 90])
      try await bench.sleep("130s")
      try await receive(bench, ["VisibilityTimeout": 90])
      try await bench.sleep("2m")
      let handles = try await receive(bench)
      try await delete(bench, handles[0])
      return try await values(
        bench,
        [
          "ApproximateNumberOfMessagesDelayed", "ApproximateNumberOfMessagesVisible",
          "ApproximateNumberOfMessagesNotVisible", "ApproximateAgeOfOldestMessage",
        ]
      )
    },
    .init(
      "a message that was received three times no longer counts as the oldest",
      ["ApproximateAgeOfOldestMessage 59 30"]
    ) { bench in
      try await bench.queue("q")
      try await send(bench)
      try await bench.sleep("1m")
      try await send(bench, "y")
      // They take turns, so that the older one is received for the third time last.
      for _ in 0..<5 {
        try await receive(bench, ["VisibilityTimeout": 0, "MaxNumberOfMessages": 1])
      }
      try await bench.sleep("30s")
      return try await values(bench, ["ApproximateAgeOfOldestMessage"])
    },
    .init(
      "an empty queue that nobody asks is silent after six hours; one that holds something is not",
      ["361 minutes", "1440 minutes", "the run ends"]
    ) { bench in
      try await bench.queue("q")
      try await bench.queue("kept")
      try await bench.call("sqs", "send-message", ["QueueUrl": "kept", "MessageBody": "x"])
      try await bench.sleep("30h")
      var lines: [String] = []
      for queue in ["q", "kept"] {
        let name = "ApproximateNumberOfMessagesVisible"
        let values = try await values(bench, name, of: queue).split(separator: " ").dropFirst()
        lines.append("\(values.count) minutes")
      }
      return lines + ["the run ends"]
    },
    .init(
      "what was measured of a deleted queue is kept, and goes on with a new one of its name",
      ["NumberOfMessagesSent 2", "NumberOfMessagesSent 2 1"]
    ) { bench in
      try await bench.queue("q")
      for _ in 0..<2 { try await send(bench) }
      try await bench.call("sqs", "delete-queue", ["QueueUrl": "q"])
      try await bench.sleep("5m")
      let before = try await values(bench, "NumberOfMessagesSent")
      try await bench.queue("q")
      try await send(bench)
      return [before, try await values(bench, "NumberOfMessagesSent")]
    },
  ]

  static let kinds: [InvocationCase] = [
    .init(
      "a FIFO queue: repetitions, and groups with messages in flight",
      [
        "NumberOfMessagesSent 3", "NumberOfDeduplicatedSentMessages 1",
        "ApproximateNumberOfGroupsWithInflightMessages 2",
      ]
    ) { bench in
      try await bench.queue(
        "q.fifo",
        ["FifoQueue": "true", "ContentBasedDeduplication": "true"]
      )
      for (body, group) in [("1", "a"), ("2", "a"), ("3", "b"), ("3", "b")] {
        try await send(
          bench,
          body,
          ["QueueUrl": "q.fifo", "MessageGroupId": .string(group)]
        )
      }
      try await receive(bench, ["QueueUrl": "q.fifo"])
      return try await values(
        bench,
        of: "q.fifo",
        [
          "NumberOfMessagesSent", "NumberOfDeduplicatedSentMessages",
          "ApproximateNumberOfGroupsWithInflightMessages",
        ]
      )
    },
    .init(
      "a fair queue: a noisy group, and what there is without it",
      [
        "ApproximateNumberOfNoisyGroups 1", "ApproximateNumberOfMessagesVisibleInQuietGroups 1",
        "ApproximateNumberOfMessagesNotVisibleInQuietGroups 0",
        "ApproximateNumberOfMessagesDelayedInQuietGroups 0",
        "ApproximateAgeOfOldestMessageInQuietGroups 0", "ApproximateNumberOfMessagesVisible 3",
        "ApproximateNumberOfMessagesNotVisible 30", "ApproximateNumberOfMessagesDelayed 1",
        "ApproximateAgeOfOldestMessage 30",
      ]
    ) { bench in
      try await bench.queue("q")
      for _ in 0..<32 { try await send(bench, "x", ["MessageGroupId": "loud"]) }
      try await send(bench, "x", ["MessageGroupId": "loud", "DelaySeconds": 900])
      for _ in 0..<3 { try await receive(bench, ["VisibilityTimeout": 600]) }
      try await bench.sleep("30s")
      try await send(bench, "x", ["MessageGroupId": "quiet"])
      return try await values(
        bench,
        [
          "ApproximateNumberOfNoisyGroups", "ApproximateNumberOfMessagesVisibleInQuietGroups",
          "ApproximateNumberOfMessagesNotVisibleInQuietGroups",
          "ApproximateNumberOfMessagesDelayedInQuietGroups",
          "ApproximateAgeOfOldestMessageInQuietGroups", "ApproximateNumberOfMessagesVisible",
          "ApproximateNumberOfMessagesNotVisible", "ApproximateNumberOfMessagesDelayed",
          "ApproximateAgeOfOldestMessage",
        ]
      )
    },
    .init(
      "metrics are listed with their namespace and the queue; a plain queue has none of the others",
      [
        "AWS/SQS ApproximateNumberOfMessagesVisible QueueName q",
        "AWS/SQS NumberOfEmptyReceives QueueName q", "AWS/SQS NumberOfMessagesReceived QueueName q",
      ]
    ) { bench in
      try await bench.queue("q")
      try await receive(bench)
      let list = try await bench.call("cloudwatch", "list-metrics")
      return (list["Metrics"]?.arrayValue ?? []).map {
        InvocationBench.parts(
          $0,
          "Namespace",
          "MetricName",
          "Dimensions.0.Name",
          "Dimensions.0.Value"
        ).joined(separator: " ")
      }
    },
  ]

  /// What the metrics of a random history add up to, and what the queue itself says.
  @Test(arguments: Run.all)
  func `the minutes add up to what the queue has seen`(run: Run) throws {
    let bench = InvocationBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let (told, seen) = try bench.cloud.simulation.run { try await Self.history(on: bench) }
    #expect(told == seen, "\(run)")
  }

  private static func history(
    on bench: InvocationBench
  ) async throws -> (told: [String], seen: [String]) {
    var dice = bench.cloud.simulation.randomStream("history")
    try await bench.queue("q", ["VisibilityTimeout": "45", "MessageRetentionPeriod": "300"])
    var visible: [String] = []
    var handles: [JSONValue] = []
    for _ in 0..<12 {
      for _ in 0..<dice.uniform(in: 0...8) {
        switch dice.uniform(in: 0...3) {
        case 0, 1:
          try await send(
            bench,
            "x",
            ["DelaySeconds": .number(JSONNumber(dice.uniform(in: 0...90)))]
          )
        case 2: handles += try await receive(bench)
        default: if let handle = handles.popLast() { try await delete(bench, handle) }
        }
        try await bench.sleep("\(dice.uniform(in: 1...7_000))ms")
      }
      let now = bench.cloud.simulation.now.nanoseconds
      try await bench.cloud.simulation.sleep(
        for: .nanoseconds(60_000_000_000 - now % 60_000_000_000 - 1)
      )
      visible.append("\(await bench.cloud.sqs.figures(of: "q")?.visible ?? -1)")
      try await bench.sleep("1ms")
    }
    let figures = await bench.cloud.sqs.figures(of: "q") ?? QueueFigures()
    var told: [String] = []
    for name in ["NumberOfMessagesSent", "NumberOfMessagesReceived", "NumberOfEmptyReceives"] {
      let values = try await values(bench, name).split(separator: " ").compactMap { Int($0) }
      told.append("\(values.reduce(0, +))")
    }
    let levels = try await values(bench, "ApproximateNumberOfMessagesVisible")
    told += levels.split(separator: " ").dropFirst().prefix(12).map { "\($0)" }
    return (told, ["\(figures.sent)", "\(figures.received)", "\(figures.emptyReceives)"] + visible)
  }
}
