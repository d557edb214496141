import Cloud
import Shop
import Simulation

/// A stage without an architecture: what it does with a request is drawn, so that everything that
/// can become of an order does.
struct ChaoticStage: Stage {
  static let name = "chaotic"
  static let title = "Chaotic"
  static let summary = "Whatever can happen, does."
  static let settings = [
    StageSetting("size", "nothing", .words(["small", "large"]), preset: "small"),
    StageSetting("workers", "nothing", .numbers(1...8), preset: "2"),
  ]

  private let cloud: Cloud
  private let desk: Desk

  init(on cloud: Cloud, settings: StageSettings) async throws {
    self.cloud = cloud
    desk = Desk(cloud.simulation)
  }

  func respond(to request: ShopRequest) async throws -> ShopResponse {
    try await desk.respond(to: request)
  }

  let crashable = ["desk"]
  func crash(_ component: String, for duration: Duration?) async throws {}
  func components(serving feature: Feature) -> [String] { ["desk"] }
  func hasWork(for order: String) async -> Bool { await desk.underway.contains(order) }
  func books() async -> Books { Books() }
}

struct Broken: Error {}

/// Does what is drawn.
actor Desk: Simulated {
  nonisolated let simulation: Simulation
  private(set) var underway: Set<String> = []
  private var chance: RandomStream

  init(_ simulation: Simulation) {
    self.simulation = simulation
    chance = simulation.randomStream("chaos")
  }

  func respond(to request: ShopRequest) async throws -> ShopResponse {
    // One answer in twenty takes longer than any customer waits.
    let isSlow = chance.bernoulli(.percent(5))
    try await simulation.sleep(
      for: isSlow ? .seconds(15) : chance.uniform(in: .zero...Duration.seconds(2))
    )
    guard case .checkout(let order) = request else {
      return chance.bernoulli(.percent(10)) ? .failed(status: 500, "broken") : .done
    }
    let fate = chance.uniform(below: 10)
    switch fate {
    case 0: return .rejected(.outOfStock(item: order.lines[0].item))
    case 1: throw Broken()
    case 2: return .failed(status: 503, "busy")
    default:
      simulation.record(ShopEvent.orderAccepted(order: order.id), from: "desk")
      underway.insert(order.id)
      simulation.spawn(on: self) { try await $0.carryOut(order.id, fate) }
      // Some acceptances never reach the customer.
      if fate == 3 { throw Broken() }
      return .done
    }
  }

  private func carryOut(_ order: String, _ fate: Int) async throws {
    var steps: [any TraceEvent] = [
      ProviderEvent.charged(id: "ch", reference: order, cents: 100),
      ShopEvent.ledgerPosted(order: order), ShopEvent.warehouseNotified(order: order),
      ShopEvent.receiptSent(order: order),
    ]
    chance.shuffle(&steps)
    for (index, step) in steps.enumerated() {
      try await simulation.sleep(for: chance.uniform(in: .zero...Duration.seconds(30)))
      if fate == 4, index == 2 { return end(order, .orderCancelled(order: order)) }
      if fate == 5, index == 3 { return end(order, .orderLost(order: order, reason: "chance")) }
      if fate == 6, index == 3 { return end(order, nil) }
      simulation.record(step, from: "desk")
      // Nothing of what a step repeats may count twice.
      if fate == 7 { simulation.record(step, from: "desk") }
    }
    end(order, nil)
  }

  private func end(_ order: String, _ event: ShopEvent?) {
    underway.remove(order)
    if let event { simulation.record(event, from: "desk") }
  }
}
