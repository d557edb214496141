import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What holds of events in every history, whatever fails and whenever.
@Suite struct EventLaws {
  // MARK: Delivery

  /// A target of a history: a rule of the same name has it alone.
  struct Target {
    let name: String
    let sources: [String]
    /// The queue, which may not exist or let nobody in.
    let queue: String
    /// Empty without a dead-letter queue.
    let letters: String
  }

  static let sources = ["shop", "till", "bank"]

  @Test(
    "Each event ends once for each target that it matches: delivered, a dead letter, or recorded",
    arguments: Run.all
  )
  func delivery(_ run: Run) throws {
    let simulation = Simulation(seed: run.seed, shuffling: run.shuffling)
    let witness = Witness(reading: simulation.trace)
    let bench = MessagingBench(on: simulation)
    defer { bench.cloud.shutDown() }
    let broken = try simulation.run { () -> [String] in
      var random = simulation.randomStream("history")
      let targets = try await Self.deploy(&random, on: bench)
      let put = try await Self.live(&random, on: bench)
      try await bench.sleep(.seconds(3_600))
      let arrived = try await Self.arrivals(on: bench)
      return Self.broken(targets, put, arrived, witness)
    }
    #expect(broken == [])
  }

  private static func one(of choices: [String], _ random: inout RandomStream) -> String {
    choices[random.uniform(below: choices.count)]
  }

  private static func deploy(
    _ random: inout RandomStream,
    on bench: MessagingBench
  ) async throws -> [Target] {
    for queue in ["a", "b", "closed", "dead", "shut"] { try await bench.queue(queue) }
    for queue in ["a", "b", "dead"] { try await bench.open(queue) }
    var targets: [Target] = []
    for number in 0..<6 {
      let target = Target(
        name: "r\(number)",
        sources: sources.filter { _ in random.bernoulli(Ratio(1, of: 2)) } + ["always"],
        queue: Self.one(of: ["a", "b", "closed", "gone"], &random),
        letters: Self.one(of: ["dead", "dead", "shut", "gone", ""], &random)
      )
      let pattern: JSONValue = ["source": .array(target.sources.map { .string($0) })]
      _ = try await bench(PutRule(name: target.name, eventPattern: pattern.text()))
      _ = try await bench(
        PutTargets(
          rule: target.name,
          targets: [
            RuleTarget(
              id: "1",
              arn: bench.queueARN(target.queue),
              retryPolicy: .init(maximumRetryAttempts: random.uniform(in: 0...4)),
              deadLetterConfig: target.letters.isEmpty
                ? nil : .init(arn: bench.queueARN(target.letters))
            )
          ]
        )
      )
      targets.append(target)
    }
    return targets
  }

  /// Puts events while queues fail and heal, and returns their sources by their ids.
  private static func live(
    _ random: inout RandomStream,
    on bench: MessagingBench
  ) async throws -> [String: String] {
    var put: [String: String] = [:]
    for _ in 0..<40 {
      let queue = Self.one(of: ["a", "b", "dead"], &random)
      switch random.uniform(in: 0...3) {
      case 0:
        bench.cloud.faults.fail(
          queue,
          .each(Ratio(1, of: 2)),
          random.bernoulli(Ratio(1, of: 2)) ? .beforeEffects : .afterEffects
        )
      case 1: bench.cloud.faults.heal(queue)
      default: break
      }
      let entries = (0..<random.uniform(in: 1...4)).map { _ in
        PutEvents.Entry(source: Self.one(of: Self.sources, &random), detailType: "t", detail: "{}")
      }
      let answer = try await bench(PutEvents(entries: entries))
      for (entry, result) in zip(entries, answer.entries) {
        put[result.eventId ?? ""] = entry.source
      }
      try await bench.sleep(.milliseconds(random.uniform(in: 0...3_000)))
    }
    for queue in ["a", "b", "dead"] { bench.cloud.faults.heal(queue) }
    return put
  }

  /// The ids that lie in each queue; dead letters by their rule.
  private static func arrivals(on bench: MessagingBench) async throws -> [String: Set<String>] {
    var ids: [String: Set<String>] = [:]
    for queue in ["a", "b", "dead"] {
      while case let messages = try await bench.receive(queue), !messages.isEmpty {
        for message in messages {
          let rule = message.messageAttributes?["RULE_ARN"]?.stringValue?.suffix(2)
          let id = try JSONValue(parsing: message.body)["id"]?.stringValue ?? ""
          ids[rule.map(String.init) ?? queue, default: []].insert(id)
        }
      }
    }
    return ids
  }

  private static func broken(
    _ targets: [Target],
    _ put: [String: String],
    _ arrived: [String: Set<String>],
    _ witness: Witness
  ) -> [String] {
    var broken: [String] = []
    var expected: Set<Ending> = []
    for target in targets {
      for (id, source) in put where target.sources.contains(source) {
        let ending = Ending(event: id, rule: target.name)
        expected.insert(ending)
        let ends = witness.ends[ending] ?? []
        if ends.count != 1 { broken.append("\(target.name): \(ends)") }
        switch ends.first {
        case "delivered" where arrived[target.queue]?.contains(id) != true:
          broken.append("\(target.name): told to be delivered")
        case "letter" where arrived[target.name]?.contains(id) != true:
          broken.append("\(target.name): told to be a dead letter")
        case "lost" where target.letters == "dead" && target.queue == "gone":
          // The dead-letter queue may have failed at that moment; the trace tells so.
          if witness.refused.contains(ending) == false { broken.append("\(target.name): lost") }
        default: break
        }
      }
    }
    let surplus = Set(witness.ends.keys).subtracting(expected)
    return broken + surplus.map { "\($0.rule): an event that does not match" }
  }

