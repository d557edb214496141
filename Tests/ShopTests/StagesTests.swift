import Cloud
import JSON
import Shop
import Simulation
import Testing

/// What every architecture has in common.
@Suite struct StagesTests {
  static let names = Stages.all.map { $0.name }

  @Test(arguments: names)
  func `every feature is served, and does what it is for`(name: String) throws {
    let shop = try OpenShop(Stages.named(name))
    let outcomes = try [
      ShopRequest.checkout(Order(id: "A-17", lines: [.init("rake", quantity: 2)])),
      .question(Question(id: "q", text: "Which soil?")),
      .restock(StockDelivery(id: "d", item: "rake", quantity: 50)), .photo(Photo(name: "p.jpg")),
      .checkout(Order(id: "b", lines: [.init("gnome")])),
    ].map { try shop.send($0) }
    // The queued shop looks at an order only when nobody waits any more.
    let isPromised = name == Queued.name
    let last = isPromised ? CustomerOutcome.done : .rejected(.unknownItem("gnome"))
    #expect(outcomes == [.done, .done, .done, .done, last])
    try shop.advance(.seconds(120))
    let books = try shop.books()
    #expect(books.questions == 1 && books.thumbnails == 1 && books.receipts == ["A-17": 1])
    #expect(books.stock["rake"] == StockLevel(onHand: Inventory.openingStock + 48))
    let (rejected, pending) = isPromised ? (0, 1) : (1, 0)
    #expect(shop.orders.completed == 1 && shop.orders.isConserved)
    #expect(shop.orders.rejected == rejected && shop.orders.pending == pending)
  }

  @Test func `the same orders leave the same books, whatever the architecture`() throws {
    let books = try Self.names.map { name -> Books in
      let shop = try OpenShop(Stages.named(name))
      try shop.run("steady --rate 4/s for 1m")
      try shop.advance(.seconds(120))
      #expect(shop.orders.completed == shop.orders.offered, "\(name): \(shop.orders)")
      return try shop.books()
    }
    let differences = books.dropFirst().flatMap { $0.differences(from: books[0]).prefix(3) }
    #expect(differences == [])
  }

  @Test(arguments: names)
  func `every component that a stage names is in the topology`(name: String) throws {
    let shop = try OpenShop(Stages.named(name))
    let known = Set(shop.cloud.topology.components.map(\.name))
    let stage = shop.fernway.stage
    let named = stage.crashable + Feature.allCases.flatMap { stage.components(serving: $0) }
    #expect(named.filter { !known.contains($0) } == [])
    let ends = shop.cloud.topology.connections.flatMap { [$0.from, $0.to] }
    #expect(ends.filter { !known.contains($0) } == [])
    #expect(known.isSuperset(of: [Fernway.customers, "payment-provider", "mail-provider"]))
  }

  @Test(arguments: names)
  func `the report has its names in their order`(name: String) throws {
    let shop = try OpenShop(Stages.named(name))
    try shop.run("steady --rate 2/s for 30s")
    let json = shop.report.json
    let names = [
      "version", "run", "orders", "latency_ms", "features", "blast_radius", "capacity", "bill",
      "series",
    ]
    #expect(json.objectValue?.keys == names)
    #expect(json["version"]?.intValue == 1 && json["run"]?["stage"]?.stringValue == name)
    let lines = json["bill"]?["lines"]?.arrayValue ?? []
    let sum = lines.compactMap { Money(dollars: $0["amount"]?.stringValue ?? "") }.reduce(.zero, +)
    #expect(json["bill"]?["total"]?.stringValue == sum.decimal && !lines.isEmpty)
    let offered = json["series"]?["offered"]?.arrayValue?.compactMap(\.intValue).reduce(0, +)
    #expect(offered == shop.orders.offered && offered == json["orders"]?["offered"]?.intValue)
  }

  @Test func `a stage that there is not is refused by name`() {
    #expect(throws: StageError.self) { try Stages.named("cloudless") }
  }
}
