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
  private var values: Values

  /// What is known of the single values.
  enum Values {
    /// They are all 0 or 1, so that the sum tells everything.
    case bits
    /// How often which was measured.
    case any(MetricSpread)
    /// Nothing: percentiles of them say little.
    case forgotten
  }

  init(minute: Int, _ values: Values) {
    self.minute = minute
    self.values = values
  }

  /// Creates the point of values of which so many are 1 and the others 0.
  init(minute: Int, ones: Int, of count: Int) {
    self.init(minute: minute, .bits)
    samples = count
    sum = Int64(ones)
    minimum = ones < count ? 0 : 1
    maximum = ones > 0 ? 1 : 0
  }

  mutating func add(_ value: Int64) {
    samples += 1
    sum += value
    minimum = min(minimum, value)
    maximum = max(maximum, value)
    if case .any(var spread) = values {
      // Let go of, so that it is changed in its place.
      values = .forgotten
      spread.add(value)
      values = .any(spread)
    }
  }

  /// Adds what was measured in another minute or of another thing.
  mutating func merge(_ other: Self) {
    samples += other.samples
    sum += other.sum
    minimum = min(minimum, other.minimum)
    maximum = max(maximum, other.maximum)
    if case .any(var spread) = values, case .any(let added) = other.values {
      spread.merge(added)
      values = .any(spread)
    }
  }

  /// The value that the share `ratio` of all does not exceed, at most 1/256 off; `nil` where single
  /// values are forgotten.
  func percentile(_ ratio: Double) -> Int64? {
    let rank = Int((ratio * Double(samples)).rounded(.up))
    switch values {
    case .forgotten: return nil
    case .bits: return rank > samples - Int(sum) ? maximum : minimum
    case .any where rank <= 1: return minimum
    case .any where rank >= samples: return maximum
    case .any(let spread): return min(max(spread.value(ofRank: rank), minimum), maximum)
    }
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
