import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Rules that fire by themselves.
@Suite struct ScheduledRuleTests {
  @Test(arguments: stories) func `a rule fires at its times`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  /// When the events in a queue say that they happened, in order.
  static func times(_ queue: String, on bench: MessagingBench) async throws -> [String] {
    var times: [String] = []
    while true {
      let messages = try await bench.receive(queue)
      guard !messages.isEmpty else { return times.sorted() }
      for message in messages {
        let event = try JSONValue(parsing: message.body)
        times.append(String((event["time"]?.stringValue ?? message.body).dropFirst(11)))
      }
    }
  }

  static let stories = [
    Story(
      "the target gets a scheduled event",
      [
        #"{"version":"0","id":"ID","detail-type":"Scheduled Event","source":"aws.events","#
          + #""account":"123456789012","time":"2026-01-01T00:05:00Z","region":"us-east-1","#
          + #""resources":["arn:aws:events:us-east-1:123456789012:rule/tick"],"detail":{}}"#
      ]
    ) { bench in
      try await bench.scheduledRule("tick", "cron(5 * * * ? *)", to: "a")
      try await bench.sleep(.seconds(301))
      return try await bench.bodies("a").map { body in
        let id = try JSONValue(parsing: body)["id"]?.stringValue ?? ""
        return body.replacing(id, with: "ID")
      }
    },
    Story("or the constant of the rule", [#"{"job":"nightly"}"#]) { bench in
      try await bench.scheduledRule("tick", "rate(1 minute)", to: "a", input: #"{"job":"nightly"}"#)
      try await bench.sleep(.seconds(61))
      return try await bench.bodies("a")
    },
    Story("a rate counts from the rule's creation", ["00:01:30Z", "00:02:30Z", "00:03:30Z"]) {
      bench in
      try await bench.sleep(.seconds(30))
      try await bench.scheduledRule("tick", "rate(1 minute)", to: "a")
      try await bench.sleep(.seconds(190))
      return try await times("a", on: bench)
    },
    Story(
      "and again from when the rule is put in force, but not when it is already",
      ["00:01:00Z", "00:04:15Z", "00:05:15Z"]
    ) { bench in
      try await bench.scheduledRule("tick", "rate(1 minute)", to: "a")
      try await bench.sleep(.seconds(100))
      _ = try await bench(DisableRule(name: "tick"))
      try await bench.sleep(.seconds(95))
      _ = try await bench(EnableRule(name: "tick"))
      try await bench.sleep(.seconds(30))
      _ = try await bench(EnableRule(name: "tick"))
      try await bench.sleep(.seconds(100))
      return try await times("a", on: bench)
    },
    Story("another schedule takes the place of the first", ["00:01:00Z", "00:10:00Z"]) { bench in
      try await bench.scheduledRule("tick", "rate(1 minute)", to: "a")
      try await bench.sleep(.seconds(90))
      _ = try await bench(PutRule(name: "tick", scheduleExpression: "cron(0/10 * * * ? *)"))
      try await bench.sleep(.seconds(900))
      return try await times("a", on: bench)
    },
    Story("a rule without a schedule any more, or deleted, fires no more", ["00:01:00Z"]) {
      bench in
      for name in ["tick", "tock"] {
        try await bench.scheduledRule(
          name,
          "rate(\(name == "tick" ? 1 : 2) minute\(name == "tick" ? "" : "s"))",
          to: name
        )
      }
      try await bench.sleep(.seconds(90))
      _ = try await bench(PutRule(name: "tick", eventPattern: EventBridgeTests.pattern))
      _ = try await bench(RemoveTargets(rule: "tock", ids: ["1"]))
      _ = try await bench(DeleteRule(name: "tock"))
      try await bench.sleep(.seconds(900))
      return try await times("tick", on: bench) + times("tock", on: bench)
    },
    Story("a rule with a pattern too fires on either", ["00:00:00Z", "00:01:00Z"]) { bench in
      try await bench.scheduledRule(
        "tick",
        "rate(1 minute)",
        to: "a",
        pattern: EventBridgeTests.pattern
      )
      _ = try await bench(PutEvents(entries: [EventBridgeTests.event()]))
      try await bench.sleep(.seconds(61))
      return try await times("a", on: bench)
    },
    Story("its event is its own: rules with patterns do not see it", ["1", "0"]) { bench in
      try await bench.scheduledRule("tick", "rate(1 minute)", to: "a")
      try await bench.openQueue("b")
      try await EventBridgeTests.rule(
        "all",
        RuleTarget(id: "1", arn: bench.queueARN("b")),
        on: bench
      )
      _ = try await bench(PutRule(name: "all", eventPattern: #"{"source":["aws.events"]}"#))
      try await bench.sleep(.seconds(61))
      return ["\(await bench.depths("a")[0])", "\(await bench.depths("b")[0])"]
    },
    Story("a rule that never fires is put at once, and listed", ["cron(0 0 31 2 ? *)", "DISABLED"])
    {
      bench in
      _ = try await bench(
        PutRule(name: "never", scheduleExpression: "cron(0 0 31 2 ? *)", state: .disabled)
      )
      let rule = try await bench.cloud.perform(
        service: "events",
        operation: "list-rules",
        input: [:],
        for: .learner
      )["Rules"]?[0]
      return ["ScheduleExpression", "State"].map { rule?[$0]?.stringValue ?? "" }
    },
    Story("a rate beyond the clock is put, and never comes", ["0"]) { bench in
      try await bench.scheduledRule("far", "rate(99999999 days)", to: "a")
      try await bench.sleep(.seconds(90_000))
      return ["\(await bench.depths("a")[0])"]
    },
  ]

  @Test func `a rule that waits for its time keeps no run from ending`() throws {
    let bench = MessagingBench()
    defer { bench.cloud.shutDown() }
    let simulation = bench.cloud.simulation
    simulation.spawn(on: bench.cloud.eventBridge) { _ in
      try await bench.scheduledRule("tick", "rate(1 minute)", to: "a")
    }
    let isIdle = try simulation.runUntilIdle()
    #expect(isIdle && simulation.now < SimulationInstant.start.advanced(by: .seconds(1)))
  }

  @Test(arguments: refusals) func `what is no schedule of a rule is refused`(
    _ refusal: Refusal
  )
    throws
  {
    #expect(try refusal.outcome() == refusal.expected)
  }

  static let invalid = "ValidationException 400 Parameter ScheduleExpression is not valid."
  static let refusals =
    ScheduleExpressionTests.refused.filter { !$0.expression.isEmpty }.map { row in
      Refusal(row.expression, invalid) { bench in
        _ = try await bench(PutRule(name: "r", scheduleExpression: row.expression))
      }
    } + [
      Refusal("257 letters", invalid) { bench in
        let minutes = Array(repeating: "15", count: 83).joined(separator: ",")
        _ = try await bench(PutRule(name: "r", scheduleExpression: "cron(\(minutes) * * * ? *)"))
      },
      Refusal(
        "a schedule on another bus",
        "ValidationException 400 ScheduleExpression is supported only on the default event bus."
      ) { bench in
        _ = try await bench(CreateEventBus(name: "x"))
        _ = try await bench(
          PutRule(name: "r", scheduleExpression: "rate(1 minute)", eventBusName: "x")
        )
      },
      Refusal(
        "neither a pattern nor a schedule",
        "ValidationException 400 Parameter(s) EventPattern or ScheduleExpression must be specified."
      ) { bench in _ = try await bench(PutRule(name: "r")) },
    ]

  // MARK: Laws

  /// A rule's life as chance has it, and how often it must have fired.
  @Test(arguments: Run.all) func `a rule fires at exactly its times while it is in force`(
    _ run: Run
  ) throws {
    let bench = MessagingBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let fires = Mutex(0)
    bench.cloud.simulation.trace.read(EventBridgeEvent.self) { _, _, event in
      if case .ruleFired = event { fires.withLock { $0 += 1 } }
    }
    let expected = try bench.cloud.simulation.run { try await Self.life(on: bench) }
    let count = fires.withLock { $0 }
    #expect(count == expected && count > 20, "\(run.testDescription)")
  }

  /// Lives for some hours, and returns how often the rule was due while it was in force.
  private static func life(on bench: MessagingBench) async throws -> Int {
    var chance = bench.cloud.simulation.randomStream("life of a rule")
    var (expected, start) = (0, nil as Int64?)
    var period: Int64 = 60
    for _ in 0..<30 {
      let begins = Cloud.epochSeconds + bench.cloud.simulation.now.nanoseconds / 1_000_000_000
      switch chance.uniform(below: 4) {
      case 0, 1:
        period = [60, 120, 300][chance.uniform(below: 3)]
        let minutes = period == 60 ? "1 minute" : "\(period / 60) minutes"
        _ = try await bench(PutRule(name: "r", scheduleExpression: "rate(\(minutes))"))
        start = begins
      case 2:
        if start != nil { _ = try await bench(DisableRule(name: "r")) }
        start = nil
      default:
        _ = try await bench(DeleteRule(name: "r"))
        start = nil
      }
      let length = 100 + Int64(chance.uniform(below: 2_000))
      let end = Cloud.instantOfTest(begins + length)
      try await bench.cloud.simulation.sleep(until: end)
      if let start {
        expected += Int((begins + length - start) / period) - Int((begins - start) / period)
      }
    }
    return expected
  }
}

extension Cloud {
  /// Half a second after a time since 1970, where nothing else happens.
  fileprivate static func instantOfTest(_ seconds: Int64) -> SimulationInstant {
    SimulationInstant.start.advanced(by: .seconds(seconds - epochSeconds) + .milliseconds(500))
  }
}

extension MessagingBench {
  /// Creates a queue into which EventBridge may put messages.
  func openQueue(_ name: String, _ attributes: [String: String] = [:]) async throws {
    try await queue(name, attributes)
    try await allow("events.amazonaws.com", to: name)
  }

  /// Lets a service put messages into a queue.
  func allow(_ service: String, to queue: String) async throws {
    let policy =
      #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"#
      + #""\#(service)"},"Action":"sqs:SendMessage","Resource":"\#(queueARN(queue))"}]}"#
    _ = try await self(SetQueueAttributes(queueUrl: queue, attributes: ["Policy": policy]))
  }

  /// Puts a scheduled rule whose target is a new queue.
  func scheduledRule(
    _ name: String,
    _ expression: String,
    to queue: String,
    input: String? = nil,
    pattern: String? = nil
  ) async throws {
    try await openQueue(queue)
    _ = try await self(
      PutRule(name: name, eventPattern: pattern, scheduleExpression: expression)
    )
    _ = try await self(
      PutTargets(
        rule: name,
        targets: [RuleTarget(id: "1", arn: queueARN(queue), input: input)]
      )
    )
  }
}
