import Cloud
import JSON
import Simulation

/// What is done with whole queues: permissions, tags, lists, moves, tenants and disturbances.
enum SQSQueueStories {
  static let permissions: [Story] = [
    Story(
      "permissions are statements of a policy, as AWS writes them",
      [
        #"{"Version":"2008-10-17","Id":"arn:aws:sqs:us-east-1:123456789012:q/SQSDefaultPolicy","#
          + #""Statement":[{"Sid":"one","Effect":"Allow","Principal":{"AWS":"#
          + #"["arn:aws:iam::668614515564:root","arn:aws:iam::111111111111:root"]},"#
          + #""Action":"SQS:ReceiveMessage","Resource":"arn:aws:sqs:us-east-1:123456789012:q"}]}"#,
        "one two", "two", "",
      ]
    ) { bench in
      try await bench.queue("q")
      let accounts = ["668614515564", "111111111111"]
      try await bench.allow("one", accounts, ["ReceiveMessage"])
      let first = try await bench.attribute("Policy", of: "q")
      try await bench.allow("two", ["111111111111"], ["SendMessage", "DeleteMessage"])
      var labels = [try await bench.labels()]
      for label in ["one", "two"] {
        _ = try await bench(SQS.RemovePermission(queueUrl: "q", label: label))
        labels.append(try await bench.labels())
      }
      return [first] + labels
    },
    Story("what is permitted can be done from the other account", ["AccessDenied", "taken"]) {
      bench in
      try await bench.queue("q")
      let partner = Caller("partner", from: .account("111111111111"))
      let send = { () async throws -> String in
        do {
          let request = SendMessage(queueUrl: "q", messageBody: "x")
          _ = try await bench.cloud.sqs.call(request, for: partner)
          return "taken"
        } catch let error as ServiceError {
          return error.code
        }
      }
      let before = try await send()
      try await bench.allow("p", ["111111111111"], ["SendMessage"])
      return [before, try await send()]
    },
  ]

