import Cloud
import JSON
import Simulation
import Testing

/// Batches that no single request takes, and the order of FIFO queues.
@Suite struct PipeBatchTests {
  @Test(arguments: sizes + orders) func `a batch goes in as many requests as it takes`(
    _ story: Story
  ) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Sizes

  private static let bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
  private static let body = PipeTargetParameters(inputTemplate: "<$.body>")
  private static let window = PipeSourceParameters(
    batchSize: 10,
    maximumBatchingWindowInSeconds: 5
  )

  /// Sends JSON objects of so many kilobytes to the queue `in`.
  private static func queues(_ kilobytes: [Int], on bench: MessagingBench) async throws {
    try await PipeTests.queues([], on: bench)
    for (number, size) in kilobytes.enumerated() {
      let padding = String(repeating: "x", count: size * 1_000)
      try await bench.send(#"{"n":\#(number),"x":"\#(padding)"}"#, to: "in")
    }
  }

  /// How many messages the target's queue, the source and its dead-letter queue hold in the end.
  private static func ends(_ bench: MessagingBench) async throws -> [String] {
    try await bench.sleep(.seconds(150))
    let depths = [await bench.depths("out"), await bench.depths("in"), await bench.depths("dead")]
    return depths.map { "\($0.reduce(0, +))" }
  }

  private static let sizes = [
    Story("to a queue, which takes 1 MiB", ["2", "0", "0"]) { bench in
      try await queues([600, 600], on: bench)
      try await bench.pipe(window, to: bench.queueARN("out"), body)
      return try await ends(bench)
    },
    Story("to a bus, which takes less than 1 MiB", ["8", "0", "0"]) { bench in
      try await queues(Array(repeating: 150, count: 8), on: bench)
      try await bench.open("out")
      let rule = RuleTarget(id: "1", arn: bench.queueARN("out"), inputPath: "$.detail.n")
      try await EventBridgeTests.rule("r", rule, on: bench)
      _ = try await bench(PutRule(name: "r", eventPattern: #"{"source":["Pipe p"]}"#))
      try await bench.pipe(window, to: bus, body)
      return try await ends(bench)
    },
    Story("to a topic, which takes 256 KiB", ["4", "0", "0"]) { bench in
      try await queues(Array(repeating: 150, count: 4), on: bench)
      let topic = try await bench.topic("news")
      try await bench.subscribe("out", to: topic)
      try await bench.pipe(window, to: topic, body)
      return try await ends(bench)
    },
    Story("what is too large by itself is refused alone", ["2", "0", "1"]) { bench in
      try await queues([1, 300, 1], on: bench)
      let topic = try await bench.topic("news")
      try await bench.subscribe("out", to: topic)
      try await bench.pipe(window, to: topic, body)
      return try await ends(bench)
    },
    Story("also by a delivery stream, whose batch is larger than its record", ["0 2", "1"]) {
      bench in
      try await bench.stream()
      try await queues([1, 1_030, 1], on: bench)
      try await bench.pipe(window, to: MessagingBench.streamARN, body)
      try await bench.sleep(.seconds(150))
      let stored = try await bench.contents().joined()
      let numbers = (0..<3).filter { stored.contains(#""n":\#($0)"#) }
      return [
        numbers.map { "\($0)" }.joined(separator: " "), "\(await bench.depths("dead")[0])",
      ]
    },
  ]

  // MARK: Orders

  private static func fifo(_ messages: [(String, Int)], on bench: MessagingBench) async throws {
    try await bench.fifo("src.fifo", ["VisibilityTimeout": "30"])
    try await bench.fifo("dst.fifo", ["MaximumMessageSize": "1500"])
    for (name, size) in messages {
      let body = name + String(repeating: "x", count: size)
      try await bench.send(body, to: "src.fifo", group: String(name.prefix(1)))
    }
  }

  /// Creates the pipe, which keeps the groups.
  private static func pipe(enrichment: String? = nil, on bench: MessagingBench) async throws {
    var input: JSONObject = [
      "Name": "p", "Source": .string(bench.queueARN("src.fifo")),
      "Target": .string(bench.queueARN("dst.fifo")),
      "RoleArn": .string(MessagingBench.pipeRole),
      "TargetParameters": [
        "SqsQueueParameters": [
          "MessageGroupId": enrichment == nil ? "$.attributes.MessageGroupId" : "g"
        ]
      ],
    ]
    input["Enrichment"] = enrichment.map { .string($0) }
    _ = try await bench.pipes("create-pipe", .object(input))
  }

  /// The first two letters of what the target has got, in its order.
  private static func names(_ bench: MessagingBench) async throws -> String {
    var names: [String] = []
    while true {
      let messages = try await bench.receive("dst.fifo")
      guard !messages.isEmpty else { return names.joined(separator: " ") }
      for message in messages {
        let record = try? JSONValue(parsing: message.body)
        names.append("\((record?["body"]?.stringValue ?? message.body).prefix(2))")
        try await bench.delete(message.receiptHandle, from: "dst.fifo")
      }
    }
  }

  private static let orders = [
    Story(
      "nothing overtakes what is refused, within its group",
      ["a1 b1 b2", "a2 a3", "0"]
    ) { bench in
      try await fifo([("a1", 0), ("b1", 0), ("a2", 1_400), ("a3", 0), ("b2", 0)], on: bench)
      try await pipe(on: bench)
      try await bench.sleep(.seconds(100))
      var seen = [try await names(bench)]
      _ = try await bench(
        SetQueueAttributes(queueUrl: "dst.fifo", attributes: ["MaximumMessageSize": "9000"])
      )
      try await bench.sleep(.seconds(100))
      seen.append(try await names(bench))
      return seen + ["\(await bench.depths("src.fifo").reduce(0, +))"]
    },
    Story("nor, behind an enrichment, anything", ["a1", "3"]) { bench in
      try await fifo([("a1", 0), ("a2", 1_600), ("b1", 0)], on: bench)
      try await pipe(enrichment: bench.function(Bodies.self), on: bench)
      try await bench.sleep(.seconds(100))
      return [
        try await names(bench), "\(await bench.depths("src.fifo").reduce(0, +))",
      ]
    },
    Story("what fails and passes keeps its order too", ["a1 a2 a3", "0"]) { bench in
      try await fifo([("a1", 0), ("a2", 0), ("a3", 0)], on: bench)
      bench.cloud.faults.fail("dst.fifo", .each(Ratio(1, of: 2)), .beforeEffects)
      try await pipe(on: bench)
      try await bench.sleep(.seconds(600))
      bench.cloud.faults.heal("dst.fifo")
      return [
        try await names(bench), "\(await bench.depths("src.fifo").reduce(0, +))",
      ]
    },
  ]
}

/// Answers the bodies of its events.
actor Bodies: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    .array((event.arrayValue ?? []).map { $0["body"] ?? .null })
  }
}
