/// When customers come: instants, one after the other, that never go back.
public struct ArrivalProcess: Sendable {
  private enum Source: Sendable {
    case single(RateWalk)
    case bursts(RateWalk, sizes: ClosedRange<Int>)
    case schedule(ArrivalSchedule, from: SimulationInstant)
  }

  private var source: Source
  /// What the current burst still has to bring, and when; for a schedule, how many have come.
  private var burst = (left: 0, instant: SimulationInstant.start)

  private init(_ source: Source) {
    self.source = source
  }

  /// Creates arrivals that know nothing of each other, at the rate of `profile`: Poisson's.
  ///
  /// - Parameters:
  ///   - profile: the rate; its end is the end of the arrivals.
  ///   - start: when the profile begins.
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
  public static func poisson(_ rate: Rate, from start: SimulationInstant = .start) -> Self {
    poisson(RateProfile([.init(for: .seconds(3_600), rate)], repeats: true), from: start)
  }

  /// Creates bursts: several arrivals at one instant, and those instants at the rate of `profile`.
  ///
  /// - Parameters:
  ///   - sizes: how many a burst may bring, all equally likely; at least 1.
  ///   - profile: how often a burst comes.
  ///   - start: when the profile begins.
  public static func bursts(
    of sizes: ClosedRange<Int>,
    _ profile: RateProfile,
    from start: SimulationInstant = .start
  ) -> Self {
    precondition(sizes.lowerBound >= 1, "a burst of \(sizes.lowerBound) is none: give 1 or more")
    return Self(.bursts(RateWalk(profile, from: start), sizes: sizes))
  }

  /// Creates arrivals at the offsets of `schedule`, which draw nothing.
  public static func schedule(
    _ schedule: ArrivalSchedule,
    from start: SimulationInstant = .start
  ) -> Self {
    Self(.schedule(schedule, from: start))
  }

  /// Returns when the next arrival comes; `nil` if there is none any more.
  public mutating func next(using stream: inout RandomStream) -> SimulationInstant? {
    switch source {
    case .single(var walk):
      let instant = walk.advance(by: stream.exponential())
      source = .single(walk)
      return instant
    case .bursts(var walk, let sizes):
      if burst.left == 0 {
        guard let instant = walk.advance(by: stream.exponential()) else { return nil }
        source = .bursts(walk, sizes: sizes)
        burst = (stream.uniform(in: sizes), instant)
      }
      burst.left -= 1
      return burst.instant
    case .schedule(let schedule, let start):
      guard burst.left < schedule.offsets.count else { return nil }
      defer { burst.left += 1 }
      return start.advanced(by: schedule.offsets[burst.left])
    }
  }
}
