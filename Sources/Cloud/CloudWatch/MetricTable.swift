/// Metrics of things that are counted as they happen, by whose they are: each adds a sample.
struct MetricTable<Metric: ServiceMetric> {
  private struct Row: Hashable {
    let metric: Metric
    /// In the order of their names.
    let dimensions: [MetricDimension]

    init(_ metric: Metric, _ dimensions: [MetricDimension]) {
      self.metric = metric
      self.dimensions = dimensions
    }

    init(_ metric: Metric, _ dimensions: [String: String]) {
      self.metric = metric
      self.dimensions = dimensions.sorted { $0.key < $1.key }
        .map { MetricDimension($0.key, $0.value) }
    }
  }

  private var series: [Row: MetricSeries] = [:]
  /// In the order in which they first had a value.
  private var listed: [Metric: [[MetricDimension]]] = [:]

  /// Adds a sample in a minute, the present one; its dimensions are in the order of their names.
  mutating func add(
    _ value: Int64 = 1,
    to metric: Metric,
    of dimensions: MetricDimension...,
    in minute: Int
  ) {
    let row = Row(metric, dimensions)
    if series[row]?.add(value, in: minute) != nil { return }
    var new = MetricSeries(metric.values)
    new.add(value, in: minute)
    series[row] = new
    listed[metric, default: []].append(dimensions)
  }

  /// Those that have had a value, by name.
  var metrics: [Metric] { listed.keys.sorted { $0.rawValue < $1.rawValue } }

  /// Under which dimensions a metric has had values.
  func dimensions(of metric: Metric) -> [[MetricDimension]] { listed[metric] ?? [] }

  /// The points under exactly these dimensions, in some minutes.
  func points(
    of metric: Metric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    series[Row(metric, dimensions)].map { Array($0.points(in: minutes)) } ?? []
  }

  /// The points under all dimensions that include these, in some minutes.
  func points(
    of metric: Metric,
    including dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    rows(of: metric, including: dimensions).map { Array($0.points(in: minutes)) }.byMinute
  }

  /// Whether there has been a value under exactly these dimensions since a minute began.
  func hasPoint(of metric: Metric, _ dimensions: [String: String], since minute: Int) -> Bool {
    series[Row(metric, dimensions)]?.lastMinute.map { $0 >= minute } ?? false
  }

  /// Whether there has been a value under dimensions that include these since a minute began.
  func hasPoint(
    of metric: Metric,
    including dimensions: [String: String],
    since minute: Int
  ) -> Bool {
    rows(of: metric, including: dimensions).contains { $0.lastMinute.map { $0 >= minute } ?? false }
  }

  private func rows(of metric: Metric, including wanted: [String: String]) -> [MetricSeries] {
    let wanted = wanted.map { MetricDimension($0.key, $0.value) }
    return self.dimensions(of: metric).compactMap { dimensions in
      guard wanted.allSatisfy(dimensions.contains) else { return nil }
      return series[Row(metric, dimensions)]
    }
  }
}

/// A publisher that counts all its metrics in one table.
protocol CountingPublisher: MetricPublisher {
  /// What it has counted.
  var counts: MetricTable<Metric> { get }
}

extension CountingPublisher {
  func points(
    of metric: Metric,
    _ dimensions: [String: String],
    in minutes: Range<Int>
  ) -> [MetricPoint] {
    counts.points(of: metric, dimensions, in: minutes)
  }

  func hasPoint(of metric: Metric, _ dimensions: [String: String], since minute: Int) -> Bool {
    counts.hasPoint(of: metric, dimensions, since: minute)
  }

  func dimensions(of metric: Metric) -> [[MetricDimension]] { counts.dimensions(of: metric) }
}

extension [[MetricPoint]] {
  /// What was measured of several things, a point for each minute.
  var byMinute: [MetricPoint] {
    guard count > 1 else { return first ?? [] }
    var points: [Int: MetricPoint] = [:]
    for point in joined() where points[point.minute]?.merge(point) == nil {
      points[point.minute] = point
    }
    return points.values.sorted { $0.minute < $1.minute }
  }
}
