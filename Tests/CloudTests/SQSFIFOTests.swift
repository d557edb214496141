import Cloud
import Simulation
import Synchronization
import Testing

/// FIFO queues: the tables of the facts, and their laws on random histories with faults.
@Suite struct SQSFIFOTests {
  @Test(
    arguments: SQSFIFOStories.order + SQSFIFOStories.repetitions + SQSFIFOStories.deadLetters
  )
  func `messages of a FIFO queue live as the facts say`(_ story: Story) throws {
    let seen = try MessagingBench.run { try await story.body($0) }
    #expect(seen == story.expected)
  }

  @Test func `FIFO queues refuse in their own words`() throws {
    for refusal in SQSFIFORefusals.queues + SQSFIFORefusals.messages {
      #expect(try refusal.outcome() == refusal.expected, "\(refusal.testDescription)")
    }
  }

  @Test func `a FIFO queue takes 300 requests of a kind in a second, or of a group`() throws {
    let seen = try MessagingBench.run { bench in
      try await bench.fifo("low.fifo")
      try await bench.fifo(
        "high.fifo",
        ["DeduplicationScope": "messageGroup", "FifoThroughputLimit": "perMessageGroupId"]
      )
      var seen: [String] = []
      for queue in ["low.fifo", "high.fifo"] {
        let answers = await withTaskGroup(of: String.self) { group in
          for number in 0..<700 {
            group.addTask {
              do {
                try await bench.send("\(number)", to: queue, group: number % 2 == 0 ? "a" : "b")
                return "taken"
              } catch let error as ServiceError {
                return "\(error.code) \(error.status)"
              } catch {
                return "\(error)"
              }
            }
          }
          return await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        seen += answers.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
      }
      return seen
    }
    #expect(
      seen == [
        "400 RequestThrottled 403", "300 taken", "100 RequestThrottled 403", "600 taken",
      ]
    )
  }

  @Test(arguments: Run.all)
  func `no order of a group is broken, and nothing comes twice within the window`(
    _ run: Run
  ) throws {
    let bench = MessagingBench(seed: run.seed, shuffling: run.shuffling)
    defer { bench.cloud.shutDown() }
    let history = Mutex<[(instant: SimulationInstant, event: SQSEvent)]>([])
    bench.cloud.simulation.trace.read(SQSEvent.self) { instant, component, event in
      guard component == "q.fifo" else { return }
      history.withLock { $0.append((instant, event)) }
    }
    let marks = try bench.cloud.simulation.run { try await SQSFIFOHistory(bench).play() }
    var oracle = SQSFIFOOracle(marks: marks)
    for entry in history.withLock({ $0 }) { oracle.note(entry.event, at: entry.instant) }
    #expect(oracle.breaches == [], "\(run.testDescription)")
    #expect(oracle.received > 60)
  }
}

/// What a producer has said about a message.
struct SQSFIFOMark: Hashable, Sendable {
  let group: String
  let deduplicationID: String
}

/// The first marks of each message by its id: a later answer with the same id is a repetition's.
final class SQSFIFOMarks: Sendable {
  let all = Mutex<[String: SQSFIFOMark]>([:])

  func note(_ id: String, _ mark: SQSFIFOMark) {
    all.withLock { $0[id] = $0[id] ?? mark }
  }
}

/// Producers that repeat themselves after lost answers, and consumers that fall asleep.
struct SQSFIFOHistory {
  let bench: MessagingBench

  init(_ bench: MessagingBench) { self.bench = bench }

