import Cloud
import Simulation

/// Queues where several things happen at once, and at the ends of what is allowed.
enum SQSEdgeStories {
  static let mebibyte = 1_048_576

  static let all = batches + filters + pollers + ends + handles + groups

  static let batches: [Story] = [
    Story(
      "a batch takes what is good among every kind of bad entry",
      [
        "good later", "InvalidMessageContents letters", "InvalidParameterValue delay",
        "InvalidParameterValue group", "InvalidParameterValue number",
        "InvalidParameterValue system", "InvalidParameterValue type", "MissingParameter empty",
      ]
    ) { bench in
      try await bench.queue("q")
      let answer = try await bench(
        SendMessageBatch(
          queueUrl: "q",
          entries: [
            .init(id: "good", messageBody: "x"),
            .init(id: "empty", messageBody: ""),
            .init(id: "letters", messageBody: "a\u{1}"),
            .init(id: "delay", messageBody: "x", delaySeconds: -1),
            .init(id: "number", messageBody: "x", messageAttributes: ["n": .number("x")]),
            .init(id: "type", messageBody: "x", messageDeduplicationId: "1"),
            .init(id: "group", messageBody: "x", messageGroupId: "a b"),
            .init(id: "system", messageBody: "x", messageSystemAttributes: ["n": .string("x")]),
            .init(id: "later", messageBody: "x", delaySeconds: 900),
          ]
        )
      )
      let taken = (answer.successful ?? []).map(\.id).joined(separator: " ")
      return [taken] + (answer.failed ?? []).map { "\($0.code) \($0.id)" }.sorted()
    },
    Story(
      "names, types and values of attributes count in a batch, to the byte",
      ["2 taken", "AWS.SimpleQueueService.BatchRequestTooLong", "taken", "taken"]
    ) { bench in
      try await bench.queue("q")
      let half = String(repeating: "x", count: mebibyte / 2)
      let rest = String(half.dropLast(10))
      var seen: [String] = []
      for value in ["xy", "xyz"] {
        do {
          let second = SendMessageBatch.Entry(
            id: "b",
            messageBody: rest,
            messageAttributes: ["ab": .string(value)]
          )
          let entries = [SendMessageBatch.Entry(id: "a", messageBody: half), second]
          let answer = try await bench(SendMessageBatch(queueUrl: "q", entries: entries))
          seen.append("\(answer.successful?.count ?? 0) taken")
        } catch let error as ServiceError {
          seen.append(error.code)
        }
      }
      // Bytes count, not the letters that stand for them; the trace does not count.
      let bytes = MessageAttributeValue(binaryValue: "eHk=", dataType: "Binary")
      for (body, attributes, system) in [
        (half + rest, ["ab": bytes], [:]), (half + half, [:], ["AWSTraceHeader": .string("x")]),
      ] as [(String, [String: MessageAttributeValue], [String: MessageAttributeValue])] {
        _ = try await bench(
          SendMessage(
            queueUrl: "q",
            messageBody: body,
            messageAttributes: attributes,
            messageSystemAttributes: system
          )
        )
        seen.append("taken")
      }
      return seen
    },
    Story("the trace has a digest of its own", ["5ae4d5d7636402d80f4eb6d213245a88", "nil"]) {
      bench in
      try await bench.queue("q")
      let trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1"
      let sent = try await bench(
        SendMessage(
          queueUrl: "q",
          messageBody: "test",
          messageSystemAttributes: ["AWSTraceHeader": .string(trace)]
        )
      )
      return [sent.md5OfMessageSystemAttributes ?? "nil", sent.md5OfMessageAttributes ?? "nil"]
    },
  ]

