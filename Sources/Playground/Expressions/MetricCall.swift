/// A metric with the name that it is asked about: `queue.depth("orders")`.
struct MetricCall: Sendable {
  let metric: Metric
  let argument: String?
  /// How it was written.
  let text: String

  /// Reads a metric from the scanner's place on.
  init(_ scanner: inout ExpressionScanner) throws(CommandError) {
    scanner.skipSpaces()
    let start = scanner.column
    let name = scanner.name()
    guard !name.isEmpty else {
      throw scanner.error("A metric is missing.", "Write one such as orders.completed.")
    }
    guard let metric = MetricCatalogue.metric(name) else { throw Self.unknown(name, at: start) }
    let argument = try scanner.argument()
    switch (metric.argument, argument) {
    case (.none, let given?):
      throw CommandError(
        .badExpression,
        "\(name) takes no name in parentheses.",
        remedy: "Write \(name).",
        column: given.column - 1
      )
    case (.required, nil):
      throw CommandError(
        .badExpression,
        "\(name) needs a name in parentheses.",
        remedy: "Write \(metric.usage).",
        column: scanner.column
      )
    default: break
    }
    self.metric = metric
    self.argument = argument?.text
    text = name + (argument.map { "(\"\($0.text)\")" } ?? "")
  }

  /// Reads a text that is a metric and nothing else.
  init(parsing text: String, offset: Int = 0) throws(CommandError) {
    var scanner = ExpressionScanner(text, offset: offset)
    try self.init(&scanner)
    guard scanner.isAtEnd() else {
      throw scanner.error("Only a metric is wanted here.", "End the line after the metric.")
    }
  }

  private static func unknown(_ name: String, at column: Int) -> CommandError {
    let names = MetricCatalogue.all.map(\.name)
    let family = name.prefix { $0 != "." } + "."
    let relatives = names.filter { $0.hasPrefix(family) }
    let remedy: String
    if let nearest = Spelling.nearest(to: name, among: names) {
      remedy = "Did you mean \(nearest)?"
    } else if relatives.isEmpty {
      remedy = "help metrics lists them."
    } else {
      remedy = "Use one of \(relatives.joined(separator: ", "))."
    }
    return CommandError(
      .unknownMetric,
      "There is no metric \(name).",
      remedy: remedy,
      column: column
    )
  }

  /// What the metric shows now.
  func measure(in session: Session) throws(CommandError) -> Measurement {
    guard let value = try metric.read(session.world, argument) else {
      throw CommandError(
        .noValue,
        "\(text) has no value yet.",
        remedy: metric.whenEmpty
      )
    }
    return Measurement(value, metric.unit)
  }
}
