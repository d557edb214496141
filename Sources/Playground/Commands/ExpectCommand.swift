import Figures
import JSON

/// Checks that something holds now, or that a command is refused.
struct ExpectCommand: PlainCommand {
  static let help = CommandHelp(
    word: "expect",
    usage: "expect METRIC OP VALUE, or expect ERROR from COMMAND",
    summary: "check a metric or a refusal; an error if it does not hold",
    details: """
      OP is ==, !=, <, <=, > or >=. help metrics lists the metrics.
      ERROR is the code with which COMMAND must be refused; a script goes on behind it.
      """,
    examples: [
      "expect orders.lost == 0", "expect latency.p95(\"checkout\") < 300ms",
      "expect ResourceNotFoundException from lambda invoke --function-name nobody",
    ]
  )
  static let needsStage = false

  private enum Claim {
    case metric(Expectation)
    case refusal(code: String, command: String)
  }

  private let claim: Claim

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let words = arguments.rest
    let (text, offset) = arguments.takeSource()
    guard words.count > 1, words[1].text == "from", !words[1].isQuoted else {
      claim = .metric(try Expectation(parsing: text, offset: offset))
      return
    }
    guard words.count > 2 else { throw arguments.missing("the command") }
    let command = text.trimmed.dropFirst(words[0].text.count).trimmed.dropFirst("from".count)
    claim = .refusal(code: words[0].text, command: String(command.trimmed))
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.isEmpty ? MetricCatalogue.all.map(\.name) : []
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    switch claim {
    case .metric(let expectation): try check(expectation, in: session)
    case .refusal(let code, let command): try check(code, of: command, in: session)
    }
  }

  private func check(
    _ expectation: Expectation,
    in session: Session
  ) throws(CommandError) -> CommandOutput {
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

  private func check(
    _ code: String,
    of command: String,
    in session: Session
  ) throws(CommandError) -> CommandOutput {
    switch session.execute(command).result {
    case .success:
      throw CommandError(.expectationFailed, "Expected \(code), but \(command) was carried out.")
    case .failure(let error) where error.code != code:
      throw CommandError(
        .expectationFailed,
        "Expected \(code), but it is \(error.code): \(error.description)"
      )
    case .failure(let error):
      return .said(
        "Refused, as expected: \(error.description)",
        ["code": .string(error.code), "message": .string(error.message)]
      )
    }
  }
}
