import Cloud
import JSON
import Simulation
import Testing

/// What FIFO topics keep, for how long, and what it costs.
///
/// Source: the SNS developer guide, "Amazon SNS message archiving for FIFO topic owners", and answers
/// recorded from AWS in September 2026 (radkawar/stackd).
@Suite struct SNSArchiveConformance {
  /// A FIFO topic that keeps its messages.
  static func topic(_ bench: MessagingBench, days: Int = 30) async throws -> JSONValue {
    try await bench.makeTopic(
      "orders.fifo",
      [
        "ContentBasedDeduplication": "true",
        "ArchivePolicy": .string(#"{"MessageRetentionPeriod":"\#(days)"}"#),
      ]
    )
  }

  /// The attributes that tell of a topic's archive.
  static func archive(_ topic: JSONValue, _ bench: MessagingBench) async throws -> String {
    let shown = try await bench.attributes(ofTopic: topic)
    return ["ArchivePolicy", "BeginningArchiveTime"].map { shown[$0]?.stringValue ?? "none" }
      .joined(separator: " ")
  }

  static let stories = [
    Story(
      "it begins with its policy, and its beginning moves on when messages are too old",
      [
        "none none", #"{"MessageRetentionPeriod":2} 2026-01-01T00:00:00.030Z"#,
        #"{"MessageRetentionPeriod":2} 2026-01-01T00:00:00.030Z"#,
        #"{"MessageRetentionPeriod":2} 2026-01-02T00:00:00.060Z"#, "none none",
      ]
    ) { bench in
      let topic = try await bench.makeTopic("orders.fifo")
      var seen = [try await archive(topic, bench)]
      try await bench.set("ArchivePolicy", #"{"MessageRetentionPeriod":2}"#, of: topic)
      seen.append(try await archive(topic, bench))
      for _ in 1...2 {
        try await bench.sleep(.seconds(86_400 + 43_200))
        seen.append(try await archive(topic, bench))
      }
      try await bench.set("ArchivePolicy", "{}", of: topic)
      return seen + [try await archive(topic, bench)]
    },
    Story(
      "a longer time does not bring its beginning back",
      [#"{"MessageRetentionPeriod":10} 2026-01-05T00:00:00.030Z"#]
    ) { bench in
      let topic = try await bench.makeTopic("orders.fifo")
      try await bench.set("ArchivePolicy", #"{"MessageRetentionPeriod":1}"#, of: topic)
      try await bench.sleep(.seconds(5 * 86_400))
      try await bench.set("ArchivePolicy", #"{"MessageRetentionPeriod":10}"#, of: topic)
      return [try await archive(topic, bench)]
    },
    Story(
      "a topic with an archive is not deleted, and turned off it forgets what it has kept",
      [
        "InvalidState 400 Invalid state: Cannot delete a topic with an ArchivePolicy", "0",
        "deleted",
      ]
    ) { bench in
      let topic = try await topic(bench)
      try await bench.publish("x", to: topic, SNSFIFOConformance.marks("g"))
      var seen: [String] = []
      do { try await bench.sns("delete-topic", ["TopicArn": topic]) } catch let error
        as ServiceError
      { seen.append("\(error.code) \(error.status) \(error.message)") }
      try await bench.set("ArchivePolicy", "{}", of: topic)
      try await bench.set("ArchivePolicy", #"{"MessageRetentionPeriod":1}"#, of: topic)
      let replay = try await SNSReplayConformance.Replay(of: topic, bench)
      seen.append("\(try await replay.bodies(from: try await replay.beginning()).count)")
      try await bench.set("ArchivePolicy", "{}", of: topic)
      try await bench.sns("delete-topic", ["TopicArn": topic])
      return seen + ["deleted"]
    },
    Story(
      "who makes the topic again may not name the policy, were it the same",
      ["other", "same", "other", "same"]
    ) { bench in
      let topic = try await topic(bench)
      func make(_ policy: String?) async throws -> String {
        var attributes: JSONObject = ["ContentBasedDeduplication": "true"]
        if let policy { attributes["ArchivePolicy"] = .string(policy) }
        do {
          return try await bench.makeTopic("orders.fifo", attributes) == topic ? "same" : "new"
        } catch let error as ServiceError {
          return error.message.hasSuffix("Topic already exists with different attributes")
            ? "other" : error.message
        }
      }
      var seen = [try await make(#"{"MessageRetentionPeriod":"30"}"#), try await make(nil)]
      seen.append(try await make("{}"))
      try await bench.set("ArchivePolicy", "{}", of: topic)
      return seen + [try await make("{}")]
    },
    Story(
      "what is too old is gone, and a longer retention does not bring it back",
      ["b c", "c", "c"]
    ) { bench in
      let topic = try await topic(bench, days: 2)
      for message in ["a", "b", "c"] {
        try await bench.publish(message, to: topic, SNSFIFOConformance.marks("g"))
        try await bench.sleep(.seconds(80_000))
      }
      let replay = try await SNSReplayConformance.Replay(of: topic, bench)
      var seen: [String] = []
      for (days, start) in [
        (2, "2026-01-01T19:00:00Z"), (1, "2026-01-02T19:00:00Z"), (365, nil),
      ] {
        let policy = #"{"MessageRetentionPeriod":\#(days)}"#
        try await bench.set("ArchivePolicy", policy, of: topic)
        let beginning = try await replay.beginning()
        let bodies = try await replay.bodies(from: start ?? beginning)
        seen.append(bodies.joined(separator: " "))
      }
      return seen
    },
    Story(
      "CloudWatch counts what is kept with each message, and tells it every hour",
      [
        "NumberOfMessagesArchiveProcessing 3.0", "NumberOfBytesArchiveProcessing 9.0",
        "ApproximateNumberOfMessagesArchived 2.0 3.0", "ApproximateNumberOfBytesArchived 6.0 9.0",
      ]
    ) { bench in
      let topic = try await topic(bench)
      for message in ["one", "two"] {
        try await bench.publish(message, to: topic, SNSFIFOConformance.marks("g"))
      }
      try await bench.sleep(.seconds(5_400))
      try await bench.publish("six", to: topic, SNSFIFOConformance.marks("g"))
      try await bench.sleep(.seconds(1_900))
      var seen: [String] = []
      for metric in [
        "NumberOfMessagesArchiveProcessing", "NumberOfBytesArchiveProcessing",
        "ApproximateNumberOfMessagesArchived", "ApproximateNumberOfBytesArchived",
      ] {
        let isHourly = metric.hasPrefix("Approximate")
        let sums = try await bench.sums(of: metric, period: isHourly ? 3_600 : 10_800)
        seen.append(([metric] + sums).joined(separator: " "))
      }
      return seen
    },
    Story(
      "the bill has what the archive takes and what it holds, and a replay as a delivery",
      [
        "SNS FIFO archive storage 43200000", "SNS FIFO archive processing 4",
        "SNS FIFO publishes 1", "SNS FIFO payload 4", "SNS FIFO deliveries 1",
        "SNS FIFO delivered payload 4",
      ]
    ) { bench in
      let topic = try await topic(bench)
      try await bench.publish("four", to: topic, SNSFIFOConformance.marks("g"))
      let replay = try await SNSReplayConformance.Replay(of: topic, bench)
      _ = try await replay.bodies(from: try await replay.beginning())
      try await bench.sleep(until: .seconds(10_800.02))
      return Bill(for: bench.cloud.meter.reading).lines.filter { $0.component == "orders.fifo" }
        .map { "\($0.price.usage) \($0.quantity)" }
    },
  ]

  @Test(arguments: stories) func `archives are as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }
}

extension MessagingBench {
  /// The sums of a topic's metric over the first three hours.
  func sums(
    of metric: String,
    topic: JSONValue = "orders.fifo",
    period: Int = 10_800
  ) async throws -> [String] {
    let answer = try await cloud.perform(
      service: "cloudwatch",
      operation: "get-metric-statistics",
      input: [
        "Namespace": "AWS/SNS", "MetricName": .string(metric),
        "Dimensions": [["Name": "TopicName", "Value": topic]],
        "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T03:00:00Z",
        "Period": .number(JSONNumber(period)), "Statistics": ["Sum"],
      ],
      for: .learner
    )
    let points = (answer["Datapoints"]?.arrayValue ?? []).sorted {
      ($0["Timestamp"]?.text() ?? "") < ($1["Timestamp"]?.text() ?? "")
    }
    return points.compactMap { $0["Sum"]?.text() }
  }

  func sleep(until duration: Duration) async throws {
    try await cloud.simulation.sleep(until: .start.advanced(by: duration))
  }
}
