import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// Texts that come in one by one.
final class Notes: Sendable {
  private let state = Mutex<[String]>([])

  var values: [String] { state.withLock { $0 } }
  var count: Int { state.withLock { $0.count } }

  func add(_ text: String) { state.withLock { $0.append(text) } }
}

extension LambdaBench {
  /// Sends requests at the same instant: how many ran, and why others did not.
  func burst(
    _ count: Int,
    work: String,
    waits: Bool = true,
    qualifier: String? = nil
  ) async throws -> [String] {
    let before = throttles.count
    for _ in 0..<count {
      cloud.simulation.spawn(on: cloud.lambda) { [self] _ in
        _ = try? await invoke(["work": .string(work)], qualifier: qualifier)
      }
    }
    try await sleep(waits ? "10s" : "1ms")
    let refused = throttles.dropFirst(before)
    return ["\(count - refused.count) ran"] + Self.counted(Array(refused))
  }

  /// Sends requests one after the other, as fast as they are answered.
  func sequence(_ count: Int) async throws -> [String] {
    let before = throttles.count
    for _ in 0..<count { _ = try? await invoke() }
    let refused = throttles.dropFirst(before)
    return ["\(count - refused.count) ran"] + Self.counted(Array(refused))
  }

  private static func counted(_ reasons: [String]) -> [String] {
    Set(reasons).sorted().map { reason in
      "\(reason) ×\(reasons.count { $0 == reason })"
    }
  }

  /// The reasons of all throttles so far.
  var throttles: [String] {
    events.withLock { events in
      events.compactMap { entry in
        if case .throttled(_, _, let reason, _) = entry.event { reason.rawValue } else { nil }
      }
    }
  }

  /// What an operation answers: `ok`, or its refusal in full.
  func outcome(_ body: @Sendable () async throws -> Void) async -> String {
    do {
      try await body()
      return "ok"
    } catch let error as ServiceError {
      return "\(error.code) \(error.status) \(error.message)"
    } catch {
      return "\(error)"
    }
  }

  func ask(
    _ service: String,
    _ operation: String,
    _ input: JSONObject
  ) async throws -> JSONValue {
    try await cloud.perform(
      service: service,
      operation: operation,
      input: .object(input),
      for: .learner
    )
  }

  // MARK: Aliases and versions

  func alias(
    _ name: String,
    _ version: String,
    also second: String? = nil,
    _ weight: Double = 0
  ) async throws {
    try await route("create-alias", name, version, second, weight)
  }

  func weigh(
    _ name: String,
    _ version: String,
    also second: String?,
    _ weight: Double
  ) async throws {
    try await route("update-alias", name, version, second, weight)
  }

  private func route(
    _ operation: String,
    _ name: String,
    _ version: String,
    _ second: String?,
    _ weight: Double
  ) async throws {
    var weights: JSONObject = [:]
    if let second { weights[second] = .number(JSONNumber(weight)) }
    try await lambda(
      operation,
      [
        "Name": .string(name), "FunctionVersion": .string(version),
        "RoutingConfig": ["AdditionalVersionWeights": .object(weights)],
      ]
    )
  }

  /// The function with versions 1 and 2.
  func publishTwo() async throws {
    try await create()
    _ = try await publish()
    try await update(["Timeout": 4])
    _ = try await publish()
  }

  // MARK: Provisioned concurrency

  func provision(_ qualifier: String, _ count: Int) async throws {
    _ = try await call(
      PutProvisionedConcurrencyConfig(
        functionName: "probe",
        qualifier: qualifier,
        provisionedConcurrentExecutions: count
      )
    )
  }

  /// The function with version 1, of which so many environments are ready.
  func publishReady(_ qualifier: String, _ count: Int) async throws {
    try await create()
    _ = try await publish()
    try await provision(qualifier, count)
    try await sleep("10s")
  }

  /// `READY 10/10 of 10`: available, allocated and requested.
  func status(_ qualifier: String) async throws -> String {
    let answer = try await call(
      GetProvisionedConcurrencyConfig(functionName: "probe", qualifier: qualifier)
    )
    let counts =
      "\(answer.availableProvisionedConcurrentExecutions)"
      + "/\(answer.allocatedProvisionedConcurrentExecutions)"
      + " of \(answer.requestedProvisionedConcurrentExecutions)"
    return "\(answer.status) \(counts)" + (answer.statusReason.map { " \($0)" } ?? "")
  }

  func listed() async throws -> String {
    let list = try await ask(
      "lambda",
      "list-provisioned-concurrency-configs",
      ["FunctionName": "probe"]
    )
    return "\(list["ProvisionedConcurrencyConfigs"]?.arrayValue?.count ?? 0) listed"
  }

  /// How many environments of versions 1 and 2 are ready.
  func readyByVersion() async -> String {
    let one = await cloud.lambda.readyEnvironments(of: "probe", version: "1")
    let two = await cloud.lambda.readyEnvironments(of: "probe", version: "2")
    return "1: \(one), 2: \(two)"
  }

  /// What functions without a reservation have in common.
  func unreserved() async throws -> Int {
    await cloud.lambda.unreservedConcurrency
  }

  /// The last throttle as a caller sees it.
  var lastThrottle: String {
    get async {
      do {
        for _ in 0..<10 {
          cloud.simulation.spawn(on: cloud.lambda) { [self] _ in
            _ = try? await invoke(["work": "1s"])
          }
        }
        try await sleep("1ms")
        _ = try await invoke()
        return "not throttled"
      } catch let error as ServiceError {
        return "\(error.message) \(error.status) after \(error.retryAfterSeconds ?? 0) s"
      } catch {
        return "\(error)"
      }
    }
  }

  // MARK: Readers

  /// Why each environment was made from now on.
  func readReasons() -> Notes {
    let notes = Notes()
    cloud.simulation.trace.read(LambdaScalingEvent.self) { _, _, event in
      if case .environmentWanted(_, _, _, let reason) = event { notes.add(reason.rawValue) }
    }
    return notes
  }

  func countSpills() -> Notes {
    let notes = Notes()
    cloud.simulation.trace.read(LambdaScalingEvent.self) { _, _, event in
      if case .spilledOver(let id, _) = event { notes.add(id) }
    }
    return notes
  }
}
