import Cloud
import JSON
import Simulation

/// Topics whose messages are encrypted with a key, and who may publish to them.
enum TopicKeyStories {
  private static let rule = Caller(
    "rule",
    from: .service(
      "events.amazonaws.com",
      source: "arn:aws:events:us-east-1:123456789012:rule/paid"
    )
  )

  private static func publish(
    _ topic: JSONValue,
    _ bench: MessagingBench,
    as caller: Caller = .learner
  ) async throws -> String {
    try await MessagingBench.outcome {
      _ = try await bench.cloud.sns.call(
        Publish(topicArn: topic.stringValue ?? "", message: "x"),
        for: caller
      )
    }
  }

  /// Publishes to a topic, to which a queue with a key is subscribed, and tells where the message is.
  private static func deliver(
    to attributes: [String: String],
    _ bench: MessagingBench
  ) async throws -> String {
    try await bench.queue("q", attributes)
    try await bench.queue("dead")
    try await bench.open("dead")
    let topic = try await bench.topic("news")
    try await bench.subscribe(
      "q",
      to: topic,
      ["RedrivePolicy": #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#]
    )
    _ = try await bench(Publish(topicArn: topic, message: "x"))
    try await bench.sleep(.seconds(1))
    let depths = [await bench.depths("q")[0], await bench.depths("dead")[0]]
    return "q \(depths[0]), dead \(depths[1])"
  }

  static let all: [Story] = [
    Story(
      "a key that cannot be used refuses who has no data key of it",
      ["KMSDisabled", "KMSInvalidState", "KMSNotFound", "KMSNotFound", "done"]
    ) { bench in
      let keys = [
        try await bench.makeKey(), try await bench.makeKey(), "alias/none", "none",
        try await bench.makeKey(),
      ]
      try await bench.kms("disable-key", ["KeyId": .string(keys[0])])
      try await bench.kms("schedule-key-deletion", ["KeyId": .string(keys[1])])
      var seen: [String] = []
      for (number, key) in keys.enumerated() {
        let topic = try await bench.makeTopic("t\(number)", ["KmsMasterKeyId": .string(key)])
        seen.append(try await publish(topic, bench))
      }
      return seen
    },
    Story(
      "a data key outlives its key by five minutes at the most",
      ["done", "done", "KMSDisabled", "done"]
    ) { bench in
      let key = try await bench.makeKey()
      let topic = try await bench.makeTopic("t", ["KmsMasterKeyId": .string(key)])
      var seen = [try await publish(topic, bench)]
      try await bench.kms("disable-key", ["KeyId": .string(key)])
      try await bench.sleep(.seconds(290))
      seen.append(try await publish(topic, bench))
      try await bench.sleep(.seconds(10))
      seen.append(try await publish(topic, bench))
      try await bench.kms("enable-key", ["KeyId": .string(key)])
      return seen + [try await publish(topic, bench)]
    },
    Story(
      "a service needs the key's policy, and no other service gets in with it",
      ["KMSAccessDenied", "done", "KMSAccessDenied", "done"]
    ) { bench in
      let key = try await bench.makeKey()
      let topic = try await bench.makeTopic("t", ["KmsMasterKeyId": .string(key)])
      try await bench.open(topic: topic.stringValue ?? "")
      let alarm = Caller(
        "alarm",
        from: .service(
          "cloudwatch.amazonaws.com",
          source: "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a"
        )
      )
      var seen = [try await publish(topic, bench, as: rule)]
      let events = MessagingBench.letting(
        "events",
        ["StringEquals": ["aws:SourceAccount": "123456789012"]]
      )
      try await bench.setPolicy([MessagingBench.delegation, events], of: key)
      seen.append(try await publish(topic, bench, as: rule))
      seen.append(try await publish(topic, bench, as: alarm))
      try await bench.setPolicy(
        [MessagingBench.delegation, events, MessagingBench.letting("cloudwatch")],
        of: key
      )
      return seen + [try await publish(topic, bench, as: alarm)]
    },
    Story(
      "a key may belong to another account, which must let this one in",
      ["KMSAccessDenied", "done", "done", "KMSAccessDenied"]
    ) { bench in
      let partner = MessagingBench.partner
      let theirs: JSONValue = [
        "Effect": "Allow", "Principal": ["AWS": .string("arn:aws:iam::\(partner):root")],
        "Action": "kms:*", "Resource": "*",
      ]
      let closed = try await bench.makeKey(as: partner)
      let open = try await bench.makeKey([theirs, MessagingBench.delegation], as: partner)
      let none = String(open.dropLast(12)) + "000000000000"
      try await bench.kms(
        "create-alias",
        ["AliasName": "alias/ours", "TargetKeyId": .string(open)],
        as: partner
      )
      let alias = "arn:aws:kms:us-east-1:\(partner):alias/ours"
      var seen: [String] = []
      for (number, key) in [closed, open, alias, none].enumerated() {
        let topic = try await bench.makeTopic("t\(number)", ["KmsMasterKeyId": .string(key)])
        seen.append(try await publish(topic, bench))
      }
      return seen
    },
    Story("KMS is paid by the publisher and five minutes", ["2", "2", "4", "6", "6"]) { bench in
      let key = try await bench.makeKey()
      let topic = try await bench.makeTopic("t", ["KmsMasterKeyId": .string(key)])
      var seen: [String] = []
      for (wait, publisher) in [(0, "web"), (299, "web"), (1, "web"), (0, "app"), (1, "app")] {
        try await bench.sleep(.seconds(wait))
        _ = try await publish(topic, bench, as: Caller(publisher))
        seen.append(bench.requests(of: "t"))
      }
      return seen
    },
    Story("an encrypted queue that does not let SNS use its key", ["q 0, dead 1"]) { bench in
      [try await deliver(to: ["KmsMasterKeyId": try await bench.makeKey()], bench)]
    },
    Story("an encrypted queue whose key lets SNS in", ["q 1, dead 0"]) { bench in
      let key = try await bench.makeKey([
        MessagingBench.delegation,
        MessagingBench.letting(
          "sns",
          [
            "ArnEquals": ["aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:news"],
            "StringEquals": [
              "kms:EncryptionContext:aws:sqs:arn": .string(bench.queueARN("q")),
              "kms:ViaService": "sqs.us-east-1.amazonaws.com",
            ],
          ]
        ),
      ])
      return [try await deliver(to: ["KmsMasterKeyId": key], bench)]
    },
    Story("an encrypted queue whose key lets another topic in", ["q 0, dead 1"]) { bench in
      let key = try await bench.makeKey([
        MessagingBench.delegation,
        MessagingBench.letting(
          "sns",
          ["ArnEquals": ["aws:SourceArn": "arn:aws:sns:us-east-1:123456789012:other"]]
        ),
      ])
      return [try await deliver(to: ["KmsMasterKeyId": key], bench)]
    },
    Story("a queue with the key that AWS keeps takes nothing from SNS", ["q 0, dead 1"]) {
      [try await deliver(to: ["KmsMasterKeyId": "alias/aws/sqs"], $0)]
    },
    Story("while KMS is out, SNS tries again", ["q 1, dead 0"]) { bench in
      let key = try await bench.makeKey([MessagingBench.letting("sns")])
      bench.cloud.faults.fail("kms", .next(2), .beforeEffects)
      return [try await deliver(to: ["KmsMasterKeyId": key], bench)]
    },
  ]
}
