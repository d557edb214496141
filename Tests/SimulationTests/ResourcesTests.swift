import Simulation
import Testing

/// Writes down what happens and when.
private actor Witness: Simulated {
  nonisolated let simulation: Simulation
  private(set) var notes: [String] = []

  init(on simulation: Simulation) { self.simulation = simulation }

  /// Does `work` from `start` on, and notes `name` with the second at which it has ended.
  nonisolated func watch(
    _ name: String,
    from start: Int = 0,
    in scope: Scope? = nil,
    _ work: @escaping @Sendable () async throws -> Void
  ) {
    let task = simulation.spawn(on: self, in: scope) { witness in
      do {
        try await witness.simulation.sleep(until: second(start))
        try await work()
        witness.note(name)
      } catch {
        let why = error is CancellationError ? "cancelled" : "\(error)"
        witness.note("\(name) (\(why))")
      }
    }
    guard let hyphen = name.firstIndex(of: "!"), let end = Int(name[hyphen...].dropFirst())
    else { return }
    at(end) { task.cancel() }
  }

  nonisolated func at(_ instant: Int, _ action: @escaping @Sendable () -> Void) {
    simulation.spawn(on: self) { witness in
      try await witness.simulation.sleep(until: second(instant))
      action()
    }
  }

  func note(_ text: String) {
    let seconds = simulation.now.duration(since: .start).seconds
    notes.append("\(text) \(Int(exactly: seconds).map { "\($0)" } ?? "\(seconds)")")
  }
}

