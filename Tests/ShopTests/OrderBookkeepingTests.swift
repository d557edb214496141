import Cloud
import JSON
import Shop
import Simulation
import Synchronization
import Testing

/// What a simple recount of the trace says, to hold the metrics against.
private struct Recount: Equatable {
  var offered: Set<String> = []
  var accepted: Set<String> = []
  var completed: Set<String> = []
  var cancelled: Set<String> = []
  var lost: Set<String> = []
  var unacknowledged = 0

  mutating func observe(_ event: ShopEvent) {
    switch event {
    case .orderOffered(let order): offered.insert(order)
    case .orderAccepted(let order): accepted.insert(order)
    case .orderCompleted(let order): completed.insert(order)
    case .orderCancelled(let order): cancelled.insert(order)
    case .orderLost(let order, _): lost.insert(order)
    case .gaveUp(.checkout, _, _): unacknowledged += 1
    default: break
    }
  }

  func agrees(with counts: OrderCounts) -> Bool {
    counts.isConserved && counts.offered == offered.count && counts.accepted == accepted.count
      && counts.completed == completed.count && counts.cancelled == cancelled.count
      && counts.lost == lost.subtracting(completed).count
      && counts.unacknowledged == unacknowledged
  }
}

/// A run of the chaotic stage, watched at every event.
private struct ChaoticRun {
  var disagreements: [String] = []
  var figures: ShopFigures
  var report: String
  var recount: Recount

  init(seed: UInt64, shuffling: UInt64? = nil) throws {
    let simulation = Simulation(seed: seed, shuffling: shuffling)
    let cloud = Cloud(on: simulation)
    defer { cloud.shutDown() }
    let watch = Mutex((recount: Recount(), disagreements: [String]()))
    let fernway = try simulation.run {
      try await Fernway.deploy(
        ChaoticStage.self,
        on: cloud,
        settings: try StageSettings(for: ChaoticStage.self)
      )
    }
    simulation.trace.read(ShopEvent.self) { [metrics = fernway.metrics] instant, _, event in
      watch.withLock { watch in
        watch.recount.observe(event)
        // A completion is recorded by the metrics themselves, just before their turn comes.
        if case .orderCompleted = event { return }
        if !watch.recount.agrees(with: metrics.orders) {
          watch.disagreements.append("\(instant) \(event): \(metrics.orders)")
        }
      }
    }
    try simulation.run { try await fernway.run(try Load(parsing: "steady --rate 20/s for 2m")) }
    disagreements = watch.withLock { $0.disagreements }
    recount = watch.withLock { $0.recount }
    figures = fernway.metrics.figures
    report = RunReport(of: fernway, loads: ["steady"]).json.text()
  }
}

@Suite struct OrderBookkeepingTests {
  @Test(arguments: [1, 2, 3] as [UInt64])
  func `orders add up at every instant, whatever becomes of them`(seed: UInt64) throws {
    let run = try ChaoticRun(seed: seed)
    let orders = run.figures.orders
    #expect(run.disagreements.prefix(3) == [])
    #expect(orders.open == 0 && orders.pending == 0)
    let outcomes = [
      orders.offered, orders.rejected, orders.failed, orders.completed, orders.cancelled,
      orders.lost, orders.unacknowledged, run.figures.repeatedCharges,
    ]
    #expect(outcomes.allSatisfy { $0 > 0 }, "every outcome has to come up: \(outcomes)")
  }

  @Test func `the same seed gives the same report, byte for byte`() throws {
    let first = try ChaoticRun(seed: 7)
    #expect(try ChaoticRun(seed: 7).report == first.report)
    #expect(try ChaoticRun(seed: 8).report != first.report)
  }

  @Test func `customers come the same whatever the order within an instant`() throws {
    let first = try ChaoticRun(seed: 7).recount.offered
    #expect(try ChaoticRun(seed: 7, shuffling: 1).recount.offered == first)
  }

  @Test func `waiting customers and features are counted from their own side`() throws {
    let figures = try ChaoticRun(seed: 4).figures
    let ended = Feature.allCases.map { feature in
      let one = figures[feature]
      return one.requests == one.answered + one.failed + one.gaveUp && one.waiting == 0
        && one.latency.count == one.answered + one.gaveUp
    }
    #expect(ended == [true, true, true, true])
    #expect(figures.waiting.value == 0 && figures.waiting.maximum > 0)
    let longest = figures.latency.maximum ?? .zero
    #expect(longest == Fernway.patience, "nobody waits longer than the patience")
  }
}
