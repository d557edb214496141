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

  @Test(
    arguments: SQSStories.lives + SQSStories.polling + SQSStories.deadLetters + SQSEdgeStories.all
  )
  func `messages live as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  @Test func `waiting consumers are served in order under any shuffle of one instant`() throws {
    for run in Run.all {
      let seen = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
        try await SQSStories.polling[2].body(bench)
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
        output.failed?.map { "\($0.id) \($0.senderFault) \($0.code) \($0.message)" } ?? [],
      ]
    }
    // Recorded on AWS: a single message that is too long is refused in other words.
    let refused = [
      "b true InvalidParameterValue One or more parameters cannot be validated. Reason: Message must"
        + " be shorter than 1024 bytes.",
      "c true InvalidParameterValue Value 901 for parameter DelaySeconds is invalid. Reason:"
        + " DelaySeconds must be >= 0 and <= 900.",
    ]
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

  @Test func `FIFO queues have a price of their own, and groups of standard queues cost more`()
    throws
  {
    let bench = MessagingBench()
    defer { bench.cloud.shutDown() }
    try bench.cloud.simulation.run {
      try await bench.fifo("q.fifo")
      try await bench.queue("fair")
      for queue in ["q.fifo", "fair", "fair"] {
        try await bench.send(queue, to: queue, group: "a")
      }
      try await bench.send("x", to: "fair")
    }
    let reading = bench.cloud.meter.reading
    #expect(
      [
        reading.quantity(of: .sqsFIFORequests, for: "q.fifo"),
        reading.quantity(of: .sqsRequests, for: "fair"),
        reading.quantity(of: .sqsFairRequests, for: "fair"),
        reading.quantity(of: .sqsFairRequests, for: "q.fifo"),
      ] == [1, 3, 2, 0]
    )
  }

  @Test func `commands are answered as the AWS CLI prints them`() throws {
    let answers = try MessagingBench.run { bench in
      var answers: [String] = []
      for (service, operation, input) in Self.commands {
        let output = try await bench.cloud.perform(
          service: service,
          operation: operation,
          input: input,
          for: .learner
        )
        answers.append(Self.names(in: output))
      }
      return answers
    }
    #expect(
      answers == [
        "QueueUrl", "MD5OfMessageBody MD5OfMessageAttributes MessageId",
        "Messages[MessageId ReceiptHandle MD5OfBody Body MD5OfMessageAttributes"
          + " MessageAttributes[n[StringValue DataType]]]",
        "", "Successful[Id MessageId MD5OfMessageBody]", "TopicArn", "SubscriptionArn",
        "Successful[Id MessageId] Failed", "RuleArn", "FailedEntryCount FailedEntries",
        "FailedEntryCount Entries[EventId]", "Targets[Id Arn RetryPolicy[MaximumRetryAttempts]]",
        "Result",
      ]
    )
  }

  static let commands: [(service: String, operation: String, input: JSONValue)] = [
    ("sqs", "create-queue", ["QueueName": "orders", "Attributes": ["DelaySeconds": "0"]]),
    (
      "sqs", "send-message",
      [
        "QueueUrl": "orders", "MessageBody": "x",
        "MessageAttributes": ["n": ["DataType": "Number", "StringValue": "7"]],
      ]
    ),
    ("sqs", "receive-message", ["QueueUrl": "orders", "MessageAttributeNames": ["All"]]),
    ("sqs", "receive-message", ["QueueUrl": "orders"]),
    (
      "sqs", "send-message-batch",
      ["QueueUrl": "orders", "Entries": [["Id": "a", "MessageBody": "x"]]]
    ),
    ("sns", "create-topic", ["Name": "news"]),
    (
      "sns", "subscribe",
      [
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:news", "Protocol": "sqs",
        "Endpoint": "arn:aws:sqs:us-east-1:123456789012:orders",
      ]
    ),
    (
      "sns", "publish-batch",
      [
        "TopicArn": "arn:aws:sns:us-east-1:123456789012:news",
        "PublishBatchRequestEntries": [["Id": "a", "Message": "x"]],
      ]
    ),
    ("events", "put-rule", ["Name": "r", "EventPattern": #"{"source":["s"]}"#]),
    (
      "events", "put-targets",
      [
        "Rule": "r",
        "Targets": [
          [
            "Id": "1", "Arn": "arn:aws:sqs:us-east-1:123456789012:orders",
            "RetryPolicy": ["MaximumRetryAttempts": 1],
          ]
        ],
      ]
    ),
    (
      "events", "put-events",
      ["Entries": [["Source": "s", "DetailType": "t", "Detail": "{}", "Time": 1_767_225_600]]]
    ),
    ("events", "list-targets-by-rule", ["Rule": "r"]),
    (
      "events", "test-event-pattern",
      [
        "EventPattern": #"{"source":["s"]}"#,
        "Event": .string(
          #"{"id":"","account":"","source":"s","time":"","region":"","resources":[],"#
            + #""detail-type":""}"#
        ),
      ]
    ),
  ]

  /// The names of an answer, nested in brackets; of a list its first element's.
  static func names(in value: JSONValue) -> String {
    switch value {
    case .object(let object):
      object.map { name, value in
        let inner = names(in: value)
        return inner.isEmpty ? name : "\(name)[\(inner)]"
      }.joined(separator: " ")
    case .array(let elements): elements.first.map(names) ?? ""
    default: ""
    }
  }

  @Test(arguments: [("orders", "OverLimit 403"), ("orders.fifo", "0")])
  func `at the limit in flight a standard queue refuses a short poll, a FIFO queue does not`(
    _ queue: String,
    _ answer: String
  ) throws {
    let seen = try MessagingBench.run { bench in
      let isFIFO = queue.hasSuffix(".fifo")
      try await bench.queue(queue, isFIFO ? ["FifoQueue": "true"] : [:])
      let limit = SQSQuotas.inFlightMessages
      for batch in 0...(limit / 10) {
        let entries = (0..<10).map {
          SendMessageBatch.Entry(
            id: "\($0)",
            messageBody: "x",
            messageDeduplicationId: isFIFO ? "\(batch)-\($0)" : nil,
            messageGroupId: isFIFO ? "\(batch)-\($0)" : nil
          )
        }
        _ = try await bench(SendMessageBatch(queueUrl: queue, entries: entries))
      }
      _ = try await bench(
        SetQueueAttributes(queueUrl: queue, attributes: ["VisibilityTimeout": "43200"])
      )
      let poll = { (wait: Duration) async throws in
        try await bench.cloud.sqs.poll(queue, atMost: 10, waiting: wait, for: .learner)
      }
      var last: [ReceivedMessage] = []
      for _ in 0..<(limit / 10) { last = try await poll(.zero) }
      let refused: String
      do {
        refused = "\(try await poll(.zero).count)"
      } catch let error as ServiceError {
        refused = "\(error.code) \(error.status)"
      }
      let waited = try await poll(.seconds(1)).count
      try await bench.delete(last[0].receiptHandle, from: queue)
      return [refused, "\(waited)", "\(try await poll(.zero).count)"]
    }
    #expect(seen == [answer, "0", "1"])
  }

  @Test func `SQS refuses in its own words`() throws {
    for refusal in SQSRefusals.all + SQSRangeRefusals.all {
      #expect(try refusal.outcome() == refusal.expected, "\(refusal.testDescription)")
    }
  }
}