/// What tasks do with one resource, and what comes of it: `name second` in order.
///
/// A task whose name ends in `!n` is cancelled at the second n.
struct ResourceScenario: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let outcome: String
  fileprivate let play: @Sendable (Witness) -> Void

  fileprivate init(
    _ title: String,
    _ outcome: String,
    _ play: @escaping @Sendable (Witness) -> Void
  ) {
    testDescription = title
    self.outcome = outcome
    self.play = play
  }

  static let all = pools + processors + queues + buckets

  private static let pools = [
    Self("a server goes to who has waited longest", "a 2, b 4, c 6") { witness in
      let pool = ServerPool("till", servers: 1, on: witness.simulation)
      for name in ["a", "b", "c"] { witness.watch(name) { try await pool.serve(for: .seconds(2)) } }
    },
    Self(
      "who gives up makes room, in the line and at the server",
      "b!1 (cancelled) 1, a!3 (cancelled) 3, c 5"
    ) {
      witness in
      let pool = ServerPool("till", servers: 1, queueLimit: 1, on: witness.simulation)
      witness.watch("a!3") { try await pool.serve(for: .seconds(9)) }
      witness.watch("b!1") { try await pool.serve(for: .seconds(9)) }
      witness.watch("c", from: 2) { try await pool.serve(for: .seconds(2)) }
    },
    Self("a full queue refuses", "c (the queue of till is full at 1) 0, a 1, b 2") { witness in
      let pool = ServerPool("till", servers: 1, queueLimit: 1, on: witness.simulation)
      for name in ["a", "b", "c"] { witness.watch(name) { try await pool.serve(for: .seconds(1)) } }
    },
    Self("new servers take up work, removed ones finish theirs", "a 4, b 5, c 9, d 13") { witness in
      let pool = ServerPool("till", servers: 1, on: witness.simulation)
      for name in ["a", "b", "c", "d"] {
        witness.watch(name) { try await pool.serve(for: .seconds(4)) }
      }
      witness.at(1) { pool.resize(to: 2) }
      witness.at(2) { pool.resize(to: 1) }
    },
    Self(
      "a server given to a process that dies goes on to the next",
      "b (p has ended: crash) 2, c 3"
    ) {
      witness in
      let pool = ServerPool("till", servers: 1, on: witness.simulation)
      let scope = Scope(name: "p")
      witness.at(0) { witness.watch("a") { try await pool.acquire() } }
      witness.watch("b", from: 1, in: scope) { try await pool.serve(for: .seconds(1)) }
      witness.watch("c", from: 1) { try await pool.serve(for: .seconds(1)) }
      witness.at(2) {
        pool.release()
        scope.end("crash")
      }
    },
  ].map { $0.without("a 0") }

  private static let processors = [
    sharing("one job runs at full speed", 2, "a 3", [("a", 3)]),
    sharing("equal jobs share equally", 1, "a 2, b 2", [("a", 1), ("b", 1)]),
    sharing("a short job leaves the rest to a long one", 1, "a 2, b 4", [("a", 1), ("b", 3)]),
    sharing("three jobs on two processors", 2, "a 3, b 3, c 3", [("a", 2), ("b", 2), ("c", 2)]),
    sharing("a job cannot use two processors", 4, "a 2", [("a", 2)]),
    sharing("half a processor", 0.5, "a 4", [("a", 2)]),
    sharing("no work takes no time", 1, "a 0, b 3", [("a", 0), ("b", 3)]),
    sharing(
      "who gives up leaves its share",
      1,
      "b!1 (cancelled) 1, a 2.5",
      [("a", 2), ("b!1", 2)]
    ),
    sharing("more processors help at once", 1, "a 2.5, b 2.5", [("a", 2), ("b", 2)]) {
      $0.resize(to: 2)
    },
    sharing("slow processors are slow for all", 2, "a 11, b 21", [("a", 2), ("b", 3)]) {
      $0.setSpeed(0.1)
    },
  ]

  /// Jobs of so many seconds, all begun at 0, and something that happens at second 1.
  private static func sharing(
    _ title: String,
    _ count: Double,
    _ outcome: String,
    _ jobs: [(name: String, work: Int)],
    _ change: @escaping @Sendable (ProcessorSharing) -> Void = { _ in }
  ) -> Self {
    Self(title, outcome) { witness in
      let processors = ProcessorSharing("box", processors: count, on: witness.simulation)
      for job in jobs {
        witness.watch(job.name) { try await processors.work(.seconds(job.work)) }
      }
      witness.at(1) { change(processors) }
    }
  }

  private static let queues = [
    Self(
      "receivers are served in turn, elements come in order",
      "a gets 1 1, b gets 2 1, c gets 3 2"
    ) {
      witness in
      let queue = BoundedQueue<Int>("jobs", limit: 2, on: witness.simulation)
      for (name, start) in [("a", 0), ("b", 0), ("c", 2)] {
        witness.watch(name, from: start) {
          await witness.note("\(name) gets \(try await queue.receive())")
        }
      }
      witness.at(1) { for number in 1...3 { try? queue.send(number) } }
    }.without("a 1", "b 1", "c 2"),
    Self(
      "a full queue refuses, and a receiver that gave up gets nothing",
      "a!1 (cancelled) 1, b (the queue of jobs is full at 2) 2"
    ) {
      witness in
      let queue = BoundedQueue<Int>("jobs", limit: 2, on: witness.simulation)
      witness.watch("a!1") { _ = try await queue.receive() }
      witness.watch("b", from: 2) { for number in 1...3 { try queue.send(number) } }
    },
    Self(
      "an element given to a process that dies goes back to the front",
      "a (p has ended: crash) 1, b gets 7 2"
    ) {
      witness in
      let queue = BoundedQueue<Int>("jobs", limit: 2, on: witness.simulation)
      let scope = Scope(name: "p")
      witness.watch("a", in: scope) { _ = try await queue.receive() }
      witness.at(1) {
        for number in 7...8 { try? queue.send(number) }
        scope.end("crash")
      }
      witness.watch("b", from: 2) { await witness.note("b gets \(try await queue.receive())") }
    }.without("b 2"),
  ]

  private static let buckets = [
    Self("a burst is let through, then the rate holds", "a 0, b 0, c 1, d 2") { witness in
      let bucket = TokenBucket("limit", capacity: 2, refill: 1, on: witness.simulation)
      for name in ["a", "b", "c", "d"] { witness.watch(name) { try await bucket.take() } }
    },
    Self("nobody overtakes who needs more", "a 0, b 3, c 4") { witness in
      let bucket = TokenBucket("limit", capacity: 3, refill: 1, on: witness.simulation)
      witness.watch("a") { try await bucket.take(3) }
      witness.watch("b") { try await bucket.take(3) }
      witness.watch("c", from: 1) { try await bucket.take() }
    },
    Self("who gives up lets the next have its tokens", "a 0, b!1 (cancelled) 1, c 1") { witness in
      let bucket = TokenBucket("limit", capacity: 3, refill: 1, on: witness.simulation)
      witness.watch("a") { try await bucket.take(3) }
      witness.watch("b!1") { try await bucket.take(3) }
      witness.watch("c") { try await bucket.take() }
    },
  ]

  /// Leaves notes that say nothing out of the outcome.
  private func without(_ notes: String...) -> Self {
    Self(testDescription, outcome, except: notes, play)
  }

  private(set) fileprivate var unsaid: [String] = []

  private init(
    _ title: String,
    _ outcome: String,
    except unsaid: [String],
    _ play: @escaping @Sendable (Witness) -> Void
  ) {
    self.init(title, outcome, play)
    self.unsaid = unsaid
  }
}

