import Cloud
import Simulation

/// The life of messages in FIFO queues, told step by step.
enum SQSFIFOStories {
  static let order: [Story] = [
    Story("a group comes in order, as many as asked for, then the next", ["a1a2a3b1", "b2"]) {
      bench in
      try await bench.fifo("q.fifo")
      for (group, body) in [("a", "a1"), ("b", "b1"), ("a", "a2"), ("b", "b2"), ("a", "a3")] {
        try await bench.send(body, to: "q.fifo", group: group)
      }
      let first = try await bench.receive("q.fifo", 4)
      try await bench.delete(first[3].receiptHandle, from: "q.fifo")
      return [first.map(\.body).joined(), try await bench.bodies("q.fifo").joined()]
    },
    Story("a group waits for its messages in flight, another does not", ["a1", "b1", "", "a2"]) {
      bench in
      try await bench.fifo("q.fifo")
      for (group, body) in [("a", "a1"), ("a", "a2"), ("b", "b1")] {
        try await bench.send(body, to: "q.fifo", group: group)
      }
      let first = try await bench.receive("q.fifo", 1)
      let second = try await bench.receive("q.fifo", 10)
      let third = try await bench.receive("q.fifo", 10)
      try await bench.delete(first[0].receiptHandle, from: "q.fifo")
      let fourth = try await bench.receive("q.fifo", 10)
      return [first, second, third, fourth].map { $0.map(\.body).joined() }
    },
    Story("who waits gets the next of a group when the last is deleted", ["a2", "3"]) { bench in
      try await bench.fifo("q.fifo")
      for body in ["a1", "a2"] { try await bench.send(body, to: "q.fifo", group: "a") }
      let first = try await bench.receive("q.fifo", 1)[0]
      let start = bench.cloud.simulation.now
      async let waiting = bench.bodies("q.fifo", wait: 20)
      try await bench.sleep(.seconds(3))
      try await bench.delete(first.receiptHandle, from: "q.fifo")
      let bodies = try await waiting
      let passed = bench.cloud.simulation.now.duration(since: start)
      return [bodies.joined(), "\(passed.nanoseconds / 1_000_000_000)"]
    },
    Story("what comes back stands before what came later", ["a1", "a1a2", "a2"]) { bench in
      try await bench.fifo("q.fifo")
      for body in ["a1", "a2"] { try await bench.send(body, to: "q.fifo", group: "a") }
      var seen = [try await bench.receive("q.fifo", 1, visibility: 5).map(\.body).joined()]
      try await bench.sleep(.seconds(5))
      let again = try await bench.receive("q.fifo", 10, visibility: 5)
      seen.append(again.map(\.body).joined())
      try await bench.delete(again[0].receiptHandle, from: "q.fifo")
      try await bench.sleep(.seconds(5))
      return seen + [try await bench.bodies("q.fifo").joined()]
    },
    // Recorded on AWS, twice.
    Story(
      "a message that is given back goes out again before one in flight, none goes behind it",
      ["a1a2", "b1a1", "", "b1a1a2a3"]
    ) { bench in
      try await bench.fifo("q.fifo")
      for body in ["a1", "a2", "a3"] { try await bench.send(body, to: "q.fifo", group: "a") }
      try await bench.send("b1", to: "q.fifo", group: "b")
      let two = try await bench.receive("q.fifo", 2, visibility: 10)
      _ = try await bench(
        ChangeMessageVisibility(
          queueUrl: "q.fifo",
          receiptHandle: two[0].receiptHandle,
          visibilityTimeout: 0
        )
      )
      var seen = [two.map(\.body).joined(), try await bench.bodies("q.fifo").joined()]
      for pause in [10, 20] {
        try await bench.sleep(.seconds(pause))
        seen.append(try await bench.bodies("q.fifo").joined())
      }
      return seen
    },
    // Recorded on AWS for each of the three.
    Story("what stands before an extended message goes out, no other", ["", "a1", "a1a2"]) {
      bench in
      var seen: [String] = []
      for place in 0..<3 {
        let queue = "q\(place).fifo"
        try await bench.fifo(queue)
        for body in ["a1", "a2", "a3"] { try await bench.send(body, to: queue, group: "a") }
        let handle = try await bench.receive(queue, visibility: 1)[place].receiptHandle
        try await bench.hide(handle, queue, 4)
        try await bench.sleep(.seconds(2))
        seen.append(try await bench.bodies(queue).joined())
      }
      return seen
    },
    Story("a delay is the queue's, for messages that wait already too", ["0", "1", "0", "1"]) {
      bench in
      try await bench.fifo("q.fifo", ["DelaySeconds": "60"])
      try await bench.send("x", to: "q.fifo", group: "a")
      try await bench.sleep(.seconds(30))
      var seen = ["\(try await bench.receive("q.fifo").count)"]
      _ = try await bench(
        SetQueueAttributes(queueUrl: "q.fifo", attributes: ["DelaySeconds": "10"])
      )
      seen.append("\(try await bench.receive("q.fifo").count)")
      try await bench.queue("standard", ["DelaySeconds": "60"])
      try await bench.send("x", to: "standard")
      _ = try await bench(
        SetQueueAttributes(queueUrl: "standard", attributes: ["DelaySeconds": "0"])
      )
      seen.append("\(try await bench.receive("standard").count)")
      try await bench.sleep(.seconds(60))
      return seen + ["\(try await bench.receive("standard").count)"]
    },
    Story("numbers have 20 digits, grow and leave gaps", ["20", "true", "true"]) { bench in
      try await bench.fifo("q.fifo")
      var numbers: [String] = []
      for number in 0..<5 {
        let sent = try await bench(
          SendMessage(queueUrl: "q.fifo", messageBody: "\(number)", messageGroupId: "a")
        )
        numbers.append(sent.sequenceNumber ?? "")
      }
      let received = try await bench.receive("q.fifo").map {
        $0.attributes?["SequenceNumber"] ?? ""
      }
      let tails = numbers.compactMap { Int($0.suffix(12)) }
      let hasGaps = zip(tails, tails.dropFirst()).allSatisfy { $1 - $0 > 1 }
      return [
        "\(numbers[0].count)", "\(numbers == numbers.sorted() && numbers == received)",
        "\(hasGaps)",
      ]
    },
    Story("group, repetition and number are shown", ["a", "id-1", "Root=1"]) { bench in
      try await bench.fifo("q.fifo")
      _ = try await bench(
        SendMessage(
          queueUrl: "q.fifo",
          messageBody: "x",
          messageSystemAttributes: ["AWSTraceHeader": .string("Root=1")],
          messageDeduplicationId: "id-1",
          messageGroupId: "a"
        )
      )
      let polled = try await bench.cloud.sqs.poll(
        "q.fifo",
        atMost: 1,
        waiting: .zero,
        for: .learner
      )
      return [
        polled[0].messageGroupID ?? "", polled[0].deduplicationID ?? "",
        polled[0].traceHeader ?? "",
      ]
    },
  ]

