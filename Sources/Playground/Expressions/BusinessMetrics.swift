import Cloud
import Shop
import Simulation

/// Metrics of the shop's business: orders, waiting customers, payments, processors.
extension MetricCatalogue {
  static let orders: [Metric] = [
    order("offered", "orders that customers have sent") { $0.offered },
    order("accepted", "orders that the shop has taken") { $0.accepted },
    order("rejected", "orders that its business has said no to") { $0.rejected },
    order("failed", "orders that its machinery failed on before it could decide") { $0.failed },
    order("open", "orders that are still being decided on") { $0.open },
    order("completed", "accepted orders that are carried out in full") { $0.completed },
    order("cancelled", "accepted orders that were given up in good order") { $0.cancelled },
    order("pending", "accepted orders that are under way") { $0.pending },
    order("lost", "accepted orders that nothing and nobody will go on with") { $0.lost },
    order("unacknowledged", "customers who gave up before the answer") { $0.unacknowledged },
  ]

  private static func order(
    _ name: String,
    _ meaning: String,
    _ read: @escaping @Sendable (OrderCounts) -> Int
  ) -> Metric {
    Metric(name: "orders.\(name)", unit: .count, meaning: meaning) {
      (world, _) throws(CommandError) in
      Double(read(try world.shop().metrics.orders))
    }
  }

  static let latency: [Metric] =
    times("latency", "customers waited for an answer", .optional("feature")) {
      (figures, feature) in feature.map { figures[$0].latency } ?? figures.latency
    }
    + times("completion", "it took from the order to its completion", .none) {
      (figures, _) in figures.completion
    } + features

  private static func times(
    _ family: String,
    _ what: String,
    _ argument: Metric.Argument,
    _ histogram: @escaping @Sendable (ShopFigures, Feature?) -> Histogram<Duration>
  ) -> [Metric] {
    let statistics: [(String, String, @Sendable (Histogram<Duration>) -> Double?)] = [
      ("p50", "how long \(what): the median", { $0.quantile(.percent(50))?.milliseconds }),
      ("p95", "how long \(what), but for 5%", { $0.quantile(.percent(95))?.milliseconds }),
      ("p99", "how long \(what), but for 1%", { $0.quantile(.percent(99))?.milliseconds }),
      ("mean", "how long \(what) on average", { $0.count > 0 ? $0.meanTicks / 1_000_000 : nil }),
      ("max", "how long \(what) at most", { $0.maximum?.milliseconds }),
    ]
    return statistics.map { name, meaning, read in
      Metric(name: "\(family).\(name)", unit: .milliseconds, meaning: meaning, argument: argument) {
        (world, feature) throws(CommandError) in
        let shop = try world.shop()
        return read(histogram(shop.metrics.figures, try world.feature(feature)))
      }
    }
  }

  private static let features: [Metric] = [
    Metric(
      name: "availability",
      unit: .percent,
      meaning: "the share of requests that were answered in time",
      argument: .optional("feature")
    ) { (world, name) throws(CommandError) in
      let features = try world.feature(name).map { [$0] } ?? Feature.allCases
      let metrics = try world.shop().metrics
      let answered = features.reduce(0) { $0 + metrics[$1].answered }
      let ended = features.reduce(0) { $0 + metrics[$1].requests - metrics[$1].waiting }
      return ended > 0 ? Double(answered) * 100 / Double(ended) : nil
    },
    Metric(
      name: "blast_radius",
      unit: .percent,
      meaning: "the share of the requests that met a fault and got an error or no answer",
      argument: .optional("feature"),
      whenEmpty: "Set a fault first, such as fail payment-provider for 2m, and run a load."
    ) { (world, name) throws(CommandError) in
      let radius = try world.shop().metrics.figures.blastRadius(until: world.now)
      let feature = try world.feature(name)
      let share = radius.flatMap { radius in
        (feature.map { radius[$0] } ?? radius.all).value
      }
      return share.map { $0 * 100 }
    },
    feature("requests", "requests that customers have sent") { $0.requests },
    feature("answered", "requests that were answered in time, with a yes or a no") { $0.answered },
    feature("failed", "requests that got an error or lost their connection") { $0.failed },
    feature("gave_up", "customers who gave up waiting") { $0.gaveUp },
  ]

  private static func feature(
    _ name: String,
    _ meaning: String,
    _ read: @escaping @Sendable (FeatureFigures) -> Int
  ) -> Metric {
    Metric(
      name: "features.\(name)",
      unit: .count,
      meaning: meaning,
      argument: .optional("feature")
    ) { (world, name) throws(CommandError) in
      let features = try world.feature(name).map { [$0] } ?? Feature.allCases
      let metrics = try world.shop().metrics
      return Double(features.reduce(0) { $0 + read(metrics[$1]) })
    }
  }

