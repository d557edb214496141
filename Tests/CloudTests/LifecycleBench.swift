import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// A cloud with the function `f`, made by command, and what its environments reported.
final class LifecycleBench: Sendable {
  let cloud: Cloud
  private let events = Mutex<[(instant: SimulationInstant, event: LambdaEvent)]>([])
  private let origin = Mutex(SimulationInstant.start)

  init(seed: UInt64 = 1, shuffling: UInt64? = nil) {
    cloud = Cloud(on: Simulation(seed: seed, shuffling: shuffling))
    cloud.simulation.trace.read(LambdaEvent.self) { [self] instant, _, event in
      events.withLock { $0.append((instant, event)) }
    }
  }

  /// Makes `f` on one whole vCPU; two seconds later it is active, and time counts from there.
  func make(
    _ recipe: String,
    layers: [String] = [],
    _ settings: JSONObject = [:]
  ) async throws {
    var arns: [JSONValue] = []
    for (number, layer) in layers.enumerated() {
      let answer = try await lambda(
        "publish-layer-version",
        ["LayerName": .string("layer-\(number)"), "ZipFile": .string(layer)]
      )
      arns.append(answer["LayerVersionArn"] ?? .null)
    }
    var input: JSONObject = [
      "FunctionName": "f", "Runtime": "provided.al2023", "Handler": "app",
      "Role": "arn:aws:iam::123456789012:role/shop", "ZipFile": .string(recipe),
      "MemorySize": 1_769, "Layers": .array(arns),
    ]
    for (key, value) in settings { input[key] = value == .null ? nil : value }
    _ = try await lambda("create-function", input)
    try await sleep("2s")
    origin.withLock { $0 = cloud.simulation.now }
  }

  func lambda(_ operation: String, _ input: JSONObject) async throws -> JSONValue {
    try await cloud.perform(
      service: "lambda",
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  /// The payload of the answer, behind the milliseconds at which it came; ids are left out.
  @discardableResult
  func invoke(_ payload: JSONValue = [:], _ qualifier: String? = nil) async throws -> String {
    var input: JSONObject = ["FunctionName": "f", "Payload": payload]
    if let qualifier { input["Qualifier"] = .string(qualifier) }
    let answer = try await lambda("invoke", input)
    let text = Self.withoutIDs((answer["Payload"] ?? .null).text())
    return "\(milliseconds(cloud.simulation.now)): \(text)"
  }

  /// Begins a request and does not wait for it.
  func begin(_ payload: JSONValue = [:]) {
    cloud.simulation.spawn(on: cloud.lambda) { [self] _ in try await invoke(payload) }
  }

  func sleep(_ text: String) async throws {
    try await cloud.simulation.sleep(for: Duration(spelled: text) ?? .zero)
  }

  var reports: [InvocationReport] {
    events.withLock { events in
      events.compactMap { if case .invokeEnded(_, let report) = $0.event { report } else { nil } }
    }
  }

  /// The lines of the function's log that begin like this, tabs as bars, ids left out.
  func log(_ prefixes: String...) -> [String] {
    let lines = cloud.logs["/aws/lambda/f"]?.events(at: cloud.simulation.now) ?? []
    return lines.map { Self.withoutIDs($0.line.message).replacing("\t", with: "|") }
      .filter { line in prefixes.isEmpty || prefixes.contains { line.hasPrefix($0) } }
  }

  private static func withoutIDs(_ text: String) -> String {
    text.replacing(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, with: "ID")
  }

  private func milliseconds(_ instant: SimulationInstant) -> Int64 {
    instant.duration(since: origin.withLock { $0 }).nanoseconds / 1_000_000
  }

  /// What happened, in the order in which it happened, behind milliseconds.
  func story(_ wanted: Chapter...) -> [String] {
    events.withLock { $0 }.compactMap { entry in
      guard let (chapter, text) = Self.line(of: entry.event), wanted.contains(chapter) else {
        return nil
      }
      return "\(milliseconds(entry.instant)): \(text)"
    }
  }

  /// A kind of line of a story.
  enum Chapter { case initialising, invoking, freezing, ending, writing }

  private static func line(of event: LambdaEvent) -> (Chapter, String)? {
    switch event {
    case .initStarted(_, let phase): (.initialising, "INIT in \(phase)")
    case .initPartStarted(_, let part): (.initialising, "\(part.rawValue) init")
    case .initPartEnded(_, let part): (.initialising, "\(part.rawValue) init over")
    case .initEnded(_, _, _, let status, let type):
      (.initialising, "INIT \(status)" + (type.map { " \($0)" } ?? ""))
    case .invokeStarted(_, _, _, let cold): (.invoking, cold ? "INVOKE cold" : "INVOKE")
    case .extensionInvoked(_, _, let name): (.invoking, "\(name) INVOKE")
    case .extensionDone(_, _, let name): (.invoking, "\(name) Next")
    case .invokeResponded(_, _, _, let status, _): (.invoking, "response \(status.rawValue)")
    case .invokeEnded(_, let report):
      (.invoking, "end \(report.status.rawValue)" + (report.errorType.map { " \($0)" } ?? ""))
    case .frozen(_, let unfinished): (.freezing, "freeze \(unfinished)")
    case .thawed(_, let unfinished): (.freezing, "thaw \(unfinished)")
    case .shutdownStarted(_, let reason, let budget, let told):
      (.ending, "SHUTDOWN \(reason.rawValue) \(budget.readable) \(told.joined(separator: "+"))")
    case .shutdownProcessEnded(_, let name, let isKilled):
      (.ending, "\(name) \(isKilled ? "killed" : "exits")")
    case .shutdownEnded(_, _, let duration, let killed):
      (.ending, "SHUTDOWN over after \(duration.readable), \(killed.count) killed")
    case .environmentReset(_, let reason): (.ending, "reset \(reason)")
    case .environmentRemoved(_, let reason): (.ending, "removed \(reason)")
    case .logged(_, _, let line): (.writing, line)
    case .extensionLogged(_, let name, let line): (.writing, "\(name): \(line)")
    default: nil
    }
  }
}
