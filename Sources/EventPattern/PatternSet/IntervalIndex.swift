/// Intervals, ends included, of which those that hold a value are found without a look at most of
/// the others.
///
/// The intervals are sorted by their lower ends and read as a balanced tree: the middle one is the
/// root, and each root knows the largest upper end below it.
struct IntervalIndex<Bound: Comparable & Sendable>: Sendable {
  struct Interval: Sendable {
    let lower: Bound
    let upper: Bound
    /// What the user of the index makes of it.
    let payload: Int
  }

  private var intervals: [Interval] = []
  private var largest: [Bound] = []
  private var isSorted = true

  var isEmpty: Bool { intervals.isEmpty }

  mutating func add(_ interval: Interval) {
    intervals.append(interval)
    isSorted = false
  }

  /// Must have been called after the last ``add(_:)`` before intervals are looked for.
  ///
  /// - Complexity: O(n × log n).
  mutating func sort() {
    guard !isSorted else { return }
    intervals.sort { ($0.lower, $0.upper, $0.payload) < ($1.lower, $1.upper, $1.payload) }
    largest = intervals.map(\.upper)
    _ = spread(0..<intervals.count)
    isSorted = true
  }

  /// Makes each root know the largest upper end of its part, and returns that of the whole.
  private mutating func spread(_ range: Range<Int>) -> Bound? {
    guard !range.isEmpty else { return nil }
    let root = Self.root(of: range)
    for part in [range.lowerBound..<root, root + 1..<range.upperBound] {
      if let bound = spread(part), largest[root] < bound { largest[root] = bound }
    }
    return largest[root]
  }

  private static func root(of range: Range<Int>) -> Int {
    range.lowerBound + range.count / 2
  }

  /// Shows every interval that holds `value`.
  ///
  /// - Complexity: O(log n) for each interval that is found, and at least once.
  func forEach(holding value: Bound, _ body: (Interval) -> Void) {
    visit(0..<intervals.count, value, body)
  }

  private func visit(_ range: Range<Int>, _ value: Bound, _ body: (Interval) -> Void) {
    var range = range
    while !range.isEmpty {
      let root = Self.root(of: range)
      guard value <= largest[root] else { return }
      visit(range.lowerBound..<root, value, body)
      guard intervals[root].lower <= value else { return }
      if value <= intervals[root].upper { body(intervals[root]) }
      range = root + 1..<range.upperBound
    }
  }
}
