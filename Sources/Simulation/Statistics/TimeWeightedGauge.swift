/// A whole number that changes over time, such as a queue's length, and its mean over that time.
///
/// The integral is kept in whole nanoseconds, so that the order of additions cannot change it.
public struct TimeWeightedGauge: Hashable, Sendable {
  /// What the gauge shows.
  public private(set) var value: Int
  /// The greatest value that it has shown.
  public private(set) var maximum: Int
  /// The smallest value that it has shown.
  public private(set) var minimum: Int
  /// Since when the gauge is read.
  public private(set) var start: SimulationInstant

  private var changed: SimulationInstant
  private var area: Int128 = 0

  /// Creates a gauge that shows `value` from `start` on.
  public init(_ value: Int = 0, from start: SimulationInstant = .start) {
    self.value = value
    maximum = value
    minimum = value
    self.start = start
    changed = start
  }

  /// Shows `value` from `instant` on.
  ///
  /// - Parameters:
  ///   - value: what to show.
  ///   - instant: not before the last change.
  public mutating func set(_ value: Int, at instant: SimulationInstant) {
    area = integral(until: instant)
    changed = instant
    self.value = value
    maximum = max(maximum, value)
    minimum = min(minimum, value)
  }

  /// Shows `change` more from `instant` on.
  public mutating func add(_ change: Int, at instant: SimulationInstant) {
    set(value + change, at: instant)
  }

  /// Returns the value times the nanoseconds for which it was shown, summed until `instant`.
  public func integral(until instant: SimulationInstant) -> Int128 {
    precondition(instant >= changed, "a gauge of \(changed) cannot be read at \(instant)")
    return area + Int128(value) * Int128(instant.nanoseconds - changed.nanoseconds)
  }

  /// Returns the mean over the time from the start until `instant`.
  public func mean(until instant: SimulationInstant) -> Double {
    let elapsed = instant.nanoseconds - start.nanoseconds
    return elapsed > 0 ? Double(integral(until: instant)) / Double(elapsed) : Double(value)
  }

  /// Forgets the past: what the gauge shows now is all that counts from `instant` on.
  public mutating func reset(at instant: SimulationInstant) {
    self = Self(value, from: instant)
  }
}
