import Cloud
import Shop
import Simulation
import Synchronization
import Testing

/// What each architecture does with the same load, the same faults and the same seed.
@Suite struct FiveStagesTests {
  static let names = Stages.all.map { $0.name }
  static let asynchronous = [Queued.name, Microservices.name, EventDriven.name]

  // MARK: Faults

  @Test(arguments: asynchronous, [1, 2] as [UInt64])
  func `with payments down for ten minutes, orders are taken all the time and finished afterwards`(
    name: String,
    seed: UInt64
  ) throws {
    let shop = try OpenShop(Stages.named(name), seed: seed)
    shop.after(.seconds(60)) { fernway in
      let outage = fernway.cloud.faults.fail("payment-provider", .all)
      try await fernway.simulation.sleep(for: .seconds(600))
      fernway.cloud.faults.end(outage)
    }
    try shop.run("steady --rate 1/s for 13m")
    let orders = shop.orders
    #expect(orders.accepted == orders.offered && orders.offered > 500, "\(orders)")
    #expect(orders.completed == orders.offered && orders.unacknowledged == 0, "\(orders)")
  }

  @Test(arguments: [Monolith.name, Tiered.name], [1, 2] as [UInt64])
  func `with payments down, those who wait for them turn every order away`(
    name: String,
    seed: UInt64
  ) throws {
    let shop = try OpenShop(Stages.named(name), seed: seed)
    shop.cloud.faults.fail("payment-provider", .all)
    try shop.run("steady --rate 2/s for 2m")
    #expect(shop.orders.failed == shop.orders.offered && shop.orders.offered > 100)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a dead application tier turns every order into an error, and balancers say so`(
    seed: UInt64
  ) throws {
    let shop = try OpenShop(Tiered.self, seed: seed)
    let statuses = Mutex<Set<Int>>([])
    shop.simulation.trace.read(ELBEvent.self) { _, _, event in
      guard case .answered(let status, _) = event else { return }
      statuses.withLock { _ = $0.insert(status) }
    }
    try shop.simulation.run { [fernway = shop.fernway] in
      try await fernway.stage.crash("app", for: .seconds(300))
    }
    try shop.run("steady --rate 1/s for 4m")
    let checkout = shop.fernway.metrics[.checkout]
    #expect(checkout.failed == checkout.requests && checkout.requests > 100)
    #expect(statuses.withLock { !$0.isEmpty && $0.isSubset(of: [502, 503]) })
    try shop.advance(.seconds(300))
    #expect(try shop.order("after") == .done)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a photo that kills its process takes down what shares the process`(seed: UInt64) throws {
    // A single bad photo, and orders all the while.
    let shares = try Self.names.map { name -> Double in
      let shop = try OpenShop(Stages.named(name), seed: seed)
      shop.after(.seconds(30)) { fernway in
        _ = try await fernway.send(.photo(.poison(name: "bad.jpg")))
      }
      try shop.run("steady --rate 3/s for 5m")
      let checkout = shop.fernway.metrics[.checkout]
      return Double(checkout.failed) / Double(checkout.requests)
    }
    // The box is away for three of the five minutes; one of two application processes for half a
    // minute; where photos have processes of their own, orders do not notice.
    #expect((0.5...0.7).contains(shares[0]), "\(shares)")
    #expect((0.02...0.1).contains(shares[1]) && (0.02...0.1).contains(shares[2]), "\(shares)")
    #expect(shares[3] == 0 && shares[4] == 0, "\(shares)")
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `the availability of a synchronous chain is the product of its parts`(seed: UInt64) throws {
    let shop = try OpenShop(Microservices.self, seed: seed)
    for part in ["edge", "checkout", "stock"] {
      shop.cloud.faults.fail(part, .each(.percent(3)), .beforeEffects)
    }
    try shop.run("steady --rate 20/s for 3m")
    let checkout = shop.fernway.metrics[.checkout]
    let share = Double(checkout.answered) / Double(checkout.requests)
    let product = 0.97 * 0.97 * 0.97
    let deviation = (product * (1 - product) / Double(checkout.requests)).squareRoot()
    #expect(abs(share - product) < 3.3 * deviation, "\(share), not \(product)")
  }

  // MARK: Zones

  @Test(arguments: names, ["a", "b", "c"])
  func `the loss of a zone costs what the design says`(name: String, zone: String) throws {
    let shop = try OpenShop(Stages.named(name))
    shop.after(.seconds(63)) { fernway in
      try await fernway.cloud.lose(zone: zone)
      try await fernway.simulation.sleep(for: .seconds(600))
      try await fernway.cloud.restore(zone: zone)
    }
    try shop.run("steady --rate 1/s for 12m")
    let orders = shop.orders
    let share = Double(orders.failed) / Double(orders.offered)
    let allowed: ClosedRange<Double> =
      switch name {
      // The one box is in zone a, and is away for as long as the zone, and its start.
      case Monolith.name: zone == "a" ? 0.75...0.95 : 0...0
      // Until the balancers notice, every second call of a tier waits in vain; in zone a the
      // database fails over besides. Nothing of theirs is in zone c.
      case Tiered.name, Queued.name, Microservices.name: zone == "c" ? 0...0 : 0.01...0.3
      // Nothing of it is in a zone of its own.
      default: 0...0.01
      }
    #expect(allowed.contains(share), "\(share) of \(orders.offered) failed")
    #expect(orders.lost == 0 && orders.isConserved, "\(orders)")
    #expect(orders.accepted == orders.completed, "\(orders)")
  }

  // MARK: Money

  @Test func `an idle night costs what the smallest number of machines costs`() throws {
    let night = try Self.names.map { name -> Money in
      let shop = try OpenShop(Stages.named(name))
      try shop.advance(.seconds(12 * 3_600))
      return shop.report.bill.total
    }
    let expected = [
      Self.night(["m5.large": 1], volumes: 30, addresses: 1),
      Self.night(["t3.medium": 4], volumes: 32, balancers: 2, database: ("db.t3.medium", 1)),
      Self.night(
        ["t3.medium": 4, "t3.small": 1],
        volumes: 40,
        balancers: 2,
        database: ("db.t3.medium", 1)
      ),
      Self.night(["t3.small": 12], volumes: 96, balancers: 2, database: ("db.t3.micro", 2)),
      0,
    ]
    for (name, (money, expected)) in zip(Self.names, zip(night, expected)) {
      // Long polls come on top: less than five cents in a night.
      let dollars = Double(money.decimal) ?? .infinity
      #expect((-0.001...0.05).contains(dollars - expected), "\(name): \(money), not \(expected)")
    }
  }

  /// What machines cost in twelve hours, from the price list.
  private static func night(
    _ instances: [String: Int],
    volumes gigabytes: Int,
    addresses: Int = 0,
    balancers: Int = 0,
    database: (class: String, count: Int)? = nil
  ) -> Double {
    func hour(_ usage: Usage) -> Double {
      let price = PriceList.usEast1[usage]
      return (Double(price.amount.decimal) ?? .nan) * 3_600_000 / Double(price.quantity)
    }
    var sum = instances.reduce(0) { $0 + hour(.instance($1.key)) * Double($1.value) }
    sum += hour(.blockStorage) * Double(gigabytes) + hour(.publicAddress) * Double(addresses)
    sum += hour(.loadBalancer) * Double(balancers)
    if let database {
      let one = hour(.database(database.class, multiAZ: true)) + hour(.databaseStorageMultiAZ) * 20
      sum += one * Double(database.count)
    }
    return sum * 12
  }

  // MARK: Scaling

  @Test func `the number of workers follows the backlog of each`() throws {
    let shop = try OpenShop(Queued.self)
    let wishes = Mutex<[Int]>([])
    shop.simulation.trace.read(AutoScalingEvent.self) { _, component, event in
      guard component == "worker", case .desiredCapacity(_, let wish, _) = event else { return }
      wishes.withLock { $0.append(wish) }
    }
    try shop.run("steady --rate 60/s for 5m")
    // A worker carries out some 20 orders a second, so the backlog grows until there are three.
    let grown = wishes.withLock { $0 }
    #expect(grown.max() ?? 1 >= 3 && grown.max() ?? 1 <= 10, "\(grown)")
    try shop.advance(.seconds(3_600))
    #expect(wishes.withLock { $0.last } == 1, "\(wishes.withLock { $0 })")
    #expect(shop.orders.completed == shop.orders.offered)
  }

  // MARK: Laws

  @Test(arguments: asynchronous)
  func `Little's law holds for every queue`(name: String) throws {
    let shop = try OpenShop(Stages.named(name))
    let queues = shop.cloud.topology.components.filter { $0.kind == .queue }.map(\.name)
      .filter { !$0.hasSuffix("-dlq") }
    let start = shop.simulation.now
    let ledgers = QueueLedgers(reading: shop.simulation)
    let samples = Mutex<[String: Int]>([:])
    shop.simulation.spawn(on: shop.fernway) { fernway in
      while true {
        try await fernway.simulation.sleep(for: .milliseconds(250), .background)
        for queue in queues {
          let depth = await fernway.cloud.sqs.figures(of: queue)?.depth ?? 0
          samples.withLock { $0[queue, default: 0] += depth }
        }
      }
    }
    shop.after(.seconds(60)) { fernway in
      let outage = fernway.cloud.faults.fail("payment-provider", .all)
      try await fernway.simulation.sleep(for: .seconds(120))
      fernway.cloud.faults.end(outage)
    }
    try shop.run("steady --rate 2/s for 6m")
    let seconds = start.duration(to: shop.simulation.now).seconds
    for queue in queues {
      let (count, stays) = ledgers[queue]
      let length = Double(samples.withLock { $0[queue] ?? 0 }) / (seconds * 4)
      let product = Double(count) / seconds * (stays / Double(max(count, 1)))
      #expect(count > 400 || queue == "cancellations", "\(queue): \(count)")
      #expect(abs(length - product) <= 0.02 * product + 0.01, "\(queue): \(length), \(product)")
    }
  }

  @Test(arguments: names, [1, 2, 3] as [UInt64])
  func `nothing is lost and nothing is done twice, whatever breaks`(
    name: String,
    seed: UInt64
  ) throws {
    let shop = try OpenShop(Stages.named(name), seed: seed, shuffling: seed)
    let customers = KnownCustomers(of: shop)
    let isConserved = Mutex(true)
    shop.simulation.spawn(on: shop.fernway) { fernway in
      while true {
        try await fernway.simulation.sleep(for: .seconds(1), .background)
        let holds = fernway.metrics.orders.isConserved
        isConserved.withLock { $0 = $0 && holds }
      }
    }
    Havoc(seed: seed).strike(shop, for: .seconds(600))
    customers.order(700, seed: seed)
    try shop.advance(.seconds(720))
    try shop.simulation.run { [fernway = shop.fernway] in try await fernway.settle() }
    try shop.advance(.seconds(300))
    let orders = shop.orders
    #expect(isConserved.withLock { $0 } && orders.isConserved)
    #expect(orders.completed + orders.lost + orders.pending == orders.accepted, "\(orders)")
    // What waits for the customer may lose a receipt with her connection; queues may not.
    let mayLose = !Self.asynchronous.contains(name)
    #expect(mayLose || orders.completed == orders.accepted, "\(orders)")
    let books = try shop.books()
    let expected = customers.books
    // A function that dies between its table and the bus leaves stock reserved for nobody.
    let onHand = books.stock.mapValues(\.onHand)
    #expect(onHand == expected.stock.mapValues(\.onHand))
    #expect(name == EventDriven.name || books.stock == expected.stock)
    #expect(books.warehouseTasks == expected.warehouseTasks)
    #expect(books.postings == expected.postings && books.ledger == expected.ledger)
    #expect(books.chargedTwice == [])
    #expect(mayLose || books.receipts == expected.warehouseTasks)
  }

  @Test func `what comes too late to the stock service keeps nothing reserved`() throws {
    let shop = try OpenShop(Microservices.self)
    shop.after(.seconds(180)) { $0.cloud.faults.heal("stock") }
    shop.cloud.faults.slow("stock", by: 2_000)
    try shop.run("steady --rate 5/s for 3m")
    try shop.advance(.seconds(1_200))
    #expect(try shop.books().stock.values.allSatisfy { $0.reserved == 0 })
    #expect(shop.orders.accepted == 0 && shop.orders.offered > 500)
    #expect(try shop.order("after") == .done)
  }
}
