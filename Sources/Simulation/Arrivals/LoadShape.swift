/// A course of business by name: how the rate of customers goes up and down over a load.
///
/// Every shape is a multiple of an ordinary rate and is stretched over the whole load: `day` for
/// ten minutes is a day in ten minutes. The numbers are the course's own assumptions.
public enum LoadShape: String, CaseIterable, Hashable, Sendable {
  /// The ordinary rate throughout.
  case steady
  /// From nothing to the ordinary rate in a straight line.
  case ramp
  /// The ordinary rate, then ten times as many within a fiftieth of the load, and slowly back.
  case flashSale = "flash-sale"
  /// A day from midnight to midnight: 5 % before dawn, 115 % at noon, 160 % at eight in the evening.
  case day
  /// From ten in the evening to six in the morning: 30 % down to 2 % of the ordinary rate, and up.
  case night

  /// Returns the shape as a rate over time.
  ///
  /// - Parameters:
  ///   - rate: the ordinary rate.
  ///   - duration: how long the whole shape lasts; at least a microsecond.
  /// - Returns: the rate, which ends after `duration`.
  public func profile(_ rate: Rate, for duration: Duration) -> RateProfile {
    let total = duration.nanoseconds
    precondition(total >= 1_000, "\(duration) is too short for a load")
    let corners = corners.map { (at: $0.at.portion(of: total), factor: $0.factor) }
    let pieces = zip(corners, corners.dropFirst()).map { from, to in
      let length = Duration.nanoseconds(to.at - from.at)
      return RateProfile.Piece(for: length, rate * from.factor, to: rate * to.factor)
    }
    return RateProfile(pieces)
  }

  /// The corners: how far into the load, and how many times the ordinary rate.
  private var corners: [(at: Ratio, factor: Double)] {
    switch self {
    case .steady: [(.zero, 1), (.one, 1)]
    case .ramp: [(.zero, 0), (.one, 1)]
    case .flashSale:
      [
        (.zero, 1), (.percent(20), 1), (.percent(22), 10), (.percent(42), 10),
        (.percent(62), 1), (.one, 1),
      ]
    case .day:
      Self.hours.enumerated().map { (Ratio($0, of: 24), $1) }
    case .night:
      [
        (.zero, 0.30), (.percent(25), 0.10), (.percent(50), 0.02), (.percent(75), 0.04),
        (.one, 0.15),
      ]
    }
  }

  /// The factor at each full hour of a day.
  private static let hours: [Double] = [
    0.15, 0.08, 0.05, 0.05, 0.05, 0.10, 0.20, 0.40, 0.60, 0.80, 0.95, 1.05,
    1.15, 1.10, 1.00, 1.00, 1.05, 1.20, 1.40, 1.55, 1.60, 1.30, 0.80, 0.40, 0.15,
  ]
}

extension Ratio {
  /// This share of `total`, cut to a whole number.
  fileprivate func portion(of total: Int64) -> Int64 {
    Int64(Int128(total) * Int128(numerator) / Int128(denominator))
  }
}
