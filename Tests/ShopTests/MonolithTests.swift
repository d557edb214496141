import Cloud
import JSON
import Shop
import Simulation
import Synchronization
import Testing

/// When the one program was down, and which customers' requests failed.
private final class OutageWatch: Sendable {
  struct Request {
    let feature: Feature
    let began: SimulationInstant
    var failed: SimulationInstant?
  }

  struct State {
    var down: ClosedRange<SimulationInstant>?
    var crash: SimulationInstant?
    var requests: [String: Request] = [:]
  }

  private let state = Mutex(State())

  init(_ trace: Trace) {
    trace.read(FaultEvent.self) { [self] now, component, event in
      guard component == "shop" else { return }
      state.withLock { state in
        switch event {
        case .crashed: state.crash = now
        case .restarted: state.down = state.crash.map { $0...now }
        default: break
        }
      }
    }
    trace.read(ShopEvent.self) { [self] now, _, event in
      state.withLock { state in
        switch event {
        case .orderOffered(let id): state.requests[id] = Request(feature: .checkout, began: now)
        case .requested(let feature, let id):
          state.requests[id] = Request(feature: feature, began: now)
        case .unanswered(_, let id, _, _): state.requests[id]?.failed = now
        default: break
        }
      }
    }
  }

  var outage: ClosedRange<SimulationInstant>? { state.withLock { $0.down } }
  var requests: [Request] { state.withLock { Array($0.requests.values) } }
}

@Suite struct MonolithTests {
  @Test func `an order is paid, posted, handed over and receipted while its customer waits`()
    throws
  {
    let shop = try OpenShop(Monolith.self)
    #expect(try shop.order("A-17") == .done)
    #expect(shop.orders.completed == 1 && shop.orders.isConserved)
    let books = try shop.books()
    #expect(books.charges == ["A-17": 1] && books.orders == [.completed: 1])
    #expect(books.warehouseTasks == ["A-17": 1] && books.receipts == ["A-17": 1])
    #expect(books.stock["rake"]?.onHand == Inventory.openingStock - 2)
    #expect(books.ledgerBalance == 0 && books.ledger[.cardClearing]?.cents == 4_980)
    let figures = shop.fernway.metrics.figures
    #expect(figures.latency.maximum ?? .zero >= figures.completion.maximum ?? .zero)
  }

  @Test func `what the shop's business refuses is rejected and leaves no trace in the books`()
    throws
  {
    let shop = try OpenShop(Monolith.self)
    let before = try shop.books()
    #expect(try shop.order("a", "gnome") == .rejected(.unknownItem("gnome")))
    #expect(try shop.order("b", card: .declined) == .rejected(.cardDeclined))
    #expect(PaymentProvider.decliningCard == Card.declined.rawValue)
    let delivery = StockDelivery(id: "d", item: "rake", quantity: 0)
    #expect(try shop.send(.restock(delivery)) == .rejected(.badQuantity(item: "rake", quantity: 0)))
    #expect(shop.orders.rejected == 2 && shop.orders.isConserved)
    #expect(try shop.books().differences(from: before) == [])
  }

  @Test func `every feature changes the books`() throws {
    let shop = try OpenShop(Monolith.self)
    let outcomes = try [
      ShopRequest.question(Question(id: "q", text: "Which soil?")),
      .restock(StockDelivery(id: "d", item: "rake", quantity: 50)), .photo(Photo(name: "p.jpg")),
    ].map { try shop.send($0) }
    #expect(outcomes == [.done, .done, .done])
    let books = try shop.books()
    #expect(books.questions == 1 && books.thumbnails == 1)
    #expect(books.stock["rake"]?.onHand == Inventory.openingStock + 50)
  }

  @Test(arguments: [7, 8] as [UInt64])
  func `a photo that kills the program fails every feature, exactly while it is down`(
    seed: UInt64
  ) throws {
    let shop = try OpenShop(Monolith.self, seed: seed)
    let watch = OutageWatch(shop.simulation.trace)
    shop.after(.seconds(120)) { _ = try await $0.send(.photo(.poison(name: "tomatoes.jpg"))) }
    try shop.run("steady --rate 5/s for 8m")
    let outage = try #require(watch.outage)
    #expect(outage.lowerBound.duration(to: outage.upperBound) > .seconds(179))
    let requests = watch.requests
    let failed = requests.filter { $0.failed != nil }
    #expect(Set(failed.map(\.feature)) == Set(Feature.allCases))
    #expect(failed.allSatisfy { $0.failed.map(outage.contains) == true })
    // The way to the box takes a millisecond, so the edges are a millisecond off.
    let edge = Duration.milliseconds(2)
    let during = requests.filter {
      $0.began > outage.lowerBound && $0.began.advanced(by: edge) < outage.upperBound
    }
    #expect(during.count > 500 && during.allSatisfy { $0.failed != nil })
    #expect(shop.orders.isConserved && shop.orders.open == 0)
  }

  @Test func `a bigger box carries a flash sale that a smaller one does not`() throws {
    let small = try OpenShop(Monolith.self)
    try small.run("flash-sale for 5m")
    let big = try OpenShop(Monolith.self, settings: ["instance-type=m5.xlarge"])
    try big.run("flash-sale for 5m")
    #expect(small.orders.unacknowledged > 100)
    #expect(big.orders.unacknowledged == 0 && big.orders.completed == big.orders.offered)
    #expect(small.orders.offered == big.orders.offered)
    #expect(small.fernway.metrics.figures.peakUtilisation ?? 0 > 0.95)
    #expect(big.fernway.metrics.figures.peakUtilisation ?? 1 < 0.9)
  }

