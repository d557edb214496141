import Cloud
import Simulation
import Synchronization
import Testing

/// Laws of queues on seeded random histories, with and without a shuffle of one instant's jobs.
@Suite struct SQSLaws {
  /// What the trace says about every message.
  final class Ledger: Sendable {
    struct State {
      /// How often each message has been received.
      var receives: [String: Int] = [:]
      /// With the handles of which receives somebody has asked to delete each message.
      var asked: [String: Set<Int>] = [:]
      var deleted: Set<String> = []
      var redriven = 0
      var breaches: [String] = []
    }

    let state = Mutex(State())

    init(_ simulation: Simulation) {
      simulation.trace.read(SQSEvent.self) { [self] _, _, event in
        state.withLock { $0.note(event) }
      }
    }

    func breach(_ text: String) {
      state.withLock { $0.breaches.append(text) }
    }

    func asks(toDelete message: String, with receive: Int) {
      state.withLock { _ = $0.asked[message, default: []].insert(receive) }
    }
  }

  @Test(arguments: Run.all) func `every message is in exactly one place, at every instant`(
    _ run: Run
  ) throws {
    let disturbances = [
      nil,
      QueueDisturbance(
        disorder: Ratio(1, of: 2),
        shortPollShare: Ratio(1, of: 3)
      ),
    ]
    for disturbance in disturbances { try play(run, disturbance) }
  }

  private func play(_ run: Run, _ disturbance: QueueDisturbance?) throws {
    let bench = MessagingBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let ledger = Ledger(bench.cloud.simulation)
    try bench.cloud.simulation.run {
      try await bench.queue("orders", deadLetters: "dead", after: 3)
      if let disturbance {
        try await bench.cloud.sqs.disturb("orders", disturbance)
        bench.cloud.faults.duplicate("orders", .each(Ratio(1, of: 5)))
      }
      for queue in ["orders", "dead"] {
        let attributes = ["MessageRetentionPeriod": "300", "VisibilityTimeout": "5"]
        _ = try await bench(SetQueueAttributes(queueUrl: queue, attributes: attributes))
      }
      try await History(bench, ledger).play()
    }
    let state = ledger.state.withLock { $0 }
    let hasBothKinds = state.deleted.count > 25 && state.redriven > 0
    #expect(state.breaches == [] && hasBothKinds, "\(run.testDescription)")
  }

  /// Producers and consumers that do as chance will have it, and an auditor.
  struct History {
    let bench: MessagingBench
    let ledger: Ledger

    init(_ bench: MessagingBench, _ ledger: Ledger) {
      self.bench = bench
      self.ledger = ledger
    }
  }
}

extension SQSLaws.Ledger.State {
  mutating func note(_ event: SQSEvent) {
    switch event {
    case .received(let id, let count, _):
      receives[id] = count
      if deleted.contains(id) { breaches.append("\(id) received after it was deleted") }
    case .becameVisible(let id, _), .expired(let id):
      if deleted.contains(id) { breaches.append("\(id) seen after it was deleted") }
    case .deleted(let id):
      if asked[id]?.contains(receives[id] ?? 0) != true {
        breaches.append("\(id) deleted without the handle of its latest receive")
      }
      if !deleted.insert(id).inserted { breaches.append("\(id) deleted twice") }
    case .redriven: redriven += 1
    default: break
    }
  }
}

