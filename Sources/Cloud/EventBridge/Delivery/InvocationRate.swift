import Simulation

/// A rate of invocations: what is beyond it is delayed, and not dropped.
///
/// A second's worth may come at once; behind that one follows the other at the rate.
struct InvocationRate {
  /// When the allowance will be full again.
  private var full = SimulationInstant.start

  /// Counts one more invocation.
  ///
  /// - Parameters:
  ///   - limit: how many there are in a second.
  ///   - now: the current instant.
  /// - Returns: how long it has to wait; zero within the rate.
  mutating func delay(_ limit: Int, at now: SimulationInstant) -> Duration {
    let gap = Duration.nanoseconds(1_000_000_000 / Int64(limit))
    full = max(full, now).advanced(by: gap)
    let backlog = now.duration(to: full)
    return max(.zero, backlog - .seconds(1))
  }
}
