import Cloud

/// What EventBridge refuses, with code, status and text.
enum EventBridgeRefusals {
  static func put(_ entries: [PutEvents.Entry]) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in _ = try await bench(PutEvents(entries: entries)) }
  }

  static func targets(_ targets: [RuleTarget]) -> @Sendable (MessagingBench) async throws -> Void {
    { bench in
      _ = try await bench(PutRule(name: "r", eventPattern: EventBridgeTests.pattern))
      _ = try await bench(PutTargets(rule: "r", targets: targets))
    }
  }

  /// An entry of so many bytes.
  static func entry(of size: Int) -> PutEvents.Entry {
    let padding = String(repeating: "x", count: size - 2 - 8)
    return PutEvents.Entry(source: "s", detailType: "t", detail: "{\"k\":\"\(padding)\"}")
  }

  static let many =
    "LimitExceededException 400 The requested resource exceeds the maximum number"
    + " allowed."

  static let all = [
    Refusal("a megabyte less a byte", "accepted", put([entry(of: 1_048_575)])),
    Refusal(
      "a megabyte",
      "ValidationException 400 Total size of the entries in the request is over the limit.",
      put([entry(of: 1_048_576)])
    ),
    Refusal(
      "eleven entries",
      "ValidationException 400 1 validation error detected: Value '[11]' at 'entries' failed to"
        + " satisfy constraint: Member must have length less than or equal to 10",
      put((0..<11).map { _ in EventBridgeTests.event() })
    ),
    Refusal(
      "a pattern with an empty object",
      "InvalidEventPatternException 400 Event pattern is not valid. Reason: Empty objects are not"
        + " allowed\n at [Source: (String)\"{}\"; line: 1, column: 3]"
    ) { bench in _ = try await bench(PutRule(name: "r", eventPattern: "{}")) },
    Refusal(
      "a bus that does not exist",
      "ResourceNotFoundException 400 Event bus x does not exist."
    ) { bench in
      _ = try await bench(
        PutRule(name: "r", eventPattern: EventBridgeTests.pattern, eventBusName: "x")
      )
    },
    Refusal(
      "a rule that does not exist",
      "ResourceNotFoundException 400 Rule r does not exist on EventBus default."
    ) { bench in _ = try await bench(EnableRule(name: "r")) },
    Refusal(
      "a bus twice",
      "ResourceAlreadyExistsException 400 Event bus x already exists."
    ) { bench in
      for _ in 0..<2 { _ = try await bench(CreateEventBus(name: "x")) }
    },
    Refusal(
      "deleting the default bus",
      "ValidationException 400 Cannot delete event bus default."
    ) { bench in _ = try await bench(DeleteEventBus(name: "default")) },
    Refusal(
      "a sixth target",
      many,
      targets((0..<6).map { RuleTarget(id: "\($0)", arn: EventBridgeTests.Input.queue) })
    ),
    Refusal(
      "a placeholder without a path",
      "ValidationException 400 InputTemplate for target 1 contains invalid placeholder x.",
      targets([EventBridgeTests.Input(#""<x>""#, nil, paths: [:]).target])
    ),
    Refusal(
      "two inputs",
      "ValidationException 400 Only one of Input, InputPath, or InputTransformer must be"
        + " provided for"
        + " target 1.",
      targets([
        RuleTarget(id: "1", arn: EventBridgeTests.Input.queue, input: "1", inputPath: "$.detail")
      ])
    ),
    Refusal(
      "an id with a space",
      "ValidationException 400 1 validation error detected: Value 'a b' at 'targets.1.member.id'"
        + " failed to satisfy constraint: Member must satisfy regular expression pattern:"
        + " [\\.\\-_A-Za-z0-9]+",
      targets([RuleTarget(id: "a b", arn: EventBridgeTests.Input.queue)])
    ),
    Refusal(
      "a target that is left out",
      "NotSupportedHere 501 A target of states (functions, queues, topics, event buses, log groups,"
        + " delivery streams and API destinations are targets here) exists on AWS and is left out of"
        + " this mini cloud.",
      targets([RuleTarget(id: "1", arn: "arn:aws:states:us-east-1:123456789012:stateMachine:m")])
    ),
    Refusal(
      "an event without its mandatory fields",
      "ValidationException 400 Parameter Event is not valid. Reason: the field id is mandatory."
    ) { bench in
      _ = try await bench(TestEventPattern(eventPattern: EventBridgeTests.pattern, event: "{}"))
    },
  ]
}
