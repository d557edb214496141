/// Metrics of things that are counted as they happen, by whose they are: each adds a sample.
struct MetricTable<Metric: ServiceMetric> {
  private struct Row: Hashable {
    let metric: Metric
    /// By name.
    let dimensions: [MetricDimension]
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
    let sorted = dimensions.count == 1 ? dimensions : dimensions.sorted { $0.name < $1.name }
    let row = Row(metric: metric, dimensions: sorted)
    if series[row]?.add(value, in: minute) != nil { return }
    var new = MetricSeries()
    new.add(value, in: minute)
    series[row] = new
    listed[metric, default: []].append(dimensions)
  }

  func points(of metric: Metric, _ dimensions: [String: String]) -> [MetricPoint] {
    let sorted = dimensions.sorted { $0.key < $1.key }.map { MetricDimension($0.key, $0.value) }
    return series[Row(metric: metric, dimensions: sorted)]?.points ?? []
  }

  /// Those that have had a value, by name.
  var metrics: [Metric] { listed.keys.sorted { $0.rawValue < $1.rawValue } }

  func dimensions(of metric: Metric) -> [[MetricDimension]] { listed[metric] ?? [] }
}
