import Cloud
import JSON
import Simulation

/// Requests to one function from a hundred callers, each of whom waits for its answer; after the
/// first hundred, all find an environment.
let warmInvokes = Benchmark("warm-invokes", unit: "requests", count: 200_000) { count in
  let callers = 100
  let simulation = Simulation(seed: 1)
  let cloud = Cloud(on: simulation)
  try simulation.run {
    try await cloud.createFunctions(1)
    for _ in 0..<callers {
      simulation.spawn(on: cloud.lambda) { lambda in
        for _ in 0..<(count / callers) {
          _ = try await lambda.call(Invoke(functionName: "nothing-0"), for: .learner)
        }
      }
    }
  }
  try simulation.runUntilIdle()
  cloud.shutDown()
} plain: { count in
  runPlainChains(count: count, chains: 100, longestDelay: 1_000)
}

/// A thousand requests at once to each of so many functions: every one of them is a cold start.
let coldStarts = Benchmark("cold-starts", unit: "starts", count: 20_000) { count in
  let simulation = Simulation(seed: 1)
  let cloud = Cloud(on: simulation)
  try simulation.run {
    try await cloud.createFunctions((count + 999) / 1_000)
    for start in 0..<count {
      simulation.spawn(on: cloud.lambda) { lambda in
        _ = try await lambda.call(
          Invoke(functionName: "nothing-\(start / 1_000)"),
          for: .learner
        )
      }
    }
  }
  try simulation.runUntilIdle(limit: SimulationInstant.start.advanced(by: .seconds(60)))
  cloud.shutDown()
} plain: { count in
  runPlainChains(count: count, chains: count, longestDelay: 1_000)
}

extension Cloud {
  /// Makes so many functions that do nothing, in an account that can run them all.
  fileprivate func createFunctions(_ count: Int) async throws {
    await lambda.setAccountConcurrency(1_000_000)
    await lambda.register(handler: "nothing", Nothing.self)
    for number in 0..<count {
      _ = try await lambda.call(
        CreateFunction(functionName: "nothing-\(number)", handler: "nothing", memorySize: 1_769),
        for: .learner
      )
    }
  }
}

private actor Nothing: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue { .null }
}
