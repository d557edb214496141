import Simulation
import Testing

/// Systems whose mean response time is known from theory.
struct QueueingSystem: Sendable, CustomTestStringConvertible {
  enum Discipline {
    case firstComeFirstServed
    case processorSharing
  }

  let testDescription: String
  let discipline: Discipline
  let servers: Int
  /// Share of the servers' time that is used.
  let load: Double
  let service: DurationDistribution

  /// Arrivals a second; the mean service takes one second.
  var rate: Double { load * Double(servers) }

  /// The mean time from arrival to departure, in seconds.
  var meanResponse: Double {
    let wait = Self.erlangC(servers: servers, load: load) / (Double(servers) * (1 - load))
    switch discipline {
    case .firstComeFirstServed where servers == 1:
      // Pollaczek and Khinchine, for any distribution of service.
      return 1 + load * (1 + service.squaredVariation) / (2 * (1 - load))
    case .firstComeFirstServed:
      return 1 + wait
    case .processorSharing:
      // As with exponential service, whatever the distribution: 1/(1 − load) for one processor.
      return 1 + wait
    }
  }

  /// The probability that an arrival finds all servers busy (Erlang, 1917).
  static func erlangC(servers: Int, load: Double) -> Double {
    let offered = load * Double(servers)
    var blocking = 1.0
    for count in 1...servers {
      blocking = offered * blocking / (Double(count) + offered * blocking)
    }
    return blocking / (1 - load * (1 - blocking))
  }

  static let all: [Self] = [
    row("M/M/1", .firstComeFirstServed, 1, 0.7, .exponential(mean: .seconds(1))),
    row("M/M/3", .firstComeFirstServed, 3, 0.7, .exponential(mean: .seconds(1))),
    row("M/M/8", .firstComeFirstServed, 8, 0.8, .exponential(mean: .seconds(1))),
    row("M/D/1", .firstComeFirstServed, 1, 0.7, .constant(.seconds(1))),
    row("M/U/1", .firstComeFirstServed, 1, 0.7, .uniform(.zero ... .seconds(2))),
    row("M/E4/1", .firstComeFirstServed, 1, 0.7, .erlang(stages: 4, mean: .seconds(1))),
    row("M/H2/1", .firstComeFirstServed, 1, 0.5, skewed),
    row("M/LN/1", .firstComeFirstServed, 1, 0.5, logNormal),
    row("M/M/1 shared", .processorSharing, 1, 0.7, .exponential(mean: .seconds(1))),
    row("M/D/1 shared", .processorSharing, 1, 0.7, .constant(.seconds(1))),
    row("M/H2/1 shared", .processorSharing, 1, 0.6, skewed),
    row("M/M/2 shared", .processorSharing, 2, 0.7, .exponential(mean: .seconds(1))),
    row("M/H2/2 shared", .processorSharing, 2, 0.6, skewed),
  ]

  private static let skewed = DurationDistribution.hyperexponential(
    mean: .seconds(1),
    squaredVariation: 4
  )
  private static let logNormal = DurationDistribution.logNormal(
    mean: .seconds(1),
    deviation: .seconds(1)
  )

  private static func row(
    _ name: String,
    _ discipline: Discipline,
    _ servers: Int,
    _ load: Double,
    _ service: DurationDistribution
  ) -> Self {
    Self(
      testDescription: name,
      discipline: discipline,
      servers: servers,
      load: load,
      service: service
    )
  }
}

