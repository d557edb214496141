import Simulation

/// What CloudWatch knows of an account's buses and rules: a value a minute.
struct EventsMetrics {
  private struct Row: Hashable {
    let metric: EventsMetric
    /// Empty for the account as a whole.
    var bus = ""
    var rule = ""
  }

  private var series: [Row: MetricSeries] = [:]
  /// In the order in which they first had a value.
  private var rows: [Row] = []

  /// Adds a sample of a rule in a minute, the present one.
  mutating func add(_ value: Int64, to metric: EventsMetric, of rule: Rule, in minute: Int) {
    add(value, to: Row(metric: metric, bus: rule.bus, rule: rule.name), in: minute)
  }

  /// Adds a sample of the account as a whole.
  mutating func add(_ value: Int64, to metric: EventsMetric, in minute: Int) {
    add(value, to: Row(metric: metric), in: minute)
  }

  private mutating func add(_ value: Int64, to row: Row, in minute: Int) {
    if series[row]?.add(value, in: minute) != nil { return }
    let isCount = row.metric.unit == .count && !row.metric.isOfRequests
    var new = isCount ? MetricSeries(.bits) : MetricSeries()
    new.add(value, in: minute)
    series[row] = new
    rows.append(row)
  }

  /// The points of one rule, of the rules of one name, of one bus, or of the account.
  ///
  /// Simplified: AWS has figures of a bus and of an account for few of the metrics.
  func points(of metric: EventsMetric, _ dimensions: [String: String]) -> [MetricPoint] {
    let (bus, rule) = (dimensions[EventsMetric.bus], dimensions[EventsMetric.rule])
    guard dimensions.count == [bus, rule].count(where: { $0 != nil }) else { return [] }
    if dimensions.isEmpty, let account = series[Row(metric: metric)] { return account.points }
    let chosen = rows.filter { row in
      row.metric == metric && !row.rule.isEmpty && (bus ?? row.bus) == row.bus
        && (rule ?? row.rule) == row.rule
    }
    var minutes: [Int: MetricPoint] = [:]
    for point in chosen.flatMap({ series[$0]?.points ?? [] }) {
      var sum = minutes.removeValue(forKey: point.minute)
      sum?.merge(point)
      minutes[point.minute] = sum ?? point
    }
    return minutes.values.sorted { $0.minute < $1.minute }
  }

  /// Under which dimensions a metric has points.
  func dimensions(of metric: EventsMetric) -> [[MetricDimension]] {
    let found = rows.filter { $0.metric == metric }
    guard !found.isEmpty else { return [] }
    var all: [[MetricDimension]] = [[]]
    for row in found where !row.rule.isEmpty {
      let bus = MetricDimension(EventsMetric.bus, row.bus)
      let rule = MetricDimension(EventsMetric.rule, row.rule)
      for dimensions in [[rule], [bus], [bus, rule]] where !all.contains(dimensions) {
        all.append(dimensions)
      }
    }
    return all
  }
}

extension EventBridge: MetricPublisher {
  func points(
    of metric: EventsMetric,
    _ dimensions: [String: String],
    to minute: Int
  ) -> [MetricPoint] {
    metrics.points(of: metric, dimensions)
  }

  func dimensions(of metric: EventsMetric) -> [[MetricDimension]] {
    metrics.dimensions(of: metric)
  }

  /// Counts something of a rule in the present minute.
  func count(_ metric: EventsMetric, _ value: Int64 = 1, of rule: Rule) {
    metrics.add(value, to: metric, of: rule, in: simulation.now.minute)
  }

  /// How long ago a bus took an event, in milliseconds.
  func age(of event: BusEvent) -> Int64 {
    event.ingested.duration(to: simulation.now).nanoseconds / 1_000_000
  }
}
