import Cloud
import JSON
import Simulation
import Testing

/// What a subscription gets of a FIFO topic's archive.
///
/// Source: the SNS developer guide, "Amazon SNS message replay for FIFO topic subscribers", and
/// answers recorded from AWS in September 2026 (radkawar/stackd).
@Suite struct SNSReplayConformance {
  static let stories = [
    Story(
      "a replayed message has its own id, number and time again, and a mark",
      [
        "Type MessageId SequenceNumber TopicArn Message Timestamp UnsubscribeURL",
        "Type MessageId SequenceNumber Replayed TopicArn Message Timestamp UnsubscribeURL",
        "the same but for the mark", "raw x x",
      ]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      let replay = try await Replay(of: topic, bench)
      let raw = try await Replay(
        of: topic,
        queue: "raw",
        with: ["RawMessageDelivery": "true"],
        bench
      )
      try await publish(["x"], to: topic, bench)
      for replay in [replay, raw] { try await replay.start(from: try await replay.beginning()) }
      try await bench.sleep(.seconds(5))
      var envelopes: [JSONObject] = []
      for body in try await bench.bodies("replayed") {
        envelopes.append(try JSONValue(parsing: body).objectValue ?? [:])
      }
      var unmarked = envelopes[1]
      unmarked["Replayed"] = nil
      return envelopes.map { $0.keys.joined(separator: " ") } + [
        unmarked == envelopes[0] ? "the same but for the mark" : "another",
        (["raw"] + (try await bench.bodies("raw"))).joined(separator: " "),
      ]
    },
    Story("the start is within the window, the end is not", ["b c", "b c", "d"]) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      let times = try await publish(["a", "b", "c", "d"], to: topic, bench)
      let replay = try await Replay(of: topic, bench)
      var seen: [String] = []
      for (start, end) in [(times[1], times[3]), (times[1], times[3]), (times[3], replay.now)] {
        seen.append(try await replay.bodies(from: start, to: end).joined(separator: " "))
      }
      return seen
    },
    Story(
      "an end pauses the subscription, and a replay from there catches up and goes on",
      ["a* b*", "", "c* d*", "e", "Completed"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      try await publish(["a", "b"], to: topic, bench)
      let replay = try await Replay(of: topic, bench)
      let end = replay.now
      try await replay.start(from: try await replay.beginning(), to: end)
      try await bench.sleep(.seconds(5))
      var seen = [try await replay.take()]
      try await publish(["c", "d"], to: topic, bench)
      seen.append(try await replay.take())
      try await replay.start(from: end)
      try await bench.sleep(.seconds(5))
      seen.append(try await replay.take())
      try await publish(["e"], to: topic, bench)
      seen.append(try await replay.take())
      return seen.map { $0.joined(separator: " ") } + [try await replay.status]
    },
    Story(
      "what is published while a replay goes on comes in its turn, and its own group in order",
      ["Pending", "In Progress", "Completed", "600 of 600 in order", "then live"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      for batch in 0..<50 {
        try await bench.batch((0..<10).map { "g\(batch * 10 + $0)" }, to: topic)
        try await bench.sleep(.milliseconds(100))
      }
      let replay = try await Replay(of: topic, bench)
      try await replay.start(from: try await replay.beginning())
      var seen = [try await replay.status]
      try await bench.sleep(.seconds(2))
      seen.append(try await replay.status)
      for batch in 50..<60 {
        try await bench.batch((0..<10).map { "g\(batch * 10 + $0)" }, to: topic)
      }
      try await bench.sleep(.seconds(20))
      seen.append(try await replay.status)
      let got = try await replay.take()
      let isOrdered = got == (0..<600).map { "g\($0)*" }
      try await publish(["x"], to: topic, bench)
      return seen + [
        "\(got.count) of 600 \(isOrdered ? "in order" : "shuffled")",
        try await replay.take() == ["x"] ? "then live" : "then nothing",
      ]
    },
    Story(
      "a message that is published before a replay begins comes live and again",
      ["a a*"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      let replay = try await Replay(of: topic, bench)
      try await replay.start(from: try await replay.beginning())
      try await publish(["a"], to: topic, bench)
      try await bench.sleep(.seconds(5))
      return [try await replay.take().joined(separator: " ")]
    },
    Story(
      "a policy that is taken away ends its replay, and so does another",
      ["some", "none none", "live", "b*"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      for batch in 0..<30 {
        try await bench.batch((0..<10).map { "a\(batch * 10 + $0)" }, to: topic)
        try await bench.sleep(.milliseconds(100))
      }
      let replay = try await Replay(of: topic, bench)
      try await replay.start(from: try await replay.beginning())
      try await bench.sleep(.seconds(2))
      try await bench.set("ReplayPolicy", "{}", of: replay.arn)
      try await bench.sleep(.seconds(10))
      let got = try await replay.take()
      let shown = try await bench.attributes(ofSubscription: replay.arn)
      let times = try await publish(["b"], to: topic, bench)
      let live = try await replay.take() == ["b"]
      try await replay.start(from: try await replay.beginning())
      let second = try await replay.bodies(from: times[0])
      return [
        (1..<300).contains(got.count) ? "some" : "\(got.count)",
        ["ReplayPolicy", "ReplayStatus"].map { shown[$0]?.stringValue ?? "none" }
          .joined(separator: " "), live ? "live" : "held back",
        second.map { "\($0)*" }.joined(separator: " "),
      ]
    },
    Story(
      "the filter policy keeps archived messages out as it does new ones",
      [
        "a1 b1", "NumberOfNotificationsFilteredOut 1.0",
        "NumberOfReplayedNotificationsDelivered 2.0",
      ]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      for message in ["a1", "a2", "b1"] {
        let kind = JSONValue.string(String(message.suffix(1)))
        try await publish(
          [message],
          to: topic,
          bench,
          ["MessageAttributes": ["k": ["DataType": "String", "StringValue": kind]]]
        )
      }
      let replay = try await Replay(of: topic, with: ["FilterPolicy": #"{"k":["1"]}"#], bench)
      var seen = [
        try await replay.bodies(from: try await replay.beginning()).joined(separator: " ")
      ]
      for metric in [
        "NumberOfNotificationsFilteredOut", "NumberOfReplayedNotificationsDelivered",
      ] {
        seen.append("\(metric) \(try await bench.sums(of: metric, period: 10_800)[0])")
      }
      return seen
    },
    Story(
      "nobody else gets a replay, and who subscribes may ask for one at once",
      ["a*", "a", "Subscription already exists with different attributes"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      let other = try await Replay(of: topic, queue: "other", bench)
      try await publish(["a"], to: topic, bench)
      let start = try await other.beginning()
      let policy = #"{"PointType":"Timestamp","StartingPoint":"\#(start)"}"#
      let replay = try await Replay(of: topic, with: ["ReplayPolicy": policy], bench)
      try await bench.sleep(.seconds(5))
      var seen = [try await replay.take(), try await other.take()]
      do {
        _ = try await Replay(of: topic, queue: "other", with: ["ReplayPolicy": policy], bench)
      } catch let error as ServiceError {
        seen.append(error.message.split(separator: ": ").suffix(1).map(String.init))
      }
      return seen.map { $0.joined(separator: " ") }
    },
    Story(
      "an archive that is turned off completes its replays, and new messages come on",
      ["Completed", "x"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      try await publish(["a"], to: topic, bench)
      let replay = try await Replay(of: topic, bench)
      try await replay.start(from: try await replay.beginning())
      try await bench.set("ArchivePolicy", "{}", of: topic)
      let status = try await replay.status
      try await publish(["x"], to: topic, bench)
      return [status, try await replay.take().joined(separator: " ")]
    },
    Story(
      "a replay that no queue takes completes, and is counted apart",
      [
        "Completed", "NumberOfReplayedNotificationsFailed 2.0", "NumberOfNotificationsFailed none",
      ]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      try await publish(["a", "b"], to: topic, bench)
      let arn = try await bench.makeSubscription("sqs", bench.queueARN("gone"), to: topic)
      let shown = try await bench.attributes(ofTopic: topic)
      let start = shown["BeginningArchiveTime"]?.stringValue ?? ""
      let policy = #"{"PointType":"Timestamp","StartingPoint":"\#(start)"}"#
      try await bench.set("ReplayPolicy", policy, of: arn)
      try await bench.sleep(.seconds(5))
      var seen = [
        try await bench.attributes(ofSubscription: arn)["ReplayStatus"]?.stringValue ?? "none"
      ]
      for metric in ["NumberOfReplayedNotificationsFailed", "NumberOfNotificationsFailed"] {
        seen.append("\(metric) \(try await bench.sums(of: metric, period: 10_800).first ?? "none")")
      }
      return seen
    },
    Story("a hundred replays go on at once", ["ReplayLimitExceeded 403", "accepted"]) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      let shown = try await bench.attributes(ofTopic: topic)
      let start = shown["BeginningArchiveTime"]?.stringValue ?? ""
      let policy = #"{"PointType":"Timestamp","StartingPoint":"\#(start)"}"#
      let other = try await bench.makeTopic(
        "more.fifo",
        ["ArchivePolicy": #"{"MessageRetentionPeriod":1}"#]
      )
      let arn = try await bench.makeSubscription("sqs", bench.queueARN("more"), to: other)
      var subscriptions: [JSONValue] = []
      for number in 0..<100 {
        subscriptions.append(
          try await bench.makeSubscription("sqs", bench.queueARN("q\(number)"), to: topic)
        )
      }
      // All requests together take less time than a replay needs to begin.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for subscription in subscriptions {
          group.addTask { try await bench.set("ReplayPolicy", policy, of: subscription) }
        }
        try await group.waitForAll()
      }
      let shownNow = try await bench.attributes(ofTopic: other)
      let now = shownNow["BeginningArchiveTime"]?.stringValue ?? ""
      let more = #"{"PointType":"Timestamp","StartingPoint":"\#(now)"}"#
      var seen: [String] = []
      do { try await bench.set("ReplayPolicy", more, of: arn) } catch let error as ServiceError {
        seen.append("\(error.code) \(error.status)")
      }
      try await bench.sleep(.seconds(5))
      try await bench.set("ReplayPolicy", more, of: arn)
      return seen + ["accepted"]
    },
    Story(
      "what the service cannot decrypt is passed over, until its key lets it",
      ["", "Completed", "a"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      func kms(_ operation: String, _ input: JSONObject) async throws -> JSONValue {
        try await bench.cloud.perform(
          service: "kms",
          operation: operation,
          input: .object(input),
          for: .learner
        )
      }
      let key = try await kms("create-key", [:])["KeyMetadata"]?["KeyId"] ?? .null
      try await bench.set("KmsMasterKeyId", key.stringValue ?? "", of: topic)
      try await publish(["a"], to: topic, bench)
      let replay = try await Replay(of: topic, bench)
      let start = try await replay.beginning()
      var seen = [try await replay.bodies(from: start).joined(), try await replay.status]
      let policy = try await kms("get-key-policy", ["KeyId": key])["Policy"]?.stringValue ?? ""
      guard var document = try JSONValue(parsing: policy).objectValue else { return seen }
      document["Statement"] = .array(
        (document["Statement"]?.arrayValue ?? []) + [
          [
            "Effect": "Allow", "Principal": ["Service": "sns.amazonaws.com"],
            "Action": "kms:Decrypt", "Resource": "*",
          ]
        ]
      )
      _ = try await kms(
        "put-key-policy",
        ["KeyId": key, "Policy": .string(JSONValue.object(document).text())]
      )
      seen.append(try await replay.bodies(from: start).joined())
      return seen
    },
    Story(
      "a subscription of another account replays when it is confirmed",
      ["PendingConfirmation", "a*"]
    ) { bench in
      let topic = try await SNSArchiveConformance.topic(bench)
      try await publish(["a"], to: topic, bench)
      let shown = try await bench.attributes(ofTopic: topic)
      let start = shown["BeginningArchiveTime"]?.stringValue ?? ""
      let queue = "arn:aws:sqs:us-east-1:\(MessagingBench.partner):theirs"
      try await bench.openForeignQueue("theirs")
      try await bench.makeSubscription(
        "sqs",
        queue,
        to: topic,
        [
          "ReplayPolicy": .string(#"{"PointType":"Timestamp","StartingPoint":"\#(start)"}"#)
        ]
      )
      try await bench.sleep(.seconds(5))
      let request = try await bench.foreignBodies("theirs")
      let token = try JSONValue(parsing: request[0])["Token"] ?? .null
      let listed = try await bench.sns("list-subscriptions")["Subscriptions"]?[0]
      try await bench.sns("confirm-subscription", ["TopicArn": topic, "Token": token])
      try await bench.sleep(.seconds(5))
      let replayed = try await bench.foreignBodies("theirs").map { body in
        let envelope = try JSONValue(parsing: body)
        return (envelope["Message"]?.stringValue ?? "")
          + (envelope["Replayed"] == "true" ? "*" : "")
      }
      return [listed?["SubscriptionArn"]?.stringValue ?? ""] + replayed
    },
  ]

  @Test(arguments: stories) func `replays are as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }
}