  @Test func `a night costs what a day of the same length costs`() throws {
    let bills = try ["night --rate 30/m for 2h", "day --rate 30/m for 2h"].map { load -> Bill in
      let shop = try OpenShop(Monolith.self)
      let opening = shop.fernway.opening.instant
      try shop.run(load)
      try shop.advance(opening.advanced(by: .seconds(10_800)).duration(since: shop.simulation.now))
      return shop.report.bill
    }
    #expect(bills[0].total == bills[1].total)
    #expect(bills[0].lines == bills[1].lines)
    let hour = bills[0].total.times(1, per: 3)
    #expect(hour.dollars > 0.10 && hour.dollars < 0.11)
  }

  @Test func `a slow payment provider makes customers wait, and a dead one turns them away`()
    throws
  {
    let shop = try OpenShop(Monolith.self)
    shop.cloud.faults.slow("payment-provider", by: 10)
    #expect(try shop.order("a") == .done)
    #expect(shop.fernway.metrics.figures.latency.maximum ?? .zero > .seconds(1))
    shop.cloud.faults.fail("payment-provider", .all)
    #expect(try shop.order("b") == .failed("502 payment-provider: status 503"))
    #expect(shop.orders.failed == 1)
    #expect(try shop.books().stock["rake"] == StockLevel(onHand: Inventory.openingStock - 2))
  }

  @Test(arguments: [("on", 1), ("off", 2)])
  func `an order sent again after a lost answer is charged once only with a key`(
    setting: String,
    charges: Int
  ) throws {
    let shop = try OpenShop(Monolith.self, settings: ["idempotency=\(setting)"])
    shop.cloud.faults.fail("payment-provider", .next(1), .afterEffects)
    #expect(try shop.order("A-17") == .failed("502 payment-provider: connection reset by peer"))
    #expect(try shop.books().chargedInVain == ["A-17"])
    #expect(try shop.order("A-17") == .done)
    #expect(try shop.books().charges == ["A-17": charges])
    #expect(shop.orders.offered == 1 && shop.orders.completed == 1 && shop.orders.isConserved)
    #expect(shop.fernway.metrics.figures.repeatedCharges == charges - 1)
  }

  @Test func `an order whose receipt cannot be sent is lost, until its customer sends it again`()
    throws
  {
    let shop = try OpenShop(Monolith.self)
    shop.cloud.faults.fail("mail-provider", .next(1), .beforeEffects)
    _ = try shop.order("A-17")
    #expect(shop.orders.lost == 1 && shop.orders.accepted == 1)
    #expect(try shop.order("A-17") == .done)
    #expect(shop.orders.completed == 1 && shop.orders.lost == 0 && shop.orders.isConserved)
    #expect(try shop.books().charges == ["A-17": 1])
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `after crashes the books are sound, and every order has one outcome`(seed: UInt64) throws {
    let shop = try OpenShop(Monolith.self, seed: seed)
    shop.after(.seconds(30)) { try await $0.stage.crash("shop", for: nil) }
    shop.after(.seconds(240)) { try await $0.stage.crash("database", for: .seconds(5)) }
    shop.after(.seconds(300)) { try await $0.stage.crash("shop", for: .seconds(200)) }
    try shop.run("steady --rate 10/s for 10m")
    let (orders, books) = (shop.orders, try shop.books())
    #expect(orders.isConserved && orders.open == 0 && orders.pending == 0)
    #expect(orders.failed > 0 && orders.completed > 0)
    #expect(books.orders[.completed] == orders.completed)
    #expect(books.warehouseTasks.count == orders.accepted)
    #expect(books.ledgerBalance == 0 && books.chargedTwice == [])
    #expect(books.stock.values.allSatisfy { $0.onHand > 0 && $0.reserved == 0 })
    #expect(books.chargedInVain.count <= orders.failed)
  }

  @Test func `the same seed gives the same report, and the order within an instant no other total`()
    throws
  {
    func run(seed: UInt64, shuffling: UInt64? = nil) throws -> (String, OrderCounts, Money) {
      let shop = try OpenShop(Monolith.self, seed: seed, shuffling: shuffling)
      try shop.run("steady --rate 20/s for 1m")
      return (shop.report.json.text(), shop.orders, shop.report.bill.total)
    }
    let first = try run(seed: 7)
    #expect(try run(seed: 7).0 == first.0)
    #expect(try run(seed: 8).0 != first.0)
    let shuffled = try run(seed: 7, shuffling: 3)
    #expect(shuffled.1 == first.1)
  }

  @Test func `a resized box is closed while it changes, and bigger afterwards`() throws {
    let shop = try OpenShop(Monolith.self)
    shop.after(.zero) { try await $0.stage.resize("shop", to: "m5.xlarge") }
    try shop.advance(.seconds(40))
    #expect(try shop.order("a") == .failed("connection refused"))
    try shop.advance(.seconds(600))
    #expect(try shop.order("b") == .done)
    let capacity = try shop.simulation.run { [fernway = shop.fernway] in
      await fernway.stage.capacity
    }
    #expect(capacity?.processors == 4)
    #expect(throws: ServiceError.self) {
      try shop.simulation.run { [fernway = shop.fernway] in
        try await fernway.stage.resize("shop", to: "m9.huge")
      }
    }
    #expect(throws: StageError.self) {
      try shop.simulation.run { [fernway = shop.fernway] in
        try await fernway.stage.crash("ledger", for: nil)
      }
    }
  }
}
