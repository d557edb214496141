/// How often something happens, on average.
public struct Rate: Hashable, Sendable {
  /// How often in a second; finite and not negative.
  public let perSecond: Double

  /// Never.
  public static let zero = Self(0, per: .seconds(1))

  /// Creates the rate of `count` in each `period`.
  ///
  /// - Parameters:
  ///   - count: finite, not negative.
  ///   - period: above zero.
  public init(_ count: Double, per period: Duration) {
    precondition(count >= 0 && count.isFinite, "a rate of \(count) is negative or not finite")
    precondition(period > .zero, "a rate per \(period) makes no sense: use a second or a minute")
    perSecond = count / period.seconds
  }

  /// Creates the rate of `count` in each second.
  public static func perSecond(_ count: Double) -> Self {
    Self(count, per: .seconds(1))
  }

  /// Returns `factor` times the rate.
  public static func * (rate: Self, factor: Double) -> Self {
    .perSecond(rate.perSecond * factor)
  }
}

extension Rate: Comparable {
  /// Tells whether the left rate is lower.
  public static func < (left: Self, right: Self) -> Bool {
    left.perSecond < right.perSecond
  }
}

extension Rate: LosslessStringConvertible {
  /// Reads a rate such as `20/s`, `0.5/s`, `90/min` or `1000 / h`; `nil` if `text` is none.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(\.trimmed)
    guard parts.count == 2, let number = DecimalNumber(parts[0]),
      let period = Duration(spelled: "1\(parts[1])"), period >= .seconds(1)
    else { return nil }
    self.init(Double(number.digits) / Double(number.scale), per: period)
  }

  /// The rate per second: `20/s`, `7.2/s`.
  public var description: String {
    Int(exactly: perSecond).map { "\($0)/s" } ?? "\(perSecond)/s"
  }
}
