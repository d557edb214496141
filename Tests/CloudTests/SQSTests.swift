import Cloud
import JSON
import Simulation
import Testing

/// Queues: the tables of the facts, and laws on random histories.
@Suite struct SQSTests {
  // MARK: Check sums

  @Test(
    "MD5 agrees with known digests",
    arguments: [
      ("", "d41d8cd98f00b204e9800998ecf8427e"),
      ("abc", "900150983cd24fb0d6963f7d28e17f72"),
      ("test", "098f6bcd4621d373cade4e832627b4f6"),
      ("Hello from SQS!", "7b270e59b47ff90a553787216d55d91d"),
      (
        "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
        "57edf4a22be3c955ac49da2e2107b67a"
      ),
      (String(repeating: "a", count: 55), "ef1772b6dff9a122358552954ad0df65"),
      (String(repeating: "a", count: 56), "3b0c8ac703f828b04c6c197006d17218"),
      (String(repeating: "a", count: 64), "014842d480b571495a4a0363793f7367"),
    ]
  )
  func digest(_ text: String, _ expected: String) {
    #expect(MD5.hex(text) == expected)
  }

  static let attributeDigests: [(attributes: [String: MessageAttributeValue], digest: String)] = [
    (["timestamp": .number("1493147359900")], "235c5c510d26fb653d073faed50ae77c"),
    (
      [
        "attr1": MessageAttributeValue(
          binaryValue:
            "dHJhY2VwYXJlbnQeMDAtNzc0MDYyZDZjMzcwODFhNWEwYjliNWI4OGUzMDYyN2MtMmQyNDgyMjEx"
            + "ZjY0ODlkYS0wMQ==",
          dataType: "Binary"
        )
      ],
      "8cbe4db156db8a94db8b801b7addb984"
    ),
    (
      [
        "City": .string("Any City"),
        "Greeting": MessageAttributeValue(
          binaryValue: "SGVsbG8sIFdvcmxkIQ==",
          dataType: "Binary"
        ),
        "Population": .number("1250800"),
      ],
      "28eb0e573cf8e8a77e349a2f968eac4a"
    ),
  ]

  @Test func `message attributes have the digest that AWS computes, and come back as sent`() throws
  {
    for (attributes, digest) in Self.attributeDigests {
      let seen = try MessagingBench.run { bench in
        try await bench.queue("orders")
        let sent = try await bench(
          SendMessage(queueUrl: "orders", messageBody: "x", messageAttributes: attributes)
        )
        let message = try await bench.receive("orders")[0]
        #expect(message.messageAttributes == attributes)
        return [sent.md5OfMessageAttributes, message.md5OfMessageAttributes]
      }
      #expect(seen == [digest, digest])
    }
  }

  // MARK: The life of a message

