import Simulation

/// A tiny simulation whose every record is known: it proves that this machine simulates like all
/// others, so that a room sees the same numbers.
enum SelfTest {
  /// The hash that the history has everywhere.
  static let expected: UInt64 = 0xca79_0ad9_876b_58a8

  /// What the simulation records.
  private struct Turn: TraceEvent {
    let walker: Int
    let step: Int
  }

  private actor Floor: Simulated {
    nonisolated let simulation: Simulation
    private var steps = 0

    init(on simulation: Simulation) { self.simulation = simulation }

    func walk(_ walker: Int) async throws {
      var draws = simulation.randomStream("walker \(walker)")
      for step in 1...20 {
        try await simulation.sleep(for: .microseconds(Int64(draws.exponential() * 1_000)))
        steps += 1
        simulation.record(Turn(walker: walker, step: step), from: "floor")
      }
    }
  }

  /// Runs ten walkers of twenty steps each, and hashes what they did.
  static func hash() throws -> UInt64 {
    let simulation = Simulation(seed: 7)
    let hash = TraceHash(of: simulation.trace)
    let floor = Floor(on: simulation)
    try simulation.run {
      let walkers = (0..<10).map { walker in
        simulation.spawn(on: floor) { try await $0.walk(walker) }
      }
      for walker in walkers { try await walker.value }
    }
    return hash.value
  }
}