  static let repetitions: [Story] = [
    Story(
      "a repetition is accepted under the first one's id, and not delivered",
      ["same", "1", "0", "1"]
    ) { bench in
      try await bench.fifo("q.fifo")
      let send = { () async throws in
        try await bench(
          SendMessage(
            queueUrl: "q.fifo",
            messageBody: "x",
            messageDeduplicationId: "1",
            messageGroupId: "a"
          )
        )
      }
      let first = try await send()
      let second = try await send()
      let isSame =
        first.messageId == second.messageId && first.sequenceNumber == second.sequenceNumber
      let received = try await bench.receive("q.fifo")
      try await bench.delete(received[0].receiptHandle, from: "q.fifo")
      _ = try await send()
      let repeated = try await bench.receive("q.fifo").count
      try await bench.sleep(.seconds(300))
      _ = try await send()
      let later = try await bench.receive("q.fifo").count
      return [isSame ? "same" : "?", "\(received.count)", "\(repeated)", "\(later)"]
    },
    Story("the window lasts 300 seconds from the first", ["1", "2"]) { bench in
      try await bench.fifo("q.fifo")
      try await bench.send("x", to: "q.fifo", group: "a")
      try await bench.sleep(.milliseconds(299_990))
      try await bench.send("x", to: "q.fifo", group: "a")
      let within = await bench.depths("q.fifo")[0]
      try await bench.sleep(.milliseconds(5))
      try await bench.send("x", to: "q.fifo", group: "a")
      return ["\(within)", "\(await bench.depths("q.fifo")[0])"]
    },
    Story("the queue's scope sees through groups, a group's does not", ["1", "2"]) { bench in
      var seen: [String] = []
      for scope in ["queue", "messageGroup"] {
        let queue = "\(scope).fifo"
        try await bench.fifo(queue, ["DeduplicationScope": scope])
        for group in ["a", "b", "a"] { try await bench.send("x", to: queue, group: group) }
        seen.append("\(await bench.depths(queue)[0])")
      }
      return seen
    },
    // Recorded on AWS.
    Story("a purge forgets repetitions", ["1"]) { bench in
      try await bench.fifo("q.fifo")
      try await bench.send("x", to: "q.fifo", group: "a")
      _ = try await bench(PurgeQueue(queueUrl: "q.fifo"))
      try await bench.send("x", to: "q.fifo", group: "a")
      return ["\(await bench.depths("q.fifo")[0])"]
    },
    Story("the body alone is the content, and an id of one's own goes before", ["1", "2"]) {
      bench in
      try await bench.fifo("q.fifo")
      let send = { (value: String, id: String?) async throws in
        _ = try await bench(
          SendMessage(
            queueUrl: "q.fifo",
            messageBody: "x",
            messageAttributes: ["n": .number(value)],
            messageDeduplicationId: id,
            messageGroupId: "a"
          )
        )
      }
      try await send("1", nil)
      try await send("2", nil)
      let within = await bench.depths("q.fifo")[0]
      try await send("2", "other")
      return ["\(within)", "\(await bench.depths("q.fifo")[0])"]
    },
    Story(
      "the content's id is the SHA-256 of the body",
      ["2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"]
    ) { bench in
      try await bench.fifo("q.fifo")
      try await bench.send("hello", to: "q.fifo", group: "a")
      return [try await bench.receive("q.fifo")[0].attributes?["MessageDeduplicationId"] ?? ""]
    },
    Story("a repeated receive gets the same and hides it anew", ["same", "0", "1"]) { bench in
      try await bench.fifo("q.fifo", ["VisibilityTimeout": "10"])
      for body in ["a1", "a2"] { try await bench.send(body, to: "q.fifo", group: "a") }
      let first = try await bench.attempt("try-1", "q.fifo")
      try await bench.sleep(.seconds(8))
      let second = try await bench.attempt("try-1", "q.fifo")
      let isSame = first.map(\.receiptHandle) == second.map(\.receiptHandle) && first.count == 2
      try await bench.sleep(.seconds(8))
      let other = try await bench.attempt("try-2", "q.fifo").count
      for message in first { try await bench.delete(message.receiptHandle, from: "q.fifo") }
      try await bench.send("a3", to: "q.fifo", group: "a")
      // What the attempt has got is gone, so that it is a new receive.
      return [
        isSame ? "same" : "?", "\(other)", "\(try await bench.attempt("try-1", "q.fifo").count)",
      ]
    },
    Story("an attempt is forgotten when its messages are visible again", ["other handle"]) {
      bench in
      try await bench.fifo("q.fifo", ["VisibilityTimeout": "10"])
      try await bench.send("a1", to: "q.fifo", group: "a")
      let first = try await bench.attempt("try-1", "q.fifo")
      try await bench.sleep(.seconds(10))
      let second = try await bench.attempt("try-1", "q.fifo")
      return [first[0].receiptHandle == second[0].receiptHandle ? "same handle" : "other handle"]
    },
    Story("an attempt is forgotten after five minutes", ["same", "none"]) { bench in
      try await bench.fifo("q.fifo", ["VisibilityTimeout": "1000"])
      try await bench.send("a1", to: "q.fifo", group: "a")
      let first = try await bench.attempt("try-1", "q.fifo")
      try await bench.sleep(.seconds(299))
      let second = try await bench.attempt("try-1", "q.fifo")
      try await bench.sleep(.seconds(1))
      let third = try await bench.attempt("try-1", "q.fifo")
      return [
        first[0].receiptHandle == second[0].receiptHandle ? "same" : "?",
        third.isEmpty ? "none" : "?",
      ]
    },
  ]

