import Cloud
import JSON
import Shop
import Simulation

/// Lets many customers come, or many calls to one function or address.
struct LoadCommand: PlainCommand {
  static let help = CommandHelp(
    word: "load",
    usage: "load SHAPE|FILE [--rate RATE] for DURATION [on FUNCTION|URL [with PAYLOAD]]"
      + " [in background]",
    summary: "let many customers come, or call one function often",
    details: """
      SHAPE is \(LoadShape.allCases.map(\.rawValue).joined(separator: ", ")).
      FILE holds one arrival a line, in seconds.
      The command ends when the shop has finished with them, at most an hour
      later; in background it ends at once, and time passes with the next
      commands.
      on FUNCTION invokes a function instead, or one of its versions or aliases
      (NAME:ALIAS, or an ARN), each time with PAYLOAD, which is JSON or
      file://NAME. on URL sends requests to an HTTP API or a function's address.
      No caller tries again. calls.outcome, calls.wait and
      functions.invocations("NAME:VERSION") tell what came of it.
      """,
    examples: [
      "load steady --rate 20/s for 5m", "load flash-sale for 10m in background",
      #"load ramp --rate 200/s for 1m on checkout:live with '{"item": "rake"}'"#,
    ]
  )

  /// Calls go to what was made by command; customers need a shop.
  static func needsStage(for words: ArraySlice<Argument>) -> Bool {
    !words.contains { $0.text == "on" && !$0.isQuoted }
  }

  private let load: Load
  private let isInBackground: Bool
  private let calls: RepeatedCall?

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    var words: [Argument] = []
    var isInBackground = false
    var calls: RepeatedCall?
    while !arguments.isEmpty {
      if arguments.take("in", "background") {
        isInBackground = true
        try arguments.finish()
      } else if calls == nil, arguments.take("on") {
        calls = try RepeatedCall(parsing: &arguments, in: session)
      } else if let word = arguments.next() {
        words.append(word)
      }
    }
    self.isInBackground = isInBackground
    self.calls = calls
    // What is wrong with a file says the one who read it.
    var unreadable: CommandError?
    do {
      load = try Load(words: words.map(\.text)) { name in
        do throws(CommandError) {
          return try session.file(name, column: words.first?.column)
        } catch {
          unreadable = error
          throw error
        }
      }
    } catch {
      if let unreadable, words[0].text.contains(where: { $0 == "." || $0 == "/" }) {
        throw unreadable
      }
      throw Self.explained(error, words, arguments)
    }
  }

  private static func explained(
    _ error: LoadError,
    _ words: [Argument],
    _ arguments: Arguments
  ) -> CommandError {
    let column = error.word.map { words[$0].column } ?? arguments.endColumn
    let shapes = LoadShape.allCases.map(\.rawValue)
    var remedy = error.remedy.asSentence
    if error.word == 0, let nearest = Spelling.nearest(to: words[0].text, among: shapes) {
      remedy = "Did you mean \(nearest)?"
    }
    return CommandError(
      error.word == nil ? .missingArgument : .badArgument,
      error.problem.asSentence,
      remedy: remedy,
      column: column
    )
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: LoadShape.allCases.map(\.rawValue)
    case "--rate": ["20/s"]
    case "for": ["10m"]
    case "in": ["background"]
    case "on": session.world.components(.function)
    default:
      (["for", "--rate", "on", "in"] + (words.contains("on") ? ["with"] : []))
        .filter { !words.contains($0) }
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    if let calls { return try calls.run(load, isInBackground: isInBackground, in: session) }
    guard let deployment = session.world.deployment else { return .nothing }
    let (fernway, load, start) = (deployment.fernway, load, session.now)
    let end = start.advanced(by: load.duration)
    deployment.lastLoadEnd = max(deployment.lastLoadEnd, end)
    if isInBackground {
      session.world.start { try await fernway.run(load) }
      return Self.announcement("\(load)", until: end)
    }
    let before = fernway.metrics.orders
    try session.world.run(expectedEnd: end) { try await fernway.run(load) }
    let summary = LoadSummary(load: load, from: before, to: fernway.metrics.orders, in: session)
    return CommandOutput(figures: [summary.figure], json: summary.json)
  }

  /// What is said of a load in the background.
  static func announcement(_ load: String, until end: SimulationInstant) -> CommandOutput {
    .said(
      "\(load) comes in the background, until \(end).",
      ["load": .string(load), "until_ms": .milliseconds(end)]
    )
  }
}

extension JSONValue {
  /// An instant as milliseconds since the simulation's start.
  static func milliseconds(_ instant: SimulationInstant) -> JSONValue {
    .number(JSONNumber(instant.duration(since: .start).milliseconds))
  }
}
