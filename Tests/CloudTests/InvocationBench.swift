import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// A cloud whose functions are recipes, driven by operations as the command line sends them.
final class InvocationBench: Sendable {
  let cloud: Cloud
  private let reports = Mutex<[InvocationReport]>([])

  convenience init(seed: UInt64 = 3, shuffling: UInt64? = nil) {
    self.init(on: Cloud(on: Simulation(seed: seed, shuffling: shuffling)))
  }

  init(on cloud: Cloud) {
    self.cloud = cloud
    cloud.simulation.trace.read(LambdaEvent.self) { [self] _, _, event in
      guard case .invokeEnded(_, let report) = event else { return }
      reports.withLock { $0.append(report) }
    }
  }

  /// How often functions have run.
  var runs: Int { reports.withLock { $0.count } }

  /// The ids of the requests that functions have run on.
  var requestIDs: [String] { reports.withLock { $0.map(\.requestID) } }

  /// Whether each request had to wait for an INIT.
  var coldness: [String] {
    reports.withLock { $0.map { $0.initDuration == nil ? "warm" : "cold" } }
  }

  /// What a function has logged.
  func lines(_ function: String) -> [String] {
    let group = cloud.logs["/aws/lambda/\(function)"]
    return group?.events(at: cloud.simulation.now).map(\.line.message) ?? []
  }

  /// What functions have cost, in metered units.
  var billed: [String] {
    let reading = cloud.meter.reading
    let storage = reading.quantity(of: .lambdaStorage)
    return [
      "requests \(reading.quantity(of: .lambdaRequests))",
      "MB-ms \(reading.quantity(of: .lambdaDuration))",
      storage == 0 ? "/tmp -" : "/tmp \(storage)",
    ]
  }

  // MARK: Operations

