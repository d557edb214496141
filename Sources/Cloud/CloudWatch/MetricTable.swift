/// Metrics of things that are counted as they happen, by whose they are: each adds a sample.
struct MetricTable<Metric: ServiceMetric> {
  private struct Row: Hashable {
    let metric: Metric
    let dimensions: [String: String]
  }

  private var series: [Row: MetricSeries] = [:]
  /// In the order in which they first had a value.
  private var listed: [Metric: [[MetricDimension]]] = [:]

  /// Adds a sample in a minute, the present one.
  mutating func add(
    _ value: Int64 = 1,
    to metric: Metric,
    of dimensions: MetricDimension...,
    in minute: Int
  ) {
    let row = Row(metric: metric, dimensions: dimensions.byName ?? [:])
    if series[row]?.add(value, in: minute) != nil { return }
    var new = MetricSeries()
    new.add(value, in: minute)
    series[row] = new
    listed[metric, default: []].append(dimensions)
  }

  func points(of metric: Metric, _ dimensions: [String: String]) -> [MetricPoint] {
    series[Row(metric: metric, dimensions: dimensions)]?.points ?? []
  }

  func dimensions(of metric: Metric) -> [[MetricDimension]] { listed[metric] ?? [] }
}
