/// What the shop asks the payment provider to take from a card.
public struct Charge: Hashable, Sendable {
  /// The order that is paid for.
  public let order: String
  /// How much.
  public let amount: Amount
  /// From which card.
  public let card: Card
  /// The key under which the provider charges at most once; `nil` to charge each time.
  public let idempotencyKey: String?

  /// Creates a charge.
  public init(order: String, amount: Amount, card: Card, idempotencyKey: String? = nil) {
    self.order = order
    self.amount = amount
    self.card = card
    self.idempotencyKey = idempotencyKey
  }

  /// Creates the charge of an order that costs `amount`.
  public init(for order: Order, _ amount: Amount) {
    self.init(
      order: order.id,
      amount: amount,
      card: order.card,
      idempotencyKey: order.idempotencyKey
    )
  }
}

/// The shop's account at the payment provider, as the provider keeps it: the truth about charges.
public struct PaymentBook: Hashable, Sendable {
  /// What has been taken for one order, and given back.
  public struct Entry: Hashable, Sendable {
    /// How often the card was charged.
    public fileprivate(set) var charges = 0
    /// How often a charge was given back.
    public fileprivate(set) var refunds = 0
  }

  /// The entries by order.
  public private(set) var entries: [String: Entry] = [:]
  /// All charges less all refunds.
  public private(set) var balance = Amount.zero
  private var keys: Set<String> = []

  /// Creates an empty account.
  public init() {}

  /// Charges a card.
  ///
  /// A charge whose key was charged before changes nothing: its answer is the first one's.
  ///
  /// - Returns: whether money was taken now; false for a repetition.
  /// - Throws: ``Rejection/cardDeclined``.
  @discardableResult
  public mutating func charge(_ charge: Charge) throws(Rejection) -> Bool {
    guard charge.card != .declined else { throw .cardDeclined }
    if let key = charge.idempotencyKey, !keys.insert(key).inserted { return false }
    entries[charge.order, default: Entry()].charges += 1
    balance = balance + charge.amount
    return true
  }

  /// Gives one charge back; false when none is left to give back.
  public mutating func refund(_ charge: Charge) -> Bool {
    guard let entry = entries[charge.order], entry.refunds < entry.charges else { return false }
    entries[charge.order]?.refunds += 1
    balance = balance - charge.amount
    return true
  }

  /// How often an order's card was charged and not refunded.
  public func charges(of order: String) -> Int {
    entries[order].map { $0.charges - $0.refunds } ?? 0
  }
}
