import Simulation
import Testing

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
