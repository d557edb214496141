import Cloud

/// What SQS refuses of FIFO queues and of what belongs to them.
enum SQSFIFORefusals {
  typealias Body = @Sendable (MessagingBench) async throws -> Void

  static func send(
    to queue: String,
    _ attributes: [String: String] = [:],
    delay: Int? = nil,
    group: String? = "a",
    id: String? = nil
  ) -> Body {
    { bench in
      try await bench.queue(queue, attributes)
      _ = try await bench(
        SendMessage(
          queueUrl: queue,
          messageBody: "x",
          delaySeconds: delay,
          messageDeduplicationId: id,
          messageGroupId: group
        )
      )
    }
  }

  static func batch(group: String?, id: String?) -> Body {
    { bench in
      try await bench.queue("q.fifo", fifo)
      let entries = [
        SendMessageBatch.Entry(
          id: "1",
          messageBody: "x",
          messageDeduplicationId: "1",
          messageGroupId: "a"
        ),
        SendMessageBatch.Entry(
          id: "2",
          messageBody: "y",
          messageDeduplicationId: id,
          messageGroupId: group
        ),
      ]
      _ = try await bench(SendMessageBatch(queueUrl: "q.fifo", entries: entries))
    }
  }

  static func set(
    _ queue: String,
    _ attributes: [String: String],
    _ name: String,
    _ value: String
  )
    -> Body
  {
    { bench in
      try await bench.queue(queue, attributes)
      _ = try await bench(SetQueueAttributes(queueUrl: queue, attributes: [name: value]))
    }
  }

  static let fifo = ["FifoQueue": "true"]
  static let content = ["FifoQueue": "true", "ContentBasedDeduplication": "true"]
  static let fifoName =
    "InvalidParameterValue 400 The name of a FIFO queue can only include alphanumeric characters,"
    + " hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length."
  static let noID =
    "InvalidParameterValue 400 The queue should either have ContentBasedDeduplication enabled or"
    + " MessageDeduplicationId provided explicitly"
  static let otherType = "The request include parameter that is not valid for this queue type."

  static func mark(_ name: String, _ value: String) -> String {
    "InvalidParameterValue 400 Value \(value) for parameter \(name) is invalid. Reason: \(name) can"
      + " only include alphanumeric and punctuation characters. 1 to 128 in length."
  }

  static func create(_ name: String, _ attributes: [String: String]) -> Body {
    { bench in try await bench.queue(name, attributes) }
  }

  static let long = String(repeating: "q", count: 75)

