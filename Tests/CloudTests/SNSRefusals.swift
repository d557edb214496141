import Cloud

/// What SNS refuses, with code, status and text.
enum SNSRefusals {
  static let topicARN = "arn:aws:sns:us-east-1:123456789012:orders"
  static func subscribe(
    _ kind: String,
    _ endpoint: String,
    _ attributes: [String: String] = [:]
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      let topic = try await bench.topic("orders")
      _ = try await bench(
        Subscribe(topicArn: topic, protocol: kind, endpoint: endpoint, attributes: attributes)
      )
    }
  }

  static func publish(
    _ message: String,
    subject: String? = nil,
    structure: String? = nil
  ) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      let topic = try await bench.topic("orders")
      _ = try await bench(
        Publish(
          topicArn: topic,
          message: message,
          subject: subject,
          messageStructure: structure
        )
      )
    }
  }

  static let queueARN = "arn:aws:sqs:us-east-1:123456789012:a"

  static let all = [
    Refusal("a topic that does not exist", "NotFound 404 Topic does not exist") { bench in
      _ = try await bench(Publish(topicArn: topicARN, message: "x"))
    },
    Refusal(
      "a text that is no ARN",
      "InvalidParameter 400 Invalid parameter: TopicArn Reason: An ARN must have at least 6"
        + " elements,"
        + " not 1"
    ) { bench in _ = try await bench(Publish(topicArn: "orders", message: "x")) },
    Refusal(
      "an empty message",
      "InvalidParameter 400 Invalid parameter: Empty message",
      publish("")
    ),
    Refusal("256 KiB", "accepted", publish(String(repeating: "x", count: 262_144))),
    Refusal(
      "256 KiB and a byte",
      "InvalidParameter 400 Invalid parameter: Message too long",
      publish(String(repeating: "x", count: 262_145))
    ),
    Refusal(
      "a subject of 100 letters",
      "InvalidParameter 400 Invalid parameter: Subject",
      publish("x", subject: String(repeating: "s", count: 100))
    ),
    Refusal(
      "a subject of two lines",
      "InvalidParameter 400 Invalid parameter: Subject",
      publish("x", subject: "a\nb")
    ),
    Refusal(
      "a structure without default",
      "InvalidParameter 400 Invalid parameter: Message Structure - No default entry in JSON message"
        + " body",
      publish(#"{"sqs":"x"}"#, structure: "json")
    ),
    Refusal(
      "a structure that is no JSON",
      "InvalidParameter 400 Invalid parameter: Message Structure - JSON message body failed to"
        + " parse",
      publish("x", structure: "json")
    ),
    Refusal(
      "an unknown protocol",
      "InvalidParameter 400 Invalid parameter: Amazon SNS does not support this protocol string:"
        + " pigeon",
      subscribe("pigeon", queueARN)
    ),
    Refusal(
      "a queue that is none",
      "InvalidParameter 400 Invalid parameter: SQS endpoint ARN",
      subscribe("sqs", "orders")
    ),
    Refusal(
      "other attributes of the same subscription",
      "InvalidParameter 400 Invalid parameter: Attributes Reason: Subscription already exists with"
        + " different attributes"
    ) { bench in
      try await subscribe("sqs", queueARN)(bench)
      try await subscribe("sqs", queueARN, ["RawMessageDelivery": "true"])(bench)
    },
    Refusal(
      "a policy with its bounds crossed",
      "InvalidParameter 400 Invalid parameter: Attributes Reason: FilterPolicy: Bottom must be less"
        + " than top\n at [Source: (String)\"{\"a\":[{\"numeric\":[\">\",5,\"<\",1]}]}\"; line: 1,"
        + " column: 31]",
      subscribe("sqs", queueARN, ["FilterPolicy": #"{"a":[{"numeric":[">",5,"<",1]}]}"#])
    ),
    Refusal(
      "other attributes of the same topic",
      "InvalidParameter 400 Invalid parameter: Attributes Reason: Topic already exists with"
        + " different"
        + " attributes"
    ) { bench in
      _ = try await bench(CreateTopic(name: "orders"))
      _ = try await bench(CreateTopic(name: "orders", attributes: ["DisplayName": "Orders"]))
    },
    Refusal(
      "eleven entries",
      "TooManyEntriesInBatchRequest 400 The batch request contains more entries than permissible."
    ) { bench in
      let topic = try await bench.topic("orders")
      _ = try await bench(
        PublishBatch(
          topicArn: topic,
          publishBatchRequestEntries: (0..<11).map { .init(id: "\($0)", message: "x") }
        )
      )
    },
  ]
}
