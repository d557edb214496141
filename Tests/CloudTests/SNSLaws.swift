import Cloud
import JSON
import Simulation
import Synchronization
import Testing

/// What holds of topics whatever happens: on random histories with faults.
@Suite struct SNSLaws {
  /// What was published and what became of it at each endpoint.
  final class Ledger: Sendable {
    struct State {
      var published: [String] = []
      /// By message and endpoint: how it ended.
      var ends: [String: [String]] = [:]
      /// By message and endpoint: with which try.
      var tries: [String: Int] = [:]
    }

    private let state = Mutex(State())

    init(_ simulation: Simulation) {
      simulation.trace.read(SNSEvent.self) { [self] _, _, event in
        state.withLock { state in
          switch event {
          case .published(let id, _, _, _): state.published.append(id)
          case .delivered(let id, let endpoint, let attempts):
            state.ends["\(id) \(endpoint)", default: []].append("delivered")
            state.tries["\(id) \(endpoint)"] = attempts
          case .movedToDeadLetterQueue(let id, let endpoint, _, _):
            state.ends["\(id) \(endpoint)", default: []].append("moved")
          case .dropped(let id, let endpoint, let reason):
            state.ends["\(id) \(endpoint)", default: []].append("dropped \(reason)")
          case .deliveryRetried(let id, let endpoint, let attempt, _, _):
            state.tries["\(id) \(endpoint)"] = attempt
          default: break
          }
        }
      }
    }

    var published: [String] { state.withLock { $0.published } }

    /// What breaks a law: a message without exactly one end at an endpoint, or more tries than its
    /// policy has.
    func breaches(_ endpoints: [(name: String, tries: Int)]) -> [String] {
      state.withLock { state in
        state.published.flatMap { id in
          endpoints.compactMap { endpoint -> String? in
            let key = "\(id) \(endpoint.name)"
            let ends = state.ends[key] ?? []
            if ends.count != 1 { return "\(key) ends \(ends)" }
            let tries = state.tries[key] ?? 1
            return tries > endpoint.tries ? "\(key) tried \(tries) times" : nil
          }
        }
      }
    }
  }

  private static let page = "https://partner.example/orders"

  @Test(arguments: Run.all) func `every message ends once at every subscription`(
    _ run: Run
  ) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      let (cloud, ledger) = (bench.cloud, Ledger(bench.cloud.simulation))
      var stream = cloud.simulation.randomStream("history")
      let topic = try await bench.makeTopic()
      for queue in ["a", "dead"] { try await bench.queue(queue) }
      try await bench.open("dead")
      let redrive: JSONObject = [
        "RedrivePolicy": .string(#"{"deadLetterTargetArn":"\#(bench.queueARN("dead"))"}"#)
      ]
      try await bench.subscribe("a", to: topic.stringValue ?? "")
      try await bench.makeSubscription("sqs", bench.queueARN("gone"), to: topic, redrive)
      try await bench.makeSubscription("sms", "+15555550100", to: topic)
      _ = try await bench.confirmedPage(Self.page, of: topic, redrive)
      for number in 0..<30 {
        switch stream.uniform(below: 6) {
        case 0: cloud.faults.fail("a", .next(stream.uniform(in: 1...6)), moment(&stream))
        case 1: cloud.faults.fail("telephone-company", .each(Ratio(1, of: 2)), moment(&stream))
        case 2:
          let status = [200, 404, 429, 500][stream.uniform(below: 4)]
          try await bench.page(Self.page) { $0.status = status }
        case 3:
          let isDown = stream.bernoulli(Ratio(1, of: 2))
          try await bench.page(Self.page) { $0.isDown = isDown }
        case 4: for name in ["a", "telephone-company"] { cloud.faults.heal(name) }
        default: break
        }
        try await bench.publish("\(number)", to: topic)
        try await bench.sleep(.milliseconds(stream.uniform(in: 0...20_000)))
      }
      for name in ["a", "telephone-company"] { cloud.faults.heal(name) }
      // The last wait of the slowest policy is ten minutes.
      try await bench.sleep(.seconds(8 * 3_600))
      return ledger.breaches([
        ("a", 100_015), ("gone", 1), ("telephone-company", 50), ("partner.example", 4),
      ]) + (ledger.published.count == 30 ? [] : ["\(ledger.published.count) published"])
    }
    #expect(breaches == [])
  }

  private func moment(_ stream: inout RandomStream) -> FaultBoard.Moment {
    stream.bernoulli(Ratio(1, of: 2)) ? .beforeEffects : .afterEffects
  }

  @Test(arguments: Run.all) func `a FIFO topic keeps each group's order and delivers once`(
    _ run: Run
  ) throws {
    let seen = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      let topic = try await SNSFIFOConformance.topic(bench, ["a.fifo", "b.fifo"])
      var sent: [String: [String]] = [:]
      for number in 0..<60 {
        if stream.bernoulli(Ratio(1, of: 4)) {
          let queue = stream.bernoulli(Ratio(1, of: 2)) ? "a.fifo" : "b.fifo"
          bench.cloud.faults.fail(
            queue,
            .next(stream.uniform(in: 1...8)),
            stream.bernoulli(Ratio(1, of: 2)) ? .beforeEffects : .afterEffects
          )
        }
        let group = ["g", "h", "i"][stream.uniform(below: 3)]
        let text = "\(group)\(number)"
        // Some are published twice, as a producer does that has got no answer.
        for _ in 0...(stream.bernoulli(Ratio(1, of: 3)) ? 1 : 0) {
          try await bench.publish(text, to: topic, SNSFIFOConformance.marks(group, text))
        }
        sent[group, default: []].append(text)
        try await bench.sleep(.milliseconds(stream.uniform(in: 0...3_000)))
      }
      for queue in ["a.fifo", "b.fifo"] { bench.cloud.faults.heal(queue) }
      try await bench.sleep(.seconds(120))
      var breaches: [String] = []
      for queue in ["a.fifo", "b.fifo"] {
        var got: [String: [String]] = [:]
        while case let messages = try await bench.receive(queue), !messages.isEmpty {
          for message in messages {
            got[String(message.body.prefix(1)), default: []].append(message.body)
            try await bench.delete(message.receiptHandle, from: queue)
          }
        }
        for (group, texts) in sent.sorted(by: { $0.key < $1.key }) where got[group] != texts {
          breaches.append("\(queue) \(group): \(got[group] ?? []) for \(texts)")
        }
      }
      return breaches
    }
    #expect(seen == [])
  }
}