/// The customers of one system, and what they met with.
private actor Customers: Simulated {
  nonisolated let simulation: Simulation
  private let system: QueueingSystem
  private let pool: ServerPool
  private let processors: ProcessorSharing
  private(set) var late = RunningMoments()
  private(set) var responses = Histogram<Duration>()
  private(set) var utilisation = 0.0

  init(_ system: QueueingSystem, seed: UInt64) {
    simulation = Simulation(seed: seed)
    self.system = system
    pool = ServerPool("pool", servers: system.servers, on: simulation)
    processors = ProcessorSharing(
      "processors",
      processors: Double(system.servers),
      on: simulation
    )
  }

  /// Sends `count` customers; those of the first fifth only warm the system up.
  func send(_ count: Int) async throws {
    var arrivals = ArrivalProcess.poisson(.perSecond(system.rate))
    var gaps = simulation.randomStream("arrivals")
    var services = simulation.randomStream("services")
    for number in 0..<count {
      guard let instant = arrivals.next(using: &gaps) else { break }
      try await simulation.sleep(until: instant)
      let work = system.service.sample(using: &services)
      simulation.spawn(on: self) { try await $0.visit(work, counts: number >= count / 5) }
    }
    utilisation =
      switch system.discipline {
      case .firstComeFirstServed:
        pool.statistics.busy.mean(until: simulation.now) / Double(system.servers)
      case .processorSharing: processors.statistics.utilisation
      }
  }

  private func visit(_ work: Duration, counts: Bool) async throws {
    let arrival = simulation.now
    switch system.discipline {
    case .firstComeFirstServed: try await pool.serve(for: work)
    case .processorSharing: try await processors.work(work)
    }
    let response = arrival.duration(to: simulation.now)
    responses.record(response)
    if counts { late.add(response.seconds) }
  }

  /// Little's law from an empty system to an empty one, in whole nanoseconds: the customers in
  /// the system, summed over time, are the times that customers spent in it.
  func followsLittlesLaw() -> Bool {
    let present =
      switch system.discipline {
      case .firstComeFirstServed:
        pool.statistics.busy.integral(until: simulation.now)
          + pool.statistics.waiting.integral(until: simulation.now)
      case .processorSharing:
        processors.statistics.jobs.integral(until: simulation.now)
      }
    return present == responses.sumOfTicks
  }
}

@Suite("Queueing theory")
struct QueueingTheoryTests {
  @Test("Simulated queues behave as theory says", arguments: QueueingSystem.all)
  func systemFollowsTheory(_ system: QueueingSystem) throws {
    var responses: [Double] = []
    var utilisations: [Double] = []
    for seed: UInt64 in 1...12 {
      let customers = Customers(system, seed: seed)
      let simulation = customers.simulation
      simulation.spawn(on: customers) { try await $0.send(5_000) }
      try simulation.runUntilIdle()
      let (response, utilisation, isLittle) = try simulation.run {
        await (customers.late.mean, customers.utilisation, customers.followsLittlesLaw())
      }
      responses.append(response)
      utilisations.append(utilisation)
      #expect(isLittle, "Little's law fails with seed \(seed)")
    }
    expect(responses, toHaveMean: system.meanResponse)
    expect(utilisations, toHaveMean: system.load)
  }

  @Test(
    "Traffic without tasks behaves as theory says",
    arguments: QueueingSystem.all.filter { $0.discipline == .firstComeFirstServed }
  )
  func trafficFollowsTheory(_ system: QueueingSystem) throws {
    var responses: [Double] = []
    for seed: UInt64 in 1...12 {
      let simulation = Simulation(seed: seed)
      let pool = ServerPool("pool", servers: system.servers, on: simulation)
      pool.serve(.poisson(.perSecond(system.rate)), for: system.service, .background)
      try simulation.run(until: second(500))
      pool.resetStatistics()
      try simulation.run(until: second(500 + Int(7_000 / system.rate)))
      responses.append(pool.statistics.waits.meanTicks / 1_000_000_000 + 1)
    }
    expect(responses, toHaveMean: system.meanResponse)
  }
}

/// Expects the true mean within the 99 % interval of independent results, and the interval within
/// a tenth of the mean, so that it says something.
func expect(
  _ results: [Double],
  toHaveMean mean: Double,
  within share: Double = 0.1,
  at location: SourceLocation = #_sourceLocation
) {
  let interval = ConfidenceInterval(of: results, level: .percent99)
  #expect(
    interval.contains(mean) && interval.halfWidth < share * mean,
    "\(interval) does not tell the mean \(mean)",
    sourceLocation: location
  )
}
