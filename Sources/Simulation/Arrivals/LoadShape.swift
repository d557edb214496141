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
  public func profile(_ rate: Rate, for duration: Duration) -> RateProfile {
    let total = duration.nanoseconds
    precondition(total >= 1_000, "\(duration) is too short for a load")
    var pieces: [RateProfile.Piece] = []
    for (from, to) in zip(points, points.dropFirst()) where from.at < to.at {
      let length = total.portion(to.at) - total.portion(from.at)
      pieces.append(.init(for: .nanoseconds(length), rate * from.factor, to: rate * to.factor))
    }
    return RateProfile(pieces)
  }

  /// The corners: how far into the load, in thousandths, and how many times the ordinary rate.
  private var points: [(at: Int64, factor: Double)] {
    switch self {
    case .steady: [(0, 1), (1_000, 1)]
    case .ramp: [(0, 0), (1_000, 1)]
    case .flashSale:
      [(0, 1), (200, 1), (220, 10), (420, 10), (620, 1), (1_000, 1)]
    case .day:
      Self.hours.enumerated().map { hour, factor in (Int64(hour) * 1_000 / 24, factor) }
    case .night: [(0, 0.3), (250, 0.1), (500, 0.02), (750, 0.04), (1_000, 0.15)]
    }
  }

  /// The factor at each full hour of a day.
  private static let hours: [Double] = [
    0.15, 0.08, 0.05, 0.05, 0.05, 0.10, 0.20, 0.40, 0.60, 0.80, 0.95, 1.05,
    1.15, 1.10, 1.00, 1.00, 1.05, 1.20, 1.40, 1.55, 1.60, 1.30, 0.80, 0.40, 0.15,
  ]
}

extension Int64 {
  /// So many thousandths of this number, cut to a whole one.
  fileprivate func portion(_ thousandths: Int64) -> Int64 {
    Int64(Int128(self) * Int128(thousandths) / 1_000)
  }
}
