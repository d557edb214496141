/// A stock of processor time that grows steadily up to a limit, and that all use draws on.
///
/// It is what the credits of burstable machines are made of. Use beyond the stock is counted as
/// excess and not held back.
public struct Allowance: Hashable, Sendable {
  /// How much is earned, in processors: 0.2 earns 12 minutes of processor time an hour.
  public let rate: Double
  /// How much there can be at most; what is earned beyond is lost.
  public let limit: Duration

  // Nanoseconds, with fractions: many short times make a long one.
  private var stock: Double
  private var earning = 0.0
  private var spending = 0.0
  private var surplus = 0.0

  /// Creates a stock.
  ///
  /// - Parameters:
  ///   - balance: what there is at first; at most the limit.
  ///   - rate: how much is earned, in processors; not below zero.
  ///   - limit: how much there can be at most.
  public init(_ balance: Duration = .zero, rate: Double, limit: Duration) {
    precondition(rate >= 0 && rate.isFinite, "an allowance cannot earn \(rate)")
    self.rate = rate
    self.limit = limit
    stock = Double(min(balance, limit).nanoseconds)
  }

  /// What there is.
  public var balance: Duration { Self.duration(stock) }
  /// What has been earned and not lost at the limit.
  public var earned: Duration { Self.duration(earning) }
  /// What has been used, the excess included.
  public var spent: Duration { Self.duration(spending) }
  /// What has been used beyond the stock.
  public var excess: Duration { Self.duration(surplus) }

  /// Lets time pass in which `used` processors were in use throughout.
  ///
  /// - Parameters:
  ///   - nanoseconds: how much time.
  ///   - used: how many processors.
  mutating func advance(by nanoseconds: Double, using used: Double) {
    let (most, income, cost) = (
      Double(limit.nanoseconds), nanoseconds * rate, nanoseconds * used
    )
    let sum = stock + income - cost
    earning += income - max(0, sum - most)
    spending += cost
    surplus += max(0, -sum)
    stock = min(max(0, sum), most)
  }

  private static func duration(_ nanoseconds: Double) -> Duration {
    .nanoseconds(Int64(nanoseconds.rounded()))
  }
}
