/// How many of one item there are: on the shelf, and promised to orders that are under way.
public struct StockLevel: Hashable, Sendable {
  /// How many are on the shelf; never below what is reserved.
  public private(set) var onHand: Int
  /// How many of them are promised; never negative.
  public private(set) var reserved: Int

  /// Creates a level.
  ///
  /// - Parameters:
  ///   - onHand: not negative.
  ///   - reserved: from 0 to `onHand`.
  public init(onHand: Int, reserved: Int = 0) {
    precondition(
      reserved >= 0 && reserved <= onHand,
      "\(reserved) of \(onHand) cannot be reserved"
    )
    self.onHand = onHand
    self.reserved = reserved
  }

  /// How many can still be promised.
  public var available: Int { onHand - reserved }

  /// Promises `quantity`; false, and nothing changes, when fewer are available.
  public mutating func reserve(_ quantity: Int) -> Bool {
    guard quantity >= 0, quantity <= available else { return false }
    reserved += quantity
    return true
  }

  /// Takes a promise back.
  public mutating func release(_ quantity: Int) {
    precondition(quantity <= reserved, "\(quantity) of \(reserved) reserved cannot be released")
    reserved -= quantity
  }

  /// Takes what was promised from the shelf.
  public mutating func dispatch(_ quantity: Int) {
    release(quantity)
    onHand -= quantity
  }

  /// Puts a delivery on the shelf.
  public mutating func restock(_ quantity: Int) {
    precondition(quantity >= 0, "a delivery of \(quantity) is none")
    onHand += quantity
  }
}

/// A delivery of goods to the shop.
public struct StockDelivery: Hashable, Sendable {
  /// The delivery note's number.
  public let id: String
  /// The item's name in the catalogue.
  public let item: String
  /// How many come, from 1 to 100,000.
  public let quantity: Int

  /// How many of an item one delivery may bring.
  public static let quantities = 1...100_000

  /// Creates a delivery.
  public init(id: String, item: String, quantity: Int) {
    self.id = id
    self.item = item
    self.quantity = quantity
  }
}

/// The stock of every item.
public struct Inventory: Hashable, Sendable {
  /// The level of each item, by its name.
  public private(set) var levels: [String: StockLevel]

  /// Creates a stock.
  public init(_ levels: [String: StockLevel]) {
    self.levels = levels
  }

  /// How many of every item Fernway has to begin with: more than any load of the course sells.
  public static let openingStock = 1_000_000

  /// Creates a stock with `quantity` of every item of `catalogue`.
  public init(of catalogue: Catalogue, each quantity: Int) {
    levels = Dictionary(
      uniqueKeysWithValues: catalogue.items.map { ($0.name, StockLevel(onHand: quantity)) }
    )
  }

  /// Promises all lines of an order, or none.
  ///
  /// - Throws: ``Rejection/outOfStock(item:)`` with the first line that cannot be had.
  public mutating func reserve(_ order: Order) throws(Rejection) {
    let before = levels
    for line in order.lines {
      guard levels[line.item]?.reserve(line.quantity) == true else {
        levels = before
        throw .outOfStock(item: line.item)
      }
    }
  }

  /// Takes back what was promised to an order.
  public mutating func release(_ order: Order) {
    for line in order.lines { levels[line.item]?.release(line.quantity) }
  }

  /// Takes what was promised to an order from the shelf.
  public mutating func dispatch(_ order: Order) {
    for line in order.lines { levels[line.item]?.dispatch(line.quantity) }
  }

  /// Puts a delivery on the shelf.
  ///
  /// - Throws: ``Rejection`` for an unknown item or a quantity that no lorry brings.
  public mutating func restock(_ delivery: StockDelivery) throws(Rejection) {
    guard levels[delivery.item] != nil else { throw .unknownItem(delivery.item) }
    guard StockDelivery.quantities.contains(delivery.quantity) else {
      throw .badQuantity(item: delivery.item, quantity: delivery.quantity)
    }
    levels[delivery.item]?.restock(delivery.quantity)
  }
}
