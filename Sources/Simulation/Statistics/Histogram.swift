/// A quantity that a histogram can count: a whole number of some unit, not negative.
public protocol HistogramValue: Comparable, Sendable {
  /// The quantity as a number of its smallest units.
  var ticks: Int64 { get }
  /// Creates the quantity of `ticks` smallest units.
  init(ticks: Int64)
}

extension Int: HistogramValue {
  /// The number itself.
  public var ticks: Int64 { Int64(self) }
  /// Creates the number `ticks`.
  public init(ticks: Int64) { self = Int(ticks) }
}

extension Duration: HistogramValue {
  /// The duration in whole nanoseconds.
  public var ticks: Int64 { nanoseconds }
  /// Creates the duration of `ticks` nanoseconds.
  public init(ticks: Int64) { self = .nanoseconds(ticks) }
}

/// How values are spread, in constant memory: quantiles are at most 0.4 % off, all else is exact.
///
/// Each power of two is cut into 128 equal buckets, and values below 256 have a bucket each. A
/// bucket answers with its middle, so the error is at most half its width: 1/256 of the value.
/// There are never more than 7,296 buckets (57 KiB), and only as many as the values so far need.
public struct Histogram<Value: HistogramValue>: Hashable, Sendable {
  /// How many buckets each power of two is cut into, as a power of two.
  private static var precision: Int { 7 }

  private var buckets: [Int] = []
  private var ticks: ClosedRange<Int64>?
  private var total: Int128 = 0

  /// How many values have been recorded.
  public private(set) var count = 0

  /// Creates a histogram without values.
  public init() {}

  /// The smallest value, exactly; `nil` if there is none.
  public var minimum: Value? { ticks.map { Value(ticks: $0.lowerBound) } }

  /// The greatest value, exactly; `nil` if there is none.
  public var maximum: Value? { ticks.map { Value(ticks: $0.upperBound) } }

  /// The sum of all values in their smallest unit, exactly.
  public var sumOfTicks: Int128 { total }

  /// The mean in the smallest unit, as a floating-point number; 0 if there are no values.
  public var meanTicks: Double { count > 0 ? Double(total) / Double(count) : 0 }

  /// The mean, cut to the smallest unit; `nil` if there are no values.
  public var mean: Value? {
    count > 0 ? Value(ticks: Int64(total / Int128(count))) : nil
  }

  /// Counts `value`, `times` times.
  ///
  /// - Parameters:
  ///   - value: not negative.
  ///   - times: how often; not negative.
  /// - Complexity: O(1).
  public mutating func record(_ value: Value, times: Int = 1) {
    let ticks = value.ticks
    precondition(ticks >= 0, "\(value) is negative, and a histogram counts what is not")
    precondition(times >= 0, "\(value) cannot be counted \(times) times")
    guard times > 0 else { return }
    let index = Self.index(of: ticks)
    if index >= buckets.count {
      buckets += Array(repeating: 0, count: index + 1 - buckets.count)
    }
    buckets[index] += times
    count += times
    total += Int128(ticks) * Int128(times)
    let known = self.ticks ?? ticks...ticks
    self.ticks = min(known.lowerBound, ticks)...max(known.upperBound, ticks)
  }

  /// Returns the smallest value that at least the share `ratio` of all values does not exceed.
  ///
  /// - Parameter ratio: `.percent(50)` for the median; 0 and 1 give the extremes, exactly.
  /// - Returns: the value, at most 1/256 off; `nil` if there are no values.
  /// - Complexity: O(b) in the number of buckets.
  public func quantile(_ ratio: Ratio) -> Value? {
    guard let ticks else { return nil }
    // The rank is ⌈ratio · count⌉, in whole numbers: 7 % of 100 is 7 and not 8.
    let scaled = Int128(ratio.numerator) * Int128(count) + Int128(ratio.denominator - 1)
    let rank = Int(scaled / Int128(ratio.denominator))
    guard rank > 1 else { return minimum }
    guard rank < count else { return maximum }
    var seen = 0
    for (index, size) in buckets.enumerated() {
      seen += size
      if seen >= rank {
        return Value(ticks: min(max(Self.middle(of: index), ticks.lowerBound), ticks.upperBound))
      }
    }
    return maximum
  }

  /// Returns how many values are not above `value`, as far as buckets can tell.
  ///
  /// - Complexity: O(b) in the number of buckets.
  public func count(upTo value: Value) -> Int {
    guard value.ticks >= 0 else { return 0 }
    return buckets.prefix(Self.index(of: value.ticks) + 1).reduce(0, +)
  }

  /// Counts all that `other` has counted.
  ///
  /// - Complexity: O(b) in the number of buckets.
  public mutating func merge(_ other: Self) {
    guard let otherTicks = other.ticks else { return }
    if buckets.count < other.buckets.count {
      buckets += Array(repeating: 0, count: other.buckets.count - buckets.count)
    }
    for (index, size) in other.buckets.enumerated() { buckets[index] += size }
    count += other.count
    total += other.total
    let known = ticks ?? otherTicks
    ticks =
      min(known.lowerBound, otherTicks.lowerBound)...max(known.upperBound, otherTicks.upperBound)
  }

  /// The bucket of a value: its power of two, then the seven bits behind its leading one.
  private static func index(of ticks: Int64) -> Int {
    let shift = max(0, 63 - precision - ticks.leadingZeroBitCount)
    return shift << precision + Int(ticks >> shift)
  }

  /// The value in the middle of a bucket.
  private static func middle(of index: Int) -> Int64 {
    let shift = max(0, index >> precision - 1)
    let lower = Int64(index - shift << precision) << shift
    return lower + (1 << shift - 1) / 2
  }
}
