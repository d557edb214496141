import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Counts its requests; the event says what else it does.
actor Probe: FunctionCode {
  let environment: FunctionEnvironment
  private var requests = 0

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    if let time = environment.variables["INIT"].flatMap({ Duration(spelled: $0) }) {
      try await environment.cloud.simulation.sleep(for: time)
    }
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    requests += 1
    if let time = event["work"]?.stringValue.flatMap({ Duration(spelled: $0) }) {
      try await environment.compute(time)
    }
    if let megabytes = event["allocate"]?.intValue {
      try environment.allocate(.mebibytes(megabytes))
    }
    if let message = event["fail"]?.stringValue {
      throw FunctionError(type: "Boom", message: message)
    }
    return ["requests": .number(JSONNumber(requests))]
  }
}

/// A cloud with the function `probe`, and everything that Lambda reported.
final class LambdaBench: Sendable {
  let cloud: Cloud
  let events = Mutex<[(instant: SimulationInstant, event: LambdaEvent)]>([])

  init(seed: UInt64 = 1, shuffling: UInt64? = nil) {
    cloud = Cloud(on: Simulation(seed: seed, shuffling: shuffling))
    cloud.simulation.trace.read(LambdaEvent.self) { [self] instant, _, event in
      events.withLock { $0.append((instant, event)) }
    }
  }

  func create(
    timeout: Int = 3,
    memory: Int = 1_769,
    variables: [String: String] = [:]
  ) async throws {
    await cloud.lambda.register(handler: "probe", Probe.self)
    _ = try await call(
      CreateFunction(
        functionName: "probe",
        handler: "probe",
        timeout: timeout,
        memorySize: memory,
        variables: variables
      )
    )
  }

  func call<O: Operation>(_ operation: O) async throws -> O.Output where O.Service == Lambda {
    try await cloud.lambda.call(operation, for: .learner)
  }

  func invoke(
    _ payload: JSONValue = [:],
    _ type: Invoke.InvocationType = .requestResponse,
    qualifier: String? = nil
  ) async throws -> Invoke.Output {
    try await call(
      Invoke(
        functionName: "probe",
        qualifier: qualifier,
        invocationType: type,
        payload: payload
      )
    )
  }

  func sleep(_ text: String) async throws {
    try await cloud.simulation.sleep(for: Duration(spelled: text) ?? .zero)
  }

  var reports: [InvocationReport] {
    events.withLock { events in
      events.compactMap { if case .invokeEnded(_, let report) = $0.event { report } else { nil } }
    }
  }

  /// The names of the events, in order, with the seconds at which they happened.
  func names(of wanted: Set<String>) -> [String] {
    events.withLock { events in
      events.filter { wanted.contains($0.event.name) }.map {
        "\($0.event.name) \($0.instant.nanoseconds / 1_000_000_000)"
      }
    }
  }
}

extension LambdaBench {
  var lastOutcome: String? {
    events.withLock { events in
      events.compactMap { entry -> String? in
        guard case .eventEnded(_, _, let outcome) = entry.event else { return nil }
        return outcome.rawValue
      }.last
    }
  }

  func lambda(_ operation: String, _ input: JSONObject) async throws {
    var input = input
    input["FunctionName"] = "probe"
    _ = try await cloud.perform(
      service: "lambda",
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  func reserve(_ count: Int) async throws {
    try await lambda(
      "put-function-concurrency",
      ["ReservedConcurrentExecutions": .number(JSONNumber(count))]
    )
  }

  func update(_ settings: JSONObject) async throws {
    try await lambda("update-function-configuration", settings)
  }

  func publish() async throws -> String {
    let answer = try await cloud.perform(
      service: "lambda",
      operation: "publish-version",
      input: ["FunctionName": "probe"],
      for: .learner
    )
    return answer["Version"]?.stringValue ?? ""
  }

  /// No environment runs two requests; concurrency stays below its limit; every accepted event
  /// ends exactly once; what is billed is the sum over the REPORT lines.
  func checkLaws(limit: Int) throws {
    var running: [String: String] = [:]
    var open: Set<String> = []
    var broken: [String] = []
    for (_, event) in events.withLock({ $0 }) {
      switch event {
      case .invokeStarted(let environment, let id, _, _):
        if running.updateValue(id, forKey: environment) != nil { broken.append("two requests") }
        if running.count > limit { broken.append("over the limit") }
      case .invokeEnded(let environment, let report):
        if running.removeValue(forKey: environment) != report.requestID {
          broken.append("strange end")
        }
      case .eventAccepted(let id):
        if !open.insert(id).inserted { broken.append("accepted twice") }
      case .eventEnded(let id, _, _):
        if open.remove(id) == nil { broken.append("ended twice") }
      default: break
      }
    }
    if !open.isEmpty { broken.append("\(open.count) events never ended") }
    let billed = reports.reduce(Int64(0)) { $0 + $1.billedMilliseconds * Int64($1.memorySize) }
    let metered = cloud.meter.reading
    if metered.quantity(of: .lambdaDuration) != billed { broken.append("billed duration") }
    if metered.quantity(of: .lambdaRequests) != Int64(reports.count) { broken.append("requests") }
    #expect(broken == [])
    #expect(reports.count > 100)
  }
}