  static let deadLetters: [Story] = [
    Story("a FIFO dead-letter queue starts retention anew", ["0", "1 kept", "x", "a"]) { bench in
      try await bench.fifo("dead.fifo", ["MessageRetentionPeriod": "60"])
      let policy =
        #"{"deadLetterTargetArn":"\#(bench.queueARN("dead.fifo"))","maxReceiveCount":1}"#
      try await bench.fifo("q.fifo", ["RedrivePolicy": policy])
      try await bench.send("x", to: "q.fifo", group: "a")
      try await bench.sleep(.seconds(30))
      _ = try await bench.receive("q.fifo", visibility: 0)
      let none = try await bench.receive("q.fifo").count
      try await bench.sleep(.seconds(31))
      let kept = await bench.depths("dead.fifo")[0]
      let dead = try await bench.receive("dead.fifo")[0]
      return [
        "\(none)", "\(kept) kept", dead.body, dead.attributes?["MessageGroupId"] ?? "",
      ]
    },
    Story("a group goes on behind a message that was given up", ["a1", "a2"]) { bench in
      try await bench.fifo("dead.fifo")
      let policy =
        #"{"deadLetterTargetArn":"\#(bench.queueARN("dead.fifo"))","maxReceiveCount":1}"#
      try await bench.fifo("q.fifo", ["RedrivePolicy": policy])
      for body in ["a1", "a2"] { try await bench.send(body, to: "q.fifo", group: "a") }
      let first = try await bench.receive("q.fifo", 1, visibility: 0)[0].body
      return [first, try await bench.receive("q.fifo", 1)[0].body]
    },
  ]
}

extension MessagingBench {
  /// A FIFO queue with content-based deduplication.
  func fifo(_ name: String, _ attributes: [String: String] = [:]) async throws {
    let base = ["FifoQueue": "true", "ContentBasedDeduplication": "true"]
    try await queue(name, base.merging(attributes) { $1 })
  }

  func send(_ body: String, to queue: String, group: String) async throws {
    _ = try await self(SendMessage(queueUrl: queue, messageBody: body, messageGroupId: group))
  }

  /// A receive of up to ten that has a name.
  func attempt(_ id: String, _ queue: String) async throws -> [ReceiveMessage.Message] {
    try await self(
      ReceiveMessage(queueUrl: queue, maxNumberOfMessages: 10, receiveRequestAttemptId: id)
    ).messages ?? []
  }
}