  static let lists: [Story] = [
    Story("tags are added, replaced and removed", ["a=1 b=2", "a=1 b=3", "a=1", "a=0"]) { bench in
      try await bench.queue("q")
      _ = try await bench(TagQueue(queueUrl: "q", tags: ["a": "1", "b": "2"]))
      var seen = [try await bench.tags("q")]
      _ = try await bench(TagQueue(queueUrl: "q", tags: ["b": "3"]))
      seen.append(try await bench.tags("q"))
      _ = try await bench(UntagQueue(queueUrl: "q", tagKeys: ["b", "c"]))
      seen.append(try await bench.tags("q"))
      _ = try await bench(CreateQueue(queueName: "r", initialTags: ["a": "0"]))
      return seen + [try await bench.tags("r")]
    },
    Story("queues are listed by name, page by page", ["q1 q2", "q3", "q1 q2 q3"]) { bench in
      for name in ["q3", "q1", "other", "q2"] { try await bench.queue(name) }
      let first = try await bench(ListQueues(queueNamePrefix: "q", maxResults: 2))
      let second = try await bench(
        ListQueues(queueNamePrefix: "q", nextToken: first.nextToken, maxResults: 2)
      )
      let all = try await bench(ListQueues(queueNamePrefix: "q"))
      return [first, second, all].map { SQSQueueStories.names($0.queueUrls ?? []) }
    },
    Story("the sources of a dead-letter queue are listed", ["", "q1 q2", "q1"]) { bench in
      try await bench.queue("dead")
      let list = { () async throws -> String in
        let answer = try await bench(ListDeadLetterSourceQueues(queueUrl: "dead"))
        return SQSQueueStories.names(answer.deadLetterSourceUrls)
      }
      var seen = [try await list()]
      let policy = #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))","maxReceiveCount":2}"#
      for name in ["q2", "q1"] { try await bench.queue(name, ["RedrivePolicy": policy]) }
      seen.append(try await list())
      _ = try await bench(
        SetQueueAttributes(queueUrl: "q2", attributes: ["RedrivePolicy": ""])
      )
      return seen + [try await list()]
    },
    Story("a batch changes some and refuses others", ["a", "b InvalidParameterValue", "[1, 0, 0]"])
    {
      bench in
      try await bench.queue("q")
      try await bench.send("x", to: "q")
      let handle = try await bench.receive("q")[0].receiptHandle
      let answer = try await bench(
        ChangeMessageVisibilityBatch(
          queueUrl: "q",
          entries: [
            .init(id: "a", receiptHandle: handle, visibilityTimeout: 0),
            .init(id: "b", receiptHandle: handle, visibilityTimeout: 43_201),
          ]
        )
      )
      return [
        (answer.successful ?? []).map(\.id).joined(),
        (answer.failed ?? []).map { "\($0.id) \($0.code)" }.joined(),
        "\(await bench.depths("q"))",
      ]
    },
    Story("a message that has been received three times does not count as the oldest", ["10", "7"])
    {
      bench in
      try await bench.queue("q")
      try await bench.send("poison", to: "q")
      for _ in 0..<2 { _ = try await bench.receive("q", 1, visibility: 0) }
      try await bench.sleep(.seconds(3))
      try await bench.send("good", to: "q")
      try await bench.sleep(.seconds(7))
      let age = { () async -> String in
        let age = await bench.cloud.sqs.figures(of: "q")?.oldestAge ?? .zero
        return "\(age.nanoseconds / 1_000_000_000)"
      }
      let before = await age()
      _ = try await bench.receive("q", 1, visibility: 0)
      return [before, await age()]
    },
    Story("keys of KMS and of SQS exclude each other", ["true", "nil", "false", "300"]) { bench in
      try await bench.queue("q")
      let read = { (name: String) async throws in
        try await bench(GetQueueAttributes(queueUrl: "q", attributeNames: [name]))
          .attributes?[name] ?? "nil"
      }
      var seen = [try await read("SqsManagedSseEnabled"), try await read("KmsMasterKeyId")]
      _ = try await bench(
        SetQueueAttributes(queueUrl: "q", attributes: ["KmsMasterKeyId": "alias/aws/sqs"])
      )
      seen += [
        try await read("SqsManagedSseEnabled"), try await read("KmsDataKeyReusePeriodSeconds"),
      ]
      return seen
    },
  ]

