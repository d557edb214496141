/// What the warehouse has to do for an order.
public struct WarehouseTask: Hashable, Sendable {
  /// The order.
  public let order: String
  /// What to pick and pack.
  public let lines: [Order.Line]

  /// Creates the task that an order makes.
  public init(for order: Order) {
    self.order = order.id
    lines = order.lines
  }
}

/// What the customer is sent when everything is done.
public struct Receipt: Hashable, Sendable {
  /// The order.
  public let order: String
  /// To whom it goes.
  public let customer: String
  /// What it says.
  public let text: String

  /// Writes the receipt of an order that costs `total`.
  public init(for order: Order, _ total: Amount, from catalogue: Catalogue) {
    self.order = order.id
    customer = order.customer
    let lines = order.lines.map { line in
      let item = catalogue[line.item]
      let price = item.map { "\($0.price * line.quantity)" } ?? ""
      return "\(line.quantity) x \(item?.title ?? line.item): \(price)"
    }
    let tax = "of which tax: \(Posting.tax(in: total))"
    text = (["Fernway, order \(order.id)"] + lines + ["Total: \(total)", tax])
      .joined(separator: "\n")
  }
}
