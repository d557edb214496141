import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Handles the messages of a batch as their bodies say.
///
/// `poison` fails always, `flaky` the first time; `{"work": "2s"}` takes its time; anything else is
/// done at once. With `PARTIAL` the response tells which have failed, and with `ORDERED` nothing
/// behind the first failure is tried; with `RESPONSE` it is what the variable holds. What is seen and
/// what is done is logged.
actor Worker: FunctionCode {
  let environment: FunctionEnvironment

  init(_ environment: FunctionEnvironment) async throws { self.environment = environment }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let records = event["Records"]?.arrayValue ?? []
    var failed: [JSONValue] = []
    for record in records {
      if environment.variables["ORDERED"] == "on", !failed.isEmpty {
        failed.append(record["messageId"] ?? .null)
        continue
      }
      let body = record["body"]?.stringValue ?? ""
      context.log("seen \(body)")
      let work = (try? JSONValue(parsing: body))?["work"]?.stringValue ?? "20ms"
      try await environment.compute(Duration(spelled: work) ?? .zero)
      let isFirst = record["attributes"]?["ApproximateReceiveCount"] == "1"
      if body.hasPrefix("poison") || (body.hasPrefix("flaky") && isFirst) {
        failed.append(record["messageId"] ?? .null)
      }
    }
    let isPartial = environment.variables["PARTIAL"] == "on"
    if !failed.isEmpty, !isPartial { throw FunctionError(type: "Poison", message: "poison") }
    for record in records where !failed.contains(record["messageId"] ?? .null) {
      context.log("done \(record["messageId"]?.stringValue ?? "")")
    }
    if let response = environment.variables["RESPONSE"] {
      let id = records.first?["messageId"]?.stringValue ?? ""
      return try JSONValue(parsing: response.split(separator: "FIRST").joined(separator: id))
    }
    guard isPartial else { return .null }
    return ["batchItemFailures": .array(failed.map { ["itemIdentifier": $0] })]
  }
}

/// A queue `orders`, its dead-letter queue `dead`, the function `worker` and a mapping between.
final class MappingBench: Sendable {
  let messaging: MessagingBench
  let events = Mutex<[(instant: SimulationInstant, event: MappingEvent)]>([])
  let lines = Mutex<[String]>([])
  /// How many requests ran at once at the most, and how many run now.
  let concurrency = Mutex((running: 0, peak: 0))

  var cloud: Cloud { messaging.cloud }
  var simulation: Simulation { cloud.simulation }

  init(seed: UInt64 = 3, shuffling: UInt64? = nil) {
    messaging = MessagingBench(seed: seed, shuffling: shuffling)
    simulation.trace.read(MappingEvent.self) { [self] instant, _, event in
      events.withLock { $0.append((instant, event)) }
    }
    simulation.trace.read(LambdaEvent.self) { [self] _, _, event in
      switch event {
      case .logged(_, _, let line): lines.withLock { $0.append(line) }
      case .invokeStarted:
        concurrency.withLock { $0 = ($0.running + 1, max($0.peak, $0.running + 1)) }
      case .invokeEnded: concurrency.withLock { $0.running -= 1 }
      default: break
      }
    }
  }

  /// Creates queues and function; the names of FIFO queues end in `.fifo`.
  func deploy(
    _ variables: [String: String] = [:],
    timeout: Int = 3,
    visibility: Int = 30,
    maxReceiveCount: Int = 3,
    isFIFO: Bool = false
  ) async throws {
    await cloud.lambda.register(handler: "worker", Worker.self)
    _ = try await messaging(
      CreateFunction(
        functionName: "worker",
        handler: "worker",
        timeout: timeout,
        memorySize: 1_769,
        variables: variables
      )
    )
    let (suffix, kind) = isFIFO ? (".fifo", ["FifoQueue": "true"]) : ("", [:])
    let dead = "dead\(suffix)"
    try await messaging.queue(dead, kind)
    let arn = messaging.queueARN(dead)
    let redrive = #"{"deadLetterTargetArn":"\#(arn)","maxReceiveCount":\#(maxReceiveCount)}"#
    try await messaging.queue(
      "orders\(suffix)",
      kind.merging(["RedrivePolicy": redrive, "VisibilityTimeout": "\(visibility)"]) { $1 }
    )
  }

