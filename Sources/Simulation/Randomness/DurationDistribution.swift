/// How long something takes: a distribution from which durations are drawn, never negative.
public struct DurationDistribution: Hashable, Sendable {
  private enum Shape: Hashable {
    case constant
    case uniform(ClosedRange<Duration>)
    case exponential
    case erlang(stages: Int)
    case hyperexponential(shareOfFirst: Double)
    case logNormal(location: Double, scale: Double)
  }

  private let shape: Shape
  /// The mean in nanoseconds, not rounded.
  private let meanNanoseconds: Double

  /// The squared coefficient of variation: the variance over the square of the mean.
  ///
  /// 0 for a constant, 1 for the exponential distribution. Queues grow with it.
  public let squaredVariation: Double

  /// The mean.
  public var mean: Duration { Self.duration(nanoseconds: meanNanoseconds) }

  private init(_ shape: Shape, meanNanoseconds: Double, squaredVariation: Double) {
    self.shape = shape
    self.meanNanoseconds = meanNanoseconds
    self.squaredVariation = squaredVariation
  }

  /// Creates a distribution that always yields `duration`.
  public static func constant(_ duration: Duration) -> Self {
    Self(.constant, meanNanoseconds: nanoseconds(of: duration), squaredVariation: 0)
  }

  /// Creates the distribution in which all durations of `range` are equally likely.
  public static func uniform(_ range: ClosedRange<Duration>) -> Self {
    let lower = nanoseconds(of: range.lowerBound)
    let upper = nanoseconds(of: range.upperBound)
    let mean = (lower + upper) / 2
    let deviation = (upper - lower) / mean
    return Self(
      .uniform(range),
      meanNanoseconds: mean,
      squaredVariation: mean > 0 ? deviation * deviation / 12 : 0
    )
  }

  /// Creates the exponential distribution: what has no memory of how long it has taken.
  public static func exponential(mean: Duration) -> Self {
    Self(.exponential, meanNanoseconds: nanoseconds(of: mean), squaredVariation: 1)
  }

  /// Creates the sum of exponential stages, steadier than one: its squared variation is 1/stages.
  ///
  /// - Parameters:
  ///   - stages: at least 1.
  ///   - mean: the mean of the whole sum.
  /// - Returns: the distribution.
  public static func erlang(stages: Int, mean: Duration) -> Self {
    precondition(stages >= 1, "\(stages) stages are too few: there must be at least 1")
    return Self(
      .erlang(stages: stages),
      meanNanoseconds: nanoseconds(of: mean),
      squaredVariation: 1 / Double(stages)
    )
  }

  /// Creates a mix of many short and few long exponential durations, less steady than one.
  ///
  /// Two kinds with balanced means: both together account for the same share of the total time.
  ///
  /// - Parameters:
  ///   - mean: the mean of the mix.
  ///   - squaredVariation: at least 1.
  /// - Returns: the distribution.
  public static func hyperexponential(mean: Duration, squaredVariation: Double) -> Self {
    precondition(
      squaredVariation >= 1 && squaredVariation.isFinite,
      "a squared variation of \(squaredVariation) is below 1: use erlang"
    )
    let excess = ((squaredVariation - 1) / (squaredVariation + 1)).squareRoot()
    return Self(
      .hyperexponential(shareOfFirst: (1 + excess) / 2),
      meanNanoseconds: nanoseconds(of: mean),
      squaredVariation: squaredVariation
    )
  }

  /// Creates the log-normal distribution, which response times of real systems often resemble.
  ///
  /// - Parameters:
  ///   - mean: the mean; above zero.
  ///   - deviation: the standard deviation.
  /// - Returns: the distribution.
  public static func logNormal(mean: Duration, deviation: Duration) -> Self {
    let center = nanoseconds(of: mean)
    precondition(center > 0, "a log-normal distribution cannot have the mean \(mean)")
    let variation = nanoseconds(of: deviation) / center
    let variance = PortableMath.logarithm(1 + variation * variation)
    return Self(
      .logNormal(
        location: PortableMath.logarithm(center) - variance / 2,
        scale: variance.squareRoot()
      ),
      meanNanoseconds: center,
      squaredVariation: variation * variation
    )
  }

  /// Draws a duration, rounded to the nearest nanosecond.
  public func sample(using stream: inout RandomStream) -> Duration {
    switch shape {
    case .constant:
      return mean
    case .uniform(let range):
      return stream.uniform(in: range)
    case .exponential:
      return Self.duration(nanoseconds: stream.exponential() * meanNanoseconds)
    case .erlang(let stages):
      var sum = 0.0
      for _ in 0..<stages { sum += stream.exponential() }
      return Self.duration(nanoseconds: sum * meanNanoseconds / Double(stages))
    case .hyperexponential(let shareOfFirst):
      let share = stream.uniform() < shareOfFirst ? shareOfFirst : 1 - shareOfFirst
      return Self.duration(nanoseconds: stream.exponential() * meanNanoseconds / (2 * share))
    case .logNormal(let location, let scale):
      let exponent = location + scale * stream.normal()
      return Self.duration(nanoseconds: PortableMath.exponential(exponent))
    }
  }

  private static func nanoseconds(of duration: Duration) -> Double {
    precondition(duration >= .zero, "\(duration) is negative: nothing takes less than no time")
    return Double(duration.nanoseconds)
  }

  private static func duration(nanoseconds: Double) -> Duration {
    let rounded = nanoseconds.rounded()
    return .nanoseconds(rounded < 0x1p63 ? Int64(rounded) : .max)
  }
}
