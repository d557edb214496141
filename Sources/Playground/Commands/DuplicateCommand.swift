import Cloud
import JSON
import Simulation

/// Lets a component hand out a second time what it delivers at least once.
struct DuplicateCommand: PlainCommand {
  static let help = CommandHelp(
    word: "duplicate",
    usage: "duplicate FUNCTION [N times | P%] [at DURATION] [for DURATION]",
    summary: "let asynchronous events reach a function twice",
    details: """
      Lambda's queue delivers each asynchronous event at least once: now and then the function runs \
      twice on the same event, with the same request id. Without a number it does so every time.
      """,
    examples: ["duplicate send-receipt 1 time", "duplicate send-receipt 5% at 2m for 10m"]
  )
  static let needsStage = false

  private let function: String
  private let deliveries: FaultBoard.Failures
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let word = try arguments.required("the function")
    let functions = session.world.components(.function)
    guard functions.contains(word.text) else {
      throw CommandError(
        .notFound,
        session.world.cloud.topology.component(word.text) == nil
          ? "There is no function \(word.text)."
          : "\(word.text) is no function.",
        remedy: functions.isEmpty
          ? "Create a function first." : Spelling.remedy(for: word.text, among: functions),
        column: word.column
      )
    }
    function = word.text
    deliveries = try FaultBoard.Failures(parsing: &arguments, before: ["at", "for"])
    timing = try Timing(parsing: &arguments)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: session.world.components(.function)
    case let last? where Int(last) != nil: ["times"]
    default: ["at", "for"]
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (faults, function, deliveries) = (session.world.cloud.faults, function, deliveries)
    try session.world.schedule(timing) {
      faults.duplicate(function, deliveries)
    } end: { duplicating in
      faults.end(duplicating)
    }
    return .said("\(function)\(timing.text): \(text).", ["target": .string(function)])
  }

  private var text: String {
    switch deliveries {
    case .next(1): "the next asynchronous event comes twice"
    case .next(let count): "the next \(count) asynchronous events come twice"
    case .each(let ratio): "\(ratio) of the asynchronous events come twice"
    case .all: "every asynchronous event comes twice"
    }
  }
}
