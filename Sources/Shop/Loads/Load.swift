public import Simulation

/// What comes at the shop: how many customers, when, and what they want.
public struct Load: Hashable, Sendable {
  private enum Source: Hashable {
    case shape(LoadShape, Rate)
    case schedule(ArrivalSchedule)
  }

  /// How the load is called: `flash-sale`, or the name of its file.
  public let name: String
  /// How long it lasts.
  public let duration: Duration
  /// What the customers want.
  public let mix: Mix
  private let source: Source

  /// The ordinary rate where none is given: seven customers a second, a good day at Fernway.
  public static let ordinaryRate = Rate.perSecond(7)
  /// The shortest and the longest load.
  public static let durations = Duration.seconds(1)...Duration.seconds(365 * 86_400)
  /// The lowest and the highest ordinary rate: one in a day, ten thousand in a second.
  public static let rates = Rate(1, per: .seconds(86_400))...Rate.perSecond(10_000)
  /// How many customers a load may bring on average.
  public static let customerLimit = 20_000_000.0

  /// Creates a load with a named shape.
  ///
  /// - Parameters:
  ///   - shape: how the rate goes up and down.
  ///   - rate: the ordinary rate.
  ///   - duration: how long the whole shape lasts.
  /// - Throws: ``LoadError`` for a length, a rate or a number of customers out of bounds.
  public init(
    _ shape: LoadShape,
    rate: Rate = ordinaryRate,
    for duration: Duration
  ) throws(LoadError) {
    try Self.check(duration)
    guard Self.rates.contains(rate) else {
      throw LoadError(
        problem: "the rate \(rate) is out of bounds",
        remedy: "write one from 1/d to 10000/s, such as --rate 20/s"
      )
    }
    let customers = shape.profile(rate, for: duration).expectedArrivals
    guard customers <= Self.customerLimit else {
      throw LoadError(
        problem: "\(rate) for \(duration.readable) is about \(Int(customers)) customers",
        remedy: "choose a lower rate or a shorter load: at most \(Int(Self.customerLimit))"
      )
    }
    name = shape.rawValue
    self.duration = duration
    mix = shape == .flashSale ? .sale : .ordinary
    source = .shape(shape, rate)
  }

  /// Creates a load from known arrivals.
  ///
  /// - Parameters:
  ///   - schedule: when customers come.
  ///   - name: what the load is called, such as its file's name.
  ///   - duration: how long the load lasts; later arrivals are left out. `nil` to end with the last.
  /// - Throws: ``LoadError`` for a length out of bounds.
  public init(
    _ schedule: ArrivalSchedule,
    named name: String,
    for duration: Duration? = nil
  ) throws(LoadError) {
    let last = max(schedule.offsets.last ?? .zero, .seconds(1))
    try Self.check(duration ?? last)
    self.name = name
    self.duration = duration ?? last
    mix = .ordinary
    source = .schedule(schedule)
  }

  private static func check(_ duration: Duration) throws(LoadError) {
    guard durations.contains(duration) else {
      throw LoadError(
        problem: "a load of \(duration.readable) is out of bounds",
        remedy: "write a length from 1s to 365d, such as for 10m"
      )
    }
  }

  /// The ordinary rate; `nil` for known arrivals.
  public var rate: Rate? {
    if case .shape(_, let rate) = source { rate } else { nil }
  }

  /// How many customers the load brings: on average, or exactly where the arrivals are known.
  public var expectedCustomers: Double {
    switch source {
    case .shape(let shape, let rate): shape.profile(rate, for: duration).expectedArrivals
    case .schedule(let schedule): Double(schedule.offsets.prefix { $0 <= duration }.count)
    }
  }

  /// Returns when the customers come, if the load starts at `start`.
  public func arrivals(from start: SimulationInstant) -> ArrivalProcess {
    switch source {
    case .shape(let shape, let rate): .poisson(shape.profile(rate, for: duration), from: start)
    case .schedule(let schedule): .schedule(schedule, from: start)
    }
  }
}

extension Load: CustomStringConvertible {
  /// The load as it is written on a command line: `flash-sale --rate 7/s for 10m`.
  public var description: String {
    let rate = rate.map { " --rate \(Self.spelled($0))" } ?? ""
    return "\(name)\(rate) for \(Self.spelled(duration))"
  }

  /// The rate in the shortest period in which it is a whole number: `20/s`, `1/d`.
  private static func spelled(_ rate: Rate) -> String {
    let periods: [(Double, String)] = [(1, "s"), (60, "m"), (3_600, "h"), (86_400, "d")]
    for (seconds, name) in periods {
      let count = rate.perSecond * seconds
      let whole = count.rounded()
      if whole >= 1, (count - whole).magnitude < whole * 1e-12 { return "\(Int(whole))/\(name)" }
    }
    return rate.description
  }

  /// The length with the largest unit of which it is a whole number: `10m`, `90s`.
  private static func spelled(_ duration: Duration) -> String {
    let units: [(Int64, String)] = [
      (86_400_000_000_000, "d"), (3_600_000_000_000, "h"), (60_000_000_000, "m"),
      (1_000_000_000, "s"), (1_000_000, "ms"),
    ]
    let nanoseconds = duration.nanoseconds
    for (length, name) in units where nanoseconds % length == 0 {
      return "\(nanoseconds / length)\(name)"
    }
    return "\(nanoseconds)ns"
  }
}

/// What is wrong with a load, and what to write instead.
public struct LoadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public let problem: String
  /// What to write instead.
  public let remedy: String
  /// The position of the word that is wrong, from 0; `nil` when one is missing.
  public let word: Int?

  /// Creates an error.
  public init(problem: String, remedy: String, word: Int? = nil) {
    self.problem = problem
    self.remedy = remedy
    self.word = word
  }

  /// The problem and the remedy on one line.
  public var description: String { "\(problem); \(remedy)" }
}
