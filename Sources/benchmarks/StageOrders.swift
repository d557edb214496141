import Cloud
import Shop
import Simulation

/// Orders through every architecture, from the customer's click to the receipt.
let orders = Stages.all.map { stageOrders($0) }

/// A steady load on a stage: 20 orders a second until there have been `count`, on average.
private func stageOrders(_ stage: any Stage.Type) -> Benchmark {
  Benchmark("\(stage.name)-orders", unit: "orders", count: 10_000) { count in
    let simulation = Simulation(seed: 1)
    let cloud = Cloud(on: simulation)
    try simulation.run {
      let shop = try await Fernway.deploy(
        stage,
        on: cloud,
        settings: StageSettings(for: stage)
      )
      try await shop.run(Load(.steady, rate: .perSecond(20), for: .seconds(count / 20)))
    }
    cloud.shutDown()
  } plain: { count in
    runPlainChains(count: count, chains: 100, longestDelay: 1_000)
  }
}
