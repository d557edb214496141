/// Something that should hold: `orders.lost == 0`, `latency.p95("checkout") < 300ms`.
///
/// A metric is compared with a literal of its unit, or with another metric of the same unit.
public struct Expectation: Sendable, Hashable {
  private enum Operand: Hashable {
    case literal(Double)
    case metric(String)
  }

  /// The expectation as it was written, without spaces at its ends and without a comment.
  public let text: String
  private let metric: String
  private let comparison: Comparison
  private let operand: Operand

  /// Reads `METRIC[("NAME")] OP LITERAL`, or another metric in the place of the literal.
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
    let (operand, written) = try Self.operand(&scanner, for: call.metric)
    self.operand = operand
    metric = call.text
    self.text = "\(call.text) \(comparison.rawValue) \(written)"
  }

  private static func operand(
    _ scanner: inout ExpressionScanner,
    for metric: Metric
  ) throws(CommandError) -> (Operand, String) {
    let (start, column) = (scanner, scanner.column)
    let written = scanner.rest()
    if written.isEmpty {
      throw scanner.error(
        "What to compare with is missing.",
        "Write it like \(metric.unit.example)."
      )
    }
    if let number = metric.unit.number(of: written) { return (.literal(number), written) }
    scanner = start
    let name = scanner.name()
    scanner = start
    guard name.first?.isLetter == true, name.contains(".") || MetricCatalogue.metric(name) != nil
    else {
      throw CommandError(
        .badExpression,
        "\(metric.name) is \(metric.unit.description), and \(written) is not.",
        remedy: "Write it like \(metric.unit.example).",
        column: column
      )
    }
    let other = try MetricCall(&scanner)
    guard scanner.isAtEnd() else {
      throw scanner.error("There is more behind the second metric.", "End the line after it.")
    }
    guard other.metric.unit == metric.unit else {
      throw CommandError(
        .badExpression,
        "\(metric.name) is \(metric.unit.description), and \(other.metric.name) is"
          + " \(other.metric.unit.description).",
        remedy: "Compare metrics of one unit.",
        column: column
      )
    }
    return (.metric(other.text), other.text)
  }

  /// Compares the metric's present value.
  ///
  /// - Throws: ``CommandError`` when a metric has no value, or is about what is not there.
  public func evaluate(in session: Session) throws(CommandError) -> Evaluation {
    let actual = try session.measure(metric)
    let other: Double
    switch operand {
    case .literal(let number): other = number
    case .metric(let name): other = try session.measure(name).value
    }
    return Evaluation(
      holds: comparison.holds(actual.value, other),
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
