import Figures
import JSON

/// Checks that something holds now.
struct ExpectCommand: PlainCommand {
  static let help = CommandHelp(
    word: "expect",
    usage: "expect METRIC OP VALUE",
    summary: "check a metric; an error if it does not hold",
    details: "OP is ==, !=, <, <=, > or >=. help metrics lists the metrics.",
    examples: ["expect orders.lost == 0", "expect latency.p95(\"checkout\") < 300ms"]
  )
  static let needsStage = false

  private let expectation: Expectation

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let (text, offset) = arguments.takeSource()
    expectation = try Expectation(parsing: text, offset: offset)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? MetricCatalogue.all.map(\.name) : []
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let evaluation = try expectation.evaluate(in: session)
    guard evaluation.holds else {
      throw CommandError(
        .expectationFailed,
        "Expected \(evaluation.text), but it is \(evaluation.actual.exact)."
      )
    }
    return .said(
      "Holds: \(evaluation.text); it is \(evaluation.actual.exact).",
      ["expectation": .string(evaluation.text), "actual": .string("\(evaluation.actual)")]
    )
  }
}
