import Cloud
import Simulation

/// Messages that are sent, received and deleted one by one, while others wait in the queue.
let queueRounds = Benchmark(
  "queue-rounds",
  unit: "messages",
  count: 50_000,
  run: { count in _ = try timeRounds(count, depth: 1_000) },
  plain: { count in runPlainChains(count: 3 * count, chains: 1, longestDelay: 1_000) },
  closing: {
    try [0, 1_000, 100_000].map { depth in
      let elapsed = try timeRounds(50_000, depth: depth)
      let seconds: Double = elapsed / .seconds(1)
      return "at a depth of \(depth): \(Int(50_000 / seconds)) messages a second"
    }
  }
)

/// How long so many rounds take at a depth; the filling of the queue is not counted.
private func timeRounds(_ count: Int, depth: Int) throws -> Duration {
  let simulation = Simulation(seed: 1)
  let cloud = Cloud(on: simulation)
  defer { cloud.shutDown() }
  let caller = Caller.learner
  try simulation.run {
    _ = try await cloud.sqs.call(CreateQueue(queueName: "orders"), for: caller)
    let entries = (0..<10).map { SendMessageBatch.Entry(id: "\($0)", messageBody: "x") }
    for _ in 0..<(depth / 10) {
      _ = try await cloud.sqs.call(
        SendMessageBatch(queueUrl: "orders", entries: entries),
        for: caller
      )
    }
  }
  return try ContinuousClock().measure {
    try simulation.run {
      let message = SendMessage(queueUrl: "orders", messageBody: #"{"order":"A-17","item":"rake"}"#)
      for _ in 0..<count {
        _ = try await cloud.sqs.call(message, for: caller)
        let received = try await cloud.sqs.poll("orders", atMost: 1, waiting: .zero, for: caller)
        try await cloud.sqs.delete(received.map(\.receiptHandle), from: "orders", for: caller)
      }
    }
  }
}
