import Simulation
import Testing

/// Writes down what happens and when.
actor Witness: Simulated {
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
  let play: @Sendable (Witness) -> Void

  init(
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
    Self("traffic and tasks stand in one line", "a 5, b 10") { witness in
      let pool = ServerPool("till", servers: 1, on: witness.simulation)
      guard let schedule = try? ArrivalSchedule(parsing: "0\n2\n4") else { return }
      pool.serve(.schedule(schedule), for: .constant(.seconds(3)))
      witness.watch("a", from: 1) { try await pool.serve(for: .seconds(2)) }
      witness.watch("b", from: 3) { try await pool.serve(for: .seconds(2)) }
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

  private(set) var unsaid: [String] = []

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
