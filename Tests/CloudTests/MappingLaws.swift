import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What holds of a mapping in every history: with messages that fail, a queue and a function that
/// cannot be reached now and then, throttles, and changes of the mapping meanwhile.
@Suite struct MappingLaws {
  static let maxReceiveCount = 4

  @Test(arguments: Run.all, [false, true])
  func `whatever comes, the laws hold`(_ run: Run, isFIFO: Bool) throws {
    let bench = MappingBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let witness = Witness(of: bench)
    try bench.simulation.run {
      try await History(bench, witness, isFIFO: isFIFO).play()
    }
    let state = witness.state.withLock { $0 }
    #expect(state.breaches == [], "\(run.testDescription)")
    // A history in which nothing went wrong would prove nothing.
    #expect(state.deleted.count > 30 && state.moved.count > 3 && state.heldBack > 0)
  }

  /// Follows the trace, and notes what must not be.
  final class Witness: Sendable {
    struct State {
      var bodies: [String: String] = [:]
      /// How often each message came out of the queue.
      var receives: [String: Int] = [:]
      /// What the function has done, by its own account.
      var done: Set<String> = []
      var deleted: Set<String> = []
      var moved: Set<String> = []
      var running = 0
      var limit = 0
      /// The limit that will be in force when the mapping is settled again.
      var nextLimit: Int?
      /// In FIFO queues: how many of each group's messages have ended, and which request has it.
      var ended: [String: Int] = [:]
      var holders: [String: String] = [:]
      /// The groups that each request has begun with.
      var seen: [String: Set<String>] = [:]
      var heldBack = 0
      var breaches: [String] = []
    }

    let state = Mutex(State())

    init(of bench: MappingBench) {
      let trace = bench.simulation.trace
      trace.read(SQSEvent.self) { [self] _, queue, event in
        state.withLock { if queue.hasPrefix("orders") { $0.note(event) } }
      }
      trace.read(LambdaEvent.self) { [self] _, _, event in state.withLock { $0.note(event) } }
      trace.read(MappingEvent.self) { [self] _, _, event in
        state.withLock { state in
          switch event {
          case .batchHeldBack: state.heldBack += 1
          case .stateChanged(_, .enabled), .stateChanged(_, .disabled):
            state.limit = state.nextLimit ?? state.limit
            state.nextLimit = nil
          default: break
          }
        }
      }
    }

    func breach(_ text: String) { state.withLock { $0.breaches.append(text) } }
  }

  /// Producers, what goes wrong, and an auditor.
  struct History {
    let bench: MappingBench
    let witness: Witness
    let isFIFO: Bool

    init(_ bench: MappingBench, _ witness: Witness, isFIFO: Bool) {
      self.bench = bench
      self.witness = witness
      self.isFIFO = isFIFO
    }

    var suffix: String { isFIFO ? ".fifo" : "" }
  }
}

extension MappingLaws.Witness.State {
  mutating func note(_ event: SQSEvent) {
    switch event {
    case .received(let id, _, _): receives[id, default: 0] += 1
    case .deleted(let id):
      if !done.contains(id) { breaches.append("\(id) deleted before it was done") }
      if bodies[id]?.hasPrefix("poison") == true { breaches.append("\(id) deleted as poison") }
      deleted.insert(id)
    case .movedToDeadLetterQueue(let id, _):
      if receives[id] != MappingLaws.maxReceiveCount {
        breaches.append("\(id) given up after \(receives[id] ?? 0) receives")
      }
      if deleted.contains(id) { breaches.append("\(id) given up after it was deleted") }
      moved.insert(id)
      if let body = bodies[id] { end(body) }
    default: break
    }
  }

  /// Notes that a message of a group is done or given up: the next of its group may come.
  private mutating func end(_ body: String) {
    guard let (group, number) = Self.place(of: body) else { return }
    let count = ended[group, default: 0]
    if number > count { breaches.append("\(body) ended before \(count) of its group") }
    ended[group] = max(count, number + 1)
  }

