import Cloud
import JSON
import Simulation

/// Lets a component hand out a second time what it delivers at least once.
struct DuplicateCommand: PlainCommand {
  static let help = CommandHelp(
    word: "duplicate",
    usage: "duplicate COMPONENT [N times | P%] [at DURATION] [for DURATION]",
    summary: "let a function or a standard queue deliver twice, as it may",
    details: """
      Lambda's queue delivers each asynchronous event at least once: now and then the function runs \
      twice on the same event, with the same request id. A standard queue delivers each message at \
      least once: a receive leaves a copy behind for others, or a deletion misses one, which comes \
      back. Without a number that happens every time.
      """,
    examples: ["duplicate send-receipt 1 time", "duplicate orders 5% at 2m for 10m"]
  )
  static let needsStage = false

  private let component: Component
  private let deliveries: FaultBoard.Failures
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let word = try arguments.required("the function or the queue")
    let names = Self.names(in: session)
    let found = session.world.cloud.topology.component(word.text)
    guard let found, names.contains(word.text) else {
      throw CommandError(
        .notFound,
        found == nil
          ? "There is no function or queue \(word.text)."
          : "\(word.text) delivers nothing twice.",
        remedy: names.isEmpty
          ? "Create a function or a standard queue first."
          : Spelling.remedy(for: word.text, among: names),
        column: word.column
      )
    }
    component = found
    deliveries = try FaultBoard.Failures(parsing: &arguments, before: ["at", "for"])
    timing = try Timing(parsing: &arguments)
  }

  /// What delivers at least once: functions and standard queues.
  private static func names(in session: Session) -> [String] {
    session.world.components(.function)
      + session.world.components(.queue).filter { !$0.hasSuffix(".fifo") }
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: names(in: session)
    case let last? where Int(last) != nil: ["times"]
    default: ["at", "for"]
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (faults, name, deliveries) = (session.world.cloud.faults, component.name, deliveries)
    try session.world.schedule(timing) {
      faults.duplicate(name, deliveries)
    } end: { duplicating in
      faults.end(duplicating)
    }
    return .said("\(name)\(timing.text): \(text).", ["target": .string(name)])
  }

  private var text: String {
    if component.kind == .queue {
      switch deliveries {
      case .next(1): "the next receive or deletion leaves a copy"
      case .next(let count): "the next \(count) receives and deletions leave a copy"
      case .each(let ratio): "\(ratio) of the receives and deletions leave a copy"
      case .all: "every receive and deletion leaves a copy"
      }
    } else {
      switch deliveries {
      case .next(1): "the next asynchronous event comes twice"
      case .next(let count): "the next \(count) asynchronous events come twice"
      case .each(let ratio): "\(ratio) of the asynchronous events come twice"
      case .all: "every asynchronous event comes twice"
      }
    }
  }
}
