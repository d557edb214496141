/// Mean and variance of numbers that come one by one (Welford, 1962).
public struct RunningMoments: Hashable, Sendable {
  /// How many numbers there have been.
  public private(set) var count = 0
  /// Their mean; 0 if there are none.
  public private(set) var mean = 0.0
  /// The sum of the squared distances from the mean.
  private var squares = 0.0

  /// Creates moments of nothing yet.
  public init() {}

  /// Creates the moments of `numbers`.
  public init(of numbers: some Sequence<Double>) {
    for number in numbers { add(number) }
  }

  /// The sample variance, with n − 1 below; 0 for fewer than two numbers.
  public var variance: Double { count > 1 ? squares / Double(count - 1) : 0 }

  /// The square root of the sample variance.
  public var standardDeviation: Double { variance.squareRoot() }

  /// Takes `number` into account.
  public mutating func add(_ number: Double) {
    count += 1
    let distance = number - mean
    mean += distance / Double(count)
    squares += distance * (number - mean)
  }

  /// Takes all of `other` into account (Chan, Golub and LeVeque, 1979).
  public mutating func merge(_ other: Self) {
    guard other.count > 0 else { return }
    let together = Double(count + other.count)
    let distance = other.mean - mean
    let share = Double(other.count) / together
    squares += other.squares + distance * distance * Double(count) * share
    mean += distance * share
    count += other.count
  }
}
