import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Topics: envelopes, filters, retries and dead letters.
@Suite struct SNSTests {
  // MARK: What subscribers get

  static let forms: [Story] = [
    Story(
      "a queue gets the envelope, names in the documented order",
      [
        "Type MessageId TopicArn Subject Message Timestamp SignatureVersion Signature"
          + " SigningCertURL UnsubscribeURL MessageAttributes",
        "Notification", "same id", "hi", #"{"total":1}"#, "2026-01-01T00:00:00.040Z",
        #"{"n":{"Type":"Number","Value":"7"}}"#, "0 attributes",
      ]
    ) { bench in
      let (sent, message) = try await publishToQueue(bench, raw: false)
      let envelope = try JSONValue(parsing: message.body)
      return [
        envelope.objectValue?.keys.joined(separator: " ") ?? "",
        envelope["Type"]?.stringValue ?? "",
        envelope["MessageId"]?.stringValue == sent ? "same id" : "?",
        envelope["Subject"]?.stringValue ?? "", envelope["Message"]?.stringValue ?? "",
        envelope["Timestamp"]?.stringValue ?? "", envelope["MessageAttributes"]?.text() ?? "",
        "\(message.messageAttributes?.count ?? 0) attributes",
      ]
    },
    Story("raw delivery hands over body and attributes as they are", [#"{"total":1}"#, "7"]) {
      bench in
      let (_, message) = try await publishToQueue(bench, raw: true)
      return [message.body, message.messageAttributes?["n"]?.stringValue ?? ""]
    },
    Story(
      "a function gets one record, with null for what is absent",
      [
        "EventVersion EventSubscriptionArn EventSource Sns",
        "SignatureVersion Timestamp Signature SigningCertUrl MessageId Message MessageAttributes"
          + " Type UnsubscribeUrl TopicArn Subject",
        "hello", "null", "{}",
      ]
    ) { bench in
      let topic = try await bench.topic("orders")
      let function = try await bench.echoFunction()
      _ = try await bench(Subscribe(topicArn: topic, protocol: "lambda", endpoint: function))
      _ = try await bench(Publish(topicArn: topic, message: "hello"))
      let body = try await bench.bodies("seen", wait: 20)[0]
      let record = try JSONValue(parsing: body)["Records"]?[0]
      let notification = record?["Sns"]
      return [
        record?.objectValue?.keys.joined(separator: " ") ?? "",
        notification?.objectValue?.keys.joined(separator: " ") ?? "",
        notification?["Message"]?.stringValue ?? "", notification?["Subject"]?.text() ?? "",
        notification?["MessageAttributes"]?.text() ?? "",
      ]
    },
    Story("a structured message has a text for each protocol", ["for queues"]) { bench in
      let topic = try await bench.topic("orders")
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic, ["RawMessageDelivery": "true"])
      let message = #"{"default":"for all","sqs":"for queues","lambda":7}"#
      _ = try await bench(Publish(topicArn: topic, message: message, messageStructure: "json"))
      return try await bench.bodies("a", wait: 20)
    },
    Story(
      "the text for all may be empty, and a number, a flag or null is its text",
      ["", "17", "true", "null", ""]
    ) { bench in
      let topic = try await bench.topic("orders")
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic)
      for message in [
        #"{"default":""}"#, #"{"default":17}"#, #"{"default":true}"#, #"{"default":null}"#,
        #"{"default":"d","sqs":""}"#,
      ] {
        _ = try await bench(Publish(topicArn: topic, message: message, messageStructure: "json"))
        try await bench.sleep(.seconds(1))
      }
      return try await bench.bodies("a").map {
        try JSONValue(parsing: $0)["Message"]?.stringValue ?? "none"
      }
    },
    Story(
      "a number keeps its spelling, and filters read it as the number it is",
      ["0001.23000", "+5", "1e3"]
    ) { bench in
      let topic = try await bench.topic("orders")
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic, ["FilterPolicy": #"{"n":[1.23,5,1000]}"#])
      for number in ["0001.23000", "+5", "1e3", "-05"] {
        _ = try await bench(
          Publish(topicArn: topic, message: "x", messageAttributes: ["n": .number(number)])
        )
        try await bench.sleep(.seconds(1))
      }
      return try await bench.bodies("a").map {
        try JSONValue(parsing: $0)["MessageAttributes"]?["n"]?["Value"]?.stringValue ?? "none"
      }
    },
    Story("a policy on bodies looks at the text for its own protocol", ["for queues", "none"]) {
      bench in
      let topic = try await bench.topic("orders")
      for (queue, kind) in [("a", "queues"), ("b", "all")] {
        try await bench.queue(queue)
        try await bench.subscribe(
          queue,
          to: topic,
          ["FilterPolicyScope": "MessageBody", "FilterPolicy": #"{"k":["\#(kind)"]}"#]
        )
      }
      let message = #"{"default":"{\"k\":\"all\"}","sqs":"{\"k\":\"queues\"}"}"#
      _ = try await bench(Publish(topicArn: topic, message: message, messageStructure: "json"))
      try await bench.sleep(.seconds(1))
      return [
        try await bench.bodies("a").isEmpty ? "none" : "for queues",
        try await bench.bodies("b").isEmpty ? "none" : "for all",
      ]
    },
    Story("the same subscription made twice is one, and ends", ["same", "1", "0", "0"]) { bench in
      let topic = try await bench.topic("orders")
      try await bench.queue("a")
      let first = try await bench.subscribe("a", to: topic)
      let second = try await bench.subscribe("a", to: topic)
      let list = { () async throws in
        "\(try await bench(ListSubscriptionsByTopic(topicArn: topic)).subscriptions.count)"
      }
      let before = try await list()
      _ = try await bench.cloud.perform(
        service: "sns",
        operation: "unsubscribe",
        input: ["SubscriptionArn": .string(first)],
        for: .learner
      )
      _ = try await bench(Publish(topicArn: topic, message: "x"))
      let after = try await list()
      let got = try await bench.receive("a", wait: 5).count
      return [first == second ? "same" : "?", before, after, "\(got)"]
    },
    Story("a batch takes what it can", ["a c", "b InvalidParameter", "2"]) { bench in
      let topic = try await bench.topic("orders")
      try await bench.queue("q")
      try await bench.subscribe("q", to: topic)
      let output = try await bench(
        PublishBatch(
          topicArn: topic,
          publishBatchRequestEntries: [
            .init(id: "a", message: "1"), .init(id: "b", message: ""), .init(id: "c", message: "3"),
          ]
        )
      )
      try await bench.sleep(.seconds(1))
      return [
        output.successful.map(\.id).joined(separator: " "),
        output.failed.map { "\($0.id) \($0.code)" }.joined(separator: " "),
        "\(try await bench.receive("q").count)",
      ]
    },
  ]

  /// Publishes with a subject and an attribute to a queue, and receives what came.
  static func publishToQueue(
    _ bench: MessagingBench,
    raw: Bool
  ) async throws -> (id: String, message: ReceiveMessage.Message) {
    let topic = try await bench.topic("orders")
    try await bench.queue("a")
    try await bench.subscribe("a", to: topic, ["RawMessageDelivery": raw ? "true" : "false"])
    let sent = try await bench(
      Publish(
        topicArn: topic,
        message: #"{"total":1}"#,
        subject: "hi",
        messageAttributes: ["n": .number("7")]
      )
    )
    return (sent.messageId, try await bench.receive("a", wait: 20)[0])
  }

  @Test(arguments: forms + failures) func `messages arrive as the facts say`(
    _ story: Story
  ) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Filters

  struct Filtered: Sendable {
    let policy: String
    var scope = "MessageAttributes"
    var message = "x"
    var attributes: [String: MessageAttributeValue] = [:]
    let isDelivered: Bool
  }

  static let filters = [
    Filtered(
      policy: #"{"store":["example_corp"]}"#,
      attributes: ["store": .string("example_corp")],
      isDelivered: true
    ),
    Filtered(
      policy: #"{"store":["example_corp"]}"#,
      attributes: ["store": .string("Example_Corp")],
      isDelivered: false
    ),
    Filtered(policy: #"{"store":["example_corp"]}"#, isDelivered: false),
    Filtered(
      policy: #"{"price":[{"numeric":[">=",100]}]}"#,
      attributes: ["price": .number("100.00")],
      isDelivered: true
    ),
    Filtered(
      policy: #"{"price":[{"numeric":[">=",100]}]}"#,
      attributes: ["price": .string("100")],
      isDelivered: false
    ),
    Filtered(
      policy: #"{"interests":["rugby","football"]}"#,
      attributes: [
        "interests": MessageAttributeValue(
          stringValue: #"["soccer","rugby"]"#,
          dataType: "String.Array"
        )
      ],
      isDelivered: true
    ),
    Filtered(policy: #"{"k":[{"exists":false}]}"#, isDelivered: true),
    Filtered(
      policy: #"{"person":{"city":["X","Y"]}}"#,
      scope: "MessageBody",
      message: #"{"person":{"city":"Y"}}"#,
      isDelivered: true
    ),
    Filtered(
      policy: #"{"person":{"city":["X","Y"]}}"#,
      scope: "MessageBody",
      message: "Y",
      isDelivered: false
    ),
    Filtered(policy: "{}", isDelivered: true),
  ]

  @Test func `filter policies let through what they name`() throws {
    for row in Self.filters {
      let count = try MessagingBench.run { bench in
        let topic = try await bench.topic("orders")
        try await bench.queue("a")
        let arn = try await bench.subscribe("a", to: topic)
        for (name, value) in [("FilterPolicyScope", row.scope), ("FilterPolicy", row.policy)] {
          _ = try await bench(
            SetSubscriptionAttributes(
              subscriptionArn: arn,
              attributeName: name,
              attributeValue: value
            )
          )
        }
        _ = try await bench(
          Publish(topicArn: topic, message: row.message, messageAttributes: row.attributes)
        )
        return try await bench.receive("a", wait: 1).count
      }
      #expect((count == 1) == row.isDelivered, "\(row)")
    }
  }

  // MARK: Failures

  static let failures: [Story] = [
    Story("an outage of the endpoint is survived", ["x", "several tries"]) { bench in
      let attempts = Attempts(bench.cloud.simulation)
      let topic = try await bench.topic("orders")
      try await bench.queue("a")
      try await bench.subscribe("a", to: topic, ["RawMessageDelivery": "true"])
      bench.cloud.faults.fail("a", .all)
      _ = try await bench(Publish(topicArn: topic, message: "x"))
      try await bench.sleep(.seconds(60))
      bench.cloud.faults.heal("a")
      let bodies = try await bench.bodies("a", wait: 20)
      try await bench.sleep(.seconds(1))
      return bodies + [attempts.last > 10 ? "several tries" : "\(attempts.last)"]
    },
    Story(
      "an endpoint that is gone is not tried again: the dead-letter queue gets the message",
      ["x"]
    ) { bench in
      let topic = try await bench.topic("orders")
      try await bench.queue("dead")
      try await bench.open("dead")
      try await bench.subscribe(
        "gone",
        to: topic,
        [
          "RawMessageDelivery": "true",
          "RedrivePolicy": #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#,
        ]
      )
      _ = try await bench(Publish(topicArn: topic, message: "x"))
      return try await bench.bodies("dead", wait: 1)
    },
    Story("raw delivery of eleven attributes is a client error", ["x"]) { bench in
      let topic = try await bench.topic("orders")
      for queue in ["a", "dead"] { try await bench.queue(queue) }
      let dead = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#
      try await bench.subscribe("a", to: topic, ["RedrivePolicy": dead])
      _ = try await bench(
        Publish(
          topicArn: topic,
          message: "x",
          messageAttributes: Dictionary(
            uniqueKeysWithValues: (0..<11).map { ("a\($0)", .string("v")) }
          )
        )
      )
      let body = try await bench.bodies("a", wait: 1)[0]
      return [try JSONValue(parsing: body)["Message"]?.stringValue ?? ""]
    },
  ]

  /// With how many tries the latest delivery succeeded.
  final class Attempts: Sendable {
    private let count = Mutex(0)
    var last: Int { count.withLock { $0 } }

    init(_ simulation: Simulation) {
      simulation.trace.read(SNSEvent.self) { [self] _, _, event in
        if case .delivered(_, _, let attempts) = event { count.withLock { $0 = attempts } }
      }
    }
  }

  @Test(arguments: Run.all) func `every subscriber gets every message at least once`(
    _ run: Run
  ) throws {
    let missing = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      let topic = try await bench.topic("orders")
      let queues = ["a", "b", "c"]
      for queue in queues {
        try await bench.queue(queue)
        try await bench.subscribe(queue, to: topic, ["RawMessageDelivery": "true"])
        // Half of the failures strike when the queue has the message already.
        bench.cloud.faults.fail(
          queue,
          .each(Ratio(1, of: 3)),
          queue == "a" ? .beforeEffects : .afterEffects
        )
      }
      for number in 0..<40 { _ = try await bench(Publish(topicArn: topic, message: "\(number)")) }
      try await bench.sleep(.seconds(300))
      for queue in queues { bench.cloud.faults.heal(queue) }
      var missing: [String] = []
      for queue in queues {
        var seen: Set<String> = []
        while case let bodies = try await bench.bodies(queue), !bodies.isEmpty {
          seen.formUnion(bodies)
        }
        missing += (0..<40).map(String.init).filter { !seen.contains($0) }.map { queue + $0 }
      }
      return missing
    }
    #expect(missing == [])
  }

  // MARK: Refusals

  @Test func `SNS refuses in its own words`() throws {
    let recorded =
      SNSRefusals.attributes + SNSRefusals.topics + SNSRefusals.publishing
      + SNSRefusals.subscriptions + SNSRefusals.mobile + SNSRefusals.archives
    for refusal in SNSRefusals.all + recorded {
      #expect(try refusal.outcome() == refusal.expected, "\(refusal.testDescription)")
    }
  }
}
