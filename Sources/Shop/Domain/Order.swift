/// What a customer wants to buy.
public struct Order: Hashable, Sendable {
  /// So many of one item.
  public struct Line: Hashable, Sendable {
    /// The item's name in the catalogue.
    public let item: String
    /// How many.
    public let quantity: Int

    /// Creates a line.
    public init(_ item: String, quantity: Int = 1) {
      self.item = item
      self.quantity = quantity
    }
  }

  /// How many of an item one line may order.
  public static let quantities = 1...1_000

  /// The order's id: the customer's device makes it, so that a repeated order can be recognised.
  public let id: String
  /// The lines, at least one.
  public let lines: [Line]
  /// Who orders.
  public let customer: String
  /// What pays for it.
  public let card: Card

  /// Creates an order.
  public init(
    id: String,
    lines: [Line],
    customer: String = "guest",
    card: Card = .valid
  ) {
    self.id = id
    self.lines = lines
    self.customer = customer
    self.card = card
  }
}

/// A payment card, by its number.
public struct Card: RawRepresentable, Hashable, Sendable {
  /// The number.
  public let rawValue: String

  /// Creates the card with the number `rawValue`.
  public init(rawValue: String) {
    self.rawValue = rawValue
  }

  /// A card that can be charged.
  public static let valid = Self(rawValue: "4242424242424242")
  /// A card that the payment provider always declines.
  public static let declined = Self(rawValue: "4000000000000002")
}

/// Why the shop does not take an order: an answer of its business, not a fault of its machinery.
public enum Rejection: Error, Hashable, Sendable {
  /// The order has no line.
  case nothingOrdered
  /// The catalogue has no such item.
  case unknownItem(String)
  /// The shop delivers 1 to 1,000 of an item.
  case badQuantity(item: String, quantity: Int)
  /// Fewer are left than were ordered.
  case outOfStock(item: String)
  /// The payment provider says no.
  case cardDeclined
}

extension Rejection: CustomStringConvertible {
  /// The reason in one word, as answers and traces carry it.
  public var code: String {
    switch self {
    case .nothingOrdered: "nothing-ordered"
    case .unknownItem: "unknown-item"
    case .badQuantity: "bad-quantity"
    case .outOfStock: "out-of-stock"
    case .cardDeclined: "card-declined"
    }
  }

  /// The reason as a customer reads it.
  public var description: String {
    switch self {
    case .nothingOrdered: "the order is empty"
    case .unknownItem(let item): "there is no item \(item)"
    case .badQuantity(let item, let quantity): "\(quantity) of \(item) cannot be ordered"
    case .outOfStock(let item): "\(item) is out of stock"
    case .cardDeclined: "the card was declined"
    }
  }
}