  /// What each list of names of attributes shows of `General`, `Hello` and `Help.Me`, with the
  /// digests recorded on AWS.
  static let filters: [Story] = [
    ([], "nil", ""),
    (["All"], "4c360f3fdafd970e05fae2f149d997f5", "General Hello Help.Me"),
    (["*"], "4c360f3fdafd970e05fae2f149d997f5", "General Hello Help.Me"),
    ([".*"], "4c360f3fdafd970e05fae2f149d997f5", "General Hello Help.Me"),
    (["Foo", "Help"], "nil", ""),
    (["Hello", "General"], "fca026605781cb4126a1e9044df24232", "General Hello"),
    (["Foo", "Hello"], "a311262e065454b75da111d535b8dacd", "Hello"),
    (["Hel.*"], "83fee93c1bcd8b9a5a923ffacdc636c7", "Hello Help.Me"),
    (["AWS.", "..foo"], "nil", ""),
  ].map { names, digest, shown in
    Story("a receive that asks for \(names) shows '\(shown)'", [digest, shown]) { bench in
      try await bench.queue("q")
      let attributes = ["Help.Me": "Me", "Hello": "There", "General": "Kenobi"]
      _ = try await bench(
        SendMessage(
          queueUrl: "q",
          messageBody: "msg",
          messageAttributes: attributes.mapValues { .string($0) }
        )
      )
      let request = ReceiveMessage(queueUrl: "q", messageAttributeNames: names)
      let message = try await bench(request).messages?.first
      let seen = message?.messageAttributes?.keys.sorted() ?? []
      return [message?.md5OfMessageAttributes ?? "nil", seen.joined(separator: " ")]
    }
  }

