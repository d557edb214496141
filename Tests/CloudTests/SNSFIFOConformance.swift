import Cloud
import JSON
import Simulation
import Testing

/// FIFO topics: order, repetitions, numbers, throughput (facts, section 8).
@Suite struct SNSFIFOConformance {
  /// A FIFO topic with FIFO queues subscribed.
  static func topic(
    _ bench: MessagingBench,
    _ queues: [String],
    _ attributes: JSONObject = [:],
    raw: Bool = true
  ) async throws -> JSONValue {
    let topic = try await bench.makeTopic("orders.fifo", attributes)
    for queue in queues {
      try await bench.queue(queue, queue.hasSuffix(".fifo") ? ["FifoQueue": "true"] : [:])
      try await bench.subscribe(
        queue,
        to: topic.stringValue ?? "",
        ["RawMessageDelivery": "\(raw)"]
      )
    }
    return topic
  }

  static func marks(_ group: String, _ repetition: String? = nil) -> JSONObject {
    var marks: JSONObject = ["MessageGroupId": .string(group)]
    if let repetition { marks["MessageDeduplicationId"] = .string(repetition) }
    return marks
  }

  static let stories = [
    Story(
      "the envelope has a number and no signature",
      [
        "Type MessageId SequenceNumber TopicArn Message Timestamp UnsubscribeURL", "20 digits",
        "same", "g d",
      ]
    ) { bench in
      let topic = try await topic(bench, ["a.fifo"], raw: false)
      let answer = try await bench.publish("x", to: topic, marks("g", "d"))
      let message = try await bench.receive("a.fifo", wait: 5)[0]
      let envelope = try JSONValue(parsing: message.body)
      let number = envelope["SequenceNumber"]?.stringValue ?? ""
      return [
        envelope.objectValue?.keys.joined(separator: " ") ?? "", "\(number.count) digits",
        answer["SequenceNumber"]?.stringValue == number ? "same" : "other",
        "\(message.attributes?["MessageGroupId"] ?? "")"
          + " \(message.attributes?["MessageDeduplicationId"] ?? "")",
      ]
    },
    Story("the hash of the message tells a repetition", ["x", "same", "repeated", "0"]) { bench in
      let topic = try await topic(bench, ["a.fifo"], ["ContentBasedDeduplication": "true"])
      let diary = SNSDiary(bench.cloud.simulation)
      let first = try await bench.publish("x", to: topic, marks("g"))
      let second = try await bench.publish("x", to: topic, marks("h"))
      let got = try await bench.receive("a.fifo", wait: 5)
      try await bench.delete(got[0].receiptHandle, from: "a.fifo")
      let rest = try await bench.receive("a.fifo", wait: 1).count
      return got.map(\.body) + [first == second ? "same" : "other"]
        + diary.lines(without: "delivered") + ["\(rest)"]
    },
    Story("after five minutes it is a new message", ["299 s 1", "301 s 2"]) { bench in
      var seen: [String] = []
      for (number, wait) in [299, 301].enumerated() {
        let topic = try await bench.makeTopic("t\(number).fifo")
        try await bench.queue("q\(number)")
        try await bench.subscribe("q\(number)", to: topic.stringValue ?? "")
        try await bench.publish("x", to: topic, marks("g", "d"))
        try await bench.sleep(.seconds(wait))
        try await bench.publish("x", to: topic, marks("g", "d"))
        try await bench.sleep(.seconds(1))
        seen.append("\(wait) s \(await bench.depths("q\(number)")[0])")
      }
      return seen
    },
    Story("of a message with a structure, the hash takes all texts", ["a", "b"]) { bench in
      let topic = try await topic(bench, ["a"], ["ContentBasedDeduplication": "true"])
      for text in ["a", "a", "b"] {
        var more = marks("g")
        more["MessageStructure"] = "json"
        try await bench.publish(#"{"default":"x","sqs":"\#(text)"}"#, to: topic, more)
      }
      try await bench.sleep(.seconds(1))
      return try await bench.receive("a").map(\.body).sorted()
    },
    Story("with throughput by group, groups do not share repetitions", ["2"]) { bench in
      // A FIFO queue would find the repetition by itself.
      let topic = try await topic(bench, ["a"], ["FifoThroughputScope": "MessageGroup"])
      for group in ["g", "h"] { try await bench.publish("x", to: topic, marks(group, "d")) }
      try await bench.sleep(.seconds(1))
      return ["\(await bench.depths("a")[0])"]
    },
    Story(
      "a message that is being tried holds back its group, and no other",
      ["h1", "g1 g2 g3"]
    ) { bench in
      let topic = try await topic(bench, ["a.fifo"])
      // The first try of g1 fails, and the waits begin.
      bench.cloud.faults.fail("a.fifo", .next(4), .beforeEffects)
      try await bench.publish("g1", to: topic, marks("g", "1"))
      for number in 2...3 {
        try await bench.publish("g\(number)", to: topic, marks("g", "\(number)"))
      }
      try await bench.sleep(.milliseconds(500))
      try await bench.publish("h1", to: topic, marks("h", "4"))
      try await bench.sleep(.milliseconds(200))
      let early = try await bench.receive("a.fifo", visibility: 0)
      try await bench.sleep(.seconds(60))
      let late = try await bench.receive("a.fifo")
      return [
        early.map(\.body).joined(separator: " "),
        late.map(\.body).filter { $0.hasPrefix("g") }.joined(separator: " "),
      ]
    },
    Story("a standard queue gets neither group nor what tells a repetition", ["x", "none"]) {
      bench in
      let topic = try await topic(bench, ["a"])
      try await bench.publish("x", to: topic, marks("g", "d"))
      let message = try await bench.receive("a", wait: 5)[0]
      return [message.body, message.attributes?["MessageGroupId"] ?? "none"]
    },
    Story(
      "a group takes 300 messages a second, and the rest of a batch goes on",
      ["300", "Throttled 429 Rate exceeded", "h", "Throttled", "paid by what was taken"]
    ) { bench in
      let topic = try await topic(bench, [])
      let (sns, arn) = (bench.cloud.sns, topic.stringValue ?? "")
      let refusals = try await withThrowingTaskGroup(of: String.self) { group in
        for number in 0..<301 {
          group.addTask {
            do {
              _ = try await sns.call(
                Publish(
                  topicArn: arn,
                  message: "x",
                  messageDeduplicationId: "\(number)",
                  messageGroupId: "g"
                ),
                for: .learner
              )
              return ""
            } catch let error as ServiceError {
              return "\(error.code) \(error.status) \(error.message)"
            }
          }
        }
        return try await group.reduce(into: [String]()) { if !$1.isEmpty { $0.append($1) } }
      }
      // The request took 10 ms, in which there is room for three more.
      let batch = try await bench.sns(
        "publish-batch",
        [
          "TopicArn": topic,
          "PublishBatchRequestEntries": .array(
            ["g", "g", "g", "g", "h"].enumerated().map { number, group in
              [
                "Id": .string("\(group)\(number)"), "Message": "x",
                "MessageGroupId": .string(group),
                "MessageDeduplicationId": .string("batch-\(number)"),
              ]
            }
          ),
        ]
      )
      let bill = Bill(for: bench.cloud.meter.reading).lines.filter { $0.component == "orders.fifo" }
      return [
        "\(301 - refusals.count)", refusals.first ?? "",
        String(batch["Successful"]?.arrayValue?.last?["Id"]?.stringValue?.prefix(1) ?? ""),
        batch["Failed"]?[0]?["Code"]?.stringValue ?? "",
        // Each message has one byte.
        bill[0].quantity == bill[1].quantity ? "paid by what was taken" : "\(bill)",
      ]
    },
    Story("a FIFO topic has a hundred subscriptions", ["SubscriptionLimitExceeded"]) { bench in
      let topic = try await bench.makeTopic("orders.fifo")
      for number in 0..<100 {
        try await bench.makeSubscription("sqs", bench.queueARN("q\(number)"), to: topic)
      }
      do {
        try await bench.makeSubscription("sqs", bench.queueARN("more"), to: topic)
        return ["subscribed"]
      } catch let error as ServiceError { return [error.code] }
    },
    Story("a message that is given up goes to a FIFO queue with its marks", ["x g d"]) { bench in
      let topic = try await bench.makeTopic("orders.fifo")
      try await bench.queue("dead.fifo", ["FifoQueue": "true"])
      try await bench.open("dead.fifo")
      try await bench.makeSubscription(
        "sqs",
        bench.queueARN("gone.fifo"),
        to: topic,
        [
          "RawMessageDelivery": "true",
          "RedrivePolicy": .string(
            #"{"deadLetterTargetArn":"\#(bench.queueARN("dead.fifo"))"}"#
          ),
        ]
      )
      try await bench.publish("x", to: topic, marks("g", "d"))
      return try await bench.receive("dead.fifo", wait: 5).map {
        "\($0.body) \($0.attributes?["MessageGroupId"] ?? "")"
          + " \($0.attributes?["MessageDeduplicationId"] ?? "")"
      }
    },
  ]

  @Test(arguments: stories) func `FIFO topics are as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }
}
