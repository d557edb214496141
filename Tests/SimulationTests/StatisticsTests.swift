import Simulation
import Testing

@Suite("Statistics")
struct StatisticsTests {
  /// Values over all magnitudes, as many small as large.
  private func values(_ count: Int, seed: UInt64) -> [Int] {
    var stream = RandomStream(seed: seed, name: "values")
    return (0..<count).map { _ in
      Int(truncatingIfNeeded: stream.next() >> 1) >> stream.uniform(below: 63)
    }
  }

  @Test("A histogram's quantiles are at most 1/256 off", arguments: [1, 2, 100, 5_000])
  func quantilesAreNear(_ count: Int) throws {
    let values = values(count, seed: UInt64(count)) + [0]
    let sorted = values.sorted()
    var histogram = Histogram<Int>()
    for value in values { histogram.record(value) }
    for thousandths in stride(from: 0, through: 1_000, by: 5) {
      let rank = max(1, (thousandths * sorted.count + 999) / 1_000)
      let exact = sorted[rank - 1]
      let answer = try #require(histogram.quantile(Ratio(thousandths, of: 1_000)))
      if abs(answer - exact) > exact / 256 {
        Issue.record("\(thousandths) thousandths of \(sorted.count) are \(answer), not \(exact)")
      }
    }
    let sum = values.reduce(Int128(0)) { $0 + Int128($1) }
    #expect(histogram.minimum == 0 && histogram.maximum == sorted.last)
    #expect(histogram.count == sorted.count && histogram.sumOfTicks == sum)
  }

  @Test("Merged histograms are one that has seen everything")
  func histogramsMerge() {
    var (left, right, both) = (Histogram<Int>(), Histogram<Int>(), Histogram<Int>())
    for (index, value) in values(1_000, seed: 4).enumerated() {
      if index % 3 == 0 { left.record(value) } else { right.record(value, times: 2) }
      both.record(value, times: index % 3 == 0 ? 1 : 2)
    }
    var merged = left
    merged.merge(right)
    merged.merge(Histogram())
    var fromNothing = Histogram<Int>()
    fromNothing.merge(both)
    #expect(merged == both && fromNothing == both)
  }

  @Test("An empty histogram has no quantiles, and durations keep their unit")
  func histogramsKeepUnits() {
    var histogram = Histogram<Duration>()
    #expect(histogram.quantile(.percent(50)) == nil && histogram.mean == nil)
    histogram.record(.milliseconds(10))
    histogram.record(.milliseconds(30))
    #expect(histogram.mean == .milliseconds(20) && histogram.maximum == .milliseconds(30))
    #expect(histogram.count(upTo: .milliseconds(29)) == 1)
  }

  @Test("A gauge's mean weighs each value with its time")
  func gaugeWeighsTime() {
    var gauge = TimeWeightedGauge(2)
    gauge.add(4, at: second(1))
    gauge.set(1, at: second(3))
    let whole = (gauge.mean(until: second(4)), gauge.minimum, gauge.maximum)
    #expect(whole == (3.75, 1, 6))
    gauge.reset(at: second(4))
    #expect(gauge.mean(until: second(9)) == 1 && gauge.maximum == 1)
    #expect(gauge.mean(until: second(4)) == 1, "the mean of no time is the value")
  }

  @Test("A series keeps every value while its stretches grow", arguments: [1, 2, 3])
  func seriesCoarsens(_ seed: UInt64) {
    var stream = RandomStream(seed: seed, name: "series")
    var grown = TimeSeries(capacity: 8, width: .seconds(1))
    let instants = (0..<200).map { _ in second(stream.uniform(in: 0...90)) }.sorted()
    let values = instants.map { _ in stream.uniform(in: -5...5) }
    for (instant, value) in zip(instants, values) { grown.record(value, at: instant) }
    var wide = TimeSeries(capacity: 8, width: .seconds(16))
    for (instant, value) in zip(instants, values) { wide.record(value, at: instant) }
    #expect(grown.buckets.count <= 8 && grown.width == .seconds(16) && grown == wide)
    #expect(grown.buckets.reduce(0) { $0 + $1.sum } == Int128(values.reduce(0, +)))
  }

  @Test("Moments of parts make the moments of the whole")
  func momentsMerge() {
    let numbers = values(500, seed: 9).map { Double($0 % 1_000) }
    var parts = RunningMoments(of: numbers.prefix(123))
    parts.merge(RunningMoments(of: numbers.dropFirst(123)))
    let mean = numbers.reduce(0, +) / 500
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 499
    #expect(parts.count == 500 && abs(parts.mean - mean) < 1e-9)
    #expect(abs(parts.variance - variance) < 1e-6)
  }

  @Test(
    "Intervals use Student's t",
    arguments: [
      (1, 12.70620, 63.65674), (5, 2.57058, 4.03214), (20, 2.08596, 2.84534),
      (21, 2.07961, 2.83136), (30, 2.04227, 2.75000), (100, 1.98397, 2.62589),
    ]
  )
  func intervalsUseStudent(_ freedom: Int, _ percent95: Double, _ percent99: Double) {
    // Numbers with mean 0 and a sample variance equal to their count, so the error is 1.
    let count = freedom + 1
    let far = (Double(freedom) * Double(count) / 2).squareRoot()
    let results = [far, -far] + Array(repeating: 0.0, count: count - 2)
    let widths = [ConfidenceInterval.Level.percent95, .percent99].map {
      ConfidenceInterval(of: results, level: $0).halfWidth
    }
    #expect(abs(widths[0] - percent95) < 0.0001 && abs(widths[1] - percent99) < 0.0001)
  }

  @Test("About 95 % of all 95 % intervals hold the true mean")
  func intervalsCover() {
    var stream = RandomStream(seed: 12, name: "coverage")
    let held = (0..<2_000).count { _ in
      ConfidenceInterval(of: (0..<6).map { _ in 5 + stream.normal() }).contains(5)
    }
    #expect(abs(held - 1_900) < 35)
  }

  @Test("A counter counts from its last reset")
  func counterCounts() {
    var counter = Counter()
    counter.increment()
    counter.increment(by: 9)
    #expect(counter.count == 10 && counter.rate(until: second(5)) == 2)
    counter.reset(at: second(5))
    #expect(counter.count == 0 && counter.rate(until: second(5)) == 0)
  }
}

/// The instant so many seconds after the start.
func second(_ seconds: Int) -> SimulationInstant {
  SimulationInstant(nanoseconds: Int64(seconds) * 1_000_000_000)
}
