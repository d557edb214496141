import Cloud
import JSON
import Simulation
import Testing

/// Event source mappings: what becomes of a queue's messages when a function fetches them.
@Suite struct MappingTests {
  /// Fails on the messages that say so, wholly or one by one.
  actor Handler: FunctionCode {
    let environment: FunctionEnvironment

    init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

    func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
      try await environment.compute(.milliseconds(20))
      let records = event["Records"]?.arrayValue ?? []
      let poison = records.filter { $0["body"]?.stringValue == "poison" }
      guard environment.variables["PARTIAL"] == "on" else {
        if !poison.isEmpty { throw FunctionError(type: "Poison", message: "poison") }
        return .null
      }
      return [
        "batchItemFailures": .array(poison.map { ["itemIdentifier": $0["messageId"] ?? .null] })
      ]
    }
  }

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let isPartial: Bool
    let bodies: [String]
    var fault: FaultBoard.Failures?
    /// What the queue has deleted and given up after an hour.
    let deleted: Int
    let givenUp: Int
  }

  static let rows = [
    Row(
      testDescription: "good messages are deleted",
      isPartial: false,
      bodies: good(25),
      deleted: 25,
      givenUp: 0
    ),
    Row(
      testDescription: "a poison message alone is given up",
      isPartial: false,
      bodies: ["poison"],
      deleted: 0,
      givenUp: 1
    ),
    Row(
      testDescription: "it takes its batch along",
      isPartial: false,
      bodies: good(9) + ["poison"],
      deleted: 0,
      givenUp: 10
    ),
    Row(
      testDescription: "unless the function says which has failed",
      isPartial: true,
      bodies: good(9) + ["poison"],
      deleted: 9,
      givenUp: 1
    ),
    Row(
      testDescription: "a function that fails once gets its batch again",
      isPartial: false,
      bodies: good(10),
      fault: .next(1),
      deleted: 10,
      givenUp: 0
    ),
    Row(
      testDescription: "a function that always fails gets nothing done",
      isPartial: false,
      bodies: good(10),
      fault: .all,
      deleted: 0,
      givenUp: 10
    ),
  ]

  static func good(_ count: Int) -> [String] { (0..<count).map { "order \($0)" } }

  @Test(arguments: rows, [nil, 5] as [UInt64?])
  func `every message ends in one place`(_ row: Row, shuffling: UInt64?) throws {
    let simulation = Simulation(seed: 3, shuffling: shuffling)
    let cloud = Cloud(on: simulation)
    let figures = try simulation.run {
      try await Self.deploy(on: cloud, isPartial: row.isPartial)
      if let fault = row.fault { cloud.faults.fail("handler", fault) }
      for start in stride(from: 0, to: row.bodies.count, by: 10) {
        let entries = row.bodies[start..<min(start + 10, row.bodies.count)].enumerated().map {
          SendMessageBatch.Entry(id: "\($0.offset)", messageBody: $0.element)
        }
        _ = try await cloud.sqs.call(
          SendMessageBatch(queueUrl: "orders", entries: entries),
          for: .learner
        )
      }
      try await simulation.sleep(for: .seconds(3_600))
      return await cloud.sqs.figures(of: "orders")
    }
    cloud.shutDown()
    #expect(figures?.deleted == row.deleted)
    #expect(figures?.movedToDeadLetterQueue == row.givenUp)
    #expect(figures?.depth == 0)
  }

  private static func deploy(on cloud: Cloud, isPartial: Bool) async throws {
    await cloud.lambda.register(handler: "handler", Handler.self)
    _ = try await cloud.lambda.call(
      CreateFunction(
        functionName: "handler",
        handler: "handler",
        memorySize: 1_769,
        variables: ["PARTIAL": isPartial ? "on" : "off"]
      ),
      for: .learner
    )
    _ = try await cloud.sqs.call(CreateQueue(queueName: "dead"), for: .learner)
    let dead = ARN(service: "sqs", resource: "dead", in: cloud)
    let redrive: JSONValue = [
      "deadLetterTargetArn": .string(dead.description), "maxReceiveCount": 3,
    ]
    _ = try await cloud.sqs.call(
      CreateQueue(queueName: "orders", attributes: ["RedrivePolicy": redrive.text()]),
      for: .learner
    )
    _ = try await cloud.lambda.call(
      CreateEventSourceMapping(
        eventSourceArn: ARN(service: "sqs", resource: "orders", in: cloud).description,
        functionName: "handler",
        functionResponseTypes: isPartial ? ["ReportBatchItemFailures"] : nil
      ),
      for: .learner
    )
  }
}
