import Cloud
import JSON

extension MetricAlarm {
  /// What an alarm watches.
  struct Subject {
    let source: Source
    let unit: Unit
    let dimensions: [JSONValue]
    /// How it was written.
    let text: String

    /// Reads one of the playground's metrics: `functions.errors("checkout")`.
    init(_ scanner: inout ExpressionScanner, in world: World) throws(CommandError) {
      let column = scanner.column
      let call = try MetricCall(&scanner)
      guard let source = MetricAlarm.sources[call.metric.name] else {
        let names = MetricAlarm.sources.keys.sorted().joined(separator: ", ")
        throw CommandError(
          .badExpression,
          "An alarm cannot watch \(call.metric.name).",
          remedy: "Use one of \(names), or a metric of CloudWatch such as \(Self.example).",
          column: column
        )
      }
      self.source = source
      unit = call.metric.unit
      dimensions = try Self.dimensions(of: call, source, in: world)
      text = call.text
    }

    /// Whose metric it is; the account's without a name.
    private static func dimensions(
      of call: MetricCall,
      _ source: Source,
      in world: World
    ) throws(CommandError) -> [JSONValue] {
      guard let name = call.argument else { return [] }
      if source.namespace == "AWS/SQS" {
        try world.require(name, .queue)
        return [["Name": "QueueName", "Value": .string(name)]]
      }
      let function = String(name.prefix { $0 != ":" })
      try world.require(function, .function)
      let whole: JSONValue = ["Name": "FunctionName", "Value": .string(function)]
      return name == function
        ? [whole] : [whole, ["Name": "Resource", "Value": .string(name)]]
    }
  }
}

extension MetricAlarm.Subject {
  static let example = "AWS/Scheduler TargetErrorCount ScheduleGroup=default"
  private static let statistics = ["Sum", "Maximum", "Minimum", "Average", "SampleCount"]

  /// Reads a metric as CloudWatch names it: its namespace, its name, perhaps a statistic, which is the
  /// sum if nothing is said, and its dimensions.
  init(inCloudWatch scanner: inout ExpressionScanner) throws(CommandError) {
    let namespace = scanner.word()
    guard CloudWatch.namespaces.contains(namespace) else {
      let names = CloudWatch.namespaces.joined(separator: ", ")
      throw scanner.error("No service publishes in \(namespace).", "Use one of \(names).")
    }
    let metric = scanner.word()
    guard CloudWatch.publishes(metric, in: namespace) else {
      throw scanner.error(
        "There is no metric \(metric) in \(namespace).",
        "cloudwatch list-metrics --namespace \(namespace) lists those that have had a value."
      )
    }
    var statistic = "Sum"
    var words = [namespace, metric]
    var dimensions: [JSONValue] = []
    while !scanner.isAtComparison {
      let word = scanner.word()
      guard !word.isEmpty else { break }
      words.append(word)
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 {
        dimensions.append(["Name": .string(parts[0]), "Value": .string(parts[1])])
      } else if Self.statistics.contains(word) {
        statistic = word
      } else {
        throw scanner.error(
          "\(word) is neither a statistic nor a dimension.",
          "Write \(Self.example) > 0; statistics are \(Self.statistics.joined(separator: ", "))."
        )
      }
    }
    source = MetricAlarm.Source(namespace: namespace, name: metric, statistic: statistic)
    unit = .count
    self.dimensions = dimensions
    text = words.joined(separator: " ")
  }
}
