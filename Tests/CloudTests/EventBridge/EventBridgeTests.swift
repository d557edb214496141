import Cloud
import JSON
import Simulation
import Testing

/// Buses: routing, what targets get, retries and dead letters.
@Suite struct EventBridgeTests {
  static let pattern = #"{"source":["com.fernway.orders"]}"#

  static func event(_ detail: String = #"{"orderId":"o-1","total":42.5}"#) -> PutEvents.Entry {
    PutEvents.Entry(source: "com.fernway.orders", detailType: "OrderPlaced", detail: detail)
  }

  /// Puts a rule for the orders with one target; queues let it in.
  static func rule(_ name: String, _ target: RuleTarget, on bench: MessagingBench) async throws {
    for queue in [target.arn, target.deadLetterConfig?.arn].compactMap({ $0.flatMap(ARN.init) })
    where queue.service == "sqs" {
      try await bench.open(queue.name)
    }
    _ = try await bench(PutRule(name: name, eventPattern: pattern))
    _ = try await bench(PutTargets(rule: name, targets: [target]))
  }

  @Test(arguments: routes + failures) func `events go where the rules say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  // MARK: Routes

  static let routes: [Story] = [
    Story(
      "a target gets the event in its envelope",
      [
        #"{"version":"0","id":"ID","detail-type":"OrderPlaced","source":"com.fernway.orders","#
          + #""account":"123456789012","time":"2026-01-01T00:00:00Z","region":"us-east-1","#
          + #""resources":[],"detail":{"orderId":"o-1","total":42.5}}"#
      ]
    ) { bench in
      try await bench.queue("a")
      try await rule("r", RuleTarget(id: "1", arn: bench.queueARN("a")), on: bench)
      let id = try await bench(PutEvents(entries: [event()])).entries[0].eventId ?? ""
      return try await bench.bodies("a", wait: 1).map { $0.replacing(id, with: "ID") }
    },
    Story("an event of two rules comes once for each, with the same id", ["2 events", "1 id"]) {
      bench in
      try await bench.queue("a")
      for name in ["r", "s"] {
        try await rule(name, RuleTarget(id: "1", arn: bench.queueARN("a")), on: bench)
      }
      _ = try await bench(PutEvents(entries: [event()]))
      try await bench.sleep(.seconds(1))
      let ids = try await bench.bodies("a").map { try JSONValue(parsing: $0)["id"]?.stringValue }
      return ["\(ids.count) events", "\(Set(ids).count) id"]
    },
    Story("a disabled rule and a pattern that does not match get nothing", ["0", "1"]) { bench in
      try await bench.queue("a")
      try await rule("r", RuleTarget(id: "1", arn: bench.queueARN("a")), on: bench)
      _ = try await bench(PutRule(name: "s", eventPattern: #"{"source":["others"]}"#))
      _ = try await bench(
        PutTargets(rule: "s", targets: [RuleTarget(id: "1", arn: bench.queueARN("a"))])
      )
      _ = try await bench(DisableRule(name: "r"))
      _ = try await bench(PutEvents(entries: [event()]))
      let none = try await bench.receive("a", wait: 1).count
      _ = try await bench(EnableRule(name: "r"))
      _ = try await bench(PutEvents(entries: [event()]))
      return ["\(none)", "\(try await bench.receive("a", wait: 1).count)"]
    },
    Story("rules that come, change and go leave the others as they were", ["q r s", "s q", "q"]) {
      bench in
      for name in ["q", "r", "s"] {
        try await bench.queue(name)
        try await rule(name, RuleTarget(id: "1", arn: bench.queueARN(name)), on: bench)
      }
      func reached() async throws -> String {
        _ = try await bench(PutEvents(entries: [event()]))
        var names: [String] = []
        for name in ["q", "r", "s"] where try await !bench.receive(name, wait: 1).isEmpty {
          names.append(name)
        }
        return names.joined(separator: " ")
      }
      var seen = [try await reached()]
      // A rule that is deleted and put anew stands behind the others, as the list shows.
      for name in ["r", "q"] {
        _ = try await bench(RemoveTargets(rule: name, ids: ["1"]))
        _ = try await bench(DeleteRule(name: name))
      }
      try await rule("q", RuleTarget(id: "1", arn: bench.queueARN("q")), on: bench)
      seen.append(await bench.cloud.eventBridge.ruleNames().joined(separator: " "))
      _ = try await bench(PutRule(name: "s", eventPattern: #"{"source":["others"]}"#))
      seen.append(try await reached())
      return seen
    },
    Story("a function, a topic and a bus are targets too", ["OrderPlaced", "o-1", "same id"]) {
      bench in
      let function = try await bench.echoFunction()
      let topic = try await bench.topic("news")
      try await bench.open(topic: topic)
      for queue in ["b", "c"] { try await bench.queue(queue) }
      try await bench.open("c")
      try await bench.subscribe("b", to: topic, ["RawMessageDelivery": "true"])
      let bus = try await bench(CreateEventBus(name: "other")).eventBusArn
      _ = try await bench(PutRule(name: "o", eventPattern: pattern, eventBusName: "other"))
      _ = try await bench(
        PutTargets(
          rule: "o",
          eventBusName: bus,
          targets: [RuleTarget(id: "1", arn: bench.queueARN("c"))]
        )
      )
      _ = try await bench(PutRule(name: "r", eventPattern: pattern))
      _ = try await bench(
        PutTargets(
          rule: "r",
          targets: [
            RuleTarget(id: "1", arn: function),
            RuleTarget(id: "2", arn: topic, inputPath: "$.detail.orderId"),
            RuleTarget(id: "3", arn: bus),
          ]
        )
      )
      let id = try await bench(PutEvents(entries: [event()])).entries[0].eventId
      let seen = try JSONValue(parsing: try await bench.bodies("seen", wait: 5)[0])
      let news = try await bench.bodies("b", wait: 5)[0]
      let other = try JSONValue(parsing: try await bench.bodies("c", wait: 5)[0])
      return [
        seen["detail-type"]?.stringValue ?? "", news.filter { $0 != "\"" },
        other["id"]?.stringValue == id ? "same id" : "?",
      ]
    },
    Story(
      "some entries of a request may fail",
      ["3", "id", "MalformedDetail", "NotAuthorizedForSourceException", "InvalidArgument", "id"]
    ) { bench in
      var aws = event()
      aws.source = "aws.s3"
      let none = PutEvents.Entry(source: "x", detailType: nil, detail: "{}")
      var nowhere = event()
      nowhere.eventBusName = "nowhere"
      let output = try await bench(
        PutEvents(entries: [event(), event("[1]"), aws, none, nowhere])
      )
      return ["\(output.failedEntryCount)"]
        + output.entries.map { $0.errorCode ?? ($0.eventId == nil ? "?" : "id") }
    },
    Story(
      "the time of an entry is a number or a date, in whole seconds",
      ["2026-01-01T10:00:00Z", "2024-02-29T23:59:59Z", "InvalidArgument"]
    ) { bench in
      try await bench.queue("a")
      try await rule("r", RuleTarget(id: "1", arn: bench.queueARN("a")), on: bench)
      let entries = [1_767_261_600, "2024-02-29T23:59:59.5Z", "2025-02-29T00:00:00Z"].map {
        (time: RequestDate) in
        var entry = event()
        entry.time = time
        return entry
      }
      let output = try await bench(PutEvents(entries: entries))
      try await bench.sleep(.seconds(1))
      let times = try await bench.bodies("a").map {
        try JSONValue(parsing: $0)["time"]?.stringValue ?? ""
      }
      return times + [output.entries[2].errorCode ?? ""]
    },
  ]

  // MARK: Inputs

  struct Input: Sendable {
    let target: RuleTarget
    /// `nil` when nothing is delivered.
    let expected: String?

    init(_ template: String, _ expected: String?, paths: [String: String] = Self.paths) {
      let transformer = RuleTarget.InputTransformer(inputPathsMap: paths, inputTemplate: template)
      target = RuleTarget(id: "1", arn: Self.queue, inputTransformer: transformer)
      self.expected = expected
    }

    init(input: String? = nil, path: String? = nil, _ expected: String?) {
      target = RuleTarget(id: "1", arn: Self.queue, input: input, inputPath: path)
      self.expected = expected
    }

    static let queue = "arn:aws:sqs:us-east-1:123456789012:a"
    static let paths = [
      "instance": "$.detail.instance-id", "state": "$.detail.state", "list": "$.detail.list",
      "payload": "$.detail.payload", "absent": "$.detail.absent", "first": "$.detail.list[0]",
      "all": "$.detail.list[*]", "names": "$.detail.payload[*]", "each": "$.detail.rows[*].n[*]",
      "nothing": "$.detail.state[*]",
    ]
    static let detail =
      #"{"instance-id":"i-01","state":"RUNNING","list":["ACTIVE","INACTIVE"],"#
      + #""payload":{"acc_id":"0a78","sf_id":"baz"},"rows":[{"n":[1,2]},{"m":0},{"n":[3]}]}"#
  }

  static let inputs = [
    Input(#""instance <instance> is in <state>""#, #""instance i-01 is in RUNNING""#),
    Input(
      #"{"instance":<instance>,"state":<state>}"#,
      #"{"instance":"i-01","state":"RUNNING"}"#
    ),
    Input(
      #"{"i":<instance>,"s":"<state>","t":"instance \"<instance>\" is in <state>"}"#,
      #"{"i":"i-01","s":"RUNNING","t":"instance \"i-01\" is in RUNNING"}"#
    ),
    Input(#"{"a":[9,<state>,true],"k":"Yes"}"#, #"{"a":[9,"RUNNING",true],"k":"Yes"}"#),
    Input(#"{"a":<absent>,"b":"x<absent>"}"#, #"{"a":"","b":"x"}"#),
    Input(#"{"f":<first>,"p":<payload>}"#, #"{"f":"ACTIVE","p":{"acc_id":"0a78","sf_id":"baz"}}"#),
    Input(#""<list> <payload>""#, #""[ACTIVE,INACTIVE] {acc_id:0a78,sf_id:baz}""#),
    Input("\"one <state>\"\n\"two\"", "\"one RUNNING\"\n\"two\""),
    Input(#""<aws.events.rule-name> triggered""#, #""r triggered""#, paths: [:]),
    Input(#"{"k":"<list>"}"#, nil),
    Input("<state> some words", nil),
    // A quote without an end, and words beside one, are no lines.
    Input(#""<state>"#, nil),
    Input(#""a" <state>"#, nil),
    Input(#"{"a":<all>,"b":<names>}"#, #"{"a":["ACTIVE","INACTIVE"],"b":["0a78","baz"]}"#),
    Input(#"{"a":<each>,"b":<nothing>}"#, #"{"a":[1,2,3],"b":""}"#),
    Input(input: #"{"constant": 1}"#, #"{"constant": 1}"#),
    Input(path: "$.detail.payload.sf_id", #""baz""#),
    Input(path: "$.detail.list[1]", #""INACTIVE""#),
  ]

  @Test func `targets get what their input says`() throws {
    for row in Self.inputs {
      let bodies = try MessagingBench.run { bench in
        try await bench.queue("a")
        try await Self.rule("r", row.target, on: bench)
        _ = try await bench(PutEvents(entries: [Self.event(Input.detail)]))
        return try await bench.bodies("a", wait: 1)
      }
      #expect(bodies == [row.expected].compactMap { $0 })
    }
  }

  @Test func `the event without its detail has detailType in one word`() throws {
    let keys = try MessagingBench.run { bench in
      try await bench.queue("a")
      let template = RuleTarget.InputTransformer(inputTemplate: "<aws.events.event>")
      let target = RuleTarget(id: "1", arn: bench.queueARN("a"), inputTransformer: template)
      try await Self.rule("r", target, on: bench)
      _ = try await bench(PutEvents(entries: [Self.event()]))
      let body = try await bench.bodies("a", wait: 1)[0]
      return try JSONValue(parsing: body).objectValue?.keys.sorted() ?? []
    }
    #expect(
      keys == ["account", "detailType", "id", "region", "resources", "source", "time", "version"]
    )
  }

  // MARK: Failures

  static func deadLetter(_ bench: MessagingBench) async throws -> [String] {
    let message = try await bench.receive("dead", wait: 20)[0]
    let attributes = message.messageAttributes ?? [:]
    let names = ["ERROR_CODE", "EXHAUSTED_RETRY_CONDITION", "RETRY_ATTEMPTS", "RULE_ARN"]
    return [try JSONValue(parsing: message.body)["detail-type"]?.stringValue ?? ""]
      + names.map { attributes[$0]?.stringValue ?? "none" }
  }

  static let ruleARN = "arn:aws:events:us-east-1:123456789012:rule/r"

  static let failures: [Story] = [
    Story(
      "a target that is gone is not tried again",
      ["OrderPlaced", "NO_RESOURCE", "none", "0", ruleARN]
    ) { bench in
      try await bench.queue("dead")
      let target = RuleTarget(
        id: "1",
        arn: bench.queueARN("gone"),
        deadLetterConfig: .init(arn: bench.queueARN("dead"))
      )
      try await rule("r", target, on: bench)
      _ = try await bench(PutEvents(entries: [event()]))
      return try await deadLetter(bench)
    },
    Story(
      "a target that stays out is tried as often as the policy says",
      ["OrderPlaced", "INTERNAL_ERROR", "MaximumRetryAttempts", "2", ruleARN]
    ) { bench in
      for queue in ["a", "dead"] { try await bench.queue(queue) }
      let target = RuleTarget(
        id: "1",
        arn: bench.queueARN("a"),
        retryPolicy: .init(maximumRetryAttempts: 2),
        deadLetterConfig: .init(arn: bench.queueARN("dead"))
      )
      try await rule("r", target, on: bench)
      bench.cloud.faults.fail("a", .all)
      _ = try await bench(PutEvents(entries: [event()]))
      return try await deadLetter(bench)
    },
    Story(
      "or for as long as the policy says",
      ["0", "OrderPlaced", "INTERNAL_ERROR", "MaximumEventAgeInSeconds", "5", ruleARN]
    ) { bench in
      for queue in ["a", "dead"] { try await bench.queue(queue) }
      let target = RuleTarget(
        id: "1",
        arn: bench.queueARN("a"),
        retryPolicy: .init(maximumEventAgeInSeconds: 60),
        deadLetterConfig: .init(arn: bench.queueARN("dead"))
      )
      try await rule("r", target, on: bench)
      bench.cloud.faults.fail("a", .all)
      _ = try await bench(PutEvents(entries: [event()]))
      // The last retry is half a minute old; the event is not yet given up.
      try await bench.sleep(.milliseconds(59_900))
      let early = await bench.depths("dead")[0]
      return ["\(early)"] + (try await deadLetter(bench))
    },
  ]

  @Test func `the default policy's retries span its 24 hours`() {
    let total = (1...185).reduce(Duration.zero) {
      $0 + EventBridgeAssumptions.wait(beforeRetry: $1)
    }
    #expect((22 * 3_600..<24 * 3_600).contains(total.nanoseconds / 1_000_000_000))
  }

  // MARK: Refusals

  @Test func `EventBridge refuses in its own words`() throws {
    for refusal in EventBridgeRefusals.all {
      #expect(try refusal.outcome() == refusal.expected, "\(refusal.testDescription)")
    }
  }
}