  static let pollers: [Story] = [
    Story("who waits first takes as much as it asks for, and leaves the rest", ["1 2 2"]) { bench in
      try await bench.queue("q")
      return try await withThrowingTaskGroup(of: (Int, Int).self) { group in
        for (place, count) in [1, 2, 10].enumerated() {
          group.addTask {
            try await bench.sleep(.milliseconds(place + 1))
            return (place, try await bench.receive("q", count, wait: 20).count)
          }
        }
        try await bench.sleep(.seconds(1))
        let entries = (0..<5).map { SendMessageBatch.Entry(id: "\($0)", messageBody: "x") }
        _ = try await bench(SendMessageBatch(queueUrl: "q", entries: entries))
        let counts = try await group.reduce(into: [Int: Int]()) { $0[$1.0] = $1.1 }
        return [(0..<3).map { "\(counts[$0] ?? 0)" }.joined(separator: " ")]
      }
    },
    Story("a receive's own wait goes before the queue's", ["5 0 2"]) { bench in
      try await bench.queue("q", ["ReceiveMessageWaitTimeSeconds": "5"])
      var seen: [String] = []
      for wait in [nil, 0, 2] {
        let start = bench.cloud.simulation.now
        _ = try await bench.receive("q", wait: wait)
        let passed = bench.cloud.simulation.now.duration(since: start)
        seen.append("\(passed.nanoseconds / 1_000_000_000)")
      }
      return [seen.joined(separator: " ")]
    },
    Story("a message that comes back goes to who waits, an extended one later", ["x 8"]) { bench in
      try await bench.queue("q")
      try await bench.send("x", to: "q")
      let handle = try await bench.receive("q", visibility: 3)[0].receiptHandle
      let start = bench.cloud.simulation.now
      async let waiting = bench.bodies("q", wait: 20)
      try await bench.sleep(.seconds(2))
      try await bench.hide(handle, "q", 6)
      let bodies = try await waiting
      let passed = bench.cloud.simulation.now.duration(since: start)
      return ["\(bodies.joined()) \(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("all who wait hear that the queue is gone", ["3"]) { bench in
      try await bench.queue("q")
      return try await withThrowingTaskGroup(of: Bool.self) { group in
        for _ in 0..<3 {
          group.addTask {
            do {
              _ = try await bench.receive("q", wait: 20)
              return false
            } catch let error as ServiceError {
              return error.code == "AWS.SimpleQueueService.NonExistentQueue"
            }
          }
        }
        try await bench.sleep(.seconds(1))
        _ = try await bench(DeleteQueue(queueUrl: "q"))
        return ["\(try await group.reduce(0) { $0 + ($1 ? 1 : 0) })"]
      }
    },
    Story("who waits at a dead-letter queue is served when a message is given up", ["x"]) { bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      try await bench.send("x", to: "q")
      _ = try await bench.receive("q", visibility: 0)
      async let waiting = bench.bodies("dead", wait: 20)
      try await bench.sleep(.seconds(1))
      _ = try await bench.receive("q")
      return try await waiting
    },
    Story("a purge leaves who waits waiting", ["later 2"]) { bench in
      try await bench.queue("q")
      try await bench.send("early", to: "q")
      _ = try await bench.receive("q")
      let start = bench.cloud.simulation.now
      async let waiting = bench.bodies("q", wait: 20)
      try await bench.sleep(.seconds(1))
      _ = try await bench(PurgeQueue(queueUrl: "q"))
      try await bench.sleep(.seconds(1))
      try await bench.send("later", to: "q")
      let bodies = try await waiting
      let passed = bench.cloud.simulation.now.duration(since: start)
      return ["\(bodies.joined()) \(passed.nanoseconds / 1_000_000_000)"]
    },
  ]

  static let ends: [Story] = [
    Story("a message that is delayed for longer than it is kept never comes", ["[0, 0, 1]", "0"]) {
      bench in
      try await bench.queue("q", ["MessageRetentionPeriod": "60"])
      try await bench.send("x", to: "q", delay: 70)
      try await bench.sleep(.seconds(59))
      let before = await bench.depths("q")
      try await bench.sleep(.seconds(2))
      return ["\(before)", "\(try await bench.receive("q", wait: 20).count)"]
    },
    Story("retention ends in flight, too", ["[0, 1, 0]", "[0, 0, 0]", "InvalidParameterValue"]) {
      bench in
      try await bench.queue("q", ["MessageRetentionPeriod": "60"])
      try await bench.send("x", to: "q")
      let handle = try await bench.receive("q", visibility: 600)[0].receiptHandle
      let before = await bench.depths("q")
      try await bench.sleep(.seconds(60))
      let after = await bench.depths("q")
      try await bench.delete(handle, from: "q")
      return ["\(before)", "\(after)", await bench.code { try await bench.hide(handle, "q", 1) }]
    },
    Story(
      "dead letters whose source is gone stay where they are",
      ["FAILED 1 of 2 AWS.SimpleQueueService.NonExistentQueue", "[1, 0, 0]"]
    ) { bench in
      _ = try await bench.deadLetters(["a", "b"], each: 1)
      _ = try await bench(DeleteQueue(queueUrl: "b"))
      _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("dead")))
      try await bench.sleep(.seconds(1))
      return [try await bench.moveTask(), "\(await bench.depths("dead"))"]
    },
    Story("a message that is moved back is kept anew", ["[1, 0, 0]", "[0, 0, 0]"]) { bench in
      _ = try await bench.deadLetters(["a"], each: 1)
      let attributes = ["MessageRetentionPeriod": "60"]
      _ = try await bench(SetQueueAttributes(queueUrl: "a", attributes: attributes))
      try await bench.sleep(.seconds(90))
      _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("dead")))
      try await bench.sleep(.seconds(59))
      let kept = await bench.depths("a")
      try await bench.sleep(.seconds(2))
      return ["\(kept)", "\(await bench.depths("a"))"]
    },
    Story("without a dead-letter queue that is there, a message is given out again", ["1 2 3"]) {
      bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      _ = try await bench(DeleteQueue(queueUrl: "dead"))
      try await bench.send("x", to: "q")
      var counts: [String] = []
      for _ in 0..<3 {
        let message = try await bench.receive("q", visibility: 0)[0]
        counts.append(message.attributes?["ApproximateReceiveCount"] ?? "")
      }
      return [counts.joined(separator: " ")]
    },
  ]

  static let handles: [Story] = [
    Story("a handle that a later receive has replaced still changes visibility", ["1", "0", "1"]) {
      bench in
      try await bench.queue("q")
      try await bench.send("x", to: "q")
      let old = try await bench.receive("q", visibility: 0)[0].receiptHandle
      var seen = ["\(try await bench.receive("q", visibility: 30).count)"]
      seen.append("\(try await bench.receive("q").count)")
      try await bench.hide(old, "q", 0)
      return seen + ["\(try await bench.receive("q").count)"]
    },
    Story(
      "a handle of another queue, or of a deleted one of the same name, is not valid here",
      ["H is not valid for this queue.", "H is not valid for this queue."]
    ) { bench in
      try await bench.queue("q")
      try await bench.queue("other")
      try await bench.send("x", to: "q")
      let handle = try await bench.receive("q")[0].receiptHandle
      var seen = [try await bench.refusal(of: handle, at: "other")]
      _ = try await bench(DeleteQueue(queueUrl: "q"))
      try await bench.sleep(.seconds(60))
      try await bench.queue("q")
      seen.append(try await bench.refusal(of: handle, at: "q"))
      return seen
    },
    Story("of attributes that a message does not have nothing is shown", ["SenderId", "nil"]) {
      bench in
      try await bench.queue("q")
      try await bench.send("x", to: "q")
      var seen: [String] = []
      for names in [["SenderId", "SequenceNumber"], ["SequenceNumber"]] {
        let request = ReceiveMessage(
          queueUrl: "q",
          messageSystemAttributeNames: names,
          visibilityTimeout: 0
        )
        let shown = try await bench(request).messages?.first?.attributes
        seen.append(shown?.keys.sorted().joined(separator: " ") ?? "nil")
      }
      return seen
    },
    Story("no handle is a parameter that is missing", ["MissingParameter"]) { bench in
      try await bench.queue("q")
      return [await bench.code { try await bench.delete("", from: "q") }]
    },
    Story("a sender of another account is named, in the dead-letter queue too", ["9", "1", "9"]) {
      bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      try await bench.allow("p", ["999999999999"], ["SendMessage"])
      let partner = Caller("partner", from: .account("999999999999"))
      let request = SendMessage(queueUrl: "q", messageBody: "x")
      _ = try await bench.cloud.sqs.call(request, for: partner)
      try await bench.send("y", to: "q")
      let both = try await bench.receive("q", visibility: 0)
      _ = try await bench.receive("q")
      let messages = both + (try await bench.receive("dead", 1))
      return messages.map { String($0.attributes?["SenderId"]?.first ?? "?") }
    },
  ]

  static let groups: [Story] = [
    Story("a group goes on when its head expires in flight", ["", "a2 30"]) { bench in
      try await bench.fifo("q.fifo", ["MessageRetentionPeriod": "60"])
      try await bench.send("a1", to: "q.fifo", group: "a")
      try await bench.sleep(.seconds(30))
      let start = bench.cloud.simulation.now
      _ = try await bench.receive("q.fifo", visibility: 600)
      try await bench.send("a2", to: "q.fifo", group: "a")
      let none = try await bench.bodies("q.fifo", wait: 20).joined()
      let next = try await bench.bodies("q.fifo", wait: 20).joined()
      let passed = bench.cloud.simulation.now.duration(since: start)
      return [none, "\(next) \(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("an attempt that had to wait can be repeated", ["same"]) { bench in
      try await bench.fifo("q.fifo")
      let request = ReceiveMessage(
        queueUrl: "q.fifo",
        waitTimeSeconds: 20,
        receiveRequestAttemptId: "try"
      )
      async let waiting = bench(request).messages
      try await bench.sleep(.seconds(1))
      try await bench.send("x", to: "q.fifo", group: "a")
      let first = try await waiting
      let again = try await bench(request).messages
      return [first?.map(\.receiptHandle) == again?.map(\.receiptHandle) ? "same" : "?"]
    },
  ]
}

extension MessagingBench {
  func hide(_ handle: String, _ queue: String, _ seconds: Int) async throws {
    _ = try await self(
      ChangeMessageVisibility(
        queueUrl: queue,
        receiptHandle: handle,
        visibilityTimeout: seconds
      )
    )
  }

  /// The code with which something is refused.
  func code(_ body: () async throws -> Void) async -> String {
    do {
      try await body()
      return "accepted"
    } catch let error as ServiceError {
      return error.code
    } catch {
      return "\(error)"
    }
  }

  /// How a queue refuses to delete with a handle, whose random text is left out.
  func refusal(of handle: String, at queue: String) async throws -> String {
    do {
      try await delete(handle, from: queue)
      return "accepted"
    } catch let error as ServiceError where error.code == "ReceiptHandleIsInvalid" {
      return error.message.replacing("The receipt handle \"\(handle)\"", with: "H")
    }
  }
}
