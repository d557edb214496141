import Cloud
import JSON

/// Makes a component slow.
struct SlowCommand: PlainCommand {
  static let help = CommandHelp(
    word: "slow",
    usage: "slow COMPONENT FACTORx [at DURATION] [for DURATION]",
    summary: "make a component take so many times as long",
    details: "It lasts until it is over or healed. at counts from now.",
    examples: ["slow payment-provider 10x", "slow database 3x at 2m for 5m"]
  )
  static let needsStage = false

  private let target: FaultTarget
  private let factor: Double
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    target = try FaultTarget(arguments.required("the component"), in: session)
    let word = try arguments.required("how many times as long")
    let digits = word.text.hasSuffix("x") ? String(word.text.dropLast()) : word.text
    guard let factor = Unit.count.number(of: digits), (0.1...10_000).contains(factor) else {
      throw CommandError(
        .badArgument,
        "\(word.text) is no factor from 0.1x to 10000x.",
        remedy: "Write 10x to make it ten times as slow.",
        column: word.column
      )
    }
    self.factor = factor
    timing = try Timing(parsing: &arguments)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? FaultTarget.names(in: session) : words.count == 1 ? ["10x"] : ["at", "for"]
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (faults, factor, components) = (session.world.cloud.faults, factor, target.components)
    try session.world.schedule(timing) {
      components.map { faults.slow($0, by: factor) }
    } end: { slow in
      for fault in slow { faults.end(fault) }
    }
    return .said(
      "\(target.text)\(timing.text): everything takes \(factor.decimal(2)) times as long.",
      target.json
    )
  }
}
