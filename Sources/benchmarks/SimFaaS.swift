import Cloud
import JSON
import Simulation
import Synchronization

/// The workload of the serverless performance simulator SimFaaS: Poisson arrivals 0.9/s, an
/// exponential service of 1.991 s on average when warm and 2.244 s when cold, environments removed
/// after 600 s without a request.
///
/// SimFaaS picks the newest idle instance, ours the one that was used last; the figures of the two
/// differ by less than a thousandth. Source: Mahmoudi and Khazaei, "SimFaaS" (2021), and its
/// repository.
let simFaaS = Benchmark(
  "simfaas",
  unit: "requests",
  count: 900_000,
  peer: Benchmark.Peer(name: "SimFaaS") { count, runs in
    runPublishedSimFaaS(seconds: count * 10 / 9, seeds: runs).map(\.rate)
  }
) { count in
  _ = try runSimFaaS(requests: count, seed: 1, isRead: false)
} plain: { count in
  runPlainFaaS(requests: count)
} closing: {
  var agreement = FaaSAgreement()
  for seed in 1...10 as ClosedRange<UInt64> {
    agreement.addOurs(try runSimFaaS(requests: 900_000, seed: seed, isRead: true))
  }
  for run in runPublishedSimFaaS(seconds: 1_000_000, seeds: 5) { agreement.addTheirs(run.figures) }
  return try agreement.lines()
}

/// Counts environments over time, and cold starts.
private struct FaaSReader {
  var created = 0
  var area = 0.0
  var count = 0
  var since = SimulationInstant.start

  mutating func change(by step: Int, at now: SimulationInstant) {
    area += Double(count) * now.duration(since: since).seconds
    since = now
    count += step
    if step > 0 { created += 1 }
  }
}

private func runSimFaaS(requests: Int, seed: UInt64, isRead: Bool) throws -> FaaSFigures {
  let simulation = Simulation(seed: seed)
  let cloud = Cloud(on: simulation)
  let reader = FaaSReading()
  if isRead {
    simulation.trace.read(LambdaEvent.self) { now, _, event in
      switch event {
      case .environmentCreated: reader.state.withLock { $0.change(by: 1, at: now) }
      case .environmentRemoved: reader.state.withLock { $0.change(by: -1, at: now) }
      default: break
      }
    }
  }
  simulation.spawn(on: cloud.lambda) { lambda in
    lambda.register(handler: "exponential", Exponential.self)
    // SimFaaS knows no maintenance.
    lambda.keepEnvironments(idle: LambdaAssumptions.idleTime, atMost: .seconds(1_000_000_000))
    _ = try await lambda.call(
      CreateFunction(functionName: "f", handler: "exponential", timeout: 900, memorySize: 1_769),
      for: .learner
    )
    var arrivals = ArrivalProcess.poisson(.perSecond(0.9))
    var gaps = simulation.randomStream("arrivals")
    for _ in 0..<requests {
      guard let instant = arrivals.next(using: &gaps) else { return }
      try await simulation.sleep(until: instant)
      simulation.spawn(on: lambda) { lambda in
        _ = try await lambda.call(Invoke(functionName: "f"), for: .learner)
      }
    }
  }
  try simulation.runUntilIdle()
  let end = simulation.now
  cloud.shutDown()
  return reader.state.withLock { state in
    state.change(by: 0, at: end)
    return FaaSFigures(
      environments: state.area / end.duration(since: .start).seconds,
      coldStartProbability: Double(state.created) / Double(requests)
    )
  }
}

private final class FaaSReading: Sendable {
  let state = Mutex(FaaSReader())
}

/// Takes an exponential time; with creation and INIT, a cold start takes 253 ms more on average.
private actor Exponential: FunctionCode {
  let environment: FunctionEnvironment
  private var times: RandomStream

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    times = environment.cloud.simulation.randomStream("service")
    times = RandomStream(
      seed: times.next(),
      name: "\(environment.cloud.simulation.now.nanoseconds)"
    )
    // Creation takes 190 ms with 5 MB of code, and the runtime 20 ms.
    try await simulation.sleep(for: .milliseconds(43))
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    // The overhead of a request is 1 ms.
    try await simulation.sleep(for: .seconds(rounding: times.exponential() * 1.990))
    return .null
  }
}

/// The same on the plain loop: two events a request, and one for each time-out.
private func runPlainFaaS(requests: Int) {
  runPlainChains(count: 2 * requests, chains: 8, longestDelay: 2_000)
}
