/// Something that should hold: `orders.lost == 0`, `latency.p95("checkout") < 300ms`.
public struct Expectation: Sendable, Hashable {
  /// The expectation as it was written, without spaces at its ends and without a comment.
  public let text: String
  private let metric: String
  private let comparison: Comparison
  private let literal: Double

  /// Reads `METRIC[("NAME")] OP LITERAL`.
  ///
  /// - Throws: ``CommandError`` with the column, naming the nearest metric or the unit that fits.
  public init(parsing text: String) throws(CommandError) {
    try self.init(parsing: text, offset: 0)
  }

  init(parsing text: String, offset: Int) throws(CommandError) {
    var scanner = ExpressionScanner(text, offset: offset)
    let call = try MetricCall(&scanner)
    comparison = try scanner.comparison()
    scanner.skipSpaces()
    let column = scanner.column
    let written = scanner.rest()
    let unit = call.metric.unit
    guard !written.isEmpty else {
      throw scanner.error("What to compare with is missing.", "Write \(unit.example).")
    }
    guard let number = unit.number(of: written) else {
      throw CommandError(
        .badExpression,
        "\(call.metric.name) is \(unit.description), and \(written) is not.",
        remedy: "Write it like \(unit.example).",
        column: column
      )
    }
    literal = number
    metric = call.text
    self.text = "\(call.text) \(comparison.rawValue) \(written)"
  }

  /// Compares the metric's present value.
  ///
  /// - Throws: ``CommandError`` when the metric has no value, or is about something that is not
  ///   there.
  public func evaluate(in session: Session) throws(CommandError) -> Evaluation {
    let actual = try session.measure(metric)
    return Evaluation(
      holds: comparison.holds(actual.value, literal),
      metric: metric,
      actual: actual,
      text: text
    )
  }
}

/// Whether an expectation holds, and what was measured.
public struct Evaluation: Sendable, Hashable {
  /// Whether it holds.
  public let holds: Bool
  /// The metric, with its name in parentheses if it has one.
  public let metric: String
  /// What was measured.
  public let actual: Measurement
  /// The expectation: `orders.lost == 0`.
  public let text: String
}
