import Cloud

/// What SQS refuses, with code, status and text.
enum SQSRefusals {
  static let mebibyte = 1_048_576

  static func long(_ count: Int) -> String { String(repeating: "q", count: count) }

  static func create(
    _ name: String,
    _ attributes: [String: String] = [:]
  )
    -> @Sendable (
      MessagingBench
    ) async throws -> Void
  {
    { bench in try await bench.queue(name, attributes) }
  }

  static func send(
    _ body: String,
    delay: Int? = nil,
    _ attributes: [String: MessageAttributeValue]? = nil
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      try await bench.queue("orders")
      _ = try await bench(
        SendMessage(
          queueUrl: "orders",
          messageBody: body,
          delaySeconds: delay,
          messageAttributes: attributes
        )
      )
    }
  }

  static func batch(
    _ entries: [SendMessageBatch.Entry]
  )
    -> @Sendable (MessagingBench) async throws
    -> Void
  {
    { bench in
      try await bench.queue("orders")
      _ = try await bench(SendMessageBatch(queueUrl: "orders", entries: entries))
    }
  }

  static func receive(
    count: Int? = nil,
    visibility: Int? = nil,
    wait: Int? = nil
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      try await bench.queue("orders")
      _ = try await bench(
        ReceiveMessage(
          queueUrl: "orders",
          maxNumberOfMessages: count,
          visibilityTimeout: visibility,
          waitTimeSeconds: wait
        )
      )
    }
  }

  static let all = queues + attributes + messages + batches + receives

  static let queues = [
    Refusal(
      "a queue that does not exist",
      "AWS.SimpleQueueService.NonExistentQueue 400 The specified queue does not exist."
    ) { bench in _ = try await bench.send("x", to: "nowhere") },
    Refusal("a queue by its URL", "accepted") { bench in
      try await bench.queue("orders")
      let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders"
      try await bench.send("x", to: url)
    },
    Refusal(
      "a name with a full stop",
      "InvalidParameterValue 400 Can only include alphanumeric characters, hyphens, or underscores."
        + " 1 to 80 in length",
      create("orders.new")
    ),
    Refusal("a name of 80 letters", "accepted", create(String(repeating: "q", count: 80))),
    Refusal(
      "a name of 81 letters",
      "InvalidParameterValue 400 Can only include alphanumeric characters, hyphens, or underscores."
        + " 1 to 80 in length",
      create(String(repeating: "q", count: 81))
    ),
    Refusal("the same queue again", "accepted") { bench in
      try await bench.queue("orders", ["DelaySeconds": "1"])
      try await bench.queue("orders", ["DelaySeconds": "1"])
      try await bench.queue("orders")
    },
    Refusal(
      "another queue of the same name",
      "QueueAlreadyExists 400 A queue already exists with the same name and a different value for"
        + " attribute DelaySeconds"
    ) { bench in
      try await bench.queue("orders", ["DelaySeconds": "1"])
      try await bench.queue("orders", ["DelaySeconds": "2"])
    },
    Refusal(
      "the name of a queue just deleted",
      "AWS.SimpleQueueService.QueueDeletedRecently 400 You must wait 60 seconds after deleting a"
        + " queue before you can create another with the same name."
    ) { bench in
      try await bench.queue("orders")
      _ = try await bench(DeleteQueue(queueUrl: "orders"))
      try await bench.sleep(.seconds(59))
      try await bench.queue("orders")
    },
    Refusal("the name of a queue deleted a minute ago", "accepted") { bench in
      try await bench.queue("orders")
      _ = try await bench(DeleteQueue(queueUrl: "orders"))
      try await bench.sleep(.seconds(60))
      try await bench.queue("orders")
    },
    Refusal(
      "a second purge within a minute",
      "AWS.SimpleQueueService.PurgeQueueInProgress 403 Only one PurgeQueue operation on orders is"
        + " allowed every 60 seconds."
    ) { bench in
      try await bench.queue("orders")
      _ = try await bench(PurgeQueue(queueUrl: "orders"))
      try await bench.sleep(.seconds(59))
      _ = try await bench(PurgeQueue(queueUrl: "orders"))
    },
  ]

  /// The values at both ends of every range, and the first ones beyond.
  static let attributes =
    [
      ("DelaySeconds", 0, 900), ("MaximumMessageSize", 1_024, mebibyte),
      ("MessageRetentionPeriod", 60, 1_209_600), ("ReceiveMessageWaitTimeSeconds", 0, 20),
      ("VisibilityTimeout", 0, 43_200),
    ].flatMap { name, least, most -> [Refusal] in
      let refused = "InvalidAttributeValue 400 Invalid value for the parameter \(name)."
      return [
        Refusal("\(name) \(least)", "accepted", create("q", [name: "\(least)"])),
        Refusal("\(name) \(most)", "accepted", create("q", [name: "\(most)"])),
        Refusal("\(name) \(least - 1)", refused, create("q", [name: "\(least - 1)"])),
        Refusal("\(name) \(most + 1)", refused, create("q", [name: "\(most + 1)"])),
        Refusal("\(name) in words", refused, create("q", [name: "ten"])),
      ]
    } + [
      Refusal(
        "an unknown attribute",
        "InvalidAttributeName 400 Unknown Attribute Colour.",
        create("q", ["Colour": "red"])
      ),
      Refusal(
        "FifoQueue on a standard queue",
        "InvalidAttributeName 400 Unknown Attribute FifoQueue.",
        create("q", ["FifoQueue": "false"])
      ),
      Refusal(
        "an attribute of FIFO queues",
        "InvalidAttributeName 400 You can specify the DeduplicationScope only when FifoQueue"
          + " is set to"
          + " true.",
        create("q", ["DeduplicationScope": "queue"])
      ),
      Refusal(
        "a policy that is no JSON",
        "InvalidAttributeValue 400 Invalid value for the parameter Policy.",
        create("q", ["Policy": "open"])
      ),
      Refusal(
        "a dead-letter queue that does not exist",
        "InvalidParameterValue 400 Value {\"deadLetterTargetArn\":"
          + "\"arn:aws:sqs:us-east-1:123456789012:dead\"} for parameter RedrivePolicy is invalid."
          + " Reason: Dead letter target does not exist.",
        create(
          "q",
          ["RedrivePolicy": #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead"}"#]
        )
      ),
      Refusal("maxReceiveCount as a text", "accepted") { bench in
        try await bench.queue("dead")
        let policy = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))","maxReceiveCount":"5"}"#
        try await bench.queue("q", ["RedrivePolicy": policy])
      },
      Refusal(
        "maxReceiveCount 0",
        #"InvalidParameterValue 400 Value {"deadLetterTargetArn":"#
          + #""arn:aws:sqs:us-east-1:123456789012:dead","maxReceiveCount":0} for parameter"#
          + " RedrivePolicy is invalid. Reason: Invalid value for maxReceiveCount: 0, valid"
          + " values are"
          + " from 1 to 1000 both inclusive."
      ) { bench in try await bench.queue("q", deadLetters: "dead", after: 0) },
    ]

  static let messages = [
    Refusal(
      "an empty body",
      "MissingParameter 400 The request must contain the parameter MessageBody.",
      send("")
    ),
    Refusal("a body of 1 MiB", "accepted", send(String(repeating: "x", count: mebibyte))),
    Refusal(
      "a body of one byte more",
      "InvalidParameterValue 400 One or more parameters are invalid. Reason: Message must be"
        + " shorter"
        + " than 1048576 bytes.",
      send(String(repeating: "x", count: mebibyte + 1))
    ),
    Refusal("tab, line feed, carriage return, emoji", "accepted", send("\t\n\r🌱")),
    Refusal(
      "a control character",
      "InvalidMessageContents 400 Invalid characters found. Valid unicode characters are #x9 |"
        + " #xA |"
        + " #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
      send("a\u{1}b")
    ),
    Refusal(
      "U+FFFE",
      "InvalidMessageContents 400 Invalid characters found. Valid unicode characters are #x9 |"
        + " #xA |"
        + " #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
      send("\u{FFFE}")
    ),
    Refusal(
      "a delay of 901",
      "InvalidParameterValue 400 Value 901 for parameter DelaySeconds is invalid. Reason:"
        + " DelaySeconds must be >= 0 and <= 900.",
      send("x", delay: 901)
    ),
    Refusal(
      "eleven attributes",
      "InvalidParameterValue 400 Number of message attributes [11] exceeds the allowed maximum"
        + " [10].",
      send(
        "x",
        Dictionary(uniqueKeysWithValues: (0..<11).map { ("a\($0)", .string("v")) })
      )
    ),
    Refusal(
      "an attribute of no type",
      "InvalidParameterValue 400 The message attribute 'a' must contain a non-empty message"
        + " attribute type.",
      send("x", ["a": MessageAttributeValue(stringValue: "v", dataType: "")])
    ),
    Refusal(
      "an attribute of another type",
      "InvalidParameterValue 400 The message attribute 'a' has an invalid message attribute"
        + " type, the"
        + " set of supported type prefixes is Binary, Number, and String.",
      send("x", ["a": MessageAttributeValue(stringValue: "v", dataType: "Text")])
    ),
    Refusal(
      "a type with a suffix",
      "accepted",
      send("x", ["a": MessageAttributeValue(stringValue: "7", dataType: "Number.int")])
    ),
    Refusal(
      "a type of 256 bytes",
      "accepted",
      send("x", ["a": .init(stringValue: "7", dataType: "Number." + long(249))])
    ),
    Refusal(
      "a type of 257 bytes",
      "InvalidParameterValue 400 The type of the message attribute 'a' has more than 256 bytes.",
      send("x", ["a": .init(stringValue: "7", dataType: "Number." + long(250))])
    ),
    Refusal(
      "a number in words",
      "InvalidParameterValue 400 Can't cast the value of message (user) attribute 'a' to a number.",
      send("x", ["a": .number("seven")])
    ),
    Refusal(
      "an empty value",
      "InvalidParameterValue 400 Message (user) attribute 'a' must contain a non-empty value"
        + " of type"
        + " 'String'.",
      send("x", ["a": .string("")])
    ),
  ]

  static let batches = [
    Refusal(
      "no entry",
      "AWS.SimpleQueueService.EmptyBatchRequest 400 There should be at least one"
        + " SendMessageBatchRequestEntry in the request.",
      batch([])
    ),
    Refusal(
      "eleven entries",
      "AWS.SimpleQueueService.TooManyEntriesInBatchRequest 400 Maximum number of entries per"
        + " request"
        + " are 10. You have sent 11.",
      batch((0..<11).map { .init(id: "\($0)", messageBody: "x") })
    ),
    Refusal(
      "an id with a space",
      "AWS.SimpleQueueService.InvalidBatchEntryId 400 A batch entry id can only contain"
        + " alphanumeric"
        + " characters, hyphens and underscores. It can be at most 80 letters long.",
      batch([.init(id: "a b", messageBody: "x")])
    ),
    Refusal(
      "an id twice",
      "AWS.SimpleQueueService.BatchEntryIdsNotDistinct 400 Id a repeated.",
      batch([.init(id: "a", messageBody: "x"), .init(id: "a", messageBody: "y")])
    ),
    Refusal(
      "a byte too much in all",
      "AWS.SimpleQueueService.BatchRequestTooLong 400 Batch requests cannot be longer than 1048576"
        + " bytes. You have sent 1048577 bytes.",
      batch([
        .init(id: "a", messageBody: String(repeating: "x", count: mebibyte / 2)),
        .init(id: "b", messageBody: String(repeating: "x", count: mebibyte / 2 + 1)),
      ])
    ),
  ]

  static let receives = [
    Refusal(
      "eleven messages",
      "InvalidParameterValue 400 Value 11 for parameter MaxNumberOfMessages is invalid."
        + " Reason: Must"
        + " be between 1 and 10, if provided.",
      receive(count: 11)
    ),
    Refusal(
      "a wait of 21",
      "InvalidParameterValue 400 Value 21 for parameter WaitTimeSeconds is invalid. Reason: Must be"
        + " >= 0 and <= 20, if provided.",
      receive(wait: 21)
    ),
    Refusal(
      "a visibility of 43201",
      "InvalidParameterValue 400 Value 43201 for parameter VisibilityTimeout is invalid."
        + " Reason: Must"
        + " be >= 0 and <= 43200, if provided.",
      receive(visibility: 43_201)
    ),
    Refusal(
      "a text that is no handle",
      "ReceiptHandleIsInvalid 404 The input receipt handle \"abc\" is not a valid receipt handle."
    ) { bench in
      try await bench.queue("orders")
      try await bench.delete("abc", from: "orders")
    },
    Refusal("hidden for more than 12 hours in all", "refused") { bench in
      try await bench.queue("orders")
      try await bench.send("x", to: "orders")
      let handle = try await bench.receive("orders", visibility: 43_200)[0].receiptHandle
      try await bench.sleep(.seconds(10))
      do {
        _ = try await bench(
          ChangeMessageVisibility(
            queueUrl: "orders",
            receiptHandle: handle,
            visibilityTimeout: 43_195
          )
        )
      } catch let error as ServiceError where error.message.contains("[43200 seconds]") {
        throw ServiceError(code: "refused", status: 0, message: "")
      }
    },
  ].map { refusal in
    // The handle is random, so that the text cannot be written down.
    refusal.expected == "refused" ? refusal.expecting("refused 0 ") : refusal
  }
}

extension Refusal {
  func expecting(_ expected: String) -> Refusal { Refusal(testDescription, expected, body) }
}
