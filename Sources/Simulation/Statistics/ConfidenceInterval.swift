/// Where the mean of a quantity lies, told from independent runs: one number from each seed.
///
/// Student's t distribution; the runs' results should be means of many values each.
public struct ConfidenceInterval: Hashable, Sendable {
  /// How sure an interval is to hold the true mean.
  public enum Level: Sendable {
    /// 95 %: one interval in twenty misses.
    case percent95
    /// 99 %: one interval in a hundred misses.
    case percent99
  }

  /// The mean of the runs.
  public let mean: Double
  /// How far the interval reaches to each side.
  public let halfWidth: Double

  /// Creates the interval from the results of at least two runs.
  public init(of results: [Double], level: Level = .percent95) {
    precondition(results.count >= 2, "\(results.count) results show no spread: give 2 or more")
    let moments = RunningMoments(of: results)
    mean = moments.mean
    let error = (moments.variance / Double(results.count)).squareRoot()
    halfWidth = level.factor(degreesOfFreedom: results.count - 1) * error
  }

  /// The interval's bounds.
  public var range: ClosedRange<Double> { mean - halfWidth...mean + halfWidth }

  /// Tells whether `value` may be the true mean.
  public func contains(_ value: Double) -> Bool { range.contains(value) }
}

extension ConfidenceInterval: CustomStringConvertible {
  /// The mean and the half width: `3.02 ± 0.11`.
  public var description: String { "\(mean) ± \(halfWidth)" }
}

extension ConfidenceInterval.Level {
  /// The two-sided quantile of Student's t.
  ///
  /// From a table up to 20 degrees of freedom; above, the normal quantile with three terms of the
  /// expansion in 1/n (Abramowitz and Stegun, 26.7.5), which there is within 0.0001.
  func factor(degreesOfFreedom count: Int) -> Double {
    guard count > table.count else { return table[count - 1] }
    let n = Double(count)
    let z = normalQuantile
    let square = z * z
    let first = z * (square + 1) / 4
    let second = z * ((5 * square + 16) * square + 3) / 96
    let third = z * (((3 * square + 19) * square + 17) * square - 15) / 384
    return z + (first + (second + third / n) / n) / n
  }

  private var normalQuantile: Double {
    switch self {
    case .percent95: 1.959963984540054
    case .percent99: 2.5758293035489004
    }
  }

  /// Student's t for 1, 2, 3 … degrees of freedom.
  private var table: [Double] {
    switch self {
    case .percent95:
      [
        12.70620, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691, 2.36462,
        2.30600, 2.26216, 2.22814, 2.20099, 2.17881, 2.16037, 2.14479,
        2.13145, 2.11991, 2.10982, 2.10092, 2.09302, 2.08596,
      ]
    case .percent99:
      [
        63.65674, 9.92484, 5.84091, 4.60409, 4.03214, 3.70743, 3.49948,
        3.35539, 3.24984, 3.16927, 3.10581, 3.05454, 3.01228, 2.97684,
        2.94671, 2.92078, 2.89823, 2.87844, 2.86093, 2.84534,
      ]
    }
  }
}
