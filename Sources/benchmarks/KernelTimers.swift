import Simulation

/// Timers: a thousand tasks that sleep again and again.
let kernelTimers = Benchmark("kernel-timers", unit: "timers", count: 1_000_000) { count in
  let simulation = Simulation(seed: 1)
  let desk = Desk(on: simulation)
  for number in 0..<1_000 {
    simulation.spawn(on: desk) { desk in
      var stream = desk.simulation.randomStream("\(number)")
      for _ in 0..<count / 1_000 {
        try await desk.simulation.sleep(for: .nanoseconds(stream.uniform(below: 1_000_000)))
      }
    }
  }
  try simulation.runUntilIdle()
} plain: { count in
  runPlainChains(count: count, chains: 1_000, longestDelay: 1_000_000)
}
