import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// A cloud for the tests of queues, topics and buses.
struct MessagingBench: Sendable {
  let cloud: Cloud

  init(seed: UInt64 = 1, shuffling: UInt64? = nil) {
    cloud = Cloud(on: Simulation(seed: seed, shuffling: shuffling))
  }

  /// A bench on a simulation that is watched.
  init(on simulation: Simulation) {
    cloud = Cloud(on: simulation)
  }

  /// Runs `body` on a new cloud to its end.
  static func run<R: Sendable>(
    seed: UInt64 = 1,
    shuffling: UInt64? = nil,
    _ body: @escaping @Sendable (MessagingBench) async throws -> R
  ) throws -> R {
    let bench = Self(seed: seed, shuffling: shuffling)
    defer { bench.cloud.shutDown() }
    return try bench.cloud.simulation.run { try await body(bench) }
  }

  func callAsFunction<O: Operation>(_ operation: O) async throws -> O.Output {
    let service: O.Service = cloud.service()
    return try await service.call(operation, for: .learner)
  }

  func sleep(_ duration: Duration) async throws {
    try await cloud.simulation.sleep(for: duration)
  }

  // MARK: Queues

  func queue(_ name: String, _ attributes: [String: String] = [:]) async throws {
    _ = try await self(CreateQueue(queueName: name, attributes: attributes))
  }

  /// Two queues, of which the second gets what the first gives up.
  func queue(_ name: String, deadLetters: String, after receives: Int) async throws {
    try await queue(deadLetters)
    let arn = queueARN(deadLetters)
    try await queue(
      name,
      ["RedrivePolicy": #"{"deadLetterTargetArn":"\#(arn)","maxReceiveCount":\#(receives)}"#]
    )
  }

  func queueARN(_ name: String) -> String { "arn:aws:sqs:us-east-1:123456789012:\(name)" }

  @discardableResult
  func send(_ body: String, to queue: String, delay: Int? = nil) async throws -> String {
    try await self(SendMessage(queueUrl: queue, messageBody: body, delaySeconds: delay)).messageId
  }

  func receive(
    _ queue: String,
    _ count: Int = 10,
    visibility: Int? = nil,
    wait: Int? = nil
  ) async throws -> [ReceiveMessage.Message] {
    try await self(
      ReceiveMessage(
        queueUrl: queue,
        messageSystemAttributeNames: ["All"],
        messageAttributeNames: ["All"],
        maxNumberOfMessages: count,
        visibilityTimeout: visibility,
        waitTimeSeconds: wait
      )
    ).messages ?? []
  }

  func bodies(_ queue: String, wait: Int? = nil) async throws -> [String] {
    try await receive(queue, wait: wait).map(\.body)
  }

  func delete(_ handle: String, from queue: String) async throws {
    _ = try await self(DeleteMessage(queueUrl: queue, receiptHandle: handle))
  }

  /// Visible, in flight, delayed.
  func depths(_ queue: String) async -> [Int] {
    let figures = await cloud.sqs.figures(of: queue) ?? QueueFigures()
    return [figures.visible, figures.inFlight, figures.delayed]
  }

  // MARK: Topics and functions

  func topic(_ name: String) async throws -> String {
    try await self(CreateTopic(name: name)).topicArn
  }

  /// Subscribes a queue, which lets the topic in.
  @discardableResult
  func subscribe(
    _ queue: String,
    to topic: String,
    _ attributes: [String: String] = [:]
  ) async throws -> String {
    try await open(queue)
    return try await self(
      Subscribe(
        topicArn: topic,
        protocol: "sqs",
        endpoint: queueARN(queue),
        attributes: attributes
      )
    ).subscriptionArn
  }

  /// Lets every service send to a queue, if there is one of this name.
  func open(_ queue: String) async throws {
    guard await cloud.sqs.figures(of: queue) != nil else { return }
    let policy =
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","#
      + #""Resource":"\#(queueARN(queue))"}}"#
    _ = try await self(SetQueueAttributes(queueUrl: queue, attributes: ["Policy": policy]))
  }

  /// Lets every service publish to a topic.
  func open(topic: String) async throws {
    let policy =
      #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sns:Publish","#
      + #""Resource":"\#(topic)"}}"#
    _ = try await self(
      SetTopicAttributes(topicArn: topic, attributeName: "Policy", attributeValue: policy)
    )
  }

  /// Lets a service invoke a function.
  func letIn(_ service: String, to function: String) async throws {
    _ = try await self(
      AddPermission(
        functionName: function,
        statementId: service,
        principal: "\(service).amazonaws.com"
      )
    )
  }

  /// Creates the function `echo`, which sends its event on to the queue `seen`, and lets topics and
  /// rules in.
  func echoFunction() async throws -> String {
    try await queue("seen")
    await cloud.lambda.register(handler: "echo", Echo.self)
    _ = try await self(CreateFunction(functionName: "echo", handler: "echo"))
    for service in ["sns", "events"] { try await letIn(service, to: "echo") }
    return "arn:aws:lambda:us-east-1:123456789012:function:echo"
  }
}

/// Sends its event on to the queue `seen`.
actor Echo: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let sqs = environment.client(of: SQS.self)
    _ = try await sqs(SendMessage(queueUrl: "seen", messageBody: event.text()))
    return .null
  }
}

/// What a service is asked, and how it refuses.
struct Refusal: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let expected: String
  let body: @Sendable (MessagingBench) async throws -> Void

  /// Makes a case; what is expected is code, status and message, as `code 400 message`.
  init(
    _ title: String,
    _ expected: String,
    _ body: @escaping @Sendable (MessagingBench) async throws -> Void
  ) {
    testDescription = title
    self.expected = expected
    self.body = body
  }

  /// Runs the case, and returns how the service refused, or `accepted`.
  func outcome() throws -> String {
    try MessagingBench.run { bench in
      do {
        try await body(bench)
        return "accepted"
      } catch let error as ServiceError {
        return "\(error.code) \(error.status) \(error.message)"
      }
    }
  }
}

/// A story with what is seen at its points.
typealias Story = BenchCase<MessagingBench>

/// Seeds, with and without a shuffle of the jobs of one instant.
struct Run: Sendable, CustomTestStringConvertible {
  let seed: UInt64
  let shuffling: UInt64?
  var testDescription: String {
    "--seed \(seed), shuffled by \(shuffling.map { "\($0)" } ?? "none")"
  }

  static let all = (1...8).map { Run(seed: $0, shuffling: $0 % 2 == 0 ? $0 * 7 : nil) }
}
