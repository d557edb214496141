import Simulation

/// Executor jobs: tasks that pass a baton on, one job a pass, and nothing else.
let kernelJobs = Benchmark("kernel-jobs", unit: "jobs", count: 2_000_000) { count in
  let simulation = Simulation(seed: 1)
  let ring = Ring(on: simulation)
  for place in 0..<100 {
    simulation.spawn(on: ring) { await $0.run(place, until: count) }
  }
  try simulation.runUntilIdle()
} plain: { count in
  runPlainChains(count: count, chains: 100, longestDelay: 0)
}

/// Tasks in a ring, each of which wakes the next and waits to be woken.
private actor Ring: Simulated {
  nonisolated let simulation: Simulation
  private var waiting: [UnsafeContinuation<Void, Never>?] = Array(repeating: nil, count: 100)
  private var passes = 0

  init(on simulation: Simulation) { self.simulation = simulation }

  func run(_ place: Int, until count: Int) async {
    let next = (place + 1) % waiting.count
    while passes < count {
      passes += 1
      let sleeper = waiting[next]
      waiting[next] = nil
      sleeper?.resume()
      await withUnsafeContinuation { waiting[place] = $0 }
    }
    for case let sleeper? in waiting { sleeper.resume() }
    waiting = Array(repeating: nil, count: waiting.count)
  }
}
