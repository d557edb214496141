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
}
