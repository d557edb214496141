import Cloud

/// Both ends of what SQS takes, and the first values beyond, where a table of its own is not worth
/// while.
enum SQSRangeRefusals {
  typealias Body = @Sendable (MessagingBench) async throws -> Void

  static let all = ids + names + numbers + attributes + policies + lists + moves

  static func long(_ count: Int) -> String { SQSRefusals.long(count) }

  static func invalid(_ name: String, _ value: Any, _ reason: String) -> String {
    "InvalidParameterValue 400 Value \(value) for parameter \(name) is invalid. Reason: \(reason)"
  }

  /// Something done with a queue `q` and a dead-letter queue `dead`.
  static func row(_ title: String, _ expected: String, _ body: @escaping Body) -> Refusal {
    Refusal(title, expected) { bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      try await body(bench)
    }
  }

  static let badID =
    "AWS.SimpleQueueService.InvalidBatchEntryId 400 A batch entry id can only contain alphanumeric"
    + " characters, hyphens and underscores. It can be at most 80 letters long."

  static func noEntry(_ kind: String) -> String {
    "AWS.SimpleQueueService.EmptyBatchRequest 400 There should be at least one"
      + " \(kind)BatchRequestEntry in the request."
  }

  static let ids: [Refusal] =
    [
      (long(80), "accepted"), ("a-B_9", "accepted"), (long(81), badID), ("", badID), ("a.b", badID),
    ].map { id, expected in
      row("the entry id '\(id)'", expected) { bench in
        let entries = [SendMessageBatch.Entry(id: id, messageBody: "x")]
        _ = try await bench(SendMessageBatch(queueUrl: "q", entries: entries))
      }
    } + [
      row("a batch of no deletions", noEntry("DeleteMessage")) { bench in
        _ = try await bench(DeleteMessageBatch(queueUrl: "q", entries: []))
      },
      row("a batch of no changes", noEntry("ChangeMessageVisibility")) { bench in
        _ = try await bench(ChangeMessageVisibilityBatch(queueUrl: "q", entries: []))
      },
    ]

  static let names: [Refusal] =
    [
      (long(256), true), ("a.b-C_9", true), ("awsome.x", true), (long(257), false), ("", false),
      (".a", false), ("a.", false), ("a..b", false), ("a b", false), ("a!", false),
    ].map { name, isAllowed in
      row(
        "the attribute '\(name)'",
        isAllowed
          ? "accepted"
          : "InvalidParameterValue 400 The message attribute name '\(name)' is invalid: it has 1 to"
            + " 256 letters A-Z, a-z, 0-9, _, -, and single periods that neither begin nor end it."
      ) { bench in try await bench.send(attribute: name) }
    }
    + ["AWS.a", "aWs.a", "Amazon.a", "AMAZON.a"].map { name in
      row(
        "the attribute '\(name)'",
        "InvalidParameterValue 400 The message attribute name '\(name)' is invalid: names that begin"
          + " with AWS. or Amazon. are reserved."
      ) { bench in try await bench.send(attribute: name) }
    } + [
      row("ten attributes", "accepted") { bench in
        let attributes = (0..<10).map { ("a\($0)", MessageAttributeValue.string("v")) }
        _ = try await bench(
          SendMessage(
            queueUrl: "q",
            messageBody: "x",
            messageAttributes: Dictionary(uniqueKeysWithValues: attributes)
          )
        )
      },
      row("an unknown system attribute", "InvalidAttributeName 400 Unknown Attribute Age.") {
        bench in
        let names = ["SenderId", "Age"]
        _ = try await bench(ReceiveMessage(queueUrl: "q", messageSystemAttributeNames: names))
      },
      row("to set what is only read", "InvalidAttributeName 400 Unknown Attribute QueueArn.") {
        bench in
        _ = try await bench(SetQueueAttributes(queueUrl: "q", attributes: ["QueueArn": "a"]))
      },
    ]

