import Simulation

/// A measure over time: a point for each minute in which there was something to measure.
struct MetricSeries {
  private(set) var points: [MetricPoint] = []
  private let keepsSpread: Bool

  init(keepsSpread: Bool = true) {
    self.keepsSpread = keepsSpread
  }

  /// Adds a value to a minute, which is the last or a later one.
  mutating func add(_ value: Int64, in minute: Int) {
    if points.last?.minute != minute { begin(minute) }
    points[points.count - 1].add(value)
  }

  private mutating func begin(_ minute: Int) {
    points.append(MetricPoint(minute: minute, spread: keepsSpread ? MetricSpread() : nil))
    // Dropped in blocks, so that each point is moved a bounded number of times.
    guard points.count >= 2 * CloudWatchQuotas.retention else { return }
    points.removeFirst(points.count - CloudWatchQuotas.retention)
  }
}

/// A measure that has a value at all times, such as how many requests run.
struct MetricGauge {
  private(set) var level: Int64 = 0
  private var series = MetricSeries(keepsSpread: false)

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
