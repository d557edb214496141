import Shop
import Simulation
import Testing

@Suite struct DomainTests {
  /// Orders as they come, good and bad.
  private static func orders(_ count: Int, _ stream: inout RandomStream) -> [Order] {
    let names = Catalogue.fernway.items.map(\.name) + ["gnome"]
    return (0..<count).map { number in
      let lines = (0..<stream.uniform(below: 3)).map { _ in
        Order.Line(names[stream.uniform(below: names.count)], quantity: stream.uniform(in: -1...4))
      }
      return Order(id: "o\(number)", lines: lines)
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the ledger balances after every posting, and counts none twice`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "ledger")
    var ledger = Ledger()
    var isBalanced = true
    var taken = 0
    for number in 0..<500 {
      let total = Amount(cents: stream.uniform(in: 1...100_000))
      let isNew = ledger.post(.payment(of: "o\(number)", total))
      let isAgain = ledger.post(.payment(of: "o\(number)", total))
      taken += total.cents
      isBalanced = isBalanced && isNew && !isAgain && ledger.balance == 0
    }
    #expect(isBalanced)
    #expect(ledger.totals[.cardClearing]?.cents == taken)
  }

  @Test func `a posting that does not balance cannot be made`() {
    #expect(throws: Posting.Unbalanced.self) {
      try Posting(id: "p", entries: [.init(.sales, Amount(cents: 1))])
    }
  }

  @Test func `tax is a sixth of the price, to the nearest cent`() {
    let table = [(600, 100), (0, 0), (1, 0), (3, 1), (2490, 415), (-600, -100), (-3, -1)]
    #expect(table.map { Posting.tax(in: Amount(cents: $0.0)).cents } == table.map(\.1))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `stock is never negative, never promised twice, and never lost`(seed: UInt64) throws {
    var stream = RandomStream(seed: seed, name: "stock")
    var inventory = Inventory(of: .fernway, each: 40)
    var promised: [Order] = []
    var (sold, delivered, refusals) = (0, 0, 0)
    var isSound = true
    for order in Self.orders(600, &stream) {
      let before = inventory
      let isGood = order.lines.allSatisfy { $0.quantity >= 0 }
      do {
        try inventory.reserve(order)
        promised.append(order)
      } catch {
        refusals += 1
        isSound = isSound && inventory == before
      }
      if isGood, !promised.isEmpty, stream.bernoulli(.percent(60)) {
        let next = promised.remove(at: stream.uniform(below: promised.count))
        if stream.bernoulli(.percent(70)) {
          inventory.dispatch(next)
          sold += next.lines.reduce(0) { $0 + $1.quantity }
        } else {
          inventory.release(next)
        }
      }
      if stream.bernoulli(.percent(10)) {
        try inventory.restock(StockDelivery(id: "d", item: "rake", quantity: 5))
        delivered += 5
      }
      isSound =
        isSound && inventory.levels.values.allSatisfy { $0.reserved >= 0 && $0.available >= 0 }
    }
    let reserved = promised.flatMap(\.lines).reduce(0) { $0 + $1.quantity }
    #expect(isSound && refusals > 0)
    #expect(inventory.levels.values.reduce(0) { $0 + $1.reserved } == reserved)
    #expect(inventory.levels.values.reduce(0) { $0 + $1.onHand } == 40 * 8 + delivered - sold)
  }

  @Test func `an order is priced, or refused with its reason`() throws {
    let order = { (lines: [Order.Line]) in Order(id: "o", lines: lines) }
    let total = try Catalogue.fernway.total(
      of: order([.init("rake", quantity: 2), .init("seeds")])
    )
    #expect(total.description == "52.75 EUR")
    let refused: [([Order.Line], Rejection)] = [
      ([], .nothingOrdered), ([.init("gnome")], .unknownItem("gnome")),
      ([.init("rake", quantity: 0)], .badQuantity(item: "rake", quantity: 0)),
      ([.init("rake", quantity: 1_001)], .badQuantity(item: "rake", quantity: 1_001)),
    ]
    let reasons = refused.map { lines, _ -> Rejection? in
      do throws(Rejection) { _ = try Catalogue.fernway.total(of: order(lines)) } catch {
        return error
      }
      return nil
    }
    #expect(reasons == refused.map { $0.1 })
  }

  @Test func `only a poison photo takes more memory than a server has`() {
    let poison = Photo.poison(name: "p")
    #expect(poison.isPoison && poison.bytesToUnpack > 64 << 30)
    #expect(!Photo(name: "q").isPoison && Photo(name: "q").bytesToUnpack < 64 << 20)
    let small = Thumbnail(of: Photo(name: "q"))
    #expect(small.width == 200 && small.height == 150)
  }

  @Test func `books that differ say where`() {
    var first = Books()
    first.stock["rake"] = StockLevel(onHand: 98)
    first.charges["a"] = 2
    var second = first
    #expect(first.differences(from: second) == [])
    second.stock["rake"] = StockLevel(onHand: 97, reserved: 1)
    second.questions = 3
    #expect(
      first.differences(from: second).map(\.description) == [
        "stock of rake: 98 on hand, not 97 on hand, 1 of them reserved", "questions: 0, not 3",
      ]
    )
    #expect(first.chargedTwice == ["a"] && first.chargedInVain == ["a"])
  }
}
