import Cloud
import JSON
import Simulation

/// Queues whose messages are encrypted with a key: who may send, who may receive.
enum QueueKeyStories {
  private static func send(_ bench: MessagingBench, to queue: String = "q") async throws -> String {
    try await MessagingBench.outcome { try await bench.send("x", to: queue) }
  }

  /// How many messages are received, or the error's code.
  private static func receive(
    _ bench: MessagingBench,
    from queue: String = "q",
    wait: Int? = nil
  ) async throws -> String {
    do {
      return "\(try await bench.receive(queue, visibility: 0, wait: wait).count)"
    } catch let error as ServiceError {
      return error.code
    }
  }

  private static func change(
    _ operation: String,
    _ key: String,
    _ bench: MessagingBench
  ) async throws {
    try await bench.kms(operation, ["KeyId": .string(key)])
  }

  private static func setKey(
    _ key: String,
    of queue: String,
    _ bench: MessagingBench
  ) async throws {
    _ = try await bench(
      SetQueueAttributes(queueUrl: queue, attributes: ["KmsMasterKeyId": key])
    )
  }

  private static let mayUse: JSONValue = [
    "Effect": "Allow", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
  ]
  private static let maySend: JSONValue = [
    "Effect": "Allow", "Action": ["sqs:*", "logs:*"], "Resource": "*",
  ]