  @discardableResult
  func call(
    _ service: String,
    _ operation: String,
    _ input: JSONObject = [:]
  ) async throws -> JSONValue {
    try await cloud.perform(
      service: service,
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  /// Makes a function of a recipe's handler, and waits until it is active.
  func create(
    _ name: String,
    _ handler: String,
    initially: String = "[]",
    _ settings: JSONObject = [:]
  ) async throws {
    var input = definition(name, handler, initially: initially)
    for (key, value) in settings { input[key] = value }
    try await call("lambda", "create-function", input)
    try await sleep("2s")
  }

  /// Lets a service invoke a function.
  func letIn(_ service: String, to function: String) async throws {
    try await call(
      "lambda",
      "add-permission",
      [
        "FunctionName": .string(function), "StatementId": .string(service),
        "Action": "lambda:InvokeFunction", "Principal": .string("\(service).amazonaws.com"),
      ]
    )
  }

  /// What makes a function.
  func definition(_ name: String, _ handler: String, initially: String = "[]") -> JSONObject {
    [
      "FunctionName": .string(name), "Runtime": "python3.13", "Handler": "app.handler",
      "Role": "arn:aws:iam::123456789012:role/shop", "MemorySize": 1_769,
      "ZipFile": .string(#"{"init": \#(initially), "handler": \#(handler)}"#),
    ]
  }

  func invoke(_ name: String, _ more: JSONObject = [:]) async throws -> JSONValue {
    var input = more
    input["FunctionName"] = .string(name)
    return try await call("lambda", "invoke", input)
  }

  /// Hands an event over.
  @discardableResult
  func send(_ name: String, _ event: JSONValue = ["id": 7]) async throws -> JSONValue {
    try await invoke(name, ["InvocationType": "Event", "Payload": event])
  }

  func configure(_ name: String, _ settings: JSONObject) async throws {
    var input = settings
    input["FunctionName"] = .string(name)
    try await call("lambda", "put-function-event-invoke-config", input)
  }

  func reserve(_ name: String, _ count: Int) async throws {
    try await call(
      "lambda",
      "put-function-concurrency",
      ["FunctionName": .string(name), "ReservedConcurrentExecutions": .number(JSONNumber(count))]
    )
  }

  func queue(_ name: String, _ attributes: JSONObject = [:]) async throws {
    try await call(
      "sqs",
      "create-queue",
      ["QueueName": .string(name), "Attributes": .object(attributes)]
    )
  }

  /// Makes a queue that every service may send to.
  func openQueue(_ name: String) async throws {
    let policy: JSONValue = [
      "Statement": [
        "Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage",
        "Resource": .string(InvocationBench.arn("sqs", name)),
      ]
    ]
    try await queue(name, ["Policy": .string(policy.text())])
  }

  func map(_ queue: String, to function: String) async throws {
    try await call(
      "lambda",
      "create-event-source-mapping",
      [
        "FunctionName": .string(function),
        "EventSourceArn": .string(InvocationBench.arn("sqs", queue)),
      ]
    )
  }

  /// Everything that can be received from a queue now.
  func messages(in queue: String) async throws -> [JSONValue] {
    var found: [JSONValue] = []
    while true {
      let answer = try await call(
        "sqs",
        "receive-message",
        [
          "QueueUrl": .string(queue), "MaxNumberOfMessages": 10, "VisibilityTimeout": 43_200,
          "MessageAttributeNames": ["All"],
        ]
      )
      guard let messages = answer["Messages"]?.arrayValue else { return found }
      found += messages
    }
  }

  /// The bodies of the messages in a queue, as JSON.
  func bodies(in queue: String) async throws -> [JSONValue] {
    try await messages(in: queue).map {
      try JSONValue(parsing: $0["Body"]?.stringValue ?? "")
    }
  }

  func sleep(_ text: String) async throws {
    try await cloud.simulation.sleep(for: try #require(Duration(spelled: text)))
  }

  /// A statistic of a metric of a function or of the account, a value for each minute that has one.
  func metric(
    _ name: String,
    of function: String?,
    _ statistic: String
  ) async throws -> [String] {
    try await metric(
      name,
      in: "AWS/Lambda",
      of: function.map { ["FunctionName": $0] } ?? [:],
      statistic
    )
  }

  /// A statistic of a metric, a value for each minute that has one.
  func metric(
    _ name: String,
    in namespace: String,
    of dimensions: [String: String],
    _ statistic: String
  ) async throws -> [String] {
    try await points(name, in: namespace, of: dimensions, statistic)
      .compactMap { $0.split(separator: " ").last.map(String.init) }
  }

  /// A statistic of a metric, the time of day and the value of each minute that has one: `00:05 1`.
  func points(
    _ name: String,
    in namespace: String,
    of dimensions: [String: String],
    _ statistic: String,
    between times: (start: String, end: String) = ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z")
  ) async throws -> [String] {
    let answer = try await call(
      "cloudwatch",
      "get-metric-statistics",
      [
        "Namespace": .string(namespace), "MetricName": .string(name), "Period": 60,
        "StartTime": .string(times.start), "EndTime": .string(times.end),
        "Dimensions": .array(
          dimensions.sorted { $0.key < $1.key }.map {
            ["Name": .string($0.key), "Value": .string($0.value)]
          }
        ), "Statistics": [.string(statistic)],
      ]
    )
    return answer["Datapoints"]?.arrayValue?.map { point in
      let value = point[statistic]?.doubleValue ?? .nan
      let time = point["Timestamp"]?.stringValue?.dropFirst(11).prefix(5) ?? "-"
      return "\(time) " + (value == value.rounded() ? "\(Int(value))" : "\(value)")
    } ?? []
  }

  // MARK: Words

  static func arn(_ service: String, _ resource: String) -> String {
    "arn:aws:\(service):us-east-1:123456789012:\(resource)"
  }

  /// A refusal as `STATUS CODE: TEXT`; what was answered instead, if it was.
  func refusal(_ body: () async throws -> JSONValue) async throws -> String {
    do {
      return try await body().text()
    } catch let error as ServiceError {
      return "\(error.status) \(error.code): \(error.message)"
    }
  }

  /// The parts of a value at paths such as `Payload.errorType`, a line each; `-` is nothing.
  static func parts(_ value: JSONValue, _ paths: String...) -> [String] {
    paths.map { path in
      let part = path.split(separator: ".").reduce(Optional(value)) { part, name in
        Int(name).flatMap { part?[$0] } ?? part?[String(name)]
      }
      return part.map { $0.stringValue ?? $0.text() } ?? "-"
    }
  }
}

/// One fact: what happens, and what must be seen of it.
typealias InvocationCase = BenchCase<InvocationBench>

extension BenchCase<InvocationBench> {
  /// What is seen.
  func actual() throws -> [String] {
    let bench = InvocationBench()
    defer { bench.cloud.shutDown() }
    return try bench.cloud.simulation.run { try await body(bench) }
  }
}
