import Cloud
import Simulation
import Synchronization
import Testing

/// What holds of every schedule, whatever its fields say.
@Suite struct ScheduleLaws {
  @Test(
    "An expression fires at all times that a search from day to day finds, and at no other",
    arguments: [UInt64](1...16)
  )
  func firesWhenItShould(seed: UInt64) throws {
    var stream = Simulation(seed: seed).randomStream("expressions")
    var breaches: [String] = []
    for _ in 0..<3 {
      let naive = NaiveCron(from: &stream)
      let expected = naive.times
      let expression = try ScheduleExpression(naive.text, .rule)
      let horizon: Int64 = 1_861_920_000
      var now = Cloud.epochSeconds
      // Many of them fire each minute: the first thousands tell, and the last.
      let (head, tail) = (expected.prefix(2_000), expected.suffix(2_000))
      for part in [head, tail] {
        now = part.first.map { $0 - 1 } ?? now
        for time in part {
          let next = expression.next(after: now, since: 0)
          if next != time {
            breaches.append("\(naive.text): \(next ?? 0) and not \(time), after \(now)")
            break
          }
          now = time
        }
      }
      let first = expression.next(after: Cloud.epochSeconds, since: 0)
      let isFirst = expected.first.map { $0 == first } ?? (first ?? horizon >= horizon)
      let beyond = expression.next(after: expected.last ?? now, since: 0) ?? horizon
      if !isFirst || beyond < horizon { breaches.append("\(naive.text): fires too often") }
    }
    #expect(breaches == [], "--seed \(seed)")
  }

  @Test("In a year a rule fires as often as its fields say", arguments: [UInt64](1...6))
  func aYear(seed: UInt64) throws {
    var stream = Simulation(seed: seed).randomStream("expressions of a year")
    var naive = NaiveCron(from: &stream)
    let end = Cloud.epochSeconds + 365 * 86_400
    // One that comes now and then: a year of deliveries must not take long.
    while !(10...2_000).contains(naive.times.count { $0 <= end }) {
      naive = NaiveCron(from: &stream)
    }
    let text = naive.text
    let expected = naive.times.filter { $0 <= end }.count
    let bench = MessagingBench(seed: seed)
    defer { bench.cloud.shutDown() }
    let fires = Mutex(0)
    bench.cloud.simulation.trace.read(EventBridgeEvent.self) { _, _, event in
      if case .ruleFired = event { fires.withLock { $0 += 1 } }
    }
    try bench.cloud.simulation.run {
      _ = try await bench(PutRule(name: "r", scheduleExpression: text))
    }
    try bench.cloud.simulation.run(until: .start.advanced(by: .seconds(365 * 86_400 + 1)))
    let count = fires.withLock { $0 }
    #expect(count == expected, "--seed \(seed) \(text)")
  }

  @Test("A rate comes back after exactly its period, wherever one asks", arguments: 1...6)
  func rates(seed: UInt64) throws {
    var stream = Simulation(seed: seed).randomStream("rates")
    let units: [(String, Int64)] = [("minute", 60), ("hour", 3_600), ("day", 86_400)]
    let breaches = try (0..<50).filter { _ in
      let (unit, length) = units[stream.uniform(below: 3)]
      let count = 1 + stream.uniform(below: 40)
      let expression = try ScheduleExpression(
        "rate(\(count) \(unit)\(count == 1 ? "" : "s"))",
        .rule
      )
      let start = Cloud.epochSeconds + Int64(stream.uniform(below: 100_000))
      let period = length * Int64(count)
      let now = start + Int64(stream.uniform(below: 10_000_000))
      guard let next = expression.next(after: now, since: start) else { return true }
      return next <= now || next > now + period || (next - start) % period != 0
    }
    #expect(breaches.isEmpty)
  }
}
