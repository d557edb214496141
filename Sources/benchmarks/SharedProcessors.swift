import Simulation

/// Jobs on shared processors, about ten at a time.
let sharedProcessors = Benchmark("shared-processors", unit: "jobs", count: 200_000) { count in
  let simulation = Simulation(seed: 1)
  let desk = Desk(on: simulation)
  let processors = ProcessorSharing("box", processors: 8, on: simulation)
  simulation.spawn(on: desk) { desk in
    var arrivals = ArrivalProcess.poisson(.perSecond(7.2))
    var gaps = desk.simulation.randomStream("arrivals")
    var services = desk.simulation.randomStream("services")
    let service = DurationDistribution.exponential(mean: .seconds(1))
    for _ in 0..<count {
      guard let instant = arrivals.next(using: &gaps) else { return }
      try await desk.simulation.sleep(until: instant)
      let work = service.sample(using: &services)
      desk.simulation.spawn(on: desk) { _ in try await processors.work(work) }
    }
  }
  try simulation.runUntilIdle()
} plain: { count in
  runPlainQueue(customers: count)
}
