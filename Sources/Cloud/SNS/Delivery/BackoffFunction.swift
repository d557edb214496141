import Simulation

/// How the waits between retries grow from the shortest to the longest.
///
/// Simplified: the SNS developer guide names the four functions and draws their curves, and gives no
/// formula. Here, from one wait to the next, `linear` adds the same time, `arithmetic` adds more
/// by the same each time, `geometric` adds twice as much each time, and `exponential` multiplies by
/// the same number.
enum BackoffFunction: String, CaseIterable {
  case linear, arithmetic, geometric, exponential

  /// The waits of a back-off, the first the shortest and the last the longest.
  func waits(_ count: Int, from shortest: Duration, to longest: Duration) -> [Duration] {
    guard count > 1 else { return Array(repeating: shortest, count: max(0, count)) }
    let (low, high) = (shortest.seconds, longest.seconds)
    return (0..<count).map { place in
      .seconds(rounding: wait(at: place, of: count - 1, from: low, to: high))
    }
  }

  /// The wait in seconds at a place from 0 to `last`.
  private func wait(at place: Int, of last: Int, from low: Double, to high: Double) -> Double {
    switch self {
    case .linear: low + (high - low) * Double(place) / Double(last)
    case .arithmetic:
      low + (high - low) * Double(place * (place + 1)) / Double(last * (last + 1))
    case .geometric:
      // The steps are 1, 2, 4 …; their sums are one less than a power of two. The longest list has
      // a hundred, which a Double holds.
      low + (high - low) * (Self.power(2, place) - 1) / (Self.power(2, last) - 1)
    case .exponential: low * Self.power(Self.root(high / low, last), place)
    }
  }

  private static func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  /// The number whose power is `value`, which is at least 1; by halving, because the C library's
  /// roots differ between processors.
  private static func root(_ value: Double, _ exponent: Int) -> Double {
    var (low, high) = (1.0, value)
    for _ in 0..<100 {
      let middle = (low + high) / 2
      if power(middle, exponent) < value { low = middle } else { high = middle }
    }
    return high
  }
}
