import Cloud
import JSON
import Simulation

/// Messages from a producer through a queue and a mapping to a function, in batches of 10.
let queueToFunction = Benchmark("queue-to-function", unit: "messages", count: 100_000) { count in
  let simulation = Simulation(seed: 1)
  let cloud = Cloud(on: simulation)
  try simulation.run {
    await cloud.lambda.register(handler: "count", Counter.self)
    _ = try await cloud.lambda.call(
      CreateFunction(functionName: "count", handler: "count", memorySize: 1_769),
      for: .learner
    )
    _ = try await cloud.sqs.call(CreateQueue(queueName: "orders"), for: .learner)
    let queue = ARN(service: "sqs", resource: "orders", in: cloud)
    _ = try await cloud.lambda.call(
      CreateEventSourceMapping(eventSourceArn: queue.description, functionName: "count"),
      for: .learner
    )
    let messages = (0..<10).map {
      SendMessageBatch.Entry(id: "\($0)", messageBody: #"{"order":"A-17","item":"rake"}"#)
    }
    for _ in 0..<(count / 10) {
      _ = try await cloud.sqs.call(
        SendMessageBatch(queueUrl: "orders", entries: messages),
        for: .learner
      )
    }
  }
  try simulation.runUntilIdle()
  cloud.shutDown()
} plain: { count in
  runPlainChains(count: count, chains: 100, longestDelay: 1_000)
}

private actor Counter: FunctionCode {
  let environment: FunctionEnvironment
  private var count = 0

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    count += event["Records"]?.arrayValue?.count ?? 0
    return .null
  }
}
