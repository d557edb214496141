import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What goes through pipes, what does not, and what comes back.
@Suite struct PipeTests {
  @Test(arguments: ways + returns + states) func `events go through a pipe`(
    _ story: Story
  ) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  /// Two queues, of which the first is the pipe's source.
  static func queues(
    _ bodies: [String],
    on bench: MessagingBench,
    receives: Int = 2
  ) async throws {
    try await bench.queue("in", deadLetters: "dead", after: receives)
    _ = try await bench(
      SetQueueAttributes(queueUrl: "in", attributes: ["VisibilityTimeout": "30"])
    )
    try await bench.queue("out")
    for body in bodies { try await bench.send(body, to: "in") }
  }

  // MARK: Ways

  static let ways = [
    Story("from queue to queue, each message as a record", ["hello in aws:sqs", "0"]) { bench in
      try await queues(["hello"], on: bench)
      try await bench.pipe(to: bench.queueARN("out"))
      let record = try JSONValue(parsing: try await bench.bodies("out", wait: 20)[0])
      let words = ["body", "eventSourceARN", "eventSource"].map { record[$0]?.stringValue ?? "" }
      return [
        "\(words[0]) \(words[1].split(separator: ":").last ?? "") \(words[2])",
        "\(await bench.depths("in").reduce(0, +))",
      ]
    },
    Story("what no pattern of the filter keeps is deleted", ["7 8", "0"]) { bench in
      try await queues([#"{"n":7}"#, #"{"n":1}"#, #"{"n":8}"#, "plain"], on: bench)
      try await bench.pipe(
        .init(patterns: [#"{"body":{"n":[{"numeric":[">",5]}]}}"#]),
        to: bench.queueARN("out"),
        .init(inputTemplate: "<$.body.n>")
      )
      try await bench.sleep(.seconds(30))
      return [
        try await bench.all("out").joined(separator: " "),
        "\(await bench.depths("in").reduce(0, +))",
      ]
    },
    Story(
      "an enrichment makes other events, fewer or more",
      [#"{"number":1}"#, #"{"number":2}"#, #"{"number":2}"#]
    ) { bench in
      try await queues(["1", "2", "none"], on: bench)
      try await bench.pipe(enrichment: bench.function(Enrich.self), to: bench.queueARN("out"))
      try await bench.sleep(.seconds(30))
      return try await bench.all("out")
    },
    Story("and sees of each what its template says", [#"{"number":5}"#]) { bench in
      try await queues([#"{"a":[4,5]}"#], on: bench)
      try await bench.pipe(
        enrichment: bench.function(Enrich.self),
        template: "<$.body.a[1]>",
        to: bench.queueARN("out")
      )
      try await bench.sleep(.seconds(30))
      return try await bench.all("out")
    },
    Story("an empty answer goes no further", ["0", "0"]) { bench in
      try await queues(["none"], on: bench)
      try await bench.pipe(enrichment: bench.function(Enrich.self), to: bench.queueARN("gone"))
      try await bench.sleep(.seconds(120))
      return ["\(await bench.depths("in").reduce(0, +))", "\(await bench.depths("dead")[0])"]
    },
    Story("a bus gets events whose type may stand in them", ["placed shop 1"]) { bench in
      try await queues([#"{"type":"placed","n":1}"#], on: bench)
      try await bench.openQueue("b")
      try await EventBridgeTests.rule(
        "r",
        RuleTarget(id: "1", arn: bench.queueARN("b")),
        on: bench
      )
      _ = try await bench(PutRule(name: "r", eventPattern: #"{"source":["shop"]}"#))
      _ = try await bench.pipes(
        "create-pipe",
        [
          "Name": "p", "Source": .string(bench.queueARN("in")),
          "Target": "arn:aws:events:us-east-1:123456789012:event-bus/default",
          "RoleArn": .string(MessagingBench.pipeRole),
          "TargetParameters": [
            "InputTemplate": #"{"n":<$.body.n>}"#,
            "EventBridgeEventBusParameters": ["Source": "shop", "DetailType": "$.body.type"],
          ],
        ]
      )
      try await bench.sleep(.seconds(30))
      let event = try JSONValue(parsing: try await bench.bodies("b")[0])
      let words = ["detail-type", "source"].map { event[$0]?.stringValue ?? "" }
      return ["\(words[0]) \(words[1]) \(event["detail"]?["n"]?.text() ?? "")"]
    },
    Story(
      "and are about what stands in them, at the time that stands in them",
      [#"["arn:aws:s3:::b","arn:x","arn:y"]"#, "2025-12-24T18:00:00Z"]
    ) { bench in
      try await queues([#"{"about":"arn:x","when":"2025-12-24T18:00:00Z"}"#], on: bench)
      try await bench.openQueue("b")
      let rule = RuleTarget(id: "1", arn: bench.queueARN("b"))
      try await EventBridgeTests.rule("r", rule, on: bench)
      _ = try await bench(PutRule(name: "r", eventPattern: #"{"source":["Pipe p"]}"#))
      let bus: JSONValue = "arn:aws:events:us-east-1:123456789012:event-bus/default"
      _ = try await bench.pipes(
        "create-pipe",
        [
          "Name": "p", "Source": .string(bench.queueARN("in")), "Target": bus,
          "RoleArn": .string(MessagingBench.pipeRole),
          "TargetParameters": [
            "EventBridgeEventBusParameters": [
              "Resources": ["arn:aws:s3:::b", "$.body.about", "arn:y", "$.body.none"],
              "Time": "$.body.when",
            ]
          ],
        ]
      )
      try await bench.sleep(.seconds(30))
      let event = try JSONValue(parsing: try await bench.bodies("b")[0])
      return [
        event["resources"]?.text() ?? "",
        event["time"]?.stringValue ?? "",
      ]
    },
    Story("a topic gets messages", ["hello"]) { bench in
      try await queues(["hello"], on: bench)
      let topic = try await bench.topic("news")
      try await bench.openQueue("out2")
      try await bench.subscribe("out", to: topic, ["RawMessageDelivery": "true"])
      try await bench.allow("sns.amazonaws.com", to: "out")
      try await bench.pipe(to: topic, .init(inputTemplate: "<$.body>"))
      try await bench.sleep(.seconds(30))
      return try await bench.all("out").map { $0.filter { $0 != "\"" } }
    },
    Story("a function gets the batch as a list, as large as it is said", ["a b c d e"]) { bench in
      try await queues(["a", "b", "c", "d", "e"], on: bench)
      try await bench.queue("seen")
      try await bench.pipe(
        .init(batchSize: 20, maximumBatchingWindowInSeconds: 5),
        to: bench.function(Picky.self)
      )
      try await bench.sleep(.seconds(30))
      return try await bench.all("seen").suffix(1).map { $0 }
    },
  ]

  // MARK: Returns

  static let returns = [
    Story("what a function says has failed comes back alone", ["bad", "bad good", "0", "1"]) {
      bench in
      try await queues(["good", "bad"], on: bench)
      try await bench.queue("seen")
      try await bench.pipe(
        .init(batchSize: 10, maximumBatchingWindowInSeconds: 5),
        to: bench.function(Picky.self)
      )
      try await bench.sleep(.seconds(120))
      let seen = try await bench.all("seen")
      return seen + [
        "\(await bench.depths("in").reduce(0, +))", "\(await bench.depths("dead")[0])",
      ]
    },
    Story("a function that fails gets all again", ["boom", "boom", "1"]) { bench in
      try await queues(["boom"], on: bench)
      try await bench.queue("seen")
      try await bench.pipe(to: bench.function(Picky.self))
      try await bench.sleep(.seconds(120))
      return try await bench.all("seen") + ["\(await bench.depths("dead")[0])"]
    },
    Story("but not when nobody waits for it", ["0", "0"]) { bench in
      try await queues(["boom"], on: bench)
      try await bench.queue("seen")
      try await bench.pipe(
        to: bench.function(Picky.self),
        .init(lambdaFunctionParameters: .init(invocationType: .fireAndForget))
      )
      try await bench.sleep(.seconds(40))
      return ["\(await bench.depths("in").reduce(0, +))", "\(await bench.depths("dead")[0])"]
    },
    Story("an enrichment that fails brings all back", ["boom"]) { bench in
      try await queues(["boom"], on: bench)
      try await bench.pipe(enrichment: bench.function(Enrich.self), to: bench.queueARN("out"))
      try await bench.sleep(.seconds(120))
      return try await bench.all("dead")
    },
    Story("a target that is gone gets nothing, and the queue keeps all", ["1"]) { bench in
      try await queues(["a"], on: bench, receives: 1_000)
      try await bench.pipe(to: bench.queueARN("gone"))
      try await bench.sleep(.seconds(120))
      return ["\(await bench.depths("in").reduce(0, +))"]
    },
    Story("ten events go in one request", ["10 messages", "1 instant"]) { bench in
      let instants = Mutex<[SimulationInstant]>([])
      bench.cloud.simulation.trace.read(SQSEvent.self) { instant, component, event in
        if case .sent = event, component == "out" { instants.withLock { $0.append(instant) } }
      }
      try await queues((0..<10).map { "\($0)" }, on: bench)
      try await bench.pipe(to: bench.queueARN("out"))
      try await bench.sleep(.seconds(30))
      let all = instants.withLock { $0 }
      return ["\(all.count) messages", "\(Set(all).count) instant"]
    },
    Story("what a bus refuses of a batch comes back alone", ["1 3", "plain"]) { bench in
      try await queues([#"{"n":1}"#, "plain", #"{"n":3}"#], on: bench)
      try await bench.openQueue("b")
      let rule = RuleTarget(id: "1", arn: bench.queueARN("b"), inputPath: "$.detail.n")
      try await EventBridgeTests.rule("r", rule, on: bench)
      _ = try await bench(PutRule(name: "r", eventPattern: #"{"source":["Pipe p"]}"#))
      try await bench.pipe(
        to: "arn:aws:events:us-east-1:123456789012:event-bus/default",
        .init(inputTemplate: "<$.body>")
      )
      try await bench.sleep(.seconds(120))
      return [
        try await bench.all("b").joined(separator: " "),
        try await bench.all("dead").joined(separator: " "),
      ]
    },
    Story("a role that may not read leaves all where it is", ["1", "0"]) { bench in
      try await queues(["a"], on: bench)
      try await bench.role(
        "pipe",
        trusts: "pipes.amazonaws.com",
        allows: "sqs:SendMessage",
        on: "*"
      )
      try await bench.pipe(to: bench.queueARN("out"))
      try await bench.sleep(.seconds(60))
      return ["\(await bench.depths("in")[0])", "\(await bench.depths("out")[0])"]
    },
  ]

  // MARK: States

  static func state(_ bench: MessagingBench) async throws -> String {
    do {
      let pipe = try await bench(DescribePipe(name: "p"))
      return "\(pipe.desiredState) \(pipe.currentState.rawValue)"
    } catch let error as ServiceError {
      return error.code
    }
  }

  static let states = [
    Story(
      "a pipe is made, stopped, started and deleted",
      [
        "RUNNING CREATING", "RUNNING RUNNING", "STOPPED STOPPING", "STOPPED STOPPED", "1",
        "RUNNING STARTING", "1", "DELETED DELETING", "NotFoundException",
      ]
    ) { bench in
      try await queues([], on: bench)
      _ = try await bench(
        CreatePipe(
          name: "p",
          source: bench.queueARN("in"),
          target: bench.queueARN("out"),
          roleArn: MessagingBench.pipeRole
        )
      )
      var seen = [try await state(bench)]
      try await bench.sleep(.seconds(2))
      seen.append(try await state(bench))
      _ = try await bench(StopPipe(name: "p"))
      seen.append(try await state(bench))
      try await bench.sleep(.seconds(30))
      seen.append(try await state(bench))
      try await bench.send("a", to: "in")
      try await bench.sleep(.seconds(30))
      seen.append("\(await bench.depths("in")[0])")
      _ = try await bench(StartPipe(name: "p"))
      seen.append(try await state(bench))
      try await bench.sleep(.seconds(30))
      seen.append("\(await bench.depths("out")[0])")
      _ = try await bench(DeletePipe(name: "p"))
      seen.append(try await state(bench))
      try await bench.sleep(.seconds(30))
      seen.append(try await state(bench))
      return seen
    },
    Story("an update keeps what it leaves out, and clears what it gives anew", ["1 x", "0 y"]) {
      bench in
      try await queues([], on: bench)
      try await bench.pipe(
        .init(patterns: [#"{"body":["a"]}"#], batchSize: 5),
        to: bench.queueARN("out"),
        .init(inputTemplate: "x")
      )
      var seen: [String] = []
      for template in ["x", "y"] {
        let pipe = try await bench(DescribePipe(name: "p"))
        let filters = pipe.sourceParameters.filterCriteria?.filters.count ?? 0
        seen.append("\(filters) \(pipe.targetParameters.inputTemplate ?? "")")
        guard template == "x" else { continue }
        _ = try await bench.pipes(
          "update-pipe",
          [
            "Name": "p", "RoleArn": .string(MessagingBench.pipeRole),
            "SourceParameters": ["FilterCriteria": ["Filters": []]],
            "TargetParameters": ["InputTemplate": "y"],
          ]
        )
        try await bench.sleep(.seconds(30))
      }
      return seen
    },
    Story("a pipe has tags, and is listed", [#"{"k":"v"}"#, "p RUNNING"]) { bench in
      try await queues([], on: bench)
      try await bench.pipe(to: bench.queueARN("out"))
      let arn: JSONValue = "arn:aws:pipes:us-east-1:123456789012:pipe/p"
      _ = try await bench.pipes(
        "tag-resource",
        ["ResourceArn": arn, "Tags": ["k": "v", "l": "w"]]
      )
      _ = try await bench.pipes("untag-resource", ["ResourceArn": arn, "TagKeys": ["l"]])
      let tags = try await bench.pipes("list-tags-for-resource", ["ResourceArn": arn])
      let listed = try await bench(ListPipes()).pipes
      return [tags["tags"]?.text() ?? ""]
        + listed.map { "\($0.name) \($0.currentState.rawValue)" }
    },
    Story("what goes through is on the bill, what was filtered out is not", ["2"]) { bench in
      try await queues(["a", "b"], on: bench)
      try await bench.pipe(
        .init(patterns: [#"{"body":["b","c"]}"#], batchSize: 1),
        to: bench.queueARN("out")
      )
      try await bench.sleep(.seconds(30))
      try await bench.send("c", to: "in")
      try await bench.sleep(.seconds(30))
      return ["\(bench.cloud.meter.reading.quantity(of: .pipesRequests))"]
    },
  ]

  // MARK: Templates

  /// A template and what becomes of a message whose body is `{"k":"v","n":[1,{"m":2}]}`.
  @Test(arguments: [
    (#""Hello, sender""#, #""Hello, sender""#),
    ("free text", "free text"),
    ("<$.body.k>", #""v""#),
    (
      #"{"a":<$.body.n[1].m>,"b":<$.body.n>,"c":"x<$.body.k>y"}"#,
      #"{"a":2,"b":[1,{"m":2}],"c":"xvy"}"#
    ),
    (#"{"a":<$.none>,"b":"<$.none>"}"#, #"{"a":"","b":""}"#),
    (
      #"<aws.pipes.pipe-name> <aws.pipes.target-arn>"#,
      #""p" "arn:aws:sqs:us-east-1:123456789012:out""#
    ),
    (#"{"b":<$.body>}"#, #"{"b":{"k":"v","n":[1,{"m":2}]}}"#),
    (#"{"a":<$.body.n[*]>,"b":<$.body.n[*].m>}"#, #"{"a":[1,{"m":2}],"b":[2]}"#),
  ]) func `a template makes what the target gets`(_ template: String, _ expected: String) throws {
    let bodies = try MessagingBench.run { bench in
      try await Self.queues([#"{"k":"v","n":[1,{"m":2}]}"#], on: bench)
      try await bench.pipe(to: bench.queueARN("out"), .init(inputTemplate: template))
      return try await bench.bodies("out", wait: 20)
    }
    #expect(bodies == [expected])
  }

  // MARK: Laws

  @Test(arguments: Run.all) func `every message arrives, or is a dead letter`(_ run: Run) throws {
    let counts = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      try await Self.queues([], on: bench, receives: 2)
      bench.cloud.faults.fail("out", .each(Ratio(1, of: 2)), .beforeEffects)
      try await bench.pipe(to: bench.queueARN("out"), .init(inputTemplate: "<$.body>"))
      for number in 0..<40 {
        try await bench.send("\(number)", to: "in")
        try await bench.sleep(.milliseconds(700))
      }
      try await bench.sleep(.seconds(300))
      bench.cloud.faults.heal("out")
      let (out, dead) = (try await bench.all("out"), try await bench.all("dead"))
      return [Set(out + dead).count, await bench.depths("in").reduce(0, +), out.count, dead.count]
    }
    #expect(counts[0] == 40 && counts[1] == 0 && counts[2] > 20, "\(run.testDescription)")
  }
}
