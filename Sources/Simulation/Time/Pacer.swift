/// Holds simulated time back to the pace of the wall clock.
///
/// Without a pacer a simulation runs as fast as it can. The one type that reads the wall clock
/// lives in the executable and is handed in; nothing in the simulation can tell the difference.
public protocol Pacer: Sendable {
  /// Blocks the loop's thread until the wall has reached `instant`, or until ``wake()``.
  ///
  /// - Parameter instant: the next instant at which there is something to do; `nil` when there is
  ///   nothing to do until another thread posts.
  /// - Returns: the instant that the wall has reached, at most `instant`.
  func wait(until instant: SimulationInstant?) -> SimulationInstant

  /// Ends a wait early, because another thread has posted work. Called from any thread.
  func wake()
}