  /// One row for each value: those that are taken, and those that are refused.
  static func ends(
    of title: String,
    taken: [Int],
    refused: [Int],
    _ refusal: (Int) -> String,
    _ body: @escaping @Sendable (MessagingBench, Int) async throws -> Void
  ) -> [Refusal] {
    (taken + refused).map { value in
      row("\(title) \(value)", refused.contains(value) ? refusal(value) : "accepted") { bench in
        try await body(bench, value)
      }
    }
  }

  /// The refusals of a number in a request, for one reason.
  static func invalid(_ name: String, _ reason: String) -> (Int) -> String {
    { value in invalid(name, value, reason) }
  }

  static let numbers: [Refusal] =
    ends(
      of: "messages:",
      taken: [1, 10],
      refused: [0, -1],
      invalid("MaxNumberOfMessages", "Must be between 1 and 10, if provided.")
    ) { bench, count in _ = try await bench.receive("q", count) }
    + ends(
      of: "a wait of",
      taken: [0, 20],
      refused: [-1],
      invalid("WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.")
    ) { bench, wait in _ = try await bench.receive("q", wait: wait) }
    + ends(
      of: "received and hidden for",
      taken: [0, 43_200],
      refused: [-1],
      invalid("VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.")
    ) { bench, timeout in _ = try await bench.receive("q", visibility: timeout) }
    + ends(
      of: "hidden from now on for",
      taken: [0, 43_199],
      refused: [-1, 43_201],
      invalid("VisibilityTimeout", "Must be >= 0 and <= 43200, if provided.")
    ) { bench, timeout in
      try await bench.send("x", to: "q")
      let handle = try await bench.receive("q")[0].receiptHandle
      try await bench.hide(handle, "q", timeout)
    }
    + ends(
      of: "delayed for",
      taken: [0, 900],
      refused: [-1],
      invalid("DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")
    ) { bench, delay in _ = try await bench.send("x", to: "q", delay: delay) }

  static func set(_ name: String, _ value: String) -> Body {
    { bench in
      _ = try await bench(SetQueueAttributes(queueUrl: "q", attributes: [name: value]))
    }
  }

  static func redrive(_ count: Int) -> String {
    #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead","#
      + #""maxReceiveCount":\#(count)}"#
  }

  static let attributes: [Refusal] =
    ends(
      of: "keys used again for",
      taken: [60, 86_400],
      refused: [86_401],
      { _ in
        "InvalidAttributeValue 400 Invalid value for the parameter KmsDataKeyReusePeriodSeconds."
      }
    ) { bench, seconds in try await set("KmsDataKeyReusePeriodSeconds", "\(seconds)")(bench) }
    + ends(
      of: "receives before a message is given up:",
      taken: [1, 1_000],
      refused: [1_001],
      { count in
        invalid(
          "RedrivePolicy",
          redrive(count),
          "Invalid value for maxReceiveCount: \(count), valid values are from 1 to 1000 both"
            + " inclusive."
        )
      }
    ) { bench, count in try await set("RedrivePolicy", redrive(count))(bench) }

  static let operators =
    ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"].map { $0 + "IfExists" }
    + ["Equals", "EqualsIgnoreCase", "Like", "NotEquals", "NotEqualsIgnoreCase", "NotLike"].map {
      "String" + $0
    } + ["ArnLike"]

  static func policy(_ conditions: Int, _ principals: Int, bytes: Int? = nil) -> String {
    let asked = operators.prefix(conditions).map {
      #""\#($0)":{"aws:SourceArn":"arn:aws:sns:us-east-1:123456789012:news"}"#
    }
    let accounts = (0..<principals).map { "\"\(100_000_000_000 + $0)\"" }
    let text =
      #"{"Statement":{"Effect":"Allow","Principal":{"AWS":["#
      + accounts.joined(separator: ",") + #"]},"Action":"*","Resource":"*","#
      + #""Condition":{\#(asked.joined(separator: ","))}}}"#
    return text + String(repeating: " ", count: max(0, (bytes ?? 0) - text.utf8.count))
  }

