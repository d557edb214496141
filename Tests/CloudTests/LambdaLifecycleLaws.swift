import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What holds of every environment in every history, whatever runs in it and however it fails.
@Suite struct LambdaLifecycleLaws {
  /// One environment as its records tell it.
  fileprivate struct Life {
    var request: String?
    var hasAnswered = false
    var isFrozen = false
    var isShuttingDown = false
    var openParts = 0
    var told: [String] = []
    var budget = Duration.zero
    /// What the function has counted in its memory since INIT.
    var counted = 0
    var hasFile = false
  }

  private struct Watch {
    var lives: [String: Life] = [:]
    var broken: [String] = []
    var seen: [String: Int] = [:]
    var billed: Int64 = 0

    mutating func note(_ event: LambdaEvent) {
      guard let (id, rare) = event.subject else { return }
      if let rare { seen[rare, default: 0] += 1 }
      let problem = lives[id, default: Life()].note(event)
      if let problem { broken.append("\(problem) at \(event.name)") }
      if case .invokeEnded(_, let report) = event {
        billed += report.billedMilliseconds * Int64(report.memorySize)
      }
      if case .environmentRemoved = event { lives[id] = nil }
    }
  }

  @Test(arguments: [UInt64](1...4), [nil, 7] as [UInt64?])
  func `the laws of an environment hold`(seed: UInt64, shuffling: UInt64?) throws {
    let bench = LifecycleBench(seed: seed, shuffling: shuffling)
    let watch = Mutex(Watch())
    bench.cloud.simulation.trace.read(LambdaEvent.self) { _, _, event in
      watch.withLock { $0.note(event) }
    }
    try bench.cloud.simulation.run {
      let layers = seed == 4 ? [] : [Self.layer]
      try await bench.make(Self.recipe, layers: layers, ["Timeout": 2])
      await bench.cloud.lambda.keepEnvironments(idle: .seconds(40), atMost: .seconds(90))
      var draws = bench.cloud.simulation.randomStream("requests")
      for _ in 0..<250 {
        try await bench.cloud.simulation.sleep(for: .milliseconds(draws.uniform(below: 1_500)))
        let kinds = ["ok", "ok", "ok", "spawn", "fail", "exit", "slow", "memory"]
        bench.begin(["kind": .string(kinds[draws.uniform(below: kinds.count)])])
        if draws.uniform(below: 60) == 0 { try await bench.sleep("1m") }
      }
      try await bench.sleep("5m")
    }
    var result = watch.withLock { $0 }
    let metered = bench.cloud.meter.reading.quantity(of: .lambdaDuration)
    if metered != result.billed { result.broken.append("the bill") }
    if !result.lives.isEmpty { result.broken.append("environments that never end") }
    let rare = ["reset", "frozen", "thawed", "removed", "started"]
    let missing = rare.filter { result.seen[$0, default: 0] < 5 }
    #expect(result.broken + missing == [])
  }

