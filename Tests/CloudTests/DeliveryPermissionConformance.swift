import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What becomes of what a queue or a function does not let in.
@Suite struct DeliveryPermissionConformance {
  @Test(arguments: refused) func `a policy is asked`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  private static let topic = "arn:aws:sns:us-east-1:123456789012:news"
  private static let rule = "arn:aws:events:us-east-1:123456789012:rule/r"
  private static let function = "arn:aws:lambda:us-east-1:123456789012:function:echo"

  private static func refusal(_ service: String, _ action: String, on resource: String) -> String {
    "User: \(service).amazonaws.com is not authorized to perform: \(action) on resource:"
      + " \(resource) because no resource-based policy allows the \(action) action"
  }

  /// Publishes to a topic that a queue without a policy and the function `echo` are subscribed to.
  private static func publish(
    _ bench: MessagingBench,
    deadLetters: Bool = false
  ) async throws {
    try await bench.queue("closed")
    let topic = try await bench.topic("news")
    let dead = ["RedrivePolicy": #"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#]
    for (kind, endpoint) in [("sqs", bench.queueARN("closed")), ("lambda", function)] {
      _ = try await bench(
        Subscribe(
          topicArn: topic,
          protocol: kind,
          endpoint: endpoint,
          attributes: deadLetters ? dead : [:]
        )
      )
    }
    _ = try await bench(Publish(topicArn: topic, message: "x"))
    try await bench.sleep(.seconds(60))
  }

  /// Puts an event for a rule with the target, whose dead letters go to the queue `dead`.
  private static func put(to target: String, _ bench: MessagingBench) async throws {
    _ = try await bench(PutRule(name: "r", eventPattern: EventBridgeTests.pattern))
    _ = try await bench(
      PutTargets(
        rule: "r",
        targets: [
          RuleTarget(id: "1", arn: target, deadLetterConfig: .init(arn: bench.queueARN("dead")))
        ]
      )
    )
    _ = try await bench(PutEvents(entries: [EventBridgeTests.event()]))
    try await bench.sleep(.seconds(60))
  }

  private static func deadEvent(_ bench: MessagingBench) async throws -> [String] {
    let attributes = try await bench.receive("dead").first?.messageAttributes ?? [:]
    return ["ERROR_CODE", "RETRY_ATTEMPTS", "EXHAUSTED_RETRY_CONDITION", "ERROR_MESSAGE"].map {
      attributes[$0]?.stringValue ?? "none"
    }
  }

  private static let refused: [Story] = [
    Story(
      "a topic tries once and drops the message",
      ["closed dropped AccessDenied", "echo dropped AccessDeniedException"]
    ) { bench in
      let records = Records(bench.cloud)
      try await bench.closedFunction()
      try await publish(bench)
      return records.lines
    },
    Story(
      "a dead-letter queue that lets the topic in gets the messages",
      ["closed dead AccessDenied", "echo dead AccessDeniedException", "2"]
    ) { bench in
      let records = Records(bench.cloud)
      try await bench.closedFunction()
      try await bench.queue("dead")
      try await bench.open("dead")
      try await publish(bench, deadLetters: true)
      return records.lines + ["\(await bench.depths("dead")[0])"]
    },
    Story(
      "a dead-letter queue without a policy gets nothing",
      ["closed dropped AccessDenied", "echo dropped AccessDeniedException", "0"]
    ) { bench in
      let records = Records(bench.cloud)
      try await bench.closedFunction()
      try await bench.queue("dead")
      try await publish(bench, deadLetters: true)
      return records.lines + ["\(await bench.depths("dead")[0])"]
    },
    Story(
      "a rule whose queue has no policy gives up at once",
      [
        "NO_PERMISSIONS", "0", "none",
        refusal("events", "sqs:sendmessage", on: "arn:aws:sqs:us-east-1:123456789012:closed"),
      ]
    ) { bench in
      for queue in ["closed", "dead"] { try await bench.queue(queue) }
      try await bench.open("dead")
      try await put(to: bench.queueARN("closed"), bench)
      return try await deadEvent(bench)
    },
    Story(
      "a rule whose function has no statement gives up at once",
      ["NO_PERMISSIONS", "0", "none", refusal("events", "lambda:InvokeFunction", on: function)]
    ) { bench in
      try await bench.closedFunction()
      try await bench.queue("dead")
      try await bench.open("dead")
      try await put(to: function, bench)
      return try await deadEvent(bench)
    },
    Story(
      "a rule's dead-letter queue needs a policy of its own",
      ["closed failed NO_PERMISSIONS", "0"]
    ) { bench in
      let records = Records(bench.cloud)
      for queue in ["closed", "dead"] { try await bench.queue(queue) }
      try await put(to: bench.queueARN("closed"), bench)
      return records.lines + ["\(await bench.depths("dead")[0])"]
    },
    Story("what a statement has let in comes no more when it is gone", ["1", "1"]) { bench in
      _ = try await bench.echoFunction()
      try await publish(bench)
      let first = await bench.depths("seen")[0]
      try await bench.shut("sns")
      _ = try await bench(Publish(topicArn: topic, message: "y"))
      try await bench.sleep(.seconds(60))
      return ["\(first)", "\(await bench.depths("seen")[0])"]
    },
  ]
}

/// What became of deliveries.
private final class Records: Sendable {
  private let found = Mutex<[String]>([])
  /// Sorted, because deliveries to several endpoints come in no promised order.
  var lines: [String] { found.withLock { $0.sorted() } }

  init(_ cloud: Cloud) {
    cloud.simulation.trace.read(SNSEvent.self) { [self] _, _, event in
      switch event {
      case .delivered(_, let endpoint, _): add("\(endpoint) delivered")
      case .deliveryRetried(_, let endpoint, _, _, _): add("\(endpoint) tried again")
      case .movedToDeadLetterQueue(_, let endpoint, _, let code): add("\(endpoint) dead \(code)")
      case .dropped(_, let endpoint, let code): add("\(endpoint) dropped \(code)")
      default: break
      }
    }
    cloud.simulation.trace.read(EventBridgeEvent.self) { [self] _, _, event in
      switch event {
      case .delivered(_, _, let target, _): add("\(target) delivered")
      case .deliveryRetried(_, _, let target, _, _, _): add("\(target) tried again")
      case .deliveryFailed(_, _, let target, let code): add("\(target) failed \(code)")
      default: break
      }
    }
  }

  private func add(_ line: String) { found.withLock { $0.append(line) } }
}
