import Cloud
import EventPattern
import JSON

/// Says why an event matches a pattern, a rule or a subscription's filter, or why not; no time passes.
struct WhyCommand: PlainCommand {
  /// Whose pattern it is, in the command's own words.
  static let kinds: [(word: String, dialect: Dialect)] = [
    ("rule", .eventBridge), ("archive", .eventBridgeArchive), ("mapping", .eventSourceMapping),
    ("attributes", .snsMessageAttributes), ("body", .snsMessageBody),
  ]

  static let help = CommandHelp(
    word: "why",
    usage: "why RULE|SUBSCRIPTION|PATTERN EVENT [--bus BUS] [--as KIND]",
    summary: "say which field of an event fails a pattern, and why",
    details: """
      RULE is a rule's name on the default bus, or on BUS. PATTERN is JSON and is read as a rule's, \
      or as KIND has it:
      \(kinds.map(\.word).joined(separator: ", ")), of which mapping is a mapping's filter, and \
      attributes and body are SNS filter policies.
      SUBSCRIPTION is a subscription's ARN; EVENT is then the message attributes as sns publish takes \
      them, or the message if the policy looks at bodies.
      EVENT is JSON as the pattern sees it: for a rule the whole event, not its detail alone.
      """,
    examples: [#"why '{"detail": {"state": ["paid"]}}' '{"detail": {"state": "Paid"}}'"#]
  )
  static let needsStage = false

  private let name: String
  private let pattern: EventPattern
  /// False for a rule that sends nothing, whatever matches it.
  private var isEnabled = true
  private let event: JSONValue

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let bus = try arguments.option("--bus")
    let kind = try arguments.option("--as")
    let subject = try arguments.required("a rule or a pattern")
    var looksAtAttributes = false
    if subject.text.drop(while: \.isWhitespace).first == "{" {
      name = "the pattern"
      if let bus { throw Self.misplaced("--bus", bus, "a rule's name") }
      pattern = try Self.pattern(subject, as: kind)
    } else if Self.isSubscription(subject) {
      name = "the subscription's filter policy"
      for (option, value) in [("--bus", bus), ("--as", kind)] {
        if let value { throw Self.misplaced(option, value, "a rule's name or a pattern") }
      }
      let filter = try Self.filter(ofSubscription: subject, in: session.world)
      guard let found = filter.pattern else { throw arguments.missing("a filter policy") }
      pattern = found
      looksAtAttributes = !filter.looksAtBody
    } else {
      name = "rule \(subject.text)"
      if let kind { throw Self.misplaced("--as", kind, "a pattern") }
      pattern = try Self.pattern(ofRule: subject, on: bus, in: session.world)
      let bridge = session.world.cloud.eventBridge
      isEnabled = try session.world.run {
        await bridge.state(ofRule: subject.text, on: bus?.text) != .disabled
      }
    }
    let text = try arguments.required("the event")
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: text.text)
    } catch {
      throw CommandError(
        .badArgument,
        "The event is not JSON: line \(error.line), column \(error.column): \(error.problem).",
        remedy: "\(error.remedy).",
        column: text.column
      )
    }
    event = looksAtAttributes ? try Self.seen(value, at: text.column) : value
  }

  private static func misplaced(
    _ option: String,
    _ value: Argument,
    _ what: String
  ) -> CommandError {
    CommandError(
      .badArgument,
      "\(option) goes with \(what) only.",
      remedy: "Write \(help.usage).",
      column: value.column
    )
  }

  private static func pattern(
    _ text: Argument,
    as kind: Argument?
  ) throws(CommandError) -> EventPattern {
    let word = try kind?.choice("kind of pattern", kinds.map(\.word))
    let dialect = kinds.first { $0.word == word }?.dialect ?? .eventBridge
    do throws(PatternError) {
      return try EventPattern(parsing: text.text, dialect: dialect)
    } catch {
      throw CommandError(
        .badArgument,
        "The pattern is not valid: line \(error.line), column \(error.column): \(error.reason)"
          + (error.reason.hasSuffix(".") ? "" : "."),
        remedy: "\(error.remedy).",
        column: text.column
      )
    }
  }

  private static func pattern(
    ofRule rule: Argument,
    on bus: Argument?,
    in world: World
  ) throws(CommandError) -> EventPattern {
    let (bridge, name, busName) = (world.cloud.eventBridge, rule.text, bus?.text)
    if let pattern = try world.run({ await bridge.eventPattern(ofRule: name, on: busName) }) {
      return pattern
    }
    let names = try world.run { await bridge.ruleNames(on: busName) }
    if names.contains(name) {
      throw CommandError(
        .badArgument,
        "The rule \(name) has no pattern: it fires at its times alone.",
        remedy: "show schedules says when.",
        column: rule.column
      )
    }
    throw CommandError(
      .notFound,
      "There is no rule \(name) on the bus \(busName ?? "default").",
      remedy: names.isEmpty
        ? "Put one with events put-rule, or write a pattern in its place."
        : Spelling.remedy(for: name, among: names),
      column: rule.column
    )
  }

  func run(in session: Session) -> CommandOutput {
    let note = isEnabled ? nil : "It is disabled, and so sends nothing."
    let view = ExplanationView(pattern.explain(event), of: name, note: note)
    return CommandOutput(figures: view.figures, json: view.json)
  }
}
