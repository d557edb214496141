import Cloud
import JSON
import Shop
import Simulation

/// A deployed stage to try things on; what a test does with it runs to its end.
final class OpenShop {
  let simulation: Simulation
  let cloud: Cloud
  let fernway: Fernway

  init(
    _ stage: any Stage.Type,
    seed: UInt64 = 7,
    shuffling: UInt64? = nil,
    settings: [String] = []
  ) throws {
    let simulation = Simulation(seed: seed, shuffling: shuffling)
    let cloud = Cloud(on: simulation)
    self.simulation = simulation
    self.cloud = cloud
    fernway = try simulation.run {
      try await Fernway.deploy(
        stage,
        on: cloud,
        settings: try StageSettings(parsing: settings, for: stage)
      )
    }
  }

  deinit { cloud.shutDown() }

  var orders: OrderCounts { fernway.metrics.orders }

  func send(_ request: ShopRequest) throws -> CustomerOutcome {
    try simulation.run { [fernway] in try await fernway.send(request) }
  }

  func order(_ id: String, _ item: String = "rake", card: Card = .valid) throws -> CustomerOutcome {
    try send(.checkout(Order(id: id, lines: [.init(item, quantity: 2)], card: card)))
  }

  func run(_ load: String) throws {
    try simulation.run { [fernway] in try await fernway.run(try Load(parsing: load)) }
  }

  /// Does something later, while something else runs.
  func after(_ delay: Duration, _ body: @escaping @Sendable (Fernway) async throws -> Void) {
    simulation.spawn(on: fernway) { fernway in
      try await fernway.simulation.sleep(for: delay)
      try await body(fernway)
    }
  }

  func advance(_ duration: Duration) throws {
    try simulation.run(until: simulation.now.advanced(by: duration))
  }

  func books() throws -> Books {
    try simulation.run { [fernway] in await fernway.stage.books() }
  }

  var report: RunReport { RunReport(of: fernway, loads: []) }
}
