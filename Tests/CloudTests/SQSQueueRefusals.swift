import Cloud

/// What SQS refuses of policies, permissions, tags, encryption and moves.
enum SQSQueueRefusals {
  typealias Body = @Sendable (MessagingBench) async throws -> Void

  static func create(_ attributes: [String: String]) -> Body {
    { bench in try await bench.queue("q", attributes) }
  }

  static func allow(
    _ label: String = "p",
    _ accounts: [String] = ["111111111111"],
    _ actions: [String] = ["SendMessage"]
  ) -> Body {
    { bench in
      try await bench.queue("q")
      try await bench.allow(label, accounts, actions)
    }
  }

  static func policy(_ statement: String, version: String = "2012-10-17") -> Body {
    create(["Policy": #"{"Version":"\#(version)","Statement":[\#(statement)]}"#])
  }

  static let statement = #"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#
  static let badPolicy = "InvalidAttributeValue 400 Invalid value for the parameter Policy."
  static let cannot = "Amazon SQS can't create the redrive allow policy"

  static func many(_ count: Int) -> String {
    Array(repeating: statement, count: count).joined(separator: ",")
  }

  static let policies: [Refusal] =
    [
      ("a statement", "accepted", policy(statement)),
      ("an old version", "accepted", policy(statement, version: "2008-10-17")),
      ("an unknown version", badPolicy, policy(statement, version: "2020-01-01")),
      ("no statement", badPolicy, policy("")),
      ("a list", badPolicy, create(["Policy": "[]"])),
      ("an unknown member", badPolicy, create(["Policy": #"{"Rule":[]}"#])),
      ("no effect", badPolicy, policy(#"{"Principal":"*","Action":"*","Resource":"*"}"#)),
      ("no principal", badPolicy, policy(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)),
      (
        "action and all others", badPolicy,
        policy(
          #"{"Effect":"Deny","Principal":"*","Action":"*","NotAction":"*","Resource":"*"}"#
        )
      ),
      (
        "an unknown operator", badPolicy,
        policy(
          #"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","#
            + #""Condition":{"StringMatches":{"aws:SourceArn":"x"}}}"#
        )
      ),
      (
        "an address",
        "NotSupportedHere 501 The condition operator IpAddress exists on AWS and is"
          + " left out of this mini cloud.",
        policy(
          #"{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","#
            + #""Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}"#
        )
      ),
      ("twenty statements", "accepted", policy(many(20))),
      (
        "twenty-one statements",
        "OverLimit 403 21 Statements were found, maximum allowed is 20.", policy(many(21))
      ),
      (
        "fifty-one principals", badPolicy,
        policy(
          #"{"Effect":"Allow","Principal":{"AWS":["#
            + (0...50).map { "\"\(100_000_000_000 + $0)\"" }.joined(separator: ",")
            + #"]},"Action":"*","Resource":"*"}"#
        )
      ),
    ].map { Refusal("a policy: \($0)", $1, $2) }

  static let permissions: [Refusal] = [
    Refusal("a permission", "accepted", allow()),
    Refusal("all actions", "accepted", allow("p", ["111111111111"], ["*"])),
    Refusal(
      "the same label again",
      "InvalidParameterValue 400 Value p for parameter Label is invalid. Reason: Already exists."
    ) { bench in
      try await bench.queue("q")
      for _ in 0..<2 { try await bench.allow("p", ["111111111111"], ["SendMessage"]) }
    },
    Refusal(
      "a label that is not there",
      "InvalidParameterValue 400 Value p for parameter Label is invalid. Reason: can't find label."
    ) { bench in
      try await bench.queue("q")
      _ = try await bench(SQS.RemovePermission(queueUrl: "q", label: "p"))
    },
    Refusal(
      "an action of the owner's",
      "InvalidParameterValue 400 Value SQS:TagQueue for parameter ActionName is invalid. Reason:"
        + " Only the queue owner is allowed to invoke this action.",
      allow("p", ["111111111111"], ["TagQueue"])
    ),
    Refusal(
      "an unknown action",
      "InvalidParameterValue 400 Value SQS:Fly for parameter ActionName is invalid. Reason: Please"
        + " refer to the appropriate WSDL for a list of valid actions.",
      allow("p", ["111111111111"], ["Fly"])
    ),
    Refusal(
      "an account of eleven digits",
      "InvalidParameterValue 400 Value [11111111111] for parameter PrincipalId is invalid. Reason:"
        + " Unable to verify.",
      allow("p", ["11111111111"])
    ),
    Refusal(
      "no account",
      "MissingParameter 400 The request must contain the parameter AWSAccountIds.",
      allow("p", [])
    ),
    Refusal(
      "no action",
      "MissingParameter 400 The request must contain the parameter Actions.",
      allow("p", ["111111111111"], [])
    ),
    Refusal(
      "a twenty-first permission",
      "OverLimit 403 21 Statements were found, maximum allowed is 20."
    ) { bench in
      try await bench.queue("q")
      for number in 0..<21 {
        try await bench.allow("p\(number)", ["111111111111"], ["SendMessage"])
      }
    },
  ]

  static let attributes: [Refusal] = [
    Refusal(
      "both encryptions at once",
      "InvalidAttributeName 400 You can use one type of server-side encryption (SSE) at one time."
        + " You can either enable KMS SSE or SQS SSE.",
      create(["KmsMasterKeyId": "k", "SqsManagedSseEnabled": "true"])
    ),
    Refusal(
      "SQS's keys beside one of KMS",
      "InvalidAttributeName 400 You can use one type of server-side encryption (SSE) at one time."
        + " You can either enable KMS SSE or SQS SSE."
    ) { bench in
      try await bench.queue("q", ["KmsMasterKeyId": "k"])
      let attributes = ["SqsManagedSseEnabled": "true"]
      _ = try await bench(SetQueueAttributes(queueUrl: "q", attributes: attributes))
    },
    Refusal(
      "a reuse of 59 seconds",
      "InvalidAttributeValue 400 Invalid value for the parameter KmsDataKeyReusePeriodSeconds.",
      create(["KmsDataKeyReusePeriodSeconds": "59"])
    ),
    Refusal(
      "an unknown redrive permission",
      "InvalidAttributeValue 400 Invalid value for the parameter RedriveAllowPolicy. Reason:"
        + " \(cannot), as it’s in an unsupported format.",
      create(["RedriveAllowPolicy": #"{"redrivePermission":"some"}"#])
    ),
    Refusal(
      "a redrive permission by queue without queues",
      #"InvalidParameterValue 400 Value {"redrivePermission":"byQueue"} for parameter"#
        + " RedriveAllowPolicy is invalid. Reason: \(cannot). When you specify the byQueue"
        + " permission type, you must also specify one or more sourceQueueArns values.",
      create(["RedriveAllowPolicy": #"{"redrivePermission":"byQueue"}"#])
    ),
    redrive("allowAll", expected: "accepted"),
    redrive("denyAll", expected: denied),
    redrive("byQueue", sources: ["q"], expected: "accepted"),
    redrive("byQueue", sources: ["other"], expected: denied),
    Refusal(
      "fifty-one tags",
      "InvalidParameterValue 400 Too many tags added for queue q."
    ) { bench in
      try await bench.queue("q")
      let tags = Dictionary(uniqueKeysWithValues: (0..<51).map { ("k\($0)", "v") })
      _ = try await bench(TagQueue(queueUrl: "q", tags: tags))
    },
    Refusal("no tag", "MissingParameter 400 The request must contain the parameter Tags.") {
      bench in
      try await bench.queue("q")
      _ = try await bench(TagQueue(queueUrl: "q", tags: [:]))
    },
    Refusal(
      "the URL of another account's queue",
      "AccessDenied 403 User: arn:aws:iam::123456789012:role/learner is not authorized to perform:"
        + " sqs:sendmessage on resource: arn:aws:sqs:us-east-1:999999999999:q because no"
        + " resource-based policy allows the sqs:sendmessage action"
    ) { bench in
      try await bench.queue("q")
      try await bench.send("x", to: "https://sqs.us-east-1.amazonaws.com/999999999999/q")
    },
    number("a number of 38 digits", String(repeating: "9", count: 38), isAllowed: true),
    number("a number of 39 digits", String(repeating: "9", count: 39), isAllowed: false),
    number("the largest number", "1e126", isAllowed: true),
    number("a number too large", "1e127", isAllowed: false),
    number("a number with the least power", "1e-9223372036854775808", isAllowed: false),
    number("the smallest number", "-1E-128", isAllowed: true),
    number("a number too small", "1e-129", isAllowed: false),
    number("a hexadecimal number", "0x10", isAllowed: false),
    number("zeros without end", "0.5" + String(repeating: "0", count: 60), isAllowed: true),
    Refusal(
      "a control character in an attribute",
      "InvalidParameterValue 400 Invalid characters found. Valid unicode characters are #x9 | #xA"
        + " | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
      SQSRefusals.send("x", ["a": .string("\u{1}")])
    ),
  ]

  static let denied =
    #"InvalidParameterValue 400 Value {"deadLetterTargetArn":"#
    + #""arn:aws:sqs:us-east-1:123456789012:dead"} for parameter RedrivePolicy is invalid. Reason:"#
    + " Dead-letter queue does not allow this queue as a source."

  static func redrive(
    _ permission: String,
    sources: [String] = [],
    expected: String
  ) -> Refusal {
    Refusal("a dead-letter queue with \(permission) \(sources)", expected) { bench in
      let list = sources.map { "\"\(bench.queueARN($0))\"" }.joined(separator: ",")
      let named = sources.isEmpty ? "" : #","sourceQueueArns":[\#(list)]"#
      let policy = #"{"redrivePermission":"\#(permission)"\#(named)}"#
      try await bench.queue("dead", ["RedriveAllowPolicy": policy])
      let redrive = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#
      try await bench.queue("q", ["RedrivePolicy": redrive])
    }
  }

  static func number(_ title: String, _ text: String, isAllowed: Bool) -> Refusal {
    Refusal(
      title,
      isAllowed
        ? "accepted"
        : "InvalidParameterValue 400 Can't cast the value of message (user) attribute 'n' to a"
          + " number.",
      SQSRefusals.send("x", ["n": .number(text)])
    )
  }

  static let tags: [Refusal] =
    [
      (SQSRefusals.long(128), SQSRefusals.long(256), "accepted"),
      ("Kosten stelle_.:/=+-@ä1", "", "accepted"),
      ("", "v", badTag("key", "", "1 to 128")),
      (SQSRefusals.long(129), "v", badTag("key", SQSRefusals.long(129), "1 to 128")),
      ("k", SQSRefusals.long(257), badTag("value", SQSRefusals.long(257), "0 to 256")),
      ("k", "a*b", badTag("value", "a*b", "0 to 256")),
      ("aws:k", "v", reservedTag), ("k", "AWS:v", reservedTag),
    ].map { key, value, expected in
      Refusal("the tag '\(key)' with '\(value)'", expected) { bench in
        try await bench.queue("q")
        _ = try await bench(TagQueue(queueUrl: "q", tags: [key: value]))
      }
    }

  static let reservedTag =
    "InvalidParameterValue 400 Tag keys and values that begin with aws: are reserved."

  static func badTag(_ half: String, _ text: String, _ length: String) -> String {
    "InvalidParameterValue 400 The tag \(half) '\(text)' is invalid: it has \(length) letters,"
      + " digits, white spaces and _ . : / = + - @."
  }

  static let moves: [Refusal] = [
    Refusal(
      "to move from what is no dead-letter queue",
      "InvalidParameterValue 400 Source queue must be configured as a Dead Letter Queue."
    ) { bench in
      try await bench.queue("q")
      _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("q")))
    },
    Refusal(
      "to move from nowhere",
      "ResourceNotFoundException 404 The resource that you specified for the SourceArn parameter"
        + " doesn't exist."
    ) { bench in _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("q"))) },
    Refusal(
      "to move to nowhere",
      "ResourceNotFoundException 404 The resource that you specified for the DestinationArn"
        + " parameter doesn't exist."
    ) { bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      _ = try await bench(
        StartMessageMoveTask(
          sourceArn: bench.queueARN("dead"),
          destinationArn: bench.queueARN("nowhere")
        )
      )
    },
    Refusal(
      "a second task",
      "InvalidParameterValue 400 There is already a task running. Only one active task is allowed"
        + " for a source queue arn at a given time."
    ) { bench in
      _ = try await bench.deadLetters(["q"], each: 3)
      for _ in 0..<2 {
        _ = try await bench(
          StartMessageMoveTask(
            sourceArn: bench.queueARN("dead"),
            maxNumberOfMessagesPerSecond: 1
          )
        )
      }
    },
    Refusal(
      "501 messages in a second",
      "InvalidParameterValue 400 Value 501 for parameter MaxNumberOfMessagesPerSecond is invalid."
        + " Reason: Must be between 1 and 500, if provided."
    ) { bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      _ = try await bench(
        StartMessageMoveTask(
          sourceArn: bench.queueARN("dead"),
          maxNumberOfMessagesPerSecond: 501
        )
      )
    },
    Refusal(
      "to cancel with what is no handle",
      "InvalidParameterValue 400 Value for parameter TaskHandle is invalid."
    ) { bench in _ = try await bench(CancelMessageMoveTask(taskHandle: "abc")) },
    cancel(
      "to cancel a task of no queue",
      #"{"taskId":"1","sourceArn":"arn:aws:sqs:us-east-1:123456789012:no"}"#,
      "The resource that you specified for the SourceArn parameter doesn't exist."
    ),
    cancel(
      "to cancel a task that is not there",
      #"{"taskId":"1","sourceArn":"arn:aws:sqs:us-east-1:123456789012:dead"}"#,
      "Task does not exist."
    ),
  ]

  static func cancel(_ title: String, _ handle: String, _ text: String) -> Refusal {
    Refusal(title, "ResourceNotFoundException 404 \(text)") { bench in
      try await bench.queue("q", deadLetters: "dead", after: 1)
      let handle = Base64.encode(Array(handle.utf8))
      _ = try await bench(CancelMessageMoveTask(taskHandle: handle))
    }
  }
}
