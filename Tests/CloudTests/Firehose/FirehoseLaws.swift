import Cloud
import JSON
import Simulation
import Testing

/// What holds of delivery streams whatever happens: on random histories with faults.
@Suite struct FirehoseLaws {
  /// How the numbers of an archive, in the order of its objects, break the law that each that was taken
  /// is there once and in its place.
  private static func breaches(of seen: [String], taken: [String]) -> [String] {
    seen == taken ? [] : ["\(seen) in the bucket, \(taken) taken"]
  }

  /// Puts numbers one by one and in batches while faults strike, and returns those that were taken.
  private static func history(
    _ bench: MessagingBench,
    _ stream: inout RandomStream,
    struck moments: [FaultBoard.Moment],
    _ run: Run
  ) async throws -> [String] {
    let faults = bench.cloud.faults
    // Megabytes take their time, so that only some histories have them.
    let hasLarge = run.seed == 2
    var taken: [String] = []
    var number = 0
    for _ in 1...25 {
      let moment = moments[stream.uniform(below: moments.count)]
      switch stream.uniform(below: 7) {
      case 0: faults.fail("archive", .next(stream.uniform(in: 1...5)), moment)
      case 1: faults.fail("archive", .each(Ratio(1, of: 2)), moment)
      case 2: faults.fail("s", .next(1), .beforeEffects)
      case 3: faults.slow("archive", by: Double(stream.uniform(in: 1...50)))
      case 4: faults.heal("archive")
      default: break
      }
      let count = stream.uniform(in: 1...3)
      // Now and then so much that the buffer is delivered for its size.
      let isLarge = hasLarge && stream.bernoulli(Ratio(1, of: 4))
      let padding = String(repeating: " ", count: isLarge ? 300_000 : stream.uniform(in: 0...9))
      let texts = (number..<number + count).map { "\($0)\(padding);" }
      number += count
      let batch = PutRecordBatch(
        deliveryStreamName: "s",
        records: texts.map { FirehoseRecord(data: Blob($0)) }
      )
      if let answer = try? await bench(batch) {
        for (text, entry) in zip(texts, answer.requestResponses) where entry.recordId != nil {
          taken += Self.numbers(in: text)
        }
      }
      try await bench.sleep(.milliseconds(stream.uniform(in: 0...40_000)))
    }
    faults.heal("archive")
    // Longer than the longest wait and all that may be gathered.
    try await bench.sleep(.seconds(600))
    return taken
  }

  private static func numbers(in text: String) -> [String] {
    // By bytes: a test of megabytes has no time for letters.
    text.utf8.split(separator: UInt8(ascii: ";")).map { part in
      String(decoding: part.prefix { $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }
  }

  @Test(arguments: Run.all) func `each record that was taken is in one object, in order`(
    _ run: Run
  ) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      try await bench.stream()
      let taken = try await Self.history(bench, &stream, struck: [.beforeEffects], run)
      // Keys tell the time of the oldest record, so that their order is that of the records.
      let seen = Self.numbers(in: try await bench.contents().joined())
      let delivered = try await bench.sums("DeliveryToS3.Records")
      return Self.breaches(of: seen, taken: taken)
        + (Double(delivered) == Double(taken.count) ? [] : ["\(delivered) delivered"])
    }
    #expect(breaches == [])
  }

  @Test(arguments: Run.all) func `an answer that is lost doubles records and loses none`(
    _ run: Run
  ) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      try await bench.stream()
      let moments: [FaultBoard.Moment] = [.beforeEffects, .afterEffects]
      let taken = try await Self.history(bench, &stream, struck: moments, run)
      let seen = Set(Self.numbers(in: try await bench.contents().joined()))
      return Self.breaches(
        of: seen.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) },
        taken: taken
      )
    }
    #expect(breaches == [])
  }

  @Test(arguments: Run.all) func `a record reaches an endpoint, or the bucket for what failed`(
    _ run: Run
  ) throws {
    let breaches = try MessagingBench.run(seed: run.seed, shuffling: run.shuffling) { bench in
      var stream = bench.cloud.simulation.randomStream("history")
      try await bench.page(MessagingBench.endpoint) { $0.acknowledges = true }
      try await bench.endpointStream()
      for number in 0..<40 {
        let status = [200, 200, 404, 503][stream.uniform(below: 4)]
        let isDown = stream.bernoulli(Ratio(1, of: 8))
        try await bench.page(MessagingBench.endpoint) {
          $0.status = status
          $0.isDown = isDown
        }
        if stream.bernoulli(Ratio(1, of: 4)) {
          bench.cloud.faults.fail("archive", .next(stream.uniform(in: 1...3)), .beforeEffects)
        }
        try await bench.put("\(number)")
        try await bench.sleep(.seconds(stream.uniform(in: 0...40)))
      }
      bench.cloud.faults.heal("archive")
      try await bench.sleep(.seconds(600))
      let acknowledged = await bench.received(at: MessagingBench.endpoint)
        .filter { $0.status == 200 }
        .flatMap { $0.request.body?["records"]?.arrayValue ?? [] }
        .compactMap { $0["data"]?.stringValue }
      let failed = try await bench.contents().joined().split(separator: "\n")
        .compactMap { try? JSONValue(parsing: String($0))["rawData"]?.stringValue }
      let seen = (acknowledged + failed).compactMap { Base64.decode($0) }
        .map { String(decoding: $0, as: UTF8.self) }
      return Self.breaches(
        of: seen.sorted { (Int($0) ?? 0) < (Int($1) ?? 0) },
        taken: (0..<40).map { "\($0)" }
      )
    }
    #expect(breaches == [])
  }
}
