import Simulation

extension EventBridge: MetricPublisher {
  /// The points of one rule, of the rules of one name, of one bus, or of the account.
  ///
  /// Simplified: AWS has figures of a bus and of an account for few of the metrics.
  func points(
    of metric: EventsMetric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    metric.isOfAccount(dimensions)
      ? metrics.points(of: metric, dimensions, in: minutes)
      : metrics.points(of: metric, including: dimensions, in: minutes)
  }

  func hasPoint(
    of metric: EventsMetric,
    _ dimensions: [String: String],
    since minute: Int
  ) -> Bool {
    metric.isOfAccount(dimensions)
      ? metrics.hasPoint(of: metric, dimensions, since: minute)
      : metrics.hasPoint(of: metric, including: dimensions, since: minute)
  }

  func dimensions(of metric: EventsMetric) -> [[MetricDimension]] {
    let found = metrics.dimensions(of: metric)
    guard !found.isEmpty else { return [] }
    var all: Set<[MetricDimension]> = [[]]
    for row in found { all.formUnion([row] + row.map { [$0] }) }
    return Array(all)
  }

  /// Counts something of a rule in the present minute.
  func count(_ metric: EventsMetric, _ value: Int64 = 1, of rule: Rule) {
    metrics.add(
      value,
      to: metric,
      of: MetricDimension(EventsMetric.bus, rule.bus),
      MetricDimension(EventsMetric.rule, rule.name),
      in: simulation.now.minute
    )
  }

  /// How long ago a bus took an event, in milliseconds.
  func age(of event: BusEvent) -> Int64 {
    event.ingested.duration(to: simulation.now).nanoseconds / 1_000_000
  }
}
