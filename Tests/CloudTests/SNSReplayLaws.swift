import Cloud
import JSON
import Simulation
import Testing

/// What holds of replays whatever happens: on random histories with faults.
@Suite struct SNSReplayLaws {
  /// A message as it was published.
  private struct Sent {
    let text: String
    let group: String
    let kind: Int
    let instant: String
  }

  /// A subscription under test: a queue, and the kind of message that its policy lets through.
  private struct Receiver {
    let replay: SNSReplayConformance.Replay
    let kind: Int?
  }

  /// A replay delivers exactly the archived messages of its window that pass the filter, each once,
  /// each group's in order, and to its own subscription only.
  @Test(arguments: Run.all) func `a replay delivers its window once and in order`(
    _ run: Run
  ) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      let topic = try await SNSArchiveConformance.topic(bench)
      let receivers = try await Self.receivers(of: topic, bench)
      let beginning = try await receivers[0].replay.beginning()
      var sent: [Sent] = []
      var breaches: [String] = []
      for round in 0..<6 {
        for _ in 0..<stream.uniform(in: 0...15) {
          sent.append(try await Self.publish(sent.count, to: topic, bench, &stream))
          try await bench.sleep(.milliseconds(stream.uniform(in: 0...4_000)))
        }
        // Nothing is on its way any more, and nothing waits in a queue.
        try await bench.sleep(.seconds(60))
        for receiver in receivers { _ = try await receiver.replay.take() }
        let chosen = stream.uniform(below: receivers.count)
        let instants = [beginning] + sent.map(\.instant) + [receivers[0].replay.now]
        let start = instants[stream.uniform(below: instants.count)]
        let end = instants[stream.uniform(below: instants.count)]
        let isBounded = end >= start && stream.bernoulli(Ratio(1, of: 2))
        if stream.bernoulli(Ratio(1, of: 2)) {
          bench.cloud.faults.fail(
            receivers[chosen].replay.queue,
            .next(stream.uniform(in: 1...5)),
            .beforeEffects
          )
        }
        try await receivers[chosen].replay.start(from: start, to: isBounded ? end : nil)
        try await bench.sleep(.seconds(120))
        bench.cloud.faults.heal(receivers[chosen].replay.queue)
        for (place, receiver) in receivers.enumerated() {
          let window = sent.filter {
            place == chosen && $0.instant >= start && (!isBounded || $0.instant < end)
              && receiver.kind ?? $0.kind == $0.kind
          }
          let got = try await receiver.replay.take()
          let expected = Self.byGroup(window.map { ($0.group, "\($0.text)*") })
          if Self.byGroup(got.map { (String($0.prefix(1)), $0) }) != expected {
            breaches.append("round \(round), \(receiver.replay.queue): \(got) for \(window)")
          }
        }
      }
      return breaches
    }
    #expect(breaches == [])
  }

  /// With replays that have no end, a subscription misses nothing, whenever they are started; what
  /// it gets live it gets once, and what a replay brings, once from each.
  @Test(arguments: Run.all) func `replays without an end miss nothing`(_ run: Run) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      let topic = try await SNSArchiveConformance.topic(bench)
      let replay = try await SNSReplayConformance.Replay(of: topic, bench)
      let beginning = try await replay.beginning()
      var sent: [Sent] = []
      var replays = 0
      for _ in 0..<80 {
        if stream.bernoulli(Ratio(1, of: 10)) {
          try await replay.start(from: beginning)
          replays += 1
        }
        sent.append(try await Self.publish(sent.count, to: topic, bench, &stream))
        try await bench.sleep(.milliseconds(stream.uniform(in: 0...400)))
      }
      try await bench.sleep(.seconds(60))
      var counts: [String: (live: Int, replayed: Int)] = [:]
      for text in try await replay.take() {
        if text.hasSuffix("*") {
          counts[String(text.dropLast()), default: (0, 0)].replayed += 1
        } else {
          counts[text, default: (0, 0)].live += 1
        }
      }
      return sent.compactMap { message -> String? in
        let (live, replayed) = counts[message.text] ?? (0, 0)
        let isRight = live <= 1 && replayed <= replays && live + replayed >= 1
        return isRight ? nil : "\(message.text): live \(live), replayed \(replayed)"
      }
    }
    #expect(breaches == [])
  }

  private static func receivers(
    of topic: JSONValue,
    _ bench: MessagingBench
  ) async throws -> [Receiver] {
    var receivers: [Receiver] = []
    for kind in [nil, 0, 1] {
      let policy = kind.map { ["FilterPolicy": #"{"k":["\#($0)"]}"#] }
      let queue = "queue-\(receivers.count)"
      let replay = try await SNSReplayConformance.Replay(
        of: topic,
        queue: queue,
        with: policy ?? [:],
        bench
      )
      receivers.append(Receiver(replay: replay, kind: kind))
    }
    return receivers
  }

  private static func publish(
    _ number: Int,
    to topic: JSONValue,
    _ bench: MessagingBench,
    _ stream: inout RandomStream
  ) async throws -> Sent {
    let group = ["g", "h", "i"][stream.uniform(below: 3)]
    let kind = stream.uniform(below: 2)
    var more = SNSFIFOConformance.marks(group)
    more["MessageAttributes"] = ["k": ["DataType": "String", "StringValue": .string("\(kind)")]]
    try await bench.publish("\(group)\(number)", to: topic, more)
    return Sent(
      text: "\(group)\(number)",
      group: group,
      kind: kind,
      instant: Timestamp.iso8601(simulationOf: bench.cloud)
    )
  }

  private static func byGroup(_ texts: [(group: String, text: String)]) -> [String: [String]] {
    texts.reduce(into: [:]) { $0[$1.group, default: []].append($1.text) }
  }
}
