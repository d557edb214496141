public import Simulation

/// What happened when: equal stretches of time since the shop was deployed, at most 240 of them.
public struct ShopSeries: Hashable, Sendable {
  /// When the first stretch begins.
  public let start: SimulationInstant
  /// How long each stretch is.
  public let step: Duration
  /// Orders that were offered.
  public let offered: [Int]
  /// Orders that were accepted.
  public let accepted: [Int]
  /// Orders that were completed.
  public let completed: [Int]
  /// Requests of any feature that got an error, or whose customer gave up.
  public let failed: [Int]
  /// The mean wait of customers whose wait ended, in milliseconds; `nil` where none did.
  public let latency: [Double?]
  /// The most orders that were offered and not finished: open or pending.
  public let backlog: [Int]
  /// The greatest share of the processors in use in any ten seconds; `nil` where it is not known.
  public let utilisation: [Double?]
  /// The most instances that ran; where nothing runs all the time, the most requests that
  /// functions worked on at once.
  public let capacity: [Int]
}

/// Collects a ``ShopSeries`` in constant memory.
struct ShopSeriesRecorder: Hashable {
  private let start: SimulationInstant
  private var offered: TimeSeries
  private var accepted: TimeSeries
  private var completed: TimeSeries
  private var failed: TimeSeries
  private var latency: TimeSeries
  private var backlog: TimeSeries
  private var utilisation: TimeSeries
  private var capacity: TimeSeries

  init(from start: SimulationInstant) {
    self.start = start
    let empty = TimeSeries(from: start)
    (offered, accepted, completed, failed) = (empty, empty, empty, empty)
    (latency, backlog, utilisation, capacity) = (empty, empty, empty, empty)
  }

  mutating func offer(at now: SimulationInstant) { offered.record(at: now) }
  mutating func accept(at now: SimulationInstant) { accepted.record(at: now) }
  mutating func complete(at now: SimulationInstant) { completed.record(at: now) }
  mutating func fail(at now: SimulationInstant) { failed.record(at: now) }

  mutating func wait(_ wait: Duration, at now: SimulationInstant) {
    latency.record(Int(wait.nanoseconds), at: now)
  }

  mutating func backlog(_ orders: Int, at now: SimulationInstant) {
    backlog.record(orders, at: now)
  }

  /// Notes how many instances run, or how many requests functions work on.
  mutating func capacity(_ count: Int, at now: SimulationInstant) {
    capacity.record(count, at: now)
  }

  /// Notes a share of the processors as a whole number of ten-thousandths.
  mutating func utilisation(_ share: Double, at now: SimulationInstant) {
    utilisation.record(Int((share * 10_000).rounded()), at: now)
  }

  /// The greatest utilisation of all; `nil` if none was noted.
  var peakUtilisation: Double? {
    let peaks = utilisation.buckets.filter { $0.count > 0 }.map(\.maximum)
    return peaks.max().map { Double($0) / 10_000 }
  }

  /// All series with stretches of one width, up to `end`.
  func series(until end: SimulationInstant) -> ShopSeries {
    let all = [
      offered, accepted, completed, failed, latency, backlog, utilisation, capacity,
    ]
    var width = all.map(\.width).max() ?? .seconds(1)
    let elapsed = start.duration(to: end).nanoseconds
    while elapsed > width.nanoseconds * 240 { width *= 2 }
    let count = Int((elapsed + width.nanoseconds - 1) / width.nanoseconds)
    let scale = Scale(
      width: width,
      count: max(count, all.map { Self.length($0, width) }.max() ?? 0)
    )
    return ShopSeries(
      start: start,
      step: width,
      offered: scale.sums(offered),
      accepted: scale.sums(accepted),
      completed: scale.sums(completed),
      failed: scale.sums(failed),
      latency: scale.means(latency).map { $0.map { $0 / 1_000_000 } },
      backlog: scale.levels(backlog),
      utilisation: scale.maxima(utilisation).map { $0.map { Double($0) / 10_000 } },
      capacity: scale.levels(capacity)
    )
  }

  private static func length(_ series: TimeSeries, _ width: Duration) -> Int {
    let factor = Int(width.nanoseconds / series.width.nanoseconds)
    return (series.buckets.count + factor - 1) / factor
  }
}

/// Brings series of different widths to one: each width is another times a power of two.
private struct Scale {
  let width: Duration
  let count: Int

  /// The stretches of `series` that fall into each of ours.
  private func groups(_ series: TimeSeries) -> [ArraySlice<TimeSeries.Bucket>] {
    let factor = Int(width.nanoseconds / series.width.nanoseconds)
    return (0..<count).map { index in
      let first = min(index * factor, series.buckets.count)
      return series.buckets[first..<min(first + factor, series.buckets.count)]
    }
  }

  func sums(_ series: TimeSeries) -> [Int] {
    groups(series).map { group in group.reduce(0) { $0 + Int($1.sum) } }
  }

  func means(_ series: TimeSeries) -> [Double?] {
    groups(series).map { group in
      let count = group.reduce(0) { $0 + $1.count }
      let sum = group.reduce(Int128(0)) { $0 + $1.sum }
      return count > 0 ? Double(sum) / Double(count) : nil
    }
  }

  func maxima(_ series: TimeSeries) -> [Int?] {
    groups(series).map { group in group.lazy.filter { $0.count > 0 }.map(\.maximum).max() }
  }

  /// The maxima of a level that stays as it is where nothing was recorded.
  func levels(_ series: TimeSeries) -> [Int] {
    var level = 0
    return groups(series).map { group in
      let highest = group.lazy.filter { $0.count > 0 }.map(\.maximum).max()
      let peak = max(level, highest ?? 0)
      level = group.last { $0.count > 0 }?.last ?? level
      return peak
    }
  }
}
