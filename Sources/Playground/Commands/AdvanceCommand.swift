import JSON
import Simulation

/// Lets time pass.
struct AdvanceCommand: PlainCommand {
  static let help = CommandHelp(
    word: "advance",
    usage: "advance DURATION",
    summary: "let time pass",
    details: "Whatever is under way goes on meanwhile: loads in the background, retries, pollers.",
    examples: ["advance 5m", "advance 250ms"]
  )
  static let needsStage = false

  private let duration: Duration

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    duration = try arguments.required("how long").duration()
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    try session.world.advance(to: session.now.advanced(by: duration))
    return .said(
      "It is now \(session.now) since the start.",
      ["now_ms": .number(JSONNumber(session.now.duration(since: .start).milliseconds))]
    )
  }
}
