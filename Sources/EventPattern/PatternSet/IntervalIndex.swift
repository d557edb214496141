/// Intervals, ends included and each within a scope, of which those that hold a value are found
/// without a look at most of the others.
///
/// The intervals of a scope are sorted by their lower ends and read as a balanced tree: the middle
/// one is the root, and each root knows the largest upper end below it.
struct IntervalIndex<Bound: Comparable & Sendable>: Sendable {
  struct Interval: Sendable {
    let scope: Int
    let lower: Bound
    let upper: Bound
    /// What the user of the index makes of it.
    let payload: Int
  }

  private var intervals: [Interval] = []
  private var largest: [Bound] = []
  /// Where the intervals of each scope are.
  private var parts: [Range<Int>] = []
  private var isSorted = true

  /// Whether a scope has no intervals.
  func isEmpty(_ scope: Int) -> Bool { scope >= parts.count || parts[scope].isEmpty }

  mutating func add(_ interval: Interval) {
    intervals.append(interval)
    isSorted = false
  }

  /// Must have been called after the last ``add(_:)`` before intervals are looked for.
  ///
  /// - Complexity: O(n × log n).
  mutating func sort() {
    guard !isSorted else { return }
    intervals.sort { left, right in
      left.scope == right.scope
        ? (left.lower, left.payload) < (right.lower, right.payload) : left.scope < right.scope
    }
    largest = intervals.map(\.upper)
    parts = []
    var start = 0
    while start < intervals.count {
      let scope = intervals[start].scope
      let end = intervals[start...].firstIndex { $0.scope > scope } ?? intervals.count
      parts += repeatElement(start..<start, count: scope - parts.count)
      parts.append(start..<end)
      _ = spread(start..<end)
      start = end
    }
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

  /// Every interval of a scope that holds `value`.
  ///
  /// - Complexity: O(log n) for each interval that is found, and at least once.
  func intervals(holding value: Bound, in scope: Int) -> [Interval] {
    var found: [Interval] = []
    if !isEmpty(scope) { collect(parts[scope], value, &found) }
    return found
  }

  private func collect(_ range: Range<Int>, _ value: Bound, _ found: inout [Interval]) {
    var range = range
    while !range.isEmpty {
      let root = Self.root(of: range)
      guard value <= largest[root] else { return }
      collect(range.lowerBound..<root, value, &found)
      guard intervals[root].lower <= value else { return }
      if value <= intervals[root].upper { found.append(intervals[root]) }
      range = root + 1..<range.upperBound
    }
  }
}