  static let policies: [Refusal] =
    [
      ("10 conditions", policy(10, 1), true), ("11 conditions", policy(11, 1), false),
      ("50 principals", policy(1, 50), true), ("51 principals", policy(1, 51), false),
      ("8192 bytes", policy(1, 1, bytes: 8_192), true),
      ("8193 bytes", policy(1, 1, bytes: 8_193), false),
    ].map { title, policy, isAllowed in
      row(
        "a policy with \(title)",
        isAllowed
          ? "accepted" : "InvalidAttributeValue 400 Invalid value for the parameter Policy."
      ) { bench in
        _ = try await bench(SetQueueAttributes(queueUrl: "q", attributes: ["Policy": policy]))
      }
    }
    + [10, 11].map { count in
      let arns = (0..<count).map { "\"q\($0)\"" }.joined(separator: ",")
      let policy = #"{"redrivePermission":"byQueue","sourceQueueArns":[\#(arns)]}"#
      return row(
        "\(count) sources",
        count == 10
          ? "accepted"
          : invalid(
            "RedriveAllowPolicy",
            policy,
            "Amazon SQS can't create the redrive allow policy. The maximum number of source queue"
              + " ARNs you can specify is 10."
          )
      ) { bench in
        let attributes = ["RedriveAllowPolicy": policy]
        _ = try await bench(SetQueueAttributes(queueUrl: "q", attributes: attributes))
      }
    }

  static let lists: [Refusal] = ends(
    of: "a list of",
    taken: [1, 1_000],
    refused: [0, 1_001],
    invalid("MaxResults", "MaxResults must be an integer between 1 and 1000.")
  ) { bench, count in
    _ = try await bench(ListQueues(maxResults: count))
    _ = try await bench(ListDeadLetterSourceQueues(queueUrl: "dead", maxResults: count))
  }

  static let moves: [Refusal] =
    ends(
      of: "moves a second:",
      taken: [1, 500],
      refused: [0],
      invalid("MaxNumberOfMessagesPerSecond", "Must be between 1 and 500, if provided.")
    ) { bench, rate in
      let source = bench.queueARN("dead")
      _ = try await bench(
        StartMessageMoveTask(sourceArn: source, maxNumberOfMessagesPerSecond: rate)
      )
    }
    + ends(
      of: "listed moves:",
      taken: [1, 10],
      refused: [0, 11],
      invalid("MaxResults", "Must be between 1 and 10, if provided.")
    ) { bench, count in
      let source = bench.queueARN("dead")
      _ = try await bench(ListMessageMoveTasks(sourceArn: source, maxResults: count))
    } + [
      row(
        "to move to a queue of the other type",
        "InvalidParameterValue 400 Source queue and destination queue must be of the same type."
      ) { bench in
        try await bench.fifo("q.fifo")
        _ = try await bench(
          StartMessageMoveTask(
            sourceArn: bench.queueARN("dead"),
            destinationArn: bench.queueARN("q.fifo")
          )
        )
      },
      Refusal(
        "a hundred and first task",
        "OverLimit 403 Too many message move tasks are active: the limit of an account is 100."
      ) { bench in
        for number in 0...100 {
          try await bench.queue("q\(number)", deadLetters: "dead\(number)", after: 1)
        }
        for number in 0...100 {
          _ = try await bench(
            StartMessageMoveTask(
              sourceArn: bench.queueARN("dead\(number)"),
              maxNumberOfMessagesPerSecond: 1
            )
          )
        }
      },
    ]
}

extension MessagingBench {
  /// Sends a message with an attribute of this name to `q`.
  func send(attribute name: String) async throws {
    _ = try await self(
      SendMessage(queueUrl: "q", messageBody: "x", messageAttributes: [name: .string("v")])
    )
  }
}
