import Cloud
import JSON
import Simulation

/// What the tests of pipes need besides queues.
extension MessagingBench {
  static let pipeRole = "arn:aws:iam::123456789012:role/pipe"

  /// Creates the function of a type, under the type's name in small letters.
  func function<Code: FunctionCode>(_ code: Code.Type) async throws -> String {
    let name = "\(code)".lowercased()
    await cloud.lambda.register(handler: name, code)
    _ = try await self(CreateFunction(functionName: name, handler: name))
    return "arn:aws:lambda:us-east-1:123456789012:function:\(name)"
  }

  /// Creates the pipe `p` from the queue `in`, and waits until it polls.
  func pipe(
    _ source: PipeSourceParameters? = nil,
    enrichment: String? = nil,
    template: String? = nil,
    to target: String,
    _ parameters: PipeTargetParameters? = nil,
    role: String = pipeRole
  ) async throws {
    _ = try await self(
      CreatePipe(
        name: "p",
        source: queueARN("in"),
        sourceParameters: source,
        enrichment: enrichment,
        enrichmentParameters: template.map { .init(inputTemplate: $0) },
        target: target,
        targetParameters: parameters,
        roleArn: role
      )
    )
    try await sleep(.seconds(1))
  }

  /// All bodies that a queue holds, in order.
  func all(_ queue: String) async throws -> [String] {
    var bodies: [String] = []
    while true {
      let more = try await self.bodies(queue)
      guard !more.isEmpty else { return bodies.sorted() }
      bodies += more
    }
  }

  /// Calls an operation of the service as the prompt does.
  func pipes(_ operation: String, _ input: JSONValue) async throws -> JSONValue {
    try await cloud.perform(service: "pipes", operation: operation, input: input, for: .learner)
  }
}

/// Answers an event for each whose body is a number, and none for the others; twice for each 2.
actor Enrich: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let bodies = (event.arrayValue ?? []).map { $0["body"]?.stringValue ?? $0.text() }
    if bodies.contains("boom") { throw RecipeFailure() }
    return .array(
      bodies.flatMap { body -> [JSONValue] in
        guard let number = Int(body) else { return [] }
        let event: JSONValue = ["number": .number(JSONNumber(number))]
        return number == 2 ? [event, event] : [event]
      }
    )
  }

  struct RecipeFailure: Error {}
}

/// Notes each batch in the queue `seen`, and says that the events whose body is `bad` have failed.
actor Picky: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let records = event.arrayValue ?? []
    let bodies = records.map { $0["body"]?.stringValue ?? "?" }
    let sqs = environment.client(of: SQS.self)
    let text = bodies.sorted().joined(separator: " ")
    _ = try await sqs(SendMessage(queueUrl: "seen", messageBody: text))
    if bodies.contains("boom") { throw Enrich.RecipeFailure() }
    let failed = records.filter { $0["body"] == "bad" }
    guard !failed.isEmpty else { return "done" }
    return [
      "batchItemFailures": .array(
        failed.map { ["itemIdentifier": $0["messageId"] ?? .null] }
      )
    ]
  }
}
