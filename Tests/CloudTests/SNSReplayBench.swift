import Cloud
import JSON
import Simulation

/// What the tests of replays have in common.
extension SNSReplayConformance {
  /// A standard queue that is subscribed to a topic, and the replays for it.
  struct Replay {
    let topic: JSONValue
    let arn: JSONValue
    let queue: String
    let bench: MessagingBench

    init(
      of topic: JSONValue,
      queue: String = "replayed",
      with attributes: [String: String] = [:],
      _ bench: MessagingBench
    ) async throws {
      (self.topic, self.queue, self.bench) = (topic, queue, bench)
      try await bench.queue(queue)
      arn = .string(
        try await bench.subscribe(queue, to: topic.stringValue ?? "", attributes)
      )
    }

    /// The time of day, to the millisecond.
    var now: String { Timestamp.iso8601(simulationOf: bench.cloud) }

    func beginning() async throws -> String {
      let shown = try await bench.attributes(ofTopic: topic)
      return shown["BeginningArchiveTime"]?.stringValue ?? "none"
    }

    func start(from start: String, to end: String? = nil) async throws {
      let ending = end.map { #","EndingPoint":"\#($0)""# } ?? ""
      try await bench.set(
        "ReplayPolicy",
        #"{"PointType":"Timestamp","StartingPoint":"\#(start)"\#(ending)}"#,
        of: arn
      )
    }

    var status: String {
      get async throws {
        try await bench.attributes(ofSubscription: arn)["ReplayStatus"]?.stringValue ?? "none"
      }
    }

    /// What the queue holds, marked with `*` where it is replayed.
    func take() async throws -> [String] {
      var taken: [String] = []
      while case let messages = try await bench.receive(queue), !messages.isEmpty {
        for message in messages {
          let envelope = try JSONValue(parsing: message.body)
          let mark = envelope["Replayed"]?.stringValue == "true" ? "*" : ""
          taken.append((envelope["Message"]?.stringValue ?? "") + mark)
          try await bench.delete(message.receiptHandle, from: queue)
        }
      }
      return taken
    }

    /// What a replay brings, without its marks.
    func bodies(from start: String, to end: String? = nil) async throws -> [String] {
      try await self.start(from: start, to: end)
      try await bench.sleep(.seconds(5))
      return try await take().filter { $0.hasSuffix("*") }.map { String($0.dropLast()) }
    }
  }

  /// Publishes messages, a second apart, and returns when each was published.
  @discardableResult
  static func publish(
    _ messages: [String],
    to topic: JSONValue,
    _ bench: MessagingBench,
    _ more: JSONObject = [:]
  ) async throws -> [String] {
    var instants: [String] = []
    for message in messages {
      var marks = SNSFIFOConformance.marks(String(message.prefix(1)))
      for (name, value) in more { marks[name] = value }
      try await bench.publish(message, to: topic, marks)
      // The request's answer and the message's time are the same instant.
      instants.append(Timestamp.iso8601(simulationOf: bench.cloud))
      try await bench.sleep(.seconds(1))
    }
    return instants
  }
}

extension MessagingBench {
  /// Publishes up to ten messages of the group `g` at once.
  func batch(_ messages: [String], to topic: JSONValue) async throws {
    try await sns(
      "publish-batch",
      [
        "TopicArn": topic,
        "PublishBatchRequestEntries": .array(
          messages.map { ["Id": .string($0), "Message": .string($0), "MessageGroupId": "g"] }
        ),
      ]
    )
  }

  /// Makes a queue of the other account that lets everybody in.
  func openForeignQueue(_ name: String) async throws {
    let partner = cloud.account(Self.partner)
    let policy =
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*"}}"#
    _ = try await partner.sqs.call(
      CreateQueue(queueName: name, attributes: ["Policy": policy]),
      for: .learner
    )
  }

  /// Takes what a queue of the other account holds.
  func foreignBodies(_ name: String) async throws -> [String] {
    let partner = cloud.account(Self.partner)
    let messages = try await partner.sqs.call(
      ReceiveMessage(queueUrl: name, maxNumberOfMessages: 10),
      for: .learner
    ).messages
    for message in messages ?? [] {
      _ = try await partner.sqs.call(
        DeleteMessage(queueUrl: name, receiptHandle: message.receiptHandle),
        for: .learner
      )
    }
    return (messages ?? []).map(\.body)
  }
}
