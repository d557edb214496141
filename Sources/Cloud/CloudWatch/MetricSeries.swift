import Simulation

/// A measure over time: a point for each minute in which there was something to measure.
struct MetricSeries {
  private(set) var points: [MetricPoint] = []
  private let values: MetricPoint.Values

  init(_ values: MetricPoint.Values = .any(MetricSpread())) {
    self.values = values
  }

  /// Adds a value to a minute, which is the last or a later one.
  mutating func add(_ value: Int64, in minute: Int) {
    if points.last?.minute != minute { begin(minute) }
    points[points.count - 1].add(value)
  }

  private mutating func begin(_ minute: Int) {
    points.append(MetricPoint(minute: minute, values))
    points.dropOld()
  }
}

/// A measure that has a value at all times, such as how many requests run.
struct MetricGauge {
  private(set) var level: Int64 = 0
  private var series = MetricSeries(.forgotten)

  /// Takes over a new value.
  mutating func set(_ new: Int64, in minute: Int) {
    guard new != level else { return }
    fill(to: minute)
    series.add(new, in: minute)
    level = new
  }

  /// The points up to a minute, the present one.
  func points(to minute: Int) -> [MetricPoint] {
    var filled = self
    filled.fill(to: minute)
    return filled.series.points
  }

  /// Lets each minute that has begun since the last change begin with the value that has lasted.
  private mutating func fill(to minute: Int) {
    guard level != 0, let last = series.points.last?.minute, last < minute else { return }
    for minute in max(last + 1, minute - CloudWatchQuotas.retention)...minute {
      series.add(level, in: minute)
    }
  }
}
