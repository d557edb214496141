import Cloud
import JSON
import Shop
import Simulation
import Synchronization
import Testing

/// A fault, and how much of the shop it must have hit.
struct FaultCase: Sendable, CustomTestStringConvertible {
  let name: String
  let stage: String
  var seed: UInt64 = 7
  /// Begins the fault one minute into the load.
  let begin: @Sendable (Fernway) async throws -> Void
  /// Ends it two minutes later, if it does not end by itself.
  var end: @Sendable (Fernway) async throws -> Void = { _ in }
  /// The share of all requests that met the fault and failed, at least and at most.
  let share: ClosedRange<Double>
  /// The features that it hits.
  let hit: [Feature]
  var testDescription: String { "\(name), \(stage), seed \(seed)" }

  static let provider = "payment-provider"

  static let all: [FaultCase] = [
    FaultCase(
      name: "a provider's outage hits checkout alone",
      stage: "monolith",
      begin: { $0.cloud.faults.fail(provider, .all) },
      end: { $0.cloud.faults.heal(provider) },
      share: 0.7...0.95,
      hit: [.checkout]
    ),
    FaultCase(
      name: "a crash hits everything",
      stage: "monolith",
      seed: 8,
      begin: { try await $0.stage.crash("shop", for: .seconds(120)) },
      share: 0.9...1,
      hit: Feature.allCases
    ),
    FaultCase(
      name: "the loss of its one zone hits everything",
      stage: "monolith",
      seed: 9,
      begin: { try await $0.cloud.lose(zone: "a") },
      end: { try await $0.cloud.restore(zone: "a") },
      share: 0.9...1,
      hit: Feature.allCases
    ),
    FaultCase(
      name: "what nobody waits for hits nobody",
      stage: "event-driven",
      begin: { $0.cloud.faults.fail(provider, .all) },
      end: { $0.cloud.faults.heal(provider) },
      share: 0...0,
      hit: []
    ),
    FaultCase(
      name: "the function in front hits its own feature",
      stage: "event-driven",
      begin: { $0.cloud.faults.fail("ask-question", .all) },
      end: { $0.cloud.faults.heal("ask-question") },
      share: 0.01...0.3,
      hit: [.questions]
    ),
  ]
}

/// Counts the requests that met a fault as the definition says, from all of the trace.
private final class Witness: Sendable {
  private enum Entry {
    case opened
    case closed(SimulationInstant)
    case visit(Feature, start: Int64, failed: Bool)
  }

  private struct State {
    var suffering: Set<String> = []
    var entries: [Entry] = []
  }

  private let state = Mutex(State())

  init(reading trace: Trace) {
    trace.read(FaultEvent.self) { [self] now, component, event in
      switch event {
      case .failing, .slow, .duplicating, .crashed: note(component, suffers: true, at: now)
      case .healed, .restarted: note(component, suffers: false, at: now)
      }
    }
    trace.read(ZoneEvent.self) { [self] now, zone, event in
      note(zone, suffers: event == .lost, at: now)
    }
    trace.read(ShopEvent.self) { [self] now, _, event in
      switch event {
      case .answered(let feature, _, let wait): visit(feature, wait, failed: false, at: now)
      case .unanswered(let feature, _, _, let wait), .gaveUp(let feature, _, let wait):
        visit(feature, wait, failed: true, at: now)
      default: break
      }
    }
  }

  private func note(_ component: String, suffers: Bool, at now: SimulationInstant) {
    state.withLock { state in
      let wasWell = state.suffering.isEmpty
      if suffers { state.suffering.insert(component) } else { state.suffering.remove(component) }
      guard state.suffering.isEmpty != wasWell else { return }
      state.entries.append(wasWell ? .opened : .closed(now))
    }
  }

  private func visit(_ feature: Feature, _ wait: Duration, failed: Bool, at now: SimulationInstant)
  {
    let start = now.nanoseconds - wait.nanoseconds
    state.withLock { $0.entries.append(.visit(feature, start: start, failed: failed)) }
  }

  /// Those that met a fault, and those of them that failed.
  var counts: (requests: Int, failed: Int) {
    let entries = state.withLock { $0.entries }
    let met = entries.indices.compactMap { index -> Bool? in
      guard case .visit(let feature, let start, let failed) = entries[index] else { return nil }
      let before = entries[..<index]
      let change = before.lastIndex { if case .visit = $0 { false } else { true } }
      guard let change else { return nil }
      guard case .closed(let end) = entries[change] else { return failed }
      if start <= end.nanoseconds { return failed }
      let hasAnswered = before[change...].contains { entry in
        if case .visit(feature, _, failed: false) = entry { true } else { false }
      }
      return failed && !hasAnswered ? true : nil
    }
    return (met.count, met.count { $0 })
  }
}

@Suite struct BlastRadiusTests {
  @Test(arguments: FaultCase.all)
  func `a fault hits whom it should, counted as the definition says`(_ row: FaultCase) throws {
    let shop = try OpenShop(Stages.named(row.stage), seed: row.seed)
    let witness = Witness(reading: shop.simulation.trace)
    shop.after(.seconds(60), row.begin)
    shop.after(.seconds(180), row.end)
    try shop.run("steady --rate 4/s for 5m")
    let radius = try #require(shop.report.blastRadius)
    let share = try #require(radius.all.value)
    #expect(row.share.contains(share), "\(share)")
    #expect(Feature.allCases.filter { radius[$0].failed > 0 } == row.hit)
    #expect((radius.all.requests, radius.all.failed) == witness.counts)
    // A crashed process takes the time of its start on top.
    #expect((Duration.seconds(115)...Duration.seconds(160)).contains(radius.lasted))
  }

  @Test(arguments: Stages.all.map { $0.name })
  func `a shop without a fault has no blast radius, and one that fails on has one to the end`(
    _ stage: String
  ) throws {
    let shop = try OpenShop(Stages.named(stage))
    try shop.run("steady --rate 2/s for 30s")
    #expect(shop.report.blastRadius == nil)
    shop.cloud.faults.slow("mail-provider", by: 2)
    shop.cloud.faults.slow("mail-provider", by: 1)
    shop.cloud.faults.fail("mail-provider", .all)
    try shop.advance(.seconds(60))
    #expect(shop.report.blastRadius?.lasted == .seconds(60))
    #expect(shop.report.json["blast_radius"]?["all"]?["requests"] == 0)
    #expect(shop.report.json["blast_radius"]?["all"]?["share"] == .null)
  }

  @Test(arguments: Stages.all.map { $0.name })
  func `capacity is a level whose peak the report knows`(_ stage: String) throws {
    let shop = try OpenShop(Stages.named(stage))
    try shop.run("flash-sale --rate 2/s for 2m")
    let figures = shop.report.figures
    let series = figures.series(until: shop.simulation.now)
    let peak = figures.peakCapacity?.instances ?? figures.peakExecutions
    #expect(peak > 0 && series.capacity.max() == peak)
    #expect(series.capacity.count == series.backlog.count)
    #expect(shop.report.json["capacity"]?["peak_executions"]?.intValue == figures.peakExecutions)
  }
}