  /// Creates the mapping with these settings, and waits until it polls.
  @discardableResult
  func map(_ settings: JSONObject = [:], _ queue: String = "orders") async throws -> String {
    let id = try await create(settings, queue)["UUID"]?.stringValue ?? ""
    try await sleep("1100ms")
    return id
  }

  func create(_ settings: JSONObject = [:], _ queue: String = "orders") async throws -> JSONValue {
    var input = settings
    input["FunctionName"] = settings["FunctionName"] ?? "worker"
    input["EventSourceArn"] = settings["EventSourceArn"] ?? .string(messaging.queueARN(queue))
    return try await lambda("create-event-source-mapping", input)
  }

  func update(_ id: String, _ settings: JSONObject) async throws -> JSONValue {
    var input = settings
    input["UUID"] = .string(id)
    return try await lambda("update-event-source-mapping", input)
  }

  func get(_ id: String, _ member: String) async throws -> String {
    try await lambda("get-event-source-mapping", ["UUID": .string(id)])[member]?.stringValue ?? "-"
  }

  func lambda(_ operation: String, _ input: JSONObject) async throws -> JSONValue {
    try await cloud.perform(
      service: "lambda",
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  func sleep(_ text: String) async throws {
    try await simulation.sleep(for: Duration(spelled: text) ?? .zero)
  }

  /// Sends messages ten at a time.
  func send(_ bodies: [String], to queue: String = "orders") async throws {
    for start in stride(from: 0, to: bodies.count, by: 10) {
      let entries = bodies[start..<min(start + 10, bodies.count)].enumerated().map {
        SendMessageBatch.Entry(id: "\($0.offset)", messageBody: $0.element)
      }
      _ = try await messaging(SendMessageBatch(queueUrl: queue, entries: entries))
    }
  }

  /// Sends messages of one group, one after another.
  func send(_ bodies: [String], ofGroup group: String) async throws {
    for body in bodies {
      _ = try await messaging(
        SendMessage(
          queueUrl: "orders.fifo",
          messageBody: body,
          messageDeduplicationId: body.filter { $0.isLetter || $0.isNumber },
          messageGroupId: group
        )
      )
    }
  }

  // MARK: What is seen

  /// Deleted, given up, still there.
  func places(_ queue: String = "orders") async -> String {
    let figures = await cloud.sqs.figures(of: queue) ?? QueueFigures()
    return "deleted \(figures.deleted), given up \(figures.movedToDeadLetterQueue),"
      + " there \(figures.depth)"
  }

  /// How many events each batch had when the function was run on it.
  var batches: [Int] {
    events.withLock { events in
      events.compactMap { if case .batchInvoked(_, _, let count) = $0.event { count } else { nil } }
    }
  }

  /// The mapping's records of one name, with the second and what `describe` makes of them.
  func told(_ describe: (MappingEvent) -> String?) -> [String] {
    events.withLock { events in
      events.compactMap { entry in
        describe(entry.event).map { "\(Int(entry.instant.duration(since: .start).seconds)) \($0)" }
      }
    }
  }

  /// What the function saw, or has done.
  func logged(_ prefix: String) -> [String] {
    lines.withLock { lines in
      lines.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
    }
  }
}

extension MappingBench {
  static let trust =
    #"{"Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"#
    + #""Action":"sts:AssumeRole"}]}"#

  /// Makes the role `worker`.
  func makeRole() async throws {
    _ = try await iam(
      "create-role",
      ["RoleName": "worker", "AssumeRolePolicyDocument": .string(Self.trust)]
    )
  }

  /// Puts a policy into the role.
  func put(_ policy: String, as name: String) async throws {
    _ = try await iam(
      "put-role-policy",
      ["RoleName": "worker", "PolicyName": .string(name), "PolicyDocument": .string(policy)]
    )
  }

  func iam(_ operation: String, _ input: JSONValue) async throws -> JSONValue {
    try await cloud.perform(service: "iam", operation: operation, input: input, for: .learner)
  }
}

/// A case about mappings: what is done, and what is seen.
typealias MappingCase = BenchCase<MappingBench>

extension BenchCase<MappingBench> {
  /// What really comes out; of a refusal status, code and text, with ids of mappings left out.
  func actual() throws -> [String] {
    let bench = MappingBench()
    defer { bench.cloud.shutDown() }
    return try bench.simulation.run {
      do {
        return try await body(bench)
      } catch let error as ServiceError {
        let text = error.message.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
        return ["\(error.status) \(error.code): \(text)"]
      }
    }
  }
}