  static let payments: [Metric] = [
    Metric(
      name: "payments.charges",
      unit: .count,
      meaning: "how often cards were charged, or the card of one order",
      argument: .optional("order")
    ) { (world, order) throws(CommandError) in
      let shop = try world.shop()
      guard let order else { return Double(shop.metrics.figures.charges) }
      return Double(try world.deployment?.books(in: world).charges[order] ?? 0)
    },
    Metric(
      name: "payments.repeated",
      unit: .count,
      meaning: "charges of orders that had been charged before"
    ) { (world, _) throws(CommandError) in
      Double(try world.shop().metrics.figures.repeatedCharges)
    },
    Metric(
      name: "payments.amount",
      unit: .euros,
      meaning: "what cards were charged with"
    ) { (world, _) throws(CommandError) in
      _ = try world.shop()
      return Double(world.orders.centsTaken) / 100
    },
  ]

  static let books: [Metric] = [
    book(
      "balanced",
      "whether the ledger adds up and every charge has its one task in the warehouse",
      .truth
    ) { $0.isInOrder ? 1 : 0 },
    book("charged_twice", "orders whose card was charged more than once") {
      Double($0.chargedTwice.count)
    },
    book("charged_in_vain", "orders that were charged and that the warehouse knows nothing of") {
      Double($0.chargedInVain.count)
    },
  ]

  private static func book(
    _ name: String,
    _ meaning: String,
    _ unit: Unit = .count,
    _ read: @escaping @Sendable (Books) -> Double
  ) -> Metric {
    Metric(name: "books.\(name)", unit: unit, meaning: meaning) {
      (world, _) throws(CommandError) in
      _ = try world.shop()
      return try world.deployment.map { (shop) throws(CommandError) in
        read(try shop.books(in: world))
      }
    }
  }

  static let machines: [Metric] = [
    Metric(
      name: "instances.running",
      unit: .count,
      meaning: "instances that run now"
    ) { (world, _) throws(CommandError) in
      _ = try world.shop()
      return Double(try world.deployment?.capacity(in: world)?.instances ?? 0)
    },
    Metric(
      name: "instances.peak",
      unit: .count,
      meaning: "the most instances that ran at once, looked at every ten seconds"
    ) { (world, _) throws(CommandError) in
      Double(try world.shop().metrics.figures.peakCapacity?.instances ?? 0)
    },
    Metric(
      name: "cpu.utilisation",
      unit: .percent,
      meaning: "the share of processor time that was used since the shop was deployed",
      whenEmpty: "Only stages with instances have processors that run all the time."
    ) { (world, _) throws(CommandError) in
      try world.shop().metrics.figures.utilisation.map { $0 * 100 }
    },
    Metric(
      name: "cpu.peak",
      unit: .percent,
      meaning: "the greatest share of the processors in use in any ten seconds",
      whenEmpty: "Only stages with instances have processors that run all the time."
    ) { (world, _) throws(CommandError) in
      try world.shop().metrics.figures.peakUtilisation.map { $0 * 100 }
    },
    Metric(
      name: "customers.waiting",
      unit: .count,
      meaning: "customers who wait now"
    ) { (world, _) throws(CommandError) in
      Double(try world.shop().metrics.figures.waiting.value)
    },
    Metric(
      name: "bill.per_1000_orders",
      unit: .dollars,
      meaning: "what a thousand completed orders have cost"
    ) { (world, _) throws(CommandError) in
      let completed = try world.shop().metrics.orders.completed
      return completed > 0 ? world.bill.total.dollars * 1_000 / Double(completed) : nil
    },
  ]
}

extension World {
  /// The deployed shop.
  ///
  /// - Throws: ``CommandError`` when there is none.
  func shop() throws(CommandError) -> Fernway {
    guard let deployment else {
      throw CommandError(
        .noStage,
        "The metric is about a shop, and none is deployed.",
        remedy: StageNames.deployFirst
      )
    }
    return deployment.fernway
  }

  /// The feature called `name`; `nil` for none.
  func feature(_ name: String?) throws(CommandError) -> Feature? {
    guard let name else { return nil }
    if let feature = Feature(rawValue: name) { return feature }
    throw CommandError(
      .notFound,
      "There is no feature \(name).",
      remedy: Spelling.remedy(for: name, among: Feature.allCases.map(\.rawValue))
    )
  }
}
