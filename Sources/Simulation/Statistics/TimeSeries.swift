/// What happened when, in a fixed number of equal stretches of time: constant memory for any run.
///
/// When the run outgrows the stretches, neighbours are merged and each becomes twice as long.
public struct TimeSeries: Hashable, Sendable {
  /// What was recorded in one stretch of time.
  public struct Bucket: Hashable, Sendable {
    /// How many values.
    public fileprivate(set) var count = 0
    /// Their sum.
    public fileprivate(set) var sum: Int128 = 0
    /// The smallest; 0 if there is none.
    public fileprivate(set) var minimum = 0
    /// The greatest; 0 if there is none.
    public fileprivate(set) var maximum = 0
    /// The latest; 0 if there is none.
    public fileprivate(set) var last = 0

    /// The mean of the values; `nil` if there is none.
    public var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

    fileprivate mutating func add(_ value: Int) {
      merge(Bucket(count: 1, sum: Int128(value), minimum: value, maximum: value, last: value))
    }

    /// Adds what came later.
    fileprivate mutating func merge(_ later: Bucket) {
      guard later.count > 0 else { return }
      minimum = count > 0 ? min(minimum, later.minimum) : later.minimum
      maximum = count > 0 ? max(maximum, later.maximum) : later.maximum
      last = later.last
      sum += later.sum
      count += later.count
    }
  }

  /// When the first stretch begins.
  public let start: SimulationInstant
  /// How many stretches there are at most.
  public let capacity: Int
  /// How long each stretch is now.
  public private(set) var width: Duration
  /// The stretches in order of time, up to the last in which something was recorded.
  public private(set) var buckets: [Bucket] = []

  /// Creates an empty series.
  ///
  /// - Parameters:
  ///   - capacity: how many stretches to keep at most; even, at least 2.
  ///   - width: how long a stretch is at first; above zero.
  ///   - start: when the first begins.
  public init(
    capacity: Int = 240,
    width: Duration = .seconds(1),
    from start: SimulationInstant = .start
  ) {
    precondition(capacity >= 2 && capacity % 2 == 0, "a capacity of \(capacity) is odd or below 2")
    precondition(width.nanoseconds > 0, "a width of \(width) must be at least a nanosecond")
    self.capacity = capacity
    self.width = width
    self.start = start
  }

  /// Records `value` at `instant`.
  ///
  /// - Parameters:
  ///   - value: what to record; 1 to count an event.
  ///   - instant: not before the start; the order of instants does not matter, except to
  ///     ``Bucket/last``.
  /// - Complexity: O(1) amortised.
  public mutating func record(_ value: Int = 1, at instant: SimulationInstant) {
    let offset = instant.nanoseconds - start.nanoseconds
    precondition(offset >= 0, "a series that starts at \(start) cannot record at \(instant)")
    while offset / width.nanoseconds >= capacity { coarsen() }
    let index = Int(offset / width.nanoseconds)
    while buckets.count <= index { buckets.append(Bucket()) }
    buckets[index].add(value)
  }

  private mutating func coarsen() {
    var merged: [Bucket] = []
    merged.reserveCapacity(capacity)
    for first in stride(from: 0, to: buckets.count, by: 2) {
      var bucket = buckets[first]
      if first + 1 < buckets.count { bucket.merge(buckets[first + 1]) }
      merged.append(bucket)
    }
    buckets = merged
    width *= 2
  }
}
