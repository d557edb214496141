import Simulation
import Synchronization
import Testing

/// The event loop: order, clock, cancellation, scopes, and the errors that end a run.
@Suite struct KernelTests {
  /// What a scenario wrote down, in order.
  final class Notebook: Sendable {
    private let lines = Mutex<[String]>([])
    func write(_ line: String) { lines.withLock { $0.append(line) } }
    var text: String { lines.withLock { $0.joined(separator: ",") } }
  }

  actor Worker: Simulated {
    nonisolated let simulation: Simulation
    private(set) var count = 0
    init(on simulation: Simulation) { self.simulation = simulation }

    func work(for duration: Duration) async throws -> Int {
      count += 1
      try await simulation.sleep(for: duration)
      return count
    }
  }

  struct Numbered: TraceEvent {
    let number: Int
  }

  struct Scenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let expected: String
    let body: @Sendable (Simulation, Worker, Notebook) async throws -> Void

    init(
      _ title: String,
      _ expected: String,
      _ body: @escaping @Sendable (Simulation, Worker, Notebook) async throws -> Void
    ) {
      testDescription = title
      self.expected = expected
      self.body = body
    }
  }

  static let scenarios: [Scenario] = [
    Scenario("timers fire in order of time, then of setting", "b1,c1,a2") {
      simulation,
      worker,
      note in
      for (name, delay) in [("a", 2), ("b", 1), ("c", 1)] {
        simulation.spawn(on: worker) { _ in
          try await simulation.sleep(for: .seconds(delay))
          note.write("\(name)\(simulation.now.nanoseconds / 1_000_000_000)")
        }
      }
      try await simulation.sleep(for: .seconds(3))
    },
    Scenario("only the latest records are kept, oldest first", "345,3456,56,567") {
      simulation,
      _,
      note in
      func writeRecords() {
        note.write(simulation.trace.records.compactMap { $0.event.details.first?.value }.joined())
      }
      simulation.trace.retention = .latest(3)
      for number in 1...5 { simulation.record(Numbered(number: number), from: "test") }
      writeRecords()
      simulation.trace.retention = .everything
      simulation.record(Numbered(number: 6), from: "test")
      writeRecords()
      simulation.trace.retention = .latest(2)
      writeRecords()
      simulation.trace.retention = .latest(3)
      simulation.record(Numbered(number: 7), from: "test")
      writeRecords()
    },
    Scenario("ready jobs run in the order in which they came", "0,1,2,3") {
      simulation,
      worker,
      note in
      let tasks = (0..<4).map { number in
        simulation.spawn(on: worker) { _ in note.write("\(number)") }
      }
      for task in tasks { try await task.value }
    },
    Scenario("a cancelled sleep throws at once and leaves the clock alone", "cancelled 1 s") {
      simulation,
      worker,
      note in
      let task = simulation.spawn(on: worker) { _ in
        do { try await simulation.sleep(for: .seconds(100)) } catch is CancellationError {
          note.write("cancelled \(simulation.now)")
        }
      }
      try await simulation.sleep(for: .seconds(1))
      task.cancel()
      try await task.value
    },
    Scenario("a task that is cancelled before it sleeps does not sleep", "0 ns") {
      simulation,
      worker,
      note in
      let task = simulation.spawn(on: worker) { _ in
        withUnsafeCurrentTask { $0?.cancel() }
        try? await simulation.sleep(for: .seconds(5))
        note.write("\(simulation.now)")
      }
      try await task.value
    },
    Scenario("a time-out cancels the work and says so", "no answer within 2 s at 2 s") {
      simulation,
      _,
      note in
      do {
        try await simulation.timeout(after: .seconds(2)) {
          try await simulation.sleep(for: .seconds(9))
        }
      } catch let error as TimedOut {
        note.write("\(error) at \(simulation.now)")
      }
    },
    Scenario("work that is quicker than its time-out wins", "7 at 1 s") { simulation, _, note in
      let result = try await simulation.timeout(after: .seconds(2)) {
        try await simulation.sleep(for: .seconds(1))
        return 7
      }
      note.write("\(result) at \(simulation.now)")
    },
    Scenario("a suspension goes on with the first answer only", "1,true,false") {
      simulation,
      worker,
      note in
      let box = Mutex<Suspension<Int>?>(nil)
      let task = simulation.spawn(on: worker) { _ in
        let value = try await simulation.suspend(waitingFor: "a number") { suspension in
          box.withLock { $0 = suspension }
        }
        note.write("\(value)")
      }
      try await simulation.sleep(for: .seconds(1))
      let suspension = box.withLock { $0 }
      let answers = [1, 2].map { suspension?.resume(returning: $0) ?? false }
      try await task.value
      answers.forEach { note.write("\($0)") }
    },
    Scenario("the end of a scope ends what sleeps in it", "p has ended: crash at 1 s") {
      simulation,
      worker,
      note in
      let scope = Scope(name: "p")
      let task = simulation.spawn(on: worker, in: scope) { _ in
        do { try await simulation.sleep(for: .seconds(9)) } catch {
          note.write("\(error) at \(simulation.now)")
        }
      }
      try await simulation.sleep(for: .seconds(1))
      scope.end("crash")
      try await task.value
    },
    Scenario("a scope's end reaches children, and what it spawned later never begins", "child") {
      simulation,
      worker,
      note in
      let scope = Scope(name: "p")
      let task = simulation.spawn(on: worker, in: scope) { _ in
        await withTaskGroup(of: Void.self) { group in
          group.addTask {
            do { try await simulation.sleep(for: .seconds(9)) } catch is ScopeEnded {
              note.write("child")
            } catch {}
          }
        }
      }
      try await simulation.sleep(for: .seconds(1))
      scope.end("crash")
      _ = await task.result
      let late = simulation.spawn(on: worker, in: scope) { _ in note.write("late") }
      _ = await late.result
    },
    Scenario("a frozen scope goes on when it is thawed", "tick 1 s,tick 5 s,tick 6 s") {
      simulation,
      worker,
      note in
      let scope = Scope(name: "environment")
      let task = simulation.spawn(on: worker, in: scope) { _ in
        for _ in 0..<3 {
          try await simulation.sleep(for: .seconds(1))
          note.write("tick \(simulation.now)")
        }
      }
      try await simulation.sleep(for: .milliseconds(1_500))
      scope.freeze()
      try await simulation.sleep(for: .milliseconds(3_500))
      scope.thaw()
      try await task.value
    },
    Scenario("a watchdog acts unless it is stopped", "bark") { simulation, _, note in
      _ = simulation.watchdog(at: simulation.now.advanced(by: .seconds(1))) { note.write("bark") }
      let quiet = simulation.watchdog(at: simulation.now.advanced(by: .seconds(1))) {
        note.write("never")
      }
      quiet.stop()
      try await simulation.sleep(for: .seconds(2))
    },
  ]

  @Test(arguments: scenarios) func `a scenario goes as written`(_ scenario: Scenario) throws {
    let simulation = Simulation(seed: 1)
    let worker = Worker(on: simulation)
    let note = Notebook()
    try simulation.run { try await scenario.body(simulation, worker, note) }
    #expect(note.text == scenario.expected)
  }

  /// A mixture of everything, reduced to the hash of its trace.
  struct Step: TraceEvent { let who: Int, count: Int }

  static func history(seed: UInt64, shuffling: UInt64? = nil) throws -> (hash: UInt64, total: Int) {
    let simulation = Simulation(seed: seed, shuffling: shuffling)
    let hash = TraceHash(of: simulation.trace)
    let worker = Worker(on: simulation)
    let total = try simulation.run {
      let tasks = (0..<20).map { who in
        simulation.spawn(on: worker) { worker in
          var draws = simulation.randomStream("worker \(who)")
          for _ in 0..<20 {
            let pause = Duration.milliseconds(1 + draws.uniform(below: 5))
            let count = try? await simulation.timeout(after: .milliseconds(4)) {
              try await worker.work(for: pause)
            }
            simulation.record(Step(who: who, count: count ?? -1), from: "worker \(who)")
          }
        }
      }
      for task in tasks { try await task.value }
      return await worker.count
    }
    return (hash.value, total)
  }

  @Test func `the same seed gives the same trace, another seed another`() throws {
    let runs = try [1, 1, 2].map { try Self.history(seed: $0).hash }
    #expect(runs[0] == runs[1])
    #expect(runs[0] != runs[2])
    print("trace hash of the kernel's history: \(runs[0])")
  }

  @Test(arguments: [3, 4, 5] as [UInt64])
  func `no count leans on the order of one instant's jobs`(_ shuffling: UInt64) throws {
    #expect(try Self.history(seed: 1, shuffling: shuffling).total == 400)
  }

  @Test func `a dead-lock names who waits for what`() {
    let simulation = Simulation(seed: 1)
    let error = #expect(throws: SimulationStalled.self) {
      try simulation.run {
        let _: Int = try await simulation.suspend(waitingFor: "the moon") { _ in }
      }
    }
    #expect(error?.waits == ["the moon"])
  }

  @Test func `a run that spins at one instant ends`() {
    let simulation = Simulation(seed: 1, spinLimit: 1_000)
    #expect(throws: SimulationStalled.self) {
      try simulation.run { while true { try await simulation.sleep(for: .zero) } }
    }
  }

  @Test func `upkeep keeps no run alive, and runs only as far as asked`() throws {
    let simulation = Simulation(seed: 1)
    let worker = Worker(on: simulation)
    let note = Notebook()
    simulation.spawn(on: worker) { _ in
      while true {
        try await simulation.sleep(for: .seconds(10), .background)
        note.write("poll")
      }
    }
    #expect(try simulation.runUntilIdle())
    #expect(simulation.now == .start)
    try simulation.run(until: .start.advanced(by: .seconds(25)))
    #expect(note.text == "poll,poll")
    #expect(simulation.now.nanoseconds == 25_000_000_000)
  }

  @Test func `ending a simulation lets everything that waits go`() throws {
    let simulation = Simulation(seed: 1)
    let worker = Worker(on: simulation)
    let note = Notebook()
    simulation.spawn(on: worker) { _ in
      do { try await simulation.sleep(for: .seconds(9), .background) } catch { note.write("sleep") }
      let _: Int? = try? await simulation.suspend(waitingFor: "nothing", .background) { _ in }
      note.write("suspension")
    }
    try simulation.runUntilIdle()
    simulation.end()
    #expect(note.text == "sleep,suspension")
  }

  /// A clock that is always on time, and tells what it was asked for.
  final class Metronome: Pacer {
    let asked = Mutex<[Int64]>([])
    func wait(until instant: SimulationInstant?) -> SimulationInstant {
      let instant = instant ?? .start
      asked.withLock { $0.append(instant.nanoseconds) }
      return instant
    }
    func wake() {}
  }

  @Test func `a pacer is asked before every step of the clock`() throws {
    let pacer = Metronome()
    let simulation = Simulation(seed: 1, pacer: pacer)
    try simulation.run {
      for _ in 0..<3 { try await simulation.sleep(for: .seconds(1)) }
    }
    #expect(pacer.asked.withLock { $0 } == [1, 2, 3].map { $0 * 1_000_000_000 })
  }

  static let durations: [(Duration, String)] = [
    (.zero, "0 ns"), (.nanoseconds(1), "1 ns"), (.microseconds(1_500), "1.5 ms"),
    (.milliseconds(250), "250 ms"), (.seconds(12.5), "12.5 s"), (.seconds(243), "4 min 3 s"),
    (.seconds(7_201), "2 h 1 s"), (.seconds(86_400), "1 d"), (.seconds(-3), "-3 s"),
  ]

  @Test(arguments: durations) func `durations read well`(_ duration: Duration, _ text: String) {
    #expect(duration.readable == text)
  }
}
