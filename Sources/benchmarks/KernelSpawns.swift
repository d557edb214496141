import Simulation

/// Tasks that are spawned and do nothing.
let kernelSpawns = Benchmark("kernel-spawns", unit: "tasks", count: 1_000_000) { count in
  let simulation = Simulation(seed: 1)
  let desk = Desk(on: simulation)
  simulation.spawn(on: desk) { desk in
    for number in 1...count {
      desk.simulation.spawn(on: desk) { _ in }
      if number % 1_000 == 0 { try await desk.simulation.sleep(for: .nanoseconds(1)) }
    }
  }
  try simulation.runUntilIdle()
} plain: { count in
  runPlainChains(count: count, chains: 1_000, longestDelay: 0)
}
