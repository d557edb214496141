import Simulation

/// What was measured of one thing in one minute, or in several that were added up.
///
/// Values are whole numbers of a metric's smallest unit, so that sums are exact in any order.
struct MetricPoint {
  /// Minutes since the simulation's start.
  let minute: Int
  private(set) var samples = 0
  private(set) var sum: Int64 = 0
  private(set) var minimum = Int64.max
  private(set) var maximum = Int64.min
  /// How often which value was measured; `nil` where nobody asks.
  private(set) var spread: MetricSpread?

  init(minute: Int, spread: MetricSpread? = nil) {
    self.minute = minute
    self.spread = spread
  }

  mutating func add(_ value: Int64) {
    samples += 1
    sum += value
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    spread?.add(value)
  }

  /// Adds what was measured in another minute or of another thing.
  mutating func merge(_ other: Self) {
    samples += other.samples
    sum += other.sum
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    if let added = other.spread { spread?.merge(added) }
  }

  /// The value that the share `ratio` of all does not exceed, at most 1/256 off; `nil` where the
  /// spread is not kept.
  func percentile(_ ratio: Double) -> Int64? {
    guard let spread else { return nil }
    let rank = Int((ratio * Double(samples)).rounded(.up))
    if rank <= 1 { return minimum }
    if rank >= samples { return maximum }
    return min(max(spread.value(ofRank: rank), minimum), maximum)
  }
}

/// How often which value was measured, as far as buckets tell: of each power of two there are 128.
struct MetricSpread {
  private struct Bucket {
    let middle: Int64
    var times: Int
  }

  /// Smallest first.
  private var buckets: [Bucket] = []

  mutating func add(_ value: Int64) { add(Bucket(middle: Self.middle(of: value), times: 1)) }

  mutating func merge(_ other: Self) {
    for bucket in other.buckets { add(bucket) }
  }

  func value(ofRank rank: Int) -> Int64 {
    var seen = 0
    for bucket in buckets {
      seen += bucket.times
      if seen >= rank { return bucket.middle }
    }
    return buckets.last?.middle ?? 0
  }

  private mutating func add(_ bucket: Bucket) {
    var (low, high) = (0, buckets.count)
    while low < high {
      let middle = (low + high) / 2
      if buckets[middle].middle < bucket.middle { low = middle + 1 } else { high = middle }
    }
    if low < buckets.count, buckets[low].middle == bucket.middle {
      buckets[low].times += bucket.times
    } else {
      buckets.insert(bucket, at: low)
    }
  }

  private static func middle(of value: Int64) -> Int64 {
    let shift = max(0, 56 - value.leadingZeroBitCount)
    guard shift > 0 else { return value }
    return (value >> shift) << shift + 1 << (shift - 1)
  }
}
