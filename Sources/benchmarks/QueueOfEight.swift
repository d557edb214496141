import Simulation

/// Customers of eight servers with one queue, M/M/8: 7.2 arrivals a second, a second of service.
///
/// Each customer is a task, as in a shop.
let queueOfEight = Benchmark(
  "m-m-8",
  unit: "customers",
  count: 200_000,
  peer: Benchmark.Peer(name: "SimPy", run: runSimPy)
) { count in
  let simulation = Simulation(seed: 1)
  let desk = Desk(on: simulation)
  let pool = ServerPool("servers", servers: 8, on: simulation)
  simulation.spawn(on: desk) { desk in
    var arrivals = ArrivalProcess.poisson(.perSecond(7.2))
    var gaps = desk.simulation.randomStream("arrivals")
    var services = desk.simulation.randomStream("services")
    let service = DurationDistribution.exponential(mean: .seconds(1))
    for _ in 0..<count {
      guard let instant = arrivals.next(using: &gaps) else { return }
      try await desk.simulation.sleep(until: instant)
      let work = service.sample(using: &services)
      desk.simulation.spawn(on: desk) { _ in try await pool.serve(for: work) }
    }
  }
  try simulation.runUntilIdle()
} plain: { count in
  runPlainQueue(customers: count)
}

/// The same queue with customers who are no tasks, because they do nothing else.
let queueOfEightWithTraffic = Benchmark(
  "m-m-8-traffic",
  unit: "customers",
  count: 200_000,
  peer: Benchmark.Peer(name: "SimPy", run: runSimPy)
) { count in
  let simulation = Simulation(seed: 1)
  let pool = ServerPool("servers", servers: 8, on: simulation)
  pool.serve(.poisson(.perSecond(7.2)), for: .exponential(mean: .seconds(1)), limit: count)
  try simulation.runUntilIdle()
} plain: { count in
  runPlainQueue(customers: count)
}

/// The same queue on the plain loop: two events a customer.
func runPlainQueue(customers: Int) {
  enum Event { case arrival, departure }
  var gaps = RandomStream(seed: 1, name: "arrivals")
  var services = RandomStream(seed: 1, name: "services")
  var loop = PlainLoop<Event>()
  var (left, busy, waiting) = (customers, 0, 0)
  loop.schedule(.arrival, after: 0)
  while let event = loop.next() {
    switch event {
    case .arrival:
      left -= 1
      if left > 0 { loop.schedule(.arrival, after: Int64(gaps.exponential() / 7.2 * 1e9)) }
      guard busy < 8 else {
        waiting += 1
        continue
      }
      busy += 1
    case .departure:
      guard waiting > 0 else {
        busy -= 1
        continue
      }
      waiting -= 1
    }
    loop.schedule(.departure, after: Int64(services.exponential() * 1e9))
  }
}