  static let queues = [
    Refusal("a FIFO queue", "accepted", create("orders.fifo", fifo)),
    Refusal(
      "flags in large letters",
      "accepted",
      create("q.fifo", ["FifoQueue": "True", "ContentBasedDeduplication": "FALSE"])
    ),
    Refusal(
      "a flag in other words",
      "InvalidAttributeValue 400 Invalid value for the parameter ContentBasedDeduplication.",
      create("q.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "yes"])
    ),
    Refusal("a FIFO queue's name without its end", fifoName, create("orders", fifo)),
    Refusal("a FIFO queue's name of 80 letters", "accepted", create(long + ".fifo", fifo)),
    Refusal("a FIFO queue's name of 81 letters", fifoName, create(long + "q.fifo", fifo)),
    Refusal("the end of a FIFO queue's name alone", fifoName, create(".fifo", fifo)),
    Refusal(
      "the end of a FIFO queue's name on another",
      "InvalidParameterValue 400 Can only include alphanumeric characters, hyphens, or underscores."
        + " 1 to 80 in length",
      create("orders.fifo", [:])
    ),
    Refusal(
      "another FIFO queue of the same name",
      "QueueAlreadyExists 400 A queue already exists with the same name and a different value for"
        + " attribute ContentBasedDeduplication"
    ) { bench in
      try await bench.queue("q.fifo", content)
      try await bench.queue("q.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "false"])
    },
    Refusal(
      "to make a standard queue FIFO",
      "InvalidAttributeName 400 Unknown Attribute FifoQueue.",
      set("q", [:], "FifoQueue", "true")
    ),
    Refusal("to leave a FIFO queue one", "accepted", set("q.fifo", fifo, "FifoQueue", "true")),
    Refusal(
      "to make a FIFO queue standard",
      "InvalidAttributeValue 400 Invalid value for the parameter FifoQueue. Reason: Modifying queue"
        + " type is not supported.",
      set("q.fifo", fifo, "FifoQueue", "false")
    ),
    Refusal(
      "deduplication by content on a standard queue",
      "InvalidAttributeName 400 Unknown Attribute ContentBasedDeduplication.",
      create("q", ["ContentBasedDeduplication": "true"])
    ),
    Refusal(
      "an unknown scope",
      "InvalidAttributeValue 400 Invalid value for the parameter DeduplicationScope.",
      set("q.fifo", fifo, "DeduplicationScope", "region")
    ),
    Refusal(
      "a limit for each group where the scope is the queue",
      "InvalidAttributeValue 400 Invalid value for the parameter FifoThroughputLimit. Reason:"
        + " perMessageGroupId is allowed only when DeduplicationScope is messageGroup.",
      set("q.fifo", fifo, "FifoThroughputLimit", "perMessageGroupId")
    ),
    Refusal(
      "a dead-letter queue of the other type",
      "InvalidParameterValue 400 Value {\"deadLetterTargetArn\":"
        + "\"arn:aws:sqs:us-east-1:123456789012:dead\"} for parameter RedrivePolicy is invalid."
        + " Reason: Dead-letter queue must be same type of queue as the source.."
    ) { bench in
      try await bench.queue("dead")
      let policy = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#
      try await bench.fifo("q.fifo", ["RedrivePolicy": policy])
    },
  ]

  static let messages = [
    Refusal(
      "no group",
      "MissingParameter 400 The request must contain the parameter MessageGroupId.",
      send(to: "q.fifo", content, group: nil)
    ),
    Refusal("no id and no content", noID, send(to: "q.fifo", fifo)),
    Refusal("an id", "accepted", send(to: "q.fifo", fifo, id: "1")),
    Refusal(
      "a delay of one's own",
      "InvalidParameterValue 400 Value 2 for parameter DelaySeconds is invalid. Reason: "
        + otherType,
      send(to: "q.fifo", content, delay: 2)
    ),
    Refusal("a delay of zero", "accepted", send(to: "q.fifo", content, delay: 0)),
    Refusal(
      "an id in a standard queue",
      "InvalidParameterValue 400 Value 1 for parameter MessageDeduplicationId is invalid. Reason: "
        + otherType,
      send(to: "q", id: "1")
    ),
    Refusal("a group in a standard queue", "accepted", send(to: "q")),
    Refusal("punctuation", "accepted", send(to: "q.fifo", fifo, group: "a-b_c.d!", id: "~/[]")),
    Refusal(
      "a group with a space",
      mark("MessageGroupId", "a b"),
      send(to: "q.fifo", content, group: "a b")
    ),
    Refusal(
      "an id with a letter beyond ASCII",
      mark("MessageDeduplicationId", "ä"),
      send(to: "q.fifo", content, id: "ä")
    ),
    Refusal(
      "an id of 129 letters",
      mark("MessageDeduplicationId", String(repeating: "i", count: 129)),
      send(to: "q.fifo", content, id: String(repeating: "i", count: 129))
    ),
    Refusal(
      "a batch with an entry of no group",
      "InvalidParameterValue 400 The request must contain the parameter MessageGroupId.",
      batch(group: nil, id: "2")
    ),
    Refusal("a batch with an entry of no id", noID, batch(group: "a", id: nil)),
    Refusal(
      "another system attribute",
      "InvalidParameterValue 400 Message system attribute name 'Colour' is invalid."
    ) { bench in
      try await bench.queue("q")
      _ = try await bench(
        SendMessage(
          queueUrl: "q",
          messageBody: "x",
          messageSystemAttributes: ["Colour": .string("red")]
        )
      )
    },
    Refusal(
      "an attempt's name in a standard queue",
      "InvalidParameterValue 400 Value t for parameter ReceiveRequestAttemptId is invalid. Reason: "
        + otherType
    ) { bench in
      try await bench.queue("q")
      _ = try await bench.attempt("t", "q")
    },
    expired("to delete with a handle whose time has passed") { bench, handle in
      try await bench.delete(handle, from: "q.fifo")
    },
    expired("to change the visibility with a handle whose time has passed") { bench, handle in
      _ = try await bench(
        ChangeMessageVisibility(queueUrl: "q.fifo", receiptHandle: handle, visibilityTimeout: 9)
      )
    },
    Refusal("to delete again what is gone", "accepted") { bench in
      try await bench.fifo("q.fifo")
      try await bench.send("x", to: "q.fifo", group: "a")
      let handle = try await bench.receive("q.fifo", visibility: 1)[0].receiptHandle
      try await bench.delete(handle, from: "q.fifo")
      try await bench.sleep(.seconds(2))
      try await bench.delete(handle, from: "q.fifo")
    },
  ]

  /// A handle is random, so that the text is compared here.
  static func expired(
    _ title: String,
    _ body: @escaping @Sendable (MessagingBench, String) async throws -> Void
  ) -> Refusal {
    Refusal(title, "InvalidParameterValue 400 expired") { bench in
      try await bench.fifo("q.fifo")
      try await bench.send("x", to: "q.fifo", group: "a")
      let handle = try await bench.receive("q.fifo", visibility: 1)[0].receiptHandle
      try await bench.sleep(.seconds(1))
      do {
        try await body(bench, handle)
      } catch let error as ServiceError {
        let text =
          "Value \(handle) for parameter ReceiptHandle is invalid. Reason: The receipt handle has"
          + " expired."
        throw ServiceError(
          code: error.code,
          status: error.status,
          message: error.message == text ? "expired" : error.message
        )
      }
    }
  }
}