  static let moves: [Story] = [
    Story(
      "dead letters go back to their sources, as new messages",
      ["COMPLETED 2 of 2", "a1 b1", "1 1", "new"]
    ) { bench in
      let ids = try await bench.deadLetters(["a", "b"], each: 1)
      _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("dead")))
      try await bench.sleep(.seconds(1))
      let status = try await bench.moveTask()
      let messages = try await bench.receive("a") + (try await bench.receive("b"))
      return [
        status, messages.map(\.body).joined(separator: " "),
        messages.map { $0.attributes?["ApproximateReceiveCount"] ?? "" }.joined(separator: " "),
        ids.isDisjoint(with: messages.map(\.messageId)) ? "new" : "?",
      ]
    },
    Story(
      "a task keeps to its limit, and stops when it is told to",
      ["RUNNING 0 of 10", "RUNNING 2 of 10", "2", "CANCELLED 2 of 10", "[8, 0, 0]"]
    ) { bench in
      _ = try await bench.deadLetters(["a"], each: 10)
      try await bench.queue("target")
      let task = try await bench(
        StartMessageMoveTask(
          sourceArn: bench.queueARN("dead"),
          destinationArn: bench.queueARN("target"),
          maxNumberOfMessagesPerSecond: 1
        )
      )
      var seen = [try await bench.moveTask()]
      try await bench.sleep(.milliseconds(2_500))
      seen.append(try await bench.moveTask())
      let cancelled = try await bench(CancelMessageMoveTask(taskHandle: task.taskHandle))
      seen.append("\(cancelled.approximateNumberOfMessagesMoved)")
      try await bench.sleep(.seconds(2))
      return seen + [try await bench.moveTask(), "\(await bench.depths("dead"))"]
    },
    Story(
      "a task fails when its destination is gone",
      ["FAILED 3 of 10 AWS.SimpleQueueService.NonExistentQueue"]
    ) { bench in
      _ = try await bench.deadLetters(["a"], each: 10)
      try await bench.queue("target")
      _ = try await bench(
        StartMessageMoveTask(
          sourceArn: bench.queueARN("dead"),
          destinationArn: bench.queueARN("target"),
          maxNumberOfMessagesPerSecond: 1
        )
      )
      try await bench.sleep(.milliseconds(3_500))
      _ = try await bench(DeleteQueue(queueUrl: "target"))
      try await bench.sleep(.seconds(2))
      return [try await bench.moveTask()]
    },
    Story(
      "a message that was sent to the dead-letter queue itself has no way back",
      ["FAILED 0 of 1 CouldNotDetermineMessageSource"]
    ) { bench in
      try await bench.queue("a", deadLetters: "dead", after: 1)
      try await bench.send("x", to: "dead")
      _ = try await bench(StartMessageMoveTask(sourceArn: bench.queueARN("dead")))
      try await bench.sleep(.seconds(1))
      return [try await bench.moveTask()]
    },
  ]

  static let tenants: [Story] = [
    Story(
      "quiet groups go before a noisy one, which goes on when nobody else waits",
      ["30 loud", "quiet quiet", "10 loud"]
    ) { bench in
      try await bench.queue("q")
      for number in 0..<60 { try await bench.send("\(number)", to: "q", group: "loud") }
      var loud = 0
      for _ in 0..<3 {
        loud += try await bench.receive("q").filter { SQSQueueStories.group($0) == "loud" }.count
      }
      for name in ["c", "d"] { try await bench.send("quiet", to: "q", group: name) }
      let quiet = try await bench.receive("q", 2).map(\.body).joined(separator: " ")
      let rest = try await bench.receive("q")
      return [
        "\(loud) loud", quiet, "\(rest.filter { SQSQueueStories.group($0) == "loud" }.count) loud",
      ]
    },
    Story("below 30 messages in flight nobody is noisy", ["loud"]) { bench in
      try await bench.queue("q")
      for number in 0..<60 { try await bench.send("\(number)", to: "q", group: "loud") }
      _ = try await bench.receive("q")
      _ = try await bench.receive("q")
      _ = try await bench.receive("q", 9)
      try await bench.send("quiet", to: "q", group: "c")
      return [SQSQueueStories.group(try await bench.receive("q", 1)[0])]
    },
    Story("messages without a group are quiet, each by itself", ["none"]) { bench in
      try await bench.queue("q")
      for number in 0..<60 { try await bench.send("\(number)", to: "q", group: "loud") }
      for _ in 0..<3 { _ = try await bench.receive("q") }
      try await bench.send("alone", to: "q")
      return [SQSQueueStories.group(try await bench.receive("q", 1)[0])]
    },
    Story("a group that is quiet again comes before what came later", ["30", "31"]) { bench in
      try await bench.queue("q")
      for number in 0..<60 { try await bench.send("\(number)", to: "q", group: "loud") }
      var handles: [String] = []
      for _ in 0..<3 { handles += try await bench.receive("q").map(\.receiptHandle) }
      try await bench.send("quiet", to: "q", group: "c")
      _ = try await bench.receive("q", 1)
      for handle in handles { try await bench.delete(handle, from: "q") }
      try await bench.send("later", to: "q", group: "d")
      return try await bench.receive("q", 2).map(\.body)
    },
  ]

  static let disturbances: [Story] = [
    Story("a copy that a receive leaves behind is received again", ["same id", "2"]) { bench in
      try await bench.queue("q")
      bench.cloud.faults.duplicate("q", .all)
      try await bench.send("x", to: "q")
      let (first, second) = (try await bench.receive("q", 1), try await bench.receive("q", 1))
      return [
        first.map(\.messageId) == second.map(\.messageId) ? "same id" : "?",
        second[0].attributes?["ApproximateReceiveCount"] ?? "",
      ]
    },
    Story("a message whose deletion missed a copy comes back", ["[0, 1, 0]", "1", "[0, 0, 0]"]) {
      bench in
      try await bench.queue("q")
      try await bench.send("x", to: "q")
      let handle = try await bench.receive("q", visibility: 1)[0].receiptHandle
      bench.cloud.faults.duplicate("q", .all)
      try await bench.delete(handle, from: "q")
      let kept = await bench.depths("q")
      bench.cloud.faults.heal("q")
      try await bench.sleep(.seconds(1))
      let again = try await bench.receive("q")
      try await bench.delete(again[0].receiptHandle, from: "q")
      return ["\(kept)", "\(again.count)", "\(await bench.depths("q"))"]
    },
    Story("disorder changes the order and loses nothing", ["other order", "same messages"]) {
      bench in
      try await bench.queue("q")
      try await bench.cloud.sqs.disturb("q", QueueDisturbance(disorder: .one))
      let sent = (0..<10).map { "\($0)" }
      for body in sent { try await bench.send(body, to: "q") }
      let received = try await bench.bodies("q")
      return [
        received == sent ? "?" : "other order", received.sorted() == sent ? "same messages" : "?",
      ]
    },
    Story("a short poll finds some of what is there, a long poll all of it", ["0", "10"]) { bench in
      try await bench.queue("q")
      try await bench.cloud.sqs.disturb("q", QueueDisturbance(shortPollShare: .zero))
      for number in 0..<10 { try await bench.send("\(number)", to: "q") }
      let short = try await bench.receive("q").count
      return ["\(short)", "\(try await bench.receive("q", wait: 1).count)"]
    },
  ]

  static func names(_ urls: [String]) -> String {
    urls.map { String($0.split(separator: "/").last ?? "") }.joined(separator: " ")
  }

  static func group(_ message: ReceiveMessage.Message) -> String {
    message.attributes?["MessageGroupId"] ?? "none"
  }
}

