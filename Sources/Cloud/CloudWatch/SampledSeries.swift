/// A measure with one value a minute, kept so that long stretches of the same cost no more than one.
struct SampledSeries {
  /// Minutes in a row whose values lie on a line.
  private struct Run {
    let first: Int
    var count: Int
    let value: Int64
    var step: Int64

    var next: Int64 { value + Int64(count) * step }
    var minutes: Range<Int> { first..<first + count }
  }

  private var runs: [Run] = []

  /// The last minute that has a value.
  var lastMinute: Int? { runs.last.map { $0.minutes.upperBound - 1 } }

  /// Adds the value of a minute later than all before.
  mutating func add(_ value: Int64, in minute: Int) {
    add(value, growing: 0, in: minute...minute)
  }

  /// Adds the values of minutes later than all before, the first of which has `value`.
  ///
  /// - Parameters:
  ///   - value: the first value.
  ///   - step: by how much it grows from minute to minute.
  ///   - minutes: the minutes.
  /// - Complexity: O(1) amortised.
  mutating func add(_ value: Int64, growing step: Int64, in minutes: ClosedRange<Int>) {
    if let last = runs.last, last.first + last.count == minutes.lowerBound, last.next == value,
      last.step == step || minutes.count == 1
    {
      runs[runs.count - 1].count += minutes.count
      return
    }
    runs.append(
      Run(first: minutes.lowerBound, count: minutes.count, value: value, step: step)
    )
    runs.dropOld()
  }

  /// The points of some minutes.
  ///
  /// - Complexity: O(log n) in all that was measured.
  func points(in minutes: Range<Int>) -> [MetricPoint] {
    let begun = runs.place(of: minutes.lowerBound + 1) { $0.first }
    return runs[max(0, begun - 1)...].prefix { $0.first < minutes.upperBound }.flatMap { run in
      run.minutes.clamped(to: minutes).map { minute in
        var point = MetricPoint(minute: minute, .any(MetricSpread()))
        point.add(run.value + Int64(minute - run.first) * run.step)
        return point
      }
    }
  }
}