  /// Counts in memory and on `/tmp`, and then does what the event says.
  private static let recipe = #"""
    { "init": [{"work": "30ms"}],
      "handler": [
        {"count": "n"}, {"log": "{global.n} {tmp./tmp/seen}"},
        {"write": "/tmp/seen", "size": "64B"},
        {"if": "{event.kind}", "is": ["spawn"], "then": [{"spawn": [{"wait": "700ms"}]}]},
        {"if": "{event.kind}", "is": ["fail"], "then": [{"fail": {"type": "Boom"}}]},
        {"if": "{event.kind}", "is": ["exit"], "then": [{"work": "5ms"}, {"exit": 1}]},
        {"if": "{event.kind}", "is": ["slow"], "then": [{"wait": "9s"}]},
        {"if": "{event.kind}", "is": ["memory"], "then": [{"allocate": "2GB"}]},
        {"work": "20ms"}, {"return": 1}],
      "shutdown": [{"chance": 0.3, "then": [{"wait": "1s"}]}],
      "extensions": {"sampler": {"invoke": [{"chance": 0.02, "then": [{"fail": {"type": "S"}}]}]}} }
    """#

  private static let layer = #"""
    { "extensions": {
        "audit": { "init": [{"work": "60ms"}, {"chance": 0.02, "then": [{"exit": 2}]}],
                   "invoke": [{"wait": "40ms"}, {"chance": 0.05, "then": [{"wait": "3s"}]},
                              {"chance": 0.02, "then": [{"exit": 1}]}],
                   "shutdown": [{"wait": "300ms"}, {"chance": 0.3, "then": [{"wait": "3s"}]}] },
        "metrics": { "invoke": [{"work": "5ms"}, {"spawn": [{"wait": "90ms"}]}] },
        "last": { "shutdown": [{"chance": 0.1, "then": [{"fail": {"type": "L"}}]}] } } }
    """#
}

extension LambdaLifecycleLaws.Life {
  /// Follows the life; the text tells what must not be.
  fileprivate mutating func note(_ event: LambdaEvent) -> String? {
    switch event {
    case .initPartStarted:
      openParts += 1
      return openParts > 1 ? "two parts of INIT at once" : nil
    case .initPartEnded:
      openParts -= 1
      return nil
    case .invokeStarted(_, let id, _, _):
      defer { (request, hasAnswered) = (id, false) }
      return request == nil && !isShuttingDown ? nil : "two requests"
    case .invokeResponded(_, let id, _, _, _):
      defer { hasAnswered = true }
      return request == id && !hasAnswered ? nil : "a strange answer"
    case .invokeEnded(_, let report):
      defer { request = nil }
      if request != report.requestID { return "a strange end" }
      return (report.postRuntimeExtensionsDuration != nil) == hasAnswered ? nil : "extensions' time"
    case .extensionInvoked, .extensionDone:
      return request == nil || isFrozen ? "an extension works outside of a request" : nil
    case .frozen:
      defer { isFrozen = true }
      return isFrozen || request != nil ? "a strange freeze" : nil
    case .thawed:
      defer { isFrozen = false }
      return isFrozen ? nil : "a strange thaw"
    case .logged(_, _, let line): return note(line)
    default: return noteEnd(event)
    }
  }

  private mutating func note(_ line: String) -> String? {
    counted += 1
    let expected = "\(counted) \(hasFile ? "64" : "null")"
    hasFile = true
    return line == expected ? nil : "\(line), not \(expected)"
  }

  private mutating func noteEnd(_ event: LambdaEvent) -> String? {
    switch event {
    case .shutdownStarted(_, _, let budget, let told):
      defer { (isShuttingDown, self.told, self.budget) = (true, told, budget) }
      return isShuttingDown || request != nil ? "a strange SHUTDOWN" : nil
    case .shutdownProcessEnded(_, let name, _):
      guard let index = told.firstIndex(of: name) else { return "\(name) was not told" }
      told.remove(at: index)
      return name == "runtime" || !told.contains("runtime") ? nil : "the runtime comes first"
    case .shutdownEnded(_, _, let duration, let killed):
      defer { isShuttingDown = false }
      if !told.isEmpty { return "\(told) never ended" }
      if duration > budget { return "over the budget" }
      return killed.contains { $0 != "runtime" } && duration < budget ? "killed too early" : nil
    case .environmentReset:
      (counted, openParts, isFrozen) = (0, 0, false)
      return isShuttingDown || request != nil ? "a strange reset" : nil
    case .environmentRemoved:
      return isShuttingDown || request != nil ? "a strange removal" : nil
    default: return nil
    }
  }
}

extension LambdaEvent {
  /// The environment that it is about, and what it is called if it is rare.
  fileprivate var subject: (environment: String, rare: String?)? {
    switch self {
    case .environmentReset(let id, _): (id, "reset")
    case .environmentRemoved(let id, _): (id, "removed")
    case .frozen(let id, _): (id, "frozen")
    case .thawed(let id, _): (id, "thawed")
    case .invokeStarted(let id, _, _, _): (id, "started")
    case .invokeResponded(let id, _, _, _, _), .invokeEnded(let id, _), .initPartStarted(let id, _),
      .initPartEnded(let id, _), .extensionInvoked(let id, _, _), .extensionDone(let id, _, _),
      .logged(let id, _, _), .shutdownStarted(let id, _, _, _),
      .shutdownProcessEnded(let id, _, _), .shutdownEnded(let id, _, _, _):
      (id, nil)
    default: nil
    }
  }
}