  static let lives: [Story] = [
    Story("a received message is hidden, comes back, and is counted", ["1", "0", "2", "same id"]) {
      bench in
      try await bench.queue("orders")
      let id = try await bench.send("x", to: "orders")
      let first = try await bench.receive("orders")[0]
      let hidden = try await bench.receive("orders")
      try await bench.sleep(.seconds(30))
      let second = try await bench.receive("orders")[0]
      return [
        first.attributes?["ApproximateReceiveCount"] ?? "", "\(hidden.count)",
        second.attributes?["ApproximateReceiveCount"] ?? "",
        second.messageId == id && second.receiptHandle != first.receiptHandle ? "same id" : "?",
      ]
    },
    Story("a deleted message is gone", ["[0, 0, 0]"]) { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders")[0].receiptHandle
      try await bench.delete(handle, from: "orders")
      try await bench.delete(handle, from: "orders")
      return ["\(await bench.depths("orders"))"]
    },
    Story(
      "a handle that a later receive has replaced deletes nothing, and says nothing",
      ["[0, 1, 0]", "[0, 0, 0]"]
    ) { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let old = try await bench.receive("orders", visibility: 1)[0].receiptHandle
      let new = try await bench.receive("orders", wait: 5)[0].receiptHandle
      try await bench.delete(old, from: "orders")
      let kept = await bench.depths("orders")
      try await bench.delete(new, from: "orders")
      return ["\(kept)", "\(await bench.depths("orders"))"]
    },
    Story("a handle whose time has passed deletes while nobody has received again", ["[0, 0, 0]"]) {
      bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders", visibility: 1)[0].receiptHandle
      try await bench.sleep(.seconds(2))
      try await bench.delete(handle, from: "orders")
      return ["\(await bench.depths("orders"))"]
    },
    Story("a delayed message comes when its delay has passed", ["[0, 0, 1]", "late", "5"]) {
      bench in
      try await bench.queue("orders")
      try await bench.send("late", to: "orders", delay: 5)
      let sent = bench.cloud.simulation.now
      let depths = await bench.depths("orders")
      let bodies = try await bench.bodies("orders", wait: 20)
      let passed = bench.cloud.simulation.now.duration(since: sent)
      return ["\(depths)", bodies.joined(), "\(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("visibility counts from its change, up or down", ["0", "1", "[1, 0, 0]"]) { bench in
      try await bench.queue("orders", ["VisibilityTimeout": "5"])
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders")[0].receiptHandle
      let change = { (seconds: Int) async throws in
        _ = try await bench(
          ChangeMessageVisibility(
            queueUrl: "orders",
            receiptHandle: handle,
            visibilityTimeout: seconds
          )
        )
      }
      try await change(60)
      try await bench.sleep(.seconds(59))
      let hidden = await bench.depths("orders")[0]
      try await bench.sleep(.seconds(1))
      let back = await bench.depths("orders")[0]
      try await change(60)
      return ["\(hidden)", "\(back)", "\(await bench.depths("orders"))"]
    },
    Story("zero gives a message back at once, to who waits", ["x"]) { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders")[0].receiptHandle
      async let waiting = bench.bodies("orders", wait: 20)
      _ = try await bench(
        ChangeMessageVisibility(queueUrl: "orders", receiptHandle: handle, visibilityTimeout: 0)
      )
      return try await waiting
    },
    Story("retention drops what nobody deletes", ["[1, 0, 0]", "[0, 0, 0]", "1 expired"]) { bench in
      try await bench.queue("orders", ["MessageRetentionPeriod": "60"])
      try await bench.send("x", to: "orders")
      try await bench.sleep(.seconds(59))
      let before = await bench.depths("orders")
      try await bench.sleep(.seconds(1))
      let after = await bench.depths("orders")
      let expired = await bench.cloud.sqs.figures(of: "orders")?.expired ?? 0
      return ["\(before)", "\(after)", "\(expired) expired"]
    },
    Story("a purge deletes all, in flight and delayed too", ["[1, 1, 1]", "[0, 0, 0]", "3"]) {
      bench in
      try await bench.queue("orders")
      for delay in [0, 0, 60] { try await bench.send("x", to: "orders", delay: delay) }
      _ = try await bench.receive("orders", 1)
      let before = await bench.depths("orders")
      _ = try await bench(PurgeQueue(queueUrl: "orders"))
      let figures = await bench.cloud.sqs.figures(of: "orders")
      return ["\(before)", "\(await bench.depths("orders"))", "\(figures?.purged ?? 0)"]
    },
    Story(
      "the age of the oldest message counts from its coming",
      ["nil", "10", "7"]
    ) { bench in
      let age = { () async -> String in
        guard let age = await bench.cloud.sqs.figures(of: "orders")?.oldestAge else { return "nil" }
        return "\((age.nanoseconds + 500_000_000) / 1_000_000_000)"
      }
      try await bench.queue("orders")
      let none = await age()
      try await bench.send("old", to: "orders")
      try await bench.sleep(.seconds(3))
      try await bench.send("new", to: "orders")
      try await bench.sleep(.seconds(7))
      let old = await age()
      try await bench.delete(try await bench.receive("orders", 1)[0].receiptHandle, from: "orders")
      return [none, old, await age()]
    },
  ]

  static let polling: [Story] = [
    Story("a long poll ends with the first message", ["x", "3"]) { bench in
      try await bench.queue("orders")
      let start = bench.cloud.simulation.now
      async let waiting = bench.bodies("orders", wait: 20)
      try await bench.sleep(.seconds(3))
      try await bench.send("x", to: "orders")
      let bodies = try await waiting
      let passed = bench.cloud.simulation.now.duration(since: start)
      return [bodies.joined(), "\(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("a long poll ends empty at its time-out, a short one at once", ["0 20", "0 0"]) { bench in
      try await bench.queue("orders")
      var seen: [String] = []
      for wait in [20, 0] {
        let start = bench.cloud.simulation.now
        let count = try await bench.receive("orders", wait: wait).count
        let passed = bench.cloud.simulation.now.duration(since: start)
        seen.append("\(count) \(passed.nanoseconds / 1_000_000_000)")
      }
      return seen
    },
    Story("who waits first is served first", ["a1", "b2", "c3"]) { bench in
      try await bench.queue("orders")
      return try await withThrowingTaskGroup(of: String.self) { group in
        for (place, name) in ["a", "b", "c"].enumerated() {
          group.addTask {
            try await bench.sleep(.milliseconds(place + 1))
            return name + (try await bench.bodies("orders", wait: 20)).joined()
          }
        }
        try await bench.sleep(.seconds(1))
        for body in ["1", "2", "3"] { try await bench.send(body, to: "orders") }
        return try await group.reduce(into: []) { $0.append($1) }.sorted()
      }
    },
    Story("a poller that is gone is passed over", ["x"]) { bench in
      try await bench.queue("orders")
      let gone = bench.cloud.simulation.spawn(on: bench.cloud.sqs) { sqs in
        try await sqs.poll("orders", atMost: 1, waiting: .seconds(20), for: Caller("gone"))
      }
      try await bench.sleep(.seconds(1))
      gone.cancel()
      async let waiting = bench.bodies("orders", wait: 20)
      try await bench.send("x", to: "orders")
      return try await waiting
    },
    Story("deleting a queue ends the polls on it", ["AWS.SimpleQueueService.NonExistentQueue"]) {
      bench in
      try await bench.queue("orders")
      async let waiting = bench.receive("orders", wait: 20)
      try await bench.sleep(.seconds(1))
      _ = try await bench(DeleteQueue(queueUrl: "orders"))
      do {
        _ = try await waiting
        return []
      } catch let error as ServiceError {
        return [error.code]
      }
    },
    Story("one receive takes at most what it asks for", ["1", "10", "1"]) { bench in
      try await bench.queue("orders")
      for number in 0..<12 { try await bench.send("\(number)", to: "orders") }
      var counts: [String] = []
      for count in [1, 10, 10] {
        counts.append("\(try await bench.receive("orders", count).count)")
      }
      return counts
    },
  ]

  static let deadLetters: [Story] = [
    Story("with 3 a message is delivered 3 times and moved at the 4th", ["1", "1", "1", "0", "1"]) {
      bench in
      try await bench.queue("orders", deadLetters: "dead", after: 3)
      try await bench.send("x", to: "orders")
      var seen: [String] = []
      for _ in 0..<4 {
        seen.append("\(try await bench.receive("orders", visibility: 1, wait: 5).count)")
      }
      return seen + ["\(try await bench.receive("dead").count)"]
    },
    Story("id, body and attributes stay, and the source is named", ["same", "x", "7"]) { bench in
      try await bench.queue("orders", deadLetters: "dead", after: 1)
      let sent = try await bench(
        SendMessage(
          queueUrl: "orders",
          messageBody: "x",
          messageAttributes: ["n": .number("7")]
        )
      )
      _ = try await bench.receive("orders", visibility: 0)
      _ = try await bench.receive("orders")
      let dead = try await bench.receive("dead")[0]
      let isSame =
        dead.messageId == sent.messageId
        && dead.attributes?["DeadLetterQueueSourceArn"] == bench.queueARN("orders")
      return [
        isSame ? "same" : "?", dead.body, dead.messageAttributes?["n"]?.stringValue ?? "",
      ]
    },
    Story("the retention clock goes on, the age starts anew", ["0", "1 expired"]) { bench in
      try await bench.queue("orders", deadLetters: "dead", after: 1)
      _ = try await bench(
        SetQueueAttributes(queueUrl: "dead", attributes: ["MessageRetentionPeriod": "60"])
      )
      try await bench.send("x", to: "orders")
      try await bench.sleep(.seconds(30))
      _ = try await bench.receive("orders", visibility: 0)
      _ = try await bench.receive("orders")
      let age = await bench.cloud.sqs.figures(of: "dead")?.oldestAge ?? .seconds(99)
      try await bench.sleep(.seconds(31))
      let expired = await bench.cloud.sqs.figures(of: "dead")?.expired ?? 0
      return ["\(age.nanoseconds / 1_000_000_000)", "\(expired) expired"]
    },
  ]

  @Test(arguments: lives + polling + deadLetters)
  func `messages live as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  @Test func `waiting consumers are served in order under any shuffle of one instant`() throws {
    for run in Run.all {
      let seen = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
        try await Self.polling[2].body(bench)
      }
      #expect(seen == ["a1", "b2", "c3"], "\(run.testDescription)")
    }
  }

  @Test func `a poller's wait and an empty queue keep no run alive, a hidden message does`() throws
  {
    let bench = MessagingBench()
    defer { bench.cloud.shutDown() }
    let simulation = bench.cloud.simulation
    _ = try simulation.run {
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      try await bench.delete(try await bench.receive("orders")[0].receiptHandle, from: "orders")
    }
    simulation.spawn(on: bench.cloud.sqs) { sqs in
      _ = try await sqs.poll("orders", atMost: 1, waiting: .seconds(20), for: .learner)
    }
    try simulation.runUntilIdle()
    let idle = simulation.now
    _ = try simulation.run { try await bench.send("y", to: "orders") }
    try simulation.runUntilIdle()
    #expect(idle < .start.advanced(by: .seconds(1)))
    #expect(simulation.now.duration(since: idle) >= .seconds(30))
  }

  // MARK: Requests

  @Test func `a batch takes what it can and says what it refuses`() throws {
    let seen = try MessagingBench.run { bench in
      try await bench.queue("orders", ["MaximumMessageSize": "1024"])
      let output = try await bench(
        SendMessageBatch(
          queueUrl: "orders",
          entries: [
            .init(id: "a", messageBody: "test"),
            .init(id: "b", messageBody: String(repeating: "x", count: 1_025)),
            .init(id: "c", messageBody: "late", delaySeconds: 901),
          ]
        )
      )
      return [
        output.successful?.map { "\($0.id) \($0.md5OfMessageBody)" } ?? [],
        output.failed?.map { "\($0.id) \($0.senderFault) \($0.code)" } ?? [],
      ]
    }
    let refused = ["b true InvalidParameterValue", "c true InvalidParameterValue"]
    #expect(seen == [["a 098f6bcd4621d373cade4e832627b4f6"], refused])
  }

  @Test func `a queue has the documented defaults, and keeps what is set`() throws {
    let seen = try MessagingBench.run { bench in
      try await bench.queue("orders")
      let names = ["All"]
      let before = try await bench(GetQueueAttributes(queueUrl: "orders", attributeNames: names))
      _ = try await bench(
        SetQueueAttributes(queueUrl: "orders", attributes: ["VisibilityTimeout": "120"])
      )
      let after = try await bench(
        GetQueueAttributes(queueUrl: "orders", attributeNames: ["VisibilityTimeout"])
      )
      return [before.attributes ?? [:], after.attributes ?? [:]]
    }
    let defaults = [
      "DelaySeconds": "0", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600",
      "ReceiveMessageWaitTimeSeconds": "0", "VisibilityTimeout": "30",
      "SqsManagedSseEnabled": "true", "QueueArn": "arn:aws:sqs:us-east-1:123456789012:orders",
      "ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": "0",
      "ApproximateNumberOfMessagesDelayed": "0", "CreatedTimestamp": "1767225600",
      "LastModifiedTimestamp": "1767225600",
    ]
    #expect(seen == [defaults, ["VisibilityTimeout": "120"]])
  }

  @Test func `requests are billed in chunks of 64 KB, receives of nothing too`() throws {
    let bench = MessagingBench()
    defer { bench.cloud.shutDown() }
    try bench.cloud.simulation.run {
      try await bench.queue("orders")
      try await bench.send(String(repeating: "x", count: 65_536), to: "orders")
      try await bench.send(String(repeating: "x", count: 65_537), to: "orders")
      _ = try await bench.receive("orders")
      _ = try await bench.receive("orders")
    }
    #expect(bench.cloud.meter.reading.quantity(of: .sqsRequests, for: "orders") == 1 + 2 + 3 + 1)
  }

  @Test func `SQS refuses in its own words`() throws {
    for refusal in SQSRefusals.all {
      #expect(try refusal.outcome() == refusal.expected, "\(refusal.testDescription)")
    }
  }
}