  private mutating func see(_ body: String, in request: String) {
    guard let (group, number) = Self.place(of: body) else { return }
    if let holder = holders[group], holder != request {
      breaches.append("\(body) seen while another batch has its group")
    }
    holders[group] = request
    if number > ended[group, default: 0], !seen[request, default: []].contains(group) {
      breaches.append("\(body) seen before \(ended[group] ?? 0) of its group has ended")
    }
    seen[request, default: []].insert(group)
  }

  /// The group and the number in a body such as `flaky 3 of b`.
  private static func place(of body: String) -> (group: String, number: Int)? {
    let words = body.split(separator: " ")
    guard words.count >= 3, words[words.count - 2] == "of" else { return nil }
    return Int(words[words.count - 3]).map { (String(words[words.count - 1]), $0) }
  }

  mutating func note(_ event: LambdaEvent) {
    switch event {
    case .invokeStarted:
      running += 1
      if running > limit { breaches.append("\(running) batches at once, \(limit) are allowed") }
    case .invokeEnded(_, let report):
      running -= 1
      for (group, holder) in holders where holder == report.requestID { holders[group] = nil }
    case .logged(_, let request, let line) where line.hasPrefix("seen "):
      see(String(line.dropFirst(5)), in: request)
    case .logged(_, _, let line) where line.hasPrefix("done "):
      let id = String(line.dropFirst(5))
      done.insert(id)
      if let body = bodies[id] { end(body) }
    default: break
    }
  }
}

extension MappingLaws.History {
  private var simulation: Simulation { bench.simulation }