extension SQSLaws {
  /// A class of actors would do as well; one actor keeps the random streams apart by name.
  actor Player: Simulated {
    nonisolated let simulation: Simulation
    let bench: MessagingBench
    let ledger: Ledger
    var stream: RandomStream
    var handles: [(queue: String, handle: String, message: String, receive: Int)] = []

    init(_ name: String, _ bench: MessagingBench, _ ledger: Ledger) {
      self.bench = bench
      self.ledger = ledger
      simulation = bench.cloud.simulation
      stream = simulation.randomStream(name)
    }

    func produce() async throws {
      for number in 0..<60 {
        try await pause()
        let delay = stream.bernoulli(Ratio(1, of: 4)) ? stream.uniform(in: 1...10) : nil
        try await bench.send("\(number)", to: "orders", delay: delay)
      }
    }

    func consume() async throws {
      for _ in 0..<150 {
        try await pause()
        switch stream.uniform(below: 8) {
        case 0...3: try await receive(from: stream.uniform(below: 5) == 0 ? "dead" : "orders")
        case 4...5: try await delete()
        case 6: try await changeVisibility()
        default: break
        }
      }
    }

    /// Moves dead letters back, now and then.
    func move() async throws {
      for _ in 0..<6 {
        try await simulation.sleep(for: .seconds(stream.uniform(in: 4...10)))
        do {
          _ = try await bench(
            StartMessageMoveTask(
              sourceArn: bench.queueARN("dead"),
              maxNumberOfMessagesPerSecond: stream.uniform(in: 1...5)
            )
          )
        } catch let error as ServiceError where error.code == "InvalidParameterValue" {
          // The task before has not ended.
        }
      }
    }

    private func pause() async throws {
      try await simulation.sleep(for: .milliseconds(stream.uniform(in: 0...800)))
    }

    private func receive(from queue: String) async throws {
      let messages = try await bench.receive(
        queue,
        stream.uniform(in: 1...5),
        visibility: stream.bernoulli(Ratio(1, of: 2)) ? stream.uniform(in: 0...3) : nil,
        wait: stream.uniform(in: 0...2)
      )
      for message in messages {
        let count = Int(message.attributes?["ApproximateReceiveCount"] ?? "") ?? 0
        handles.append((queue, message.receiptHandle, message.messageId, count))
      }
    }

    private func delete() async throws {
      guard !handles.isEmpty else { return }
      // Kept now and then, to be used again when it is stale.
      let place = stream.uniform(below: handles.count)
      let choice = handles[place]
      if stream.bernoulli(Ratio(2, of: 3)) { handles.remove(at: place) }
      ledger.asks(toDelete: choice.message, with: choice.receive)
      try await bench.delete(choice.handle, from: choice.queue)
    }

    private func changeVisibility() async throws {
      guard let choice = stream.pick(from: handles) else { return }
      do {
        _ = try await bench(
          ChangeMessageVisibility(
            queueUrl: choice.queue,
            receiptHandle: choice.handle,
            visibilityTimeout: stream.uniform(in: 0...8)
          )
        )
      } catch let error as ServiceError where error.code == "InvalidParameterValue" {
        // The message is gone.
      }
    }
  }
}

extension SQSLaws.History {
  /// Plays, and audits meanwhile; the ledger gets what breaks the law.
  func play() async throws {
    let simulation = bench.cloud.simulation
    try await withThrowingTaskGroup(of: Void.self) { group in
      for name in ["producer 1", "producer 2", "producer 3"] {
        let player = SQSLaws.Player(name, bench, ledger)
        group.addTask { try await player.produce() }
      }
      for name in ["consumer 1", "consumer 2", "consumer 3", "consumer 4"] {
        let player = SQSLaws.Player(name, bench, ledger)
        group.addTask { try await player.consume() }
      }
      let mover = SQSLaws.Player("mover", bench, ledger)
      group.addTask { try await mover.move() }
      for step in 0..<400 {
        try await simulation.sleep(for: .milliseconds(97 + step % 7))
        await audit()
      }
      try await group.waitForAll()
    }
    try await simulation.sleep(for: .seconds(600))
    await audit()
    for queue in ["orders", "dead"] where await bench.depths(queue) != [0, 0, 0] {
      ledger.breach("\(queue) is not empty after the retention period")
    }
  }

  private func audit() async {
    var moved: [Int] = []
    for queue in ["orders", "dead"] {
      guard let figures = await bench.cloud.sqs.figures(of: queue) else { continue }
      let came = figures.sent + figures.arrivedAsDeadLetters + figures.redrivenIn
      let went =
        figures.deleted + figures.expired + figures.movedToDeadLetterQueue + figures.purged
        + figures.redrivenOut
      if came != figures.depth + went {
        ledger.breach("\(bench.cloud.simulation.now) \(queue): \(figures)")
      }
      moved += [
        figures.movedToDeadLetterQueue, figures.arrivedAsDeadLetters, figures.redrivenIn,
        figures.redrivenOut,
      ]
    }
    if moved[0] != moved[5] || moved[2] != moved[7] {
      ledger.breach("moved \(moved[0]) and \(moved[7]), arrived \(moved[5]) and \(moved[2])")
    }
  }
}