  static let all: [Story] = [
    Story(
      "a key that cannot be used refuses who has no data key of it",
      [
        "KMS.DisabledException", "KMS.InvalidStateException", "KMS.NotFoundException",
        "KMS.AccessDeniedException", "done",
      ]
    ) { bench in
      let keys = [
        try await bench.makeKey(), try await bench.makeKey(), "alias/none",
        try await bench.makeKey([MessagingBench.letting("sns")]), try await bench.makeKey(),
      ]
      try await change("disable-key", keys[0], bench)
      try await change("schedule-key-deletion", keys[1], bench)
      var seen: [String] = []
      for (number, key) in keys.enumerated() {
        try await bench.queue("q\(number)", ["KmsMasterKeyId": key])
        seen.append(try await send(bench, to: "q\(number)"))
      }
      return seen
    },
    Story(
      "who receives needs the key once there is a message, and the message waits",
      ["0", "done", "KMS.DisabledException", "KMS.DisabledException", "1"]
    ) { bench in
      let key = try await bench.makeKey()
      try await bench.queue("q", ["KmsMasterKeyId": key])
      try await change("disable-key", key, bench)
      var seen = [try await receive(bench)]
      try await change("enable-key", key, bench)
      seen.append(try await send(bench))
      try await change("disable-key", key, bench)
      seen.append(try await receive(bench))
      seen.append(try await receive(bench, wait: 5))
      try await change("enable-key", key, bench)
      return seen + [try await receive(bench)]
    },
    Story(
      "who waits is refused when a message comes that he cannot read",
      ["KMS.AccessDeniedException"]
    ) { bench in
      let key = try await bench.makeKey([
        [
          "Effect": "Allow", "Principal": "*",
          "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
        ],
        [
          "Effect": "Deny",
          "Principal": ["AWS": "arn:aws:iam::123456789012:user/reader"],
          "Action": "kms:Decrypt", "Resource": "*",
        ],
      ])
      try await bench.queue("q", ["KmsMasterKeyId": key])
      bench.cloud.simulation.spawn(on: bench.cloud.sqs) { _ in
        try await bench.sleep(.seconds(3))
        try await bench.send("x", to: "q")
      }
      return [
        try await MessagingBench.outcome {
          _ = try await bench.cloud.sqs.call(
            ReceiveMessage(queueUrl: "q", waitTimeSeconds: 10),
            for: Caller("reader")
          )
        }
      ]
    },
    Story(
      "a message keeps its key, whatever becomes of the queue's",
      ["KMS.DisabledException", "KMS.DisabledException", "1", "1"]
    ) { bench in
      let keys = [try await bench.makeKey(), try await bench.makeKey()]
      try await bench.queue("q", ["KmsMasterKeyId": keys[0]])
      try await bench.send("old", to: "q")
      try await change("disable-key", keys[0], bench)
      try await setKey(keys[1], of: "q", bench)
      var seen = [try await receive(bench)]
      try await setKey("", of: "q", bench)
      seen.append(try await receive(bench))
      try await bench.send("new", to: "q")
      try await change("enable-key", keys[0], bench)
      // The messages of one receive have one key: first the old one, hidden, then the new one.
      seen.append("\(try await bench.receive("q").count)")
      return seen + ["\(try await bench.receive("q").count)"]
    },
    Story(
      "a dead letter keeps its key, and a move makes a new message of it",
      ["KMS.DisabledException", "FAILED KMS.DisabledException 0", "COMPLETED none 1", "1"]
    ) { bench in
      let key = try await bench.makeKey()
      try await bench.queue("q", deadLetters: "dead", after: 1)
      try await setKey(key, of: "q", bench)
      try await bench.send("x", to: "q")
      for _ in 0..<2 { _ = try await bench.receive("q", visibility: 0) }
      try await setKey("", of: "q", bench)
      try await change("disable-key", key, bench)
      // What the receives had of data keys is used up.
      try await bench.sleep(.seconds(301))
      var seen = [try await receive(bench, from: "dead")]
      for step in ["disable-key", "enable-key"] {
        try await change(step, key, bench)
        _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("dead")))
        try await bench.sleep(.seconds(2))
        let tasks = try await bench(ListMessageMoveTasks(sourceArn: bench.queueARN("dead")))
        let task = tasks.results[0]
        seen.append(
          "\(task.status) \(task.failureReason ?? "none") \(task.approximateNumberOfMessagesMoved)"
        )
      }
      try await change("disable-key", key, bench)
      return seen + [try await receive(bench)]
    },
    Story(
      "the reuse period decides how often KMS is asked, for each producer and consumer",
      ["2", "2", "4", "5", "5", "6"]
    ) { bench in
      let key = try await bench.makeKey()
      try await bench.queue(
        "q",
        ["KmsMasterKeyId": key, "KmsDataKeyReusePeriodSeconds": "60"]
      )
      var seen: [String] = []
      for wait in [0, 59, 1] {
        try await bench.sleep(.seconds(wait))
        _ = try await send(bench)
        seen.append(bench.requests(of: "q"))
      }
      for wait in [0, 59, 1] {
        try await bench.sleep(.seconds(wait))
        _ = try await receive(bench)
        seen.append(bench.requests(of: "q"))
      }
      return seen
    },
    Story(
      "a function needs its role, or the key's policy by the role's name",
      ["KMS.AccessDeniedException", "done", "done", "KMS.AccessDeniedException"]
    ) { bench in
      _ = try await bench.makeRole("worker", [maySend])
      let key = try await bench.makeKey()
      try await bench.queue(
        "q",
        ["KmsMasterKeyId": key, "KmsDataKeyReusePeriodSeconds": "60"]
      )
      try await bench.makeSender(as: "worker")
      var seen = [try await bench.invokeSender()]
      try await bench.setRole("worker", [maySend, mayUse])
      seen.append(try await bench.invokeSender())
      try await bench.setRole("worker", [maySend])
      try await bench.setPolicy(
        [
          MessagingBench.delegation,
          [
            "Effect": "Allow",
            "Principal": ["AWS": "arn:aws:iam::123456789012:role/worker"],
            "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
          ],
        ],
        of: key
      )
      try await bench.sleep(.seconds(61))
      seen.append(try await bench.invokeSender())
      try await bench.setPolicy([MessagingBench.delegation], of: key)
      try await bench.sleep(.seconds(61))
      return seen + [try await bench.invokeSender()]
    },
    Story(
      "a key of another account needs its policy and the role",
      ["KMS.AccessDeniedException", "KMS.AccessDeniedException", "done"]
    ) { bench in
      _ = try await bench.makeRole("worker", [maySend, mayUse])
      let keys = [
        try await bench.makeKey(as: MessagingBench.partner),
        try await bench.makeKey([MessagingBench.delegation], as: MessagingBench.partner),
      ]
      try await bench.queue("q", ["KmsMasterKeyId": keys[0]])
      try await bench.makeSender(as: "worker")
      var seen = [try await bench.invokeSender()]
      try await setKey(keys[1], of: "q", bench)
      for permissions in [[maySend], [maySend, mayUse]] {
        try await bench.setRole("worker", permissions)
        seen.append(try await bench.invokeSender())
      }
      return seen
    },
    Story(
      "a mapping says that the role may not use the key, and goes on when it may",
      [
        "PROBLEM: Error occurred while ReceiveMessage. SQS Error Code: KMS.AccessDeniedException."
          + " SQS Error Message: User: arn:aws:sts::123456789012:assumed-role/worker/echo is not"
          + " authorized to perform: kms:Decrypt on resource: KEY because no identity-based policy"
          + " allows the kms:Decrypt action",
        "1 left", "0 left",
      ]
    ) { bench in
      _ = try await bench.makeRole("worker", [maySend])
      let key = try await bench.makeKey()
      try await bench.queue("q", ["KmsMasterKeyId": key])
      try await bench.queue("seen")
      await bench.cloud.lambda.register(handler: "echo", Echo.self)
      _ = try await bench(
        CreateFunction(
          functionName: "echo",
          handler: "echo",
          role: "arn:aws:iam::123456789012:role/worker"
        )
      )
      try await bench.sleep(.seconds(2))
      let mapping = try await bench.call(
        "lambda",
        "create-event-source-mapping",
        ["FunctionName": "echo", "EventSourceArn": .string(bench.queueARN("q"))]
      )
      try await bench.sleep(.seconds(2))
      _ = try await send(bench)
      try await bench.sleep(.seconds(30))
      let answer = try await bench.call(
        "lambda",
        "get-event-source-mapping",
        ["UUID": mapping["UUID"] ?? .null]
      )
      let result = answer["LastProcessingResult"]?.stringValue ?? "none"
      var seen = [result.replacing(key, with: "KEY")]
      seen.append("\(await bench.depths("q").reduce(0, +)) left")
      try await bench.setRole("worker", [maySend, mayUse])
      try await bench.sleep(.seconds(60))
      return seen + ["\(await bench.depths("q").reduce(0, +)) left"]
    },
    Story(
      "the account's own parts may use the key that AWS keeps; a rule may not",
      ["done", "1", "NO_PERMISSIONS"]
    ) { bench in
      try await bench.queue("q", ["KmsMasterKeyId": "alias/aws/sqs"])
      try await bench.queue("dead")
      for queue in ["q", "dead"] { try await bench.open(queue) }
      let seen = [try await send(bench), try await receive(bench)]
      _ = try await bench(PutRule(name: "r", eventPattern: EventBridgeTests.pattern))
      _ = try await bench(
        PutTargets(
          rule: "r",
          targets: [
            RuleTarget(
              id: "1",
              arn: bench.queueARN("q"),
              deadLetterConfig: .init(arn: bench.queueARN("dead"))
            )
          ]
        )
      )
      _ = try await bench(PutEvents(entries: [EventBridgeTests.event()]))
      try await bench.sleep(.seconds(10))
      let letter = try await bench.receive("dead").first
      return seen + [letter?.messageAttributes?["ERROR_CODE"]?.stringValue ?? "none"]
    },
  ]
}