@Suite("Resources")
struct ResourcesTests {
  @Test("Resources are fair, and survive who gives up or dies", arguments: ResourceScenario.all)
  func scenarioHasItsOutcome(_ scenario: ResourceScenario) throws {
    let simulation = Simulation(seed: 1)
    let witness = Witness(on: simulation)
    scenario.play(witness)
    try simulation.runUntilIdle()
    let notes = try simulation.run { await witness.notes }
    let said = notes.filter { !scenario.unsaid.contains($0) }
    #expect(said.joined(separator: ", ") == scenario.outcome)
  }

  @Test("A dead-lock's error names the resource")
  func deadlockNamesTheResource() {
    let simulation = Simulation(seed: 1)
    let pool = ServerPool("connections", servers: 1, on: simulation)
    let error = #expect(throws: SimulationStalled.self) {
      try simulation.run {
        try await pool.acquire()
        try await pool.acquire()
      }
    }
    #expect(error?.waits == ["a server of connections"])
  }

  /// Random tasks of which every third gives up after a while.
  private func crowd(
    on simulation: Simulation,
    _ visit: @escaping @Sendable (_ work: Duration) async throws -> Void
  ) throws {
    var stream = simulation.randomStream("crowd")
    let witness = Witness(on: simulation)
    for number in 0..<900 {
      // Whole milliseconds, so that many things happen at the same instant.
      let start = stream.uniform(in: 0...900)
      let work = Duration.milliseconds(stream.uniform(in: 0...8))
      let patience = Duration.milliseconds(number % 3 == 0 ? stream.uniform(in: 0...10) : 1_000_000)
      simulation.spawn(on: witness) { _ in
        try await simulation.sleep(for: .milliseconds(start))
        try? await simulation.timeout(after: patience) { try await visit(work) }
      }
    }
    try simulation.runUntilIdle()
  }

  static let shuffles: [UInt64?] = [nil, 1, 2, 3]

  @Test("A pool never serves too many and loses nobody", arguments: shuffles)
  func poolKeepsItsBooks(_ shuffling: UInt64?) throws {
    let simulation = Simulation(seed: 5, shuffling: shuffling)
    let pool = ServerPool("pool", servers: 3, queueLimit: 4, on: simulation)
    try crowd(on: simulation) { try await pool.serve(for: $0) }
    let result = pool.statistics
    #expect(result.busy.value == 0 && result.waiting.value == 0)
    #expect(result.busy.maximum == 3 && result.waiting.maximum == 4)
    #expect(result.abandoned > 0 && result.refused > 0)
    #expect(
      result.served + result.abandoned + result.refused <= 900
        && result.waits.count == result.served
    )
  }

  @Test("Processors do exactly the work that they are given", arguments: shuffles)
  func processorsKeepTheirBooks(_ shuffling: UInt64?) throws {
    let simulation = Simulation(seed: 6, shuffling: shuffling)
    let processors = ProcessorSharing("box", processors: 3, on: simulation)
    try crowd(on: simulation) { try await processors.work($0) }
    let result = processors.statistics
    #expect(processors.jobs == 0 && result.jobs.value == 0 && result.abandoned > 0)
    #expect(result.completed == result.responses.count && result.completed > 500)
  }

  @Test("Elements of a queue are received once each, in order", arguments: shuffles)
  func queueKeepsItsElements(_ shuffling: UInt64?) throws {
    let simulation = Simulation(seed: 7, shuffling: shuffling)
    let queue = BoundedQueue<Int>("queue", limit: 10_000, on: simulation)
    let received = BoundedQueue<Int>("received", limit: 10_000, on: simulation)
    let witness = Witness(on: simulation)
    simulation.spawn(on: witness) { _ in
      for number in 0..<900 {
        try queue.send(number)
        if number % 4 == 0 { try await simulation.sleep(for: .milliseconds(5)) }
      }
    }
    try crowd(on: simulation) { _ in try received.send(try await queue.receive(.background)) }
    var numbers: [Int] = []
    while let number = received.takeFirst() { numbers.append(number) }
    while let number = queue.takeFirst() { numbers.append(number) }
    #expect(numbers.count == 900)
    #expect(shuffling == nil ? numbers == Array(0..<900) : numbers.sorted() == Array(0..<900))
  }

  @Test("A bucket never lets more through than burst and rate", arguments: shuffles)
  func bucketHoldsItsRate(_ shuffling: UInt64?) throws {
    let simulation = Simulation(seed: 8, shuffling: shuffling)
    let bucket = TokenBucket("bucket", capacity: 5, refill: 300, on: simulation)
    let passed = BoundedQueue<SimulationInstant>("passed", limit: 10_000, on: simulation)
    try crowd(on: simulation) { _ in
      try await bucket.take()
      try passed.send(simulation.now)
    }
    try simulation.run(until: second(9_999))
    var instants: [SimulationInstant] = []
    while let instant = passed.takeFirst() { instants.append(instant) }
    for first in instants.indices {
      for last in instants.indices.dropFirst(first + 5) {
        let allowed = 5 + instants[first].duration(to: instants[last]).seconds * 300
        if Double(last - first + 1) > allowed + 0.001 {
          Issue.record("\(last - first + 1) passed from \(instants[first]) to \(instants[last])")
        }
      }
    }
    #expect(instants.count > 500 && bucket.available == 5)
  }
}

