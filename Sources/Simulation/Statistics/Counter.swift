/// How often something has happened.
public struct Counter: Hashable, Sendable {
  /// How often so far.
  public private(set) var count = 0
  /// Since when it is counted.
  public private(set) var start: SimulationInstant

  /// Creates a counter that stands at zero.
  public init(from start: SimulationInstant = .start) {
    self.start = start
  }

  /// Counts `amount` more.
  ///
  /// - Parameter amount: not negative.
  public mutating func increment(by amount: Int = 1) {
    precondition(amount >= 0, "a counter that stands at \(count) cannot count \(amount)")
    count += amount
  }

  /// Returns how often it has happened a second, from the start until `instant`.
  public func rate(until instant: SimulationInstant) -> Double {
    let elapsed = start.duration(to: instant).seconds
    return elapsed > 0 ? Double(count) / elapsed : 0
  }

  /// Begins anew at `instant`.
  public mutating func reset(at instant: SimulationInstant) {
    self = Self(from: instant)
  }
}
