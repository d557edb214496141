import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What holds of asynchronous events in every history, whatever fails and whenever.
@Suite struct LambdaAsynchronousLaws {
  /// A function for each thing that can become of what is left of an event.
  private static let functions = ["dead", "told", "lost"]
  private static let limit = 3
  private static let account = 5

  @Test(
    "An accepted event ends once, limits hold, and the bill is the sum of the REPORT lines",
    arguments: [UInt64](1...5),
    [nil, 11] as [UInt64?]
  )
  func lawsHold(seed: UInt64, shuffling: UInt64?) throws {
    let bench = InvocationBench(seed: seed, shuffling: shuffling)
    let witness = Witness(reading: bench.cloud.simulation.trace)
    let broken = try bench.cloud.simulation.run { () -> [String] in
      try await Self.prepare(bench)
      try await Self.live(bench)
      // As old as an event may become, and a little more.
      try await bench.sleep("7h")
      return try await Self.broken(bench, witness)
    }
    bench.cloud.shutDown()
    #expect(broken == [])
  }

  private static func prepare(_ bench: InvocationBench) async throws {
    for queue in ["letters", "records", "successes"] { try await bench.queue(queue) }
    let handler = #"""
      [{"wait": "{event.wait}"},
       {"if": "{event.end}", "is": ["fail"],
        "then": [{"fail": {"type": "Boom", "message": "no"}}]},
       {"if": "{event.end}", "is": ["exit"], "then": [{"exit": 1}]},
       {"if": "{event.end}", "is": ["hang"], "then": [{"wait": "1h"}]}]
      """#
    for name in functions {
      var settings: JSONObject = ["Timeout": 5, "MemorySize": 512]
      if name == "dead" {
        settings["DeadLetterConfig"] = [
          "TargetArn": .string(InvocationBench.arn("sqs", "letters"))
        ]
      }
      try await bench.create(name, handler, settings)
    }
    try await bench.configure(
      "told",
      [
        "DestinationConfig": [
          "OnFailure": ["Destination": .string(InvocationBench.arn("sqs", "records"))],
          "OnSuccess": ["Destination": .string(InvocationBench.arn("sqs", "successes"))],
        ]
      ]
    )
    try await reserve(bench, limit)
  }

  /// Reserves concurrency, which a small account may not: it is made small again behind it.
  private static func reserve(_ bench: InvocationBench, _ count: Int) async throws {
    await bench.cloud.lambda.setAccountConcurrency(200)
    try await bench.reserve("dead", count)
    await bench.cloud.lambda.setAccountConcurrency(limit + account)
  }

  /// Two hours of events, changes and faults.
  private static func live(_ bench: InvocationBench) async throws {
    var draw = bench.cloud.simulation.randomStream("history")
    for _ in 0..<150 {
      try await bench.sleep("\(draw.uniform(below: 90))s")
      for _ in 0..<draw.uniform(below: 6) {
        let end = ["", "", "", "fail", "exit", "hang"][draw.uniform(below: 6)]
        try await bench.send(
          functions[draw.uniform(below: 3)],
          ["wait": .string("\(draw.uniform(below: 3_000))ms"), "end": .string(end)]
        )
      }
      try await change(bench, &draw)
    }
    for name in functions { bench.cloud.faults.heal(name) }
  }

  private static func change(_ bench: InvocationBench, _ draw: inout RandomStream) async throws {
    let name = functions[draw.uniform(below: 3)]
    switch draw.uniform(below: 8) {
    case 0: bench.cloud.faults.fail(name, .next(1 + draw.uniform(below: 3)), .afterEffects)
    case 1: bench.cloud.faults.fail(name, .next(1 + draw.uniform(below: 3)), .beforeEffects)
    case 2: bench.cloud.faults.duplicate(name, .each(.percent(50)))
    case 3: bench.cloud.faults.heal(name)
    case 4: try await reserve(bench, draw.uniform(below: 2) * limit)
    case 5:
      try await bench.call(
        "lambda",
        "update-function-event-invoke-config",
        [
          "FunctionName": "told",
          "MaximumRetryAttempts": .number(JSONNumber(draw.uniform(below: 3))),
          "MaximumEventAgeInSeconds": .number(JSONNumber(60 + draw.uniform(below: 600))),
        ]
      )
    default: break
    }
  }

  /// What does not hold.
  private static func broken(
    _ bench: InvocationBench,
    _ witness: Witness
  ) async throws -> [String] {
    let seen = witness.state.withLock { $0 }
    var broken = seen.broken
    func check(_ what: String, _ left: Int, _ right: Int) {
      if left != right { broken.append("\(what): \(left) and not \(right)") }
    }
    check("events without an end", seen.open.count, 0)
    check("events underway", await bench.cloud.lambda.eventsUnderway, 0)
    let failed = seen.ends.filter { $0.outcome != .succeeded }
    func count(_ ends: [Witness.End], _ name: String) -> Int {
      ends.count { $0.function == name }
    }
    let succeeded = seen.ends.filter { $0.outcome == .succeeded }
    for (queue, ends) in [
      ("letters", count(failed, "dead")), ("records", count(failed, "told")),
      ("successes", count(succeeded, "told")),
    ] {
      check(queue, try await bench.messages(in: queue).count, ends)
    }
    // Every fate has to have come up, or the laws are about nothing.
    for outcome in [AsynchronousOutcome.succeeded, .retriesExhausted, .switchedOff]
    where !seen.ends.contains(where: { $0.outcome == outcome }) {
      broken.append("no \(outcome)")
    }
    if seen.duplicates == 0 || seen.throttles == 0 { broken.append("no duplicate or throttle") }
    return broken + (try await wrongSums(bench, seen))
  }

  /// Where log, bill and metrics do not tell the same.
  private static func wrongSums(
    _ bench: InvocationBench,
    _ seen: Witness.State
  ) async throws -> [String] {
    var wrong: [String] = []
    let reports = functions.flatMap { bench.lines($0) }.filter { $0.hasPrefix("REPORT") }
    let billed = reports.reduce(0) { sum, line in
      let field = line.split(separator: "\t").first { $0.hasPrefix("Billed Duration: ") }
      return sum + (field?.split(separator: " ").dropLast().last.flatMap { Int($0) } ?? 0)
    }
    let metered = ["requests \(reports.count)", "MB-ms \(billed * 512)", "/tmp -"]
    if bench.billed != metered { wrong.append("\(bench.billed) and not \(metered)") }
    for (name, expected) in [
      ("Invocations", reports.count),
      ("Errors", reports.count { $0.contains("Status: ") } + seen.thrown),
      ("Throttles", seen.throttles), ("AsyncEventsReceived", seen.accepted),
      ("AsyncEventsDropped", seen.ends.count { $0.outcome != .succeeded }),
      ("DeadLetterErrors", 0), ("DestinationDeliveryFailures", 0),
    ] {
      var sum = 0
      for function in functions {
        sum += try await bench.metric(name, of: function, "Sum").compactMap { Int($0) }
          .reduce(0, +)
      }
      if sum != expected { wrong.append("\(name) \(sum) and not \(expected)") }
    }
    return wrong
  }

  /// Follows what is reported, and notes what must not be.
  fileprivate final class Witness: Sendable {
    struct End {
      let function: String
      let outcome: AsynchronousOutcome
    }

    struct State {
      var broken: [String] = []
      var open: Set<String> = []
      var accepted = 0
      var ends: [End] = []
      var running: [String: Int] = [:]
      var environments: Set<String> = []
      var thrown = 0
      var throttles = 0
      var duplicates = 0
    }

    let state = Mutex(State())

    init(reading trace: Trace) {
      trace.read(LambdaEvent.self) { [self] _, function, event in
        state.withLock { $0.note(event, of: function) }
      }
      trace.read(AsynchronousEvent.self) { [self] _, _, event in
        if case .duplicated = event { state.withLock { $0.duplicates += 1 } }
      }
    }
  }
}

extension LambdaAsynchronousLaws.Witness.State {
  fileprivate mutating func note(_ event: LambdaEvent, of function: String) {
    switch event {
    case .eventAccepted(let id):
      accepted += 1
      if !open.insert(id).inserted { broken.append("accepted twice") }
    case .eventEnded(let id, _, let outcome):
      if open.remove(id) == nil { broken.append("ended twice, or never accepted") }
      ends.append(.init(function: function, outcome: outcome))
    case .invokeStarted(let environment, _, _, _):
      if !environments.insert(environment).inserted { broken.append("two in an environment") }
      running[function, default: 0] += 1
      if running["dead", default: 0] > 3 { broken.append("over the reservation") }
      if running.values.reduce(0, +) > 8 { broken.append("over the account's limit") }
    case .invokeEnded(let environment, let report):
      environments.remove(environment)
      running[function, default: 0] -= 1
      if report.status == .error, report.errorType == nil { thrown += 1 }
    case .throttled: throttles += 1
    default: break
    }
  }
}