  /// An event for a rule.
  struct Ending: Hashable {
    let event: String
    let rule: String
  }

  /// How the events ended, as the trace tells it.
  final class Witness: Sendable {
    private struct State {
      var ends: [Ending: [String]] = [:]
      var refused: Set<Ending> = []
    }

    private let state = Mutex(State())
    var ends: [Ending: [String]] { state.withLock { $0.ends } }
    var refused: Set<Ending> { state.withLock { $0.refused } }

    init(reading trace: Trace) {
      trace.read(EventBridgeEvent.self) { [self] _, _, event in
        state.withLock { state in
          switch event {
          case .delivered(let id, let rule, _, _):
            state.ends[Ending(event: id, rule: rule), default: []].append("delivered")
          case .movedToDeadLetterQueue(let id, let rule, _, _, _):
            state.ends[Ending(event: id, rule: rule), default: []].append("letter")
          case .deliveryFailed(let id, let rule, _, _):
            state.ends[Ending(event: id, rule: rule), default: []].append("lost")
          case .deadLetterRefused(let id, let rule, _, _, _):
            state.refused.insert(Ending(event: id, rule: rule))
          default: break
          }
        }
      }
    }
  }

  // MARK: Replay

  @Test(
    "A replay delivers exactly the archived events of its window, a minute after the other",
    arguments: Run.all
  )
  func replay(_ run: Run) throws {
    let simulation = Simulation(seed: run.seed, shuffling: run.shuffling)
    let bench = MessagingBench(on: simulation)
    defer { bench.cloud.shutDown() }
    let broken = try simulation.run { () -> [String] in
      var random = simulation.randomStream("history")
      let archived = Self.one(of: Self.sources, &random)
      try await Self.prepare(archiving: archived, on: bench)
      let put = try await Self.fill(&random, on: bench)
      try await bench.sleep(.seconds(600))
      var broken: [String] = []
      for number in 0..<4 {
        // Times of events lie in the hour before the start.
        let start = Int64(random.uniform(in: -3_600...0))
        let window = start...start + Int64(random.uniform(in: 1...3_600))
        let expected = put.filter { $0.source == archived && window.contains($0.second) }
        let seen = try await Self.replayed("replay-\(number)", window, on: bench)
        if seen.map(\.id).sorted() != expected.map(\.id).sorted() {
          broken.append("\(window): \(seen.count) instead of \(expected.count)")
        }
        let minutes = seen.map { ($0.second + 7_200) / 60 }
        if minutes != minutes.sorted() { broken.append("\(window): minutes out of order") }
      }
      return broken
    }
    #expect(broken == [])
  }

  /// An event by its id, its source, and its time in seconds since the start.
  struct Put {
    let id: String
    let source: String
    let second: Int64
  }

  private static func prepare(archiving source: String, on bench: MessagingBench) async throws {
    for step in [
      EventsRow.queue("a"), EventsRow.queue("b"),
      EventsRow.archive("all", ["EventPattern": .string(#"{"source":["\#(source)"]}"#)]),
      EventsRow.rule("again", ["EventPattern": #"{"replay-name":[{"exists":true}]}"#]),
      EventsRow.target([:], of: "again"),
    ] {
      try await EventsRow.take(step, on: bench.cloud)
    }
  }

  private static func fill(
    _ random: inout RandomStream,
    on bench: MessagingBench
  ) async throws -> [Put] {
    var put: [Put] = []
    for _ in 0..<60 {
      let (source, second) = (
        Self.one(of: Self.sources, &random), Int64(random.uniform(in: -3_600...0))
      )
      let time = JSONNumber(Int(Cloud.epochSeconds + second))
      let entry = PutEvents.Entry(
        source: source,
        detailType: "t",
        detail: "{}",
        time: RequestDate(.number(time))
      )
      let answer = try await bench(PutEvents(entries: [entry]))
      put.append(Put(id: answer.entries[0].eventId ?? "", source: source, second: second))
    }
    return put
  }

  /// What a replay puts on the bus, in the order in which it arrives.
  private static func replayed(
    _ name: String,
    _ window: ClosedRange<Int64>,
    on bench: MessagingBench
  ) async throws -> [Put] {
    func date(_ second: Int64) -> JSONValue {
      .string(Timestamp.iso8601(seconds: Cloud.epochSeconds + second))
    }
    let step = EventsRow.replay(
      name,
      ["EventStartTime": date(window.lowerBound), "EventEndTime": date(window.upperBound)]
    )
    try await EventsRow.take(step, on: bench.cloud)
    try await bench.sleep(.seconds(200))
    var seen: [Put] = []
    while case let messages = try await bench.receive("a"), !messages.isEmpty {
      for message in messages {
        let event = try JSONValue(parsing: message.body)
        guard event["replay-name"]?.stringValue == name else { continue }
        let time = Timestamp.milliseconds(reading: event["time"]?.stringValue ?? "") ?? 0
        seen.append(
          Put(
            id: event["id"]?.stringValue ?? "",
            source: event["source"]?.stringValue ?? "",
            second: time / 1_000 - Cloud.epochSeconds
          )
        )
        try await bench.delete(message.receiptHandle, from: "a")
      }
    }
    return seen
  }
}
