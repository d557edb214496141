import Simulation

/// A rate limit whose allowance is refilled continuously and never saved up: a token bucket that
/// holds one period's worth.
struct RateLimiter {
  /// What has been taken and not been refilled yet; a token is worth the period's nanoseconds.
  private var spent: Int64 = 0
  private var updated = SimulationInstant.start

  /// Takes one if there is one.
  ///
  /// - Parameters:
  ///   - limit: how many there are in a period.
  ///   - period: the period in nanoseconds.
  ///   - now: the current instant.
  /// - Returns: whether there was one.
  mutating func take(
    _ limit: Int,
    in period: Int64 = 1_000_000_000,
    at now: SimulationInstant
  )
    -> Bool
  {
    guard has(limit, in: period, at: now) else { return false }
    spent += period
    return true
  }

  /// Tells whether there is one.
  mutating func has(
    _ limit: Int,
    in period: Int64 = 1_000_000_000,
    at now: SimulationInstant
  )
    -> Bool
  {
    if updated != now {
      let elapsed = now.nanoseconds - updated.nanoseconds
      let (gain, overflow) = elapsed.multipliedReportingOverflow(by: Int64(limit))
      spent = overflow || gain >= spent ? 0 : spent - gain
      updated = now
    }
    return spent + period <= Int64(limit) * period
  }

  /// How long it takes until there is one again, in whole seconds and at least one.
  func secondsUntilNext(_ limit: Int, in period: Int64 = 1_000_000_000) -> Int {
    guard limit > 0 else { return 1 }
    let missing = spent + period - Int64(limit) * period
    return max(1, Int((missing / Int64(limit) + 999_999_999) / 1_000_000_000))
  }
}