@Suite("Processor sharing against its definition")
struct ProcessorSharingTests {
  /// Works out when each job is done by giving every job its share, step by step.
  private func completions(of jobs: [(start: Double, work: Double)], processors: Double) -> [Double]
  {
    var left = jobs.map(\.work)
    var ends = jobs.map { _ in 0.0 }
    var now = 0.0
    while true {
      let present = jobs.indices.filter { jobs[$0].start <= now && left[$0] > 0 }
      let speed = min(1, processors / Double(max(present.count, 1)))
      let next = (present.map { now + left[$0] / speed } + jobs.map(\.start).filter { $0 > now })
        .min()
      guard let next else { return ends }
      for job in present {
        left[job] -= (next - now) * speed
        if left[job] < 0.01 {
          left[job] = 0
          ends[job] = next
        }
      }
      now = next
    }
  }

  @Test("The heap finds the same completions", arguments: [0.3, 1, 2.5, 16])
  func completionsAgree(_ count: Double) throws {
    let simulation = Simulation(seed: 3)
    let processors = ProcessorSharing("box", processors: count, on: simulation)
    var stream = simulation.randomStream("jobs")
    let jobs = (0..<150).map { _ in
      (start: stream.uniform(in: 0...150) * 1_000_000, work: stream.uniform(in: 1...5_000_000))
    }
    let witness = Witness(on: simulation)
    let tasks = jobs.map { job in
      simulation.spawn(on: witness) { _ in
        try await simulation.sleep(for: .nanoseconds(job.start))
        try await processors.work(.nanoseconds(job.work))
        return Double(simulation.now.nanoseconds)
      }
    }
    let ends = try simulation.run {
      var ends: [Double] = []
      for task in tasks { ends.append(try await task.value) }
      return ends
    }
    let right = completions(
      of: jobs.map { (Double($0.start), Double($0.work)) },
      processors: count
    )
    #expect(zip(ends, right).allSatisfy { abs($0 - $1) <= 2 })
    let work = jobs.reduce(0) { $0 + $1.work }
    #expect(abs(processors.processorTime.nanoseconds - Int64(work)) < 100)
  }
}
