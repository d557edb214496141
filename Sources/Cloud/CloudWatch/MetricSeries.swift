import Simulation

/// A measure over time: a point for each minute in which there was something to measure.
struct MetricSeries {
  private var points: [MetricPoint] = []
  private let values: MetricPoint.Values

  init(_ values: MetricPoint.Values = .any(MetricSpread())) {
    self.values = values
  }

  /// The last minute that has a point.
  var lastMinute: Int? { points.last?.minute }

  /// Adds a value to a minute, which is the last or a later one.
  mutating func add(_ value: Int64, in minute: Int) {
    if points.last?.minute != minute { begin(minute) }
    points[points.count - 1].add(value)
  }

  private mutating func begin(_ minute: Int) {
    points.append(MetricPoint(minute: minute, values))
    points.dropOld()
  }

  /// The points of some minutes.
  ///
  /// - Complexity: O(log n) in all the points.
  func points(in minutes: Range<Int>) -> ArraySlice<MetricPoint> {
    points.inOrder(within: minutes) { $0.minute }
  }
}

/// A measure that has a value at all times, such as how many requests run.
struct MetricGauge {
  private(set) var level: Int64 = 0
  private var series = MetricSeries(.forgotten)

  /// Takes over a new value.
  mutating func set(_ new: Int64, in minute: Int) {
    guard new != level else { return }
    if level != 0, let last = series.lastMinute, last < minute {
      // Each minute that has begun since the last change began with the value that has lasted.
      for minute in max(last + 1, minute - CloudWatchQuotas.retention)...minute {
        series.add(level, in: minute)
      }
    }
    series.add(new, in: minute)
    level = new
  }

  /// The points of some minutes, none of which is later than the present one.
  func points(in minutes: Range<Int>) -> [MetricPoint] {
    let known = Array(series.points(in: minutes))
    guard level != 0, let last = series.lastMinute else { return known }
    let lasting = minutes.clamped(to: last + 1..<max(last + 1, minutes.upperBound))
    return known
      + lasting.map { minute in
        var point = MetricPoint(minute: minute, .forgotten)
        point.add(level)
        return point
      }
  }

  /// Whether there has been a value since a minute began.
  func hasPoint(since minute: Int) -> Bool {
    level != 0 || series.lastMinute.map { $0 >= minute } ?? false
  }
}

extension Array {
  /// Lets go of what is older than metrics are kept; in blocks, so that each element is moved a
  /// bounded number of times.
  mutating func dropOld() {
    guard count >= 2 * CloudWatchQuotas.retention else { return }
    removeFirst(count - CloudWatchQuotas.retention)
  }

  /// The elements of some minutes, when all stand in the order of their minutes.
  func inOrder(within minutes: Range<Int>, _ minute: (Element) -> Int) -> ArraySlice<Element> {
    let first = place(of: minutes.lowerBound, minute)
    return self[first..<Swift.max(first, place(of: minutes.upperBound, minute))]
  }

  /// How many elements come before a minute, when all stand in the order of their minutes.
  func place(of wanted: Int, _ minute: (Element) -> Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if minute(self[middle]) < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
