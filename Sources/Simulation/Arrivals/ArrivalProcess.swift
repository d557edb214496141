/// When customers come: instants, one after the other, that never go back.
public struct ArrivalProcess: Sendable {
  private enum Source: Sendable {
    case single(RateWalk)
    case bursts(RateWalk, sizes: ClosedRange<Int>, left: Int, at: SimulationInstant)
    case schedule(ArrivalSchedule, from: SimulationInstant, next: Int)
  }

  private var source: Source

  private init(_ source: Source) {
    self.source = source
  }

  /// Creates arrivals that know nothing of each other, at the rate of `profile`: Poisson's.
  ///
  /// - Parameters:
  ///   - profile: the rate; its end is the end of the arrivals.
  ///   - start: when the profile begins.
  /// - Returns: the arrivals.
  public static func poisson(
    _ profile: RateProfile,
    from start: SimulationInstant = .start
  ) -> Self {
    Self(.single(RateWalk(profile, from: start)))
  }

  /// Creates arrivals that know nothing of each other, at the same rate for ever.
  ///
  /// - Parameters:
  ///   - rate: above zero.
  ///   - start: when they begin.
  /// - Returns: the arrivals.
  public static func poisson(_ rate: Rate, from start: SimulationInstant = .start) -> Self {
    poisson(RateProfile([.init(for: .seconds(3_600), rate)], repeats: true), from: start)
  }

  /// Creates bursts: several arrivals at one instant, and those instants at the rate of `profile`.
  ///
  /// - Parameters:
  ///   - sizes: how many a burst may bring, all equally likely; at least 1.
  ///   - profile: how often a burst comes.
  ///   - start: when the profile begins.
  /// - Returns: the arrivals.
  public static func bursts(
    of sizes: ClosedRange<Int>,
    _ profile: RateProfile,
    from start: SimulationInstant = .start
  ) -> Self {
    precondition(sizes.lowerBound >= 1, "a burst of \(sizes.lowerBound) is none: give 1 or more")
    return Self(.bursts(RateWalk(profile, from: start), sizes: sizes, left: 0, at: start))
  }

  /// Creates arrivals at the offsets of `schedule`, which draw nothing.
  public static func schedule(
    _ schedule: ArrivalSchedule,
    from start: SimulationInstant = .start
  ) -> Self {
    Self(.schedule(schedule, from: start, next: 0))
  }

  /// Returns when the next arrival comes; `nil` if there is none any more.
  public mutating func next(using stream: inout RandomStream) -> SimulationInstant? {
    switch source {
    case .single(var walk):
      let instant = walk.advance(by: stream.exponential())
      source = .single(walk)
      return instant
    case .bursts(var walk, let sizes, var left, var instant):
      if left == 0 {
        guard let next = walk.advance(by: stream.exponential()) else { return nil }
        instant = next
        left = stream.uniform(in: sizes)
      }
      source = .bursts(walk, sizes: sizes, left: left - 1, at: instant)
      return instant
    case .schedule(let schedule, let start, let next):
      guard next < schedule.offsets.count else { return nil }
      source = .schedule(schedule, from: start, next: next + 1)
      return start.advanced(by: schedule.offsets[next])
    }
  }
}