  /// Plays, and returns the marks of every message by its id.
  func play() async throws -> [String: SQSFIFOMark] {
    try await bench.fifo("dead.fifo")
    let policy =
      #"{"deadLetterTargetArn":"\#(bench.queueARN("dead.fifo"))","maxReceiveCount":6}"#
    try await bench.fifo(
      "q.fifo",
      ["RedrivePolicy": policy, "VisibilityTimeout": "4", "MessageRetentionPeriod": "900"]
    )
    bench.cloud.faults.fail("q.fifo", .each(Ratio(1, of: 8)), .afterEffects)
    let marks = SQSFIFOMarks()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<2 {
        group.addTask { try await produce(number, marks) }
      }
      for number in 0..<4 { group.addTask { try await consume("consumer-\(number)") } }
      try await group.waitForAll()
    }
    return marks.all.withLock { $0 }
  }

  private func produce(_ producer: Int, _ marks: SQSFIFOMarks) async throws {
    var stream = bench.cloud.simulation.randomStream("producer \(producer)")
    for _ in 0..<60 {
      try await bench.sleep(.milliseconds(stream.uniform(in: 0...10_000)))
      let mark = SQSFIFOMark(
        group: "g\(stream.uniform(below: 3))",
        // Few, so that some come again within the window and some after it.
        deduplicationID: "\(producer)-\(stream.uniform(below: 30))"
      )
      while true {
        let answer = try? await bench(
          SendMessage(
            queueUrl: "q.fifo",
            messageBody: "x",
            messageDeduplicationId: mark.deduplicationID,
            messageGroupId: mark.group
          )
        )
        guard let answer else { continue }
        marks.note(answer.messageId, mark)
        break
      }
    }
  }

  /// Asks again under the same name once the answer has been lost.
  private func receive(
    _ request: ReceiveMessage,
    for caller: Caller
  ) async throws -> [ReceiveMessage.Message] {
    while true {
      do {
        return try await bench.cloud.sqs.call(request, for: caller).messages ?? []
      } catch ServiceError.serviceUnavailable {
        continue
      }
    }
  }

  private func consume(_ name: String) async throws {
    var stream = bench.cloud.simulation.randomStream(name)
    for number in 0..<150 {
      try await bench.sleep(.milliseconds(stream.uniform(in: 0...4_000)))
      let request = ReceiveMessage(
        queueUrl: "q.fifo",
        maxNumberOfMessages: stream.uniform(in: 1...4),
        waitTimeSeconds: stream.uniform(in: 0...3),
        receiveRequestAttemptId: "\(name)-\(number)"
      )
      for message in try await receive(request, for: Caller(name)) {
        try await bench.sleep(.milliseconds(stream.uniform(in: 0...1_500)))
        switch stream.uniform(below: 5) {
        case 0...2: try? await bench.delete(message.receiptHandle, from: "q.fifo")
        case 3:
          _ = try? await bench(
            ChangeMessageVisibility(
              queueUrl: "q.fifo",
              receiptHandle: message.receiptHandle,
              visibilityTimeout: stream.uniform(in: 0...6)
            )
          )
        default: break
        }
      }
    }
  }
}

/// What may happen in a FIFO queue, said once more and without any cleverness.
struct SQSFIFOOracle {
  private struct Flight: Hashable {
    let instant: SimulationInstant
    let consumer: String
  }

  let marks: [String: SQSFIFOMark]
  private(set) var breaches: [String] = []
  private(set) var received = 0
  private var waiting: [String] = []
  private var flights: [String: Flight] = [:]
  private var groups: [String: String] = [:]
  private var accepted: [String: SimulationInstant] = [:]

  init(marks: [String: SQSFIFOMark]) { self.marks = marks }

  mutating func note(_ event: SQSEvent, at now: SimulationInstant) {
    switch event {
    case .sent(let id, _, _): send(id, at: now)
    case .received(let id, _, let consumer):
      received += 1
      receive(id, Flight(instant: now, consumer: consumer))
    case .becameVisible(let id, _): flights[id] = nil
    case .deleted(let id), .expired(let id), .movedToDeadLetterQueue(let id, _):
      flights[id] = nil
      waiting.removeAll { $0 == id }
    default: break
    }
  }

  private mutating func send(_ id: String, at now: SimulationInstant) {
    waiting.append(id)
    guard let mark = marks[id] else { return breaches.append("\(id) was sent by nobody") }
    if let last = accepted[mark.deduplicationID], last.duration(to: now) < .seconds(300) {
      breaches.append("\(mark.deduplicationID) came twice within the window, at \(now)")
    }
    accepted[mark.deduplicationID] = now
  }

  private mutating func receive(_ id: String, _ flight: Flight) {
    let group = marks[id]?.group
    for other in waiting where marks[other]?.group == group {
      if other == id { break }
      if flights[other] != flight { breaches.append("\(id) overtook \(other) in its group") }
    }
    flights[id] = flight
  }
}
