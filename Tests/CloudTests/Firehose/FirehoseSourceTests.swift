import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Who puts records into delivery streams: topics, rules, schedules and pipes.
@Suite struct FirehoseSourceTests {
  static let role = "arn:aws:iam::123456789012:role/sender"

  static let stories = [
    Story(
      "a topic puts the envelope without a signature and a line break, or the message as it is",
      [
        "2", "Message MessageAttributes MessageId Subject Timestamp TopicArn Type UnsubscribeURL",
        "one", "onetwo", "2", "2",
      ]
    ) { bench in
      try await bench.stream()
      let topic = try await bench.makeTopic()
      let arn = try await bench.subscribeStream(to: topic)
      try await bench.publish("one", to: topic, Self.extras)
      try await bench.publish("two", to: topic)
      try await bench.sleep(.seconds(70))
      let lines = try await bench.contents().joined().split(separator: "\n")
      let envelope = try JSONValue(parsing: String(lines.first ?? "null"))
      try await bench.set("RawMessageDelivery", "true", of: arn)
      try await bench.publish("one", to: topic, Self.extras)
      try await bench.publish("two", to: topic)
      try await bench.sleep(.seconds(70))
      let reading = bench.cloud.meter.reading
      return [
        "\(lines.count)", (envelope.objectValue?.keys.sorted() ?? []).joined(separator: " "),
        envelope["Message"]?.stringValue ?? "", try await bench.contents().last ?? "",
        "\(reading.quantity(of: .snsFirehoseDeliveries) / 2)", "\(try await bench.keys().count)",
      ]
    },
    Story(
      "the subscription's role is asked at each delivery; what it does not allow is a dead letter",
      ["1", "FAILURE 400", "one"]
    ) { bench in
      try await bench.stream()
      try await bench.queue("dead")
      try await bench.open("dead")
      try await bench.role("sender", trusting: "sns.amazonaws.com")
      let topic = try await bench.makeTopic()
      try await bench.set(
        "FirehoseFailureFeedbackRoleArn",
        "arn:aws:iam::123456789012:role/feedback",
        of: topic
      )
      try await bench.subscribeStream(
        to: topic,
        [
          "RedrivePolicy": .string(#"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#),
          "RawMessageDelivery": "true",
        ]
      )
      try await bench.publish("lost", to: topic)
      try await bench.sleep(.seconds(1))
      try await bench.allow("sender", ["firehose:PutRecord"])
      try await bench.publish("one", to: topic)
      try await bench.sleep(.seconds(70))
      let group = bench.cloud.logs["sns/us-east-1/123456789012/orders/Failure"]
      let line = group?.events(at: bench.cloud.simulation.now).first?.line.message
      let log = try JSONValue(parsing: line ?? "null")
      return [
        "\(await bench.depths("dead")[0])",
        "\(log["status"]?.stringValue ?? "") \(log["delivery"]?["statusCode"]?.text() ?? "")",
        try await bench.contents().joined(),
      ]
    },
    Story(
      "a stream that is out is tried again at once; one that is asked for too much, after 10 s",
      ["1 by try 6", "2 by try 2 after 10", "200000 b"]
    ) { bench in
      try await bench.stream()
      let topic = try await bench.makeTopic()
      try await bench.subscribeStream(to: topic, ["RawMessageDelivery": "true"])
      let tries = Tries(bench.cloud.simulation)
      bench.cloud.faults.fail("s", .next(5), .beforeEffects)
      try await bench.publish("one", to: topic)
      try await bench.sleep(.seconds(100))
      // In the middle of a second, of which five records leave too little for a large message.
      let rest = bench.cloud.simulation.now.nanoseconds % 1_000_000_000
      try await bench.sleep(.nanoseconds(1_300_000_000 - rest))
      for _ in 1...5 { try await bench.put(String(repeating: "a", count: 1_024_000)) }
      try await bench.publish(String(repeating: "b", count: 200_000), to: topic)
      try await bench.sleep(.seconds(100))
      let letters = try await bench.contents().joined().count { $0 == "b" }
      return tries.texts + ["\(letters) b"]
    },
    Story("a stream of another account needs no confirmation, only a role of it", ["one"]) {
      bench in
      let partner = bench.cloud.account(MessagingBench.partner)
      _ = try await partner.s3.call(CreateBucket(bucket: "archive"), for: .learner)
      func partners(_ arn: String) -> String {
        arn.replacing(Cloud.homeAccount, with: MessagingBench.partner)
      }
      let stream = CreateDeliveryStream.toArchive(
        "s",
        role: partners(MessagingBench.deliveryRole)
      )
      _ = try await partner.firehose.call(stream, for: .learner)
      try await bench.sleep(FirehoseAssumptions.change)
      let topic = try await bench.makeTopic()
      try await bench.makeSubscription(
        "firehose",
        partners(MessagingBench.streamARN),
        to: topic,
        ["SubscriptionRoleArn": .string(partners(role)), "RawMessageDelivery": "true"]
      )
      try await bench.publish("one", to: topic)
      try await bench.sleep(.seconds(310))
      let key = try await partner.s3.call(ListObjectsV2(bucket: "archive"), for: .learner)
        .contents?.first?.key
      let object = GetObject(bucket: "archive", key: key ?? "none")
      return [try await partner.s3.call(object, for: .learner).body.text]
    },
    Story(
      "a rule puts the event, with a role that must allow it",
      ["ValidationException", "order placed {\"id\":1}", "1"]
    ) { bench in
      try await bench.stream()
      try await bench.role("sender", trusting: "events.amazonaws.com", "firehose:PutRecord")
      _ = try await bench(PutRule(name: "all", eventPattern: #"{"source":["shop"]}"#))
      let stream = MessagingBench.streamARN
      let refusal = await bench.refusal(
        PutTargets(rule: "all", targets: [RuleTarget(id: "s", arn: stream)])
      )
      let target = RuleTarget(id: "s", arn: stream, roleArn: Self.role)
      _ = try await bench(PutTargets(rule: "all", targets: [target]))
      _ = try await bench(
        PutEvents(entries: [
          .init(source: "shop", detailType: "order placed", detail: #"{"id":1}"#)
        ])
      )
      try await bench.sleep(.seconds(70))
      let event = try JSONValue(parsing: try await bench.contents().first ?? "null")
      return [
        refusal, "\(event["detail-type"]?.stringValue ?? "") \(event["detail"]?.text() ?? "")",
        try await bench.sums("IncomingRecords"),
      ]
    },
    Story(
      "a schedule puts its input, as a target of its own kind and as an operation",
      ["templateduniversal"]
    ) { bench in
      try await bench.stream()
      let input: JSONValue = [
        "DeliveryStreamName": "s",
        "Record": ["Data": .string(Base64.encode(Array("universal".utf8)))],
      ]
      for (name, minute, arn, text) in [
        ("a", 1, MessagingBench.streamARN, "templated"),
        ("b", 2, "arn:aws:scheduler:::aws-sdk:firehose:putRecord", input.text()),
      ] {
        _ = try await bench.cloud.perform(
          service: "scheduler",
          operation: "create-schedule",
          input: [
            "Name": .string(name), "FlexibleTimeWindow": ["Mode": "OFF"],
            "ScheduleExpression": .string("at(2026-01-01T00:0\(minute):00)"),
            "Target": ["Arn": .string(arn), "RoleArn": .string(Self.role), "Input": .string(text)],
          ],
          for: .learner
        )
      }
      try await bench.sleep(.seconds(300))
      return [try await bench.contents().joined()]
    },
    Story(
      "the dead letter of a schedule names the operation on the stream",
      ["arn:aws:scheduler:::aws-sdk:firehose:putRecord"]
    ) { bench in
      try await bench.queue("dead")
      var target = ScheduleTarget(arn: MessagingBench.streamARN, roleArn: Self.role)
      target.deadLetterConfig = .init(arn: bench.queueARN("dead"))
      _ = try await bench(
        CreateSchedule(name: "s", scheduleExpression: "at(2026-01-01T00:01:00)", target: target)
      )
      try await bench.sleep(.seconds(70))
      let letters = try await bench.receive("dead", wait: 20)
      return letters.map { $0.messageAttributes?["TARGET_ARN"]?.stringValue ?? "none" }
    },
    Story("a pipe puts each event of its queue", [#""one";"two";"#]) { bench in
      try await bench.stream()
      try await bench.queue("in")
      try await bench.pipe(
        to: MessagingBench.streamARN,
        PipeTargetParameters(inputTemplate: "<$.body>;")
      )
      for text in ["one", "two"] {
        try await bench.send(text, to: "in")
        try await bench.sleep(.seconds(5))
      }
      try await bench.sleep(.seconds(70))
      return [try await bench.contents().joined()]
    },
  ]

  private static let extras: JSONObject = [
    "Subject": "s",
    "MessageAttributes": ["a": ["DataType": "String", "StringValue": "b"]],
  ]

  @Test(arguments: stories) func `what reaches streams`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Refusals

  private static let refused = "InvalidParameter 400 Invalid parameter: "

  private static func subscribe(
    _ kind: String,
    _ endpoint: String,
    role: String?
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      let topic = try await bench.topic("orders")
      _ = try await bench(
        Subscribe(
          topicArn: topic,
          protocol: kind,
          endpoint: endpoint,
          attributes: role.map { ["SubscriptionRoleArn": $0] }
        )
      )
    }
  }

  static let refusals = [
    Refusal(
      "a stream with a role",
      "accepted",
      subscribe("firehose", MessagingBench.streamARN, role: role)
    ),
    Refusal(
      "a stream without a role",
      refused + "Attributes Reason: SubscriptionRoleArn is required for a Firehose subscription",
      subscribe("firehose", MessagingBench.streamARN, role: nil)
    ),
    Refusal(
      "a role that is none",
      refused + "Attributes Reason: SubscriptionRoleArn: sender is not a valid role ARN",
      subscribe("firehose", MessagingBench.streamARN, role: "sender")
    ),
    Refusal(
      "a queue with a role",
      refused + "Attributes Reason: Delivery protocol [sqs] does not support SubscriptionRoleArn.",
      subscribe("sqs", SNSRefusals.queueARN, role: role)
    ),
    Refusal(
      "a stream of Kinesis",
      refused + "Firehose endpoint ARN",
      subscribe("firehose", "arn:aws:kinesis:us-east-1:123456789012:stream/s", role: role)
    ),
    Refusal(
      "a sixth stream of one account",
      "SubscriptionLimitExceeded 403 The customer already owns the maximum allowed number of Firehose"
        + " subscriptions."
    ) { bench in
      let topic = try await bench.makeTopic()
      for number in 1...6 { try await bench.subscribeStream("s\(number)", to: topic) }
    },
  ]

  @Test(arguments: refusals) func `what cannot be delivered to a stream`(
    _ refusal: Refusal
  ) throws {
    #expect(try refusal.outcome() == refusal.expected)
  }
}

/// With which try messages of topics were delivered, and how long the longest wait before was, in
/// tens of seconds to the nearest.
private final class Tries: Sendable {
  private let seen = Mutex<(texts: [String], wait: Duration)>(([], .zero))

  init(_ simulation: Simulation) {
    simulation.trace.read(SNSEvent.self) { [self] _, _, event in
      seen.withLock { seen in
        switch event {
        case .deliveryRetried(_, _, _, let wait, _): seen.wait = max(seen.wait, wait)
        case .delivered(_, _, let attempts):
          let tens = Int((seen.wait.seconds / 10).rounded()) * 10
          let after = tens > 0 ? " after \(tens)" : ""
          seen.texts.append("\(seen.texts.count + 1) by try \(attempts)\(after)")
          seen.wait = .zero
        default: break
        }
      }
    }
  }

  var texts: [String] { seen.withLock { $0.texts } }
}

extension MessagingBench {
  /// Subscribes a stream with a role, and returns the subscription's ARN.
  @discardableResult
  fileprivate func subscribeStream(
    _ name: String = "s",
    to topic: JSONValue,
    _ attributes: JSONObject = [:]
  ) async throws -> JSONValue {
    var attributes = attributes
    attributes["SubscriptionRoleArn"] = .string(FirehoseSourceTests.role)
    let arn = "arn:aws:firehose:us-east-1:123456789012:deliverystream/\(name)"
    return try await makeSubscription("firehose", arn, to: topic, attributes)
  }
}
