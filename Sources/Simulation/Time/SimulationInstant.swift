/// A point in simulated time, in whole nanoseconds since the simulation began.
///
/// Integer ticks keep arithmetic exact and equal on every machine. The range is ±292 years.
public struct SimulationInstant: Hashable, Sendable {
  /// Nanoseconds since ``start``.
  public let nanoseconds: Int64

  /// The instant at which every simulation begins.
  public static let start = Self(nanoseconds: 0)

  /// The last instant that can be told; no run reaches it.
  public static let distantFuture = Self(nanoseconds: .max)

  /// Creates the instant that lies `nanoseconds` after ``start``.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }
}

extension SimulationInstant: InstantProtocol {
  /// Returns the instant that lies `duration` later, or ``distantFuture`` if there is no such one.
  public func advanced(by duration: Duration) -> Self {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(duration.nanoseconds)
    return overflow ? .distantFuture : Self(nanoseconds: sum)
  }

  /// Returns how long it is from here to `other`; negative when `other` came before.
  public func duration(to other: Self) -> Duration {
    .nanoseconds(other.nanoseconds - nanoseconds)
  }

  /// Returns how long ago `earlier` was; negative when it is still to come.
  public func duration(since earlier: Self) -> Duration {
    earlier.duration(to: self)
  }

  /// Tells whether the left instant comes first.
  public static func < (left: Self, right: Self) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

extension SimulationInstant: CustomStringConvertible {
  /// The instant as a person reads it: `0 s`, `12.5 s`, `4 min 3 s`, `2 h 0 min 1 s`.
  public var description: String {
    duration(since: .start).readable
  }
}