extension MessagingBench {
  func allow(_ label: String, _ accounts: [String], _ actions: [String]) async throws {
    _ = try await self(
      SQS.AddPermission(queueUrl: "q", label: label, awsAccountIds: accounts, actions: actions)
    )
  }

  func attribute(_ name: String, of queue: String) async throws -> String {
    try await self(GetQueueAttributes(queueUrl: queue, attributeNames: [name]))
      .attributes?[name] ?? ""
  }

  /// The names of the statements of the policy of `q`.
  func labels() async throws -> String {
    let policy = try? JSONValue(parsing: try await attribute("Policy", of: "q"))
    let statements = policy?["Statement"]?.arrayValue ?? []
    return statements.compactMap { $0["Sid"]?.stringValue }.joined(separator: " ")
  }

  func tags(_ queue: String) async throws -> String {
    let tags = try await self(ListQueueTags(queueUrl: queue)).tags ?? [:]
    return tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
  }

  /// Queues that have given up their messages to `dead`; the ids of those.
  func deadLetters(_ queues: [String], each count: Int) async throws -> Set<String> {
    var ids: Set<String> = []
    for queue in queues {
      try await self.queue(queue, deadLetters: "dead", after: 1)
      for number in 1...count { ids.insert(try await send("\(queue)\(number)", to: queue)) }
      _ = try await receive(queue, visibility: 0)
      _ = try await receive(queue)
    }
    return ids
  }

  /// The latest task of `dead`: status, how far, and why it failed.
  func moveTask() async throws -> String {
    let tasks = try await self(ListMessageMoveTasks(sourceArn: queueARN("dead"))).results
    guard let task = tasks.first else { return "none" }
    return "\(task.status) \(task.approximateNumberOfMessagesMoved) of"
      + " \(task.approximateNumberOfMessagesToMove)\(task.failureReason.map { " " + $0 } ?? "")"
  }
}
