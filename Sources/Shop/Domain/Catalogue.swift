/// Something that the shop sells.
public struct Item: Hashable, Sendable {
  /// The word by which orders and commands know it, such as `watering-can`.
  public let name: String
  /// What a customer reads.
  public let title: String
  /// What one costs, with tax.
  public let price: Amount

  /// Creates an item.
  public init(_ name: String, _ title: String, price: Amount) {
    self.name = name
    self.title = title
    self.price = price
  }
}

/// What the shop sells and for how much.
public struct Catalogue: Sendable {
  /// The items, in the order of the printed catalogue.
  public let items: [Item]
  private let byName: [String: Item]

  /// Creates a catalogue.
  ///
  /// - Parameter items: each with a name of its own, all priced in one currency.
  public init(_ items: [Item]) {
    self.items = items
    byName = Dictionary(items.map { ($0.name, $0) }) { first, second in
      preconditionFailure("two items are called \(second.name): \(first.title), \(second.title)")
    }
  }

  /// Returns the item called `name`.
  public subscript(name: String) -> Item? { byName[name] }

  /// What Fernway sells.
  public static let fernway = Self([
    Item("rake", "Rake, ash handle", price: Amount(cents: 24_90)),
    Item("spade", "Spade, forged", price: Amount(cents: 29_90)),
    Item("watering-can", "Watering can, 10 l", price: Amount(cents: 17_50)),
    Item("gloves", "Gardening gloves", price: Amount(cents: 8_90)),
    Item("seeds", "Tomato seeds", price: Amount(cents: 2_95)),
    Item("pots", "Clay pots, set of 6", price: Amount(cents: 12_60)),
    Item("compost", "Compost, 40 l", price: Amount(cents: 9_80)),
    Item("hose", "Hose, 25 m", price: Amount(cents: 34_00)),
  ])
}

extension Catalogue {
  /// The rule of what an order costs: price times quantity, added up.
  ///
  /// - Throws: ``Rejection`` for an order without lines, an unknown item or a quantity that the
  ///   shop does not deliver.
  public func total(of order: Order) throws(Rejection) -> Amount {
    guard !order.lines.isEmpty else { throw .nothingOrdered }
    var total = Amount(cents: 0, items.first?.price.currency ?? .euro)
    for line in order.lines {
      guard let item = self[line.item] else { throw .unknownItem(line.item) }
      guard Order.quantities.contains(line.quantity) else {
        throw .badQuantity(item: line.item, quantity: line.quantity)
      }
      total = total + item.price * line.quantity
    }
    return total
  }
}