  /// Plays, audits meanwhile, heals everything, and looks at where each message has ended.
  func play() async throws {
    var draw = simulation.randomStream("mapping")
    let isPartial = draw.bernoulli(Ratio(1, of: 2))
    try await bench.deploy(
      ["PARTIAL": isPartial ? "on" : "off", "ORDERED": isFIFO ? "on" : "off"],
      timeout: 5,
      visibility: 40,
      maxReceiveCount: MappingLaws.maxReceiveCount,
      isFIFO: isFIFO
    )
    let limit = 2 + draw.uniform(below: 4)
    witness.state.withLock { $0.limit = limit }
    var settings = batch(&draw)
    settings["ScalingConfig"] = ["MaximumConcurrency": .number(JSONNumber(limit))]
    settings["FunctionResponseTypes"] = isPartial ? ["ReportBatchItemFailures"] : []
    let id = try await bench.map(settings, "orders\(suffix)")
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await produce() }
      group.addTask { try await havoc(id) }
      for step in 0..<300 {
        try await simulation.sleep(for: .milliseconds(997 + step % 7))
        await audit()
      }
      try await group.waitForAll()
    }
    try await heal(id)
    try await bench.sleep("1h")
    await audit()
    await auditEnd()
  }

  private func batch(_ draw: inout RandomStream) -> JSONObject {
    let sizes: [JSONObject] = [
      ["BatchSize": 1], ["BatchSize": 3], ["BatchSize": 10],
      isFIFO ? ["BatchSize": 7] : ["BatchSize": 25, "MaximumBatchingWindowInSeconds": 3],
    ]
    return sizes[draw.uniform(below: sizes.count)]
  }

  private func produce() async throws {
    var draw = simulation.randomStream("producer")
    var counts: [String: Int] = [:]
    for number in 0..<120 {
      try await simulation.sleep(for: .milliseconds(draw.uniform(in: 0...3_000)))
      let group = isFIFO ? ["a", "b", "c"][draw.uniform(below: 3)] : nil
      let place = group.map { "\(counts[$0, default: 0]) of \($0)" } ?? "\(number)"
      let body =
        switch draw.uniform(below: 12) {
        case 0: "poison \(place)"
        case 1, 2: "flaky \(place)"
        // Too long for the function's time-out.
        case 3 where !isFIFO: #"{"work": "6s"}"#
        case 4...7 where !isFIFO: #"{"work": "\#(draw.uniform(below: 400))ms"}"#
        default: "order \(place)"
        }
      guard let message = try? await send(body, group) else { continue }
      if let group { counts[group, default: 0] += 1 }
      witness.state.withLock { $0.bodies[message] = body }
    }
  }

  private func send(_ body: String, _ group: String?) async throws -> String {
    try await bench.messaging(
      SendMessage(
        queueUrl: "orders\(suffix)",
        messageBody: body,
        messageDeduplicationId: group.map { _ in body.split(separator: " ").joined(separator: "-")
        },
        messageGroupId: group
      )
    ).messageId
  }

  /// What goes wrong, and what is changed.
  private func havoc(_ id: String) async throws {
    var draw = simulation.randomStream("havoc")
    for _ in 0..<50 {
      try await simulation.sleep(for: .milliseconds(draw.uniform(in: 0...6_000)))
      let moment: FaultBoard.Moment =
        draw.bernoulli(Ratio(1, of: 2)) ? .afterEffects : .beforeEffects
      let count = 1 + draw.uniform(below: 3)
      switch draw.uniform(below: 6) {
      case 0:
        // Of a message that was taken and not answered for nobody knows the id.
        bench.cloud.faults.fail("orders\(suffix)", .next(count), isFIFO ? .beforeEffects : moment)
      case 1: bench.cloud.faults.fail("worker", .next(count), moment)
      // A batch that is kept until its messages become visible overlaps with the next of its group.
      case 2 where !isFIFO: try await reserve(draw.uniform(below: 3), for: draw.uniform(below: 60))
      case 3: try? await change(id, ["Enabled": .bool(draw.bernoulli(Ratio(1, of: 2)))])
      case 4: try? await change(id, batch(&draw))
      default: try? await limit(id, to: 2 + draw.uniform(below: 4))
      }
    }
  }

  private func reserve(_ count: Int, for seconds: Int) async throws {
    _ = try await bench.lambda(
      "put-function-concurrency",
      ["FunctionName": "worker", "ReservedConcurrentExecutions": .number(JSONNumber(count))]
    )
    try await simulation.sleep(for: .seconds(seconds))
    _ = try await bench.lambda("delete-function-concurrency", ["FunctionName": "worker"])
  }

  private func change(_ id: String, _ settings: JSONObject) async throws {
    _ = try await bench.update(id, settings)
  }

  /// Until the new limit is in force, the old one is.
  private func limit(_ id: String, to limit: Int) async throws {
    try await change(id, ["ScalingConfig": ["MaximumConcurrency": .number(JSONNumber(limit))]])
    witness.state.withLock { $0.nextLimit = limit }
  }

  private func heal(_ id: String) async throws {
    bench.cloud.faults.heal("orders\(suffix)")
    bench.cloud.faults.heal("worker")
    try await bench.sleep("1m")
    try? await change(id, ["Enabled": true])
  }

  private func audit() async {
    var moved: [Int] = []
    for queue in ["orders\(suffix)", "dead\(suffix)"] {
      guard let figures = await bench.cloud.sqs.figures(of: queue) else { continue }
      let came = figures.sent + figures.arrivedAsDeadLetters
      let went =
        figures.deleted + figures.expired + figures.movedToDeadLetterQueue + figures.purged
      if came != figures.depth + went { witness.breach("\(simulation.now) \(queue): \(figures)") }
      moved += [figures.movedToDeadLetterQueue, figures.arrivedAsDeadLetters]
    }
    if moved[0] != moved[3] { witness.breach("moved \(moved[0]), arrived \(moved[3])") }
  }

  private func auditEnd() async {
    if await bench.messaging.depths("orders\(suffix)") != [0, 0, 0] {
      witness.breach("messages are left")
    }
    let state = witness.state.withLock { $0 }
    for (id, body) in state.bodies.sorted(by: { $0.key < $1.key }) {
      if body.hasPrefix("poison"), !state.moved.contains(id) {
        witness.breach("\(body) is not in the dead-letter queue")
      }
      if state.deleted.contains(id) == state.moved.contains(id) {
        witness.breach("\(body) is in no place or in two")
      }
    }
  }
}
