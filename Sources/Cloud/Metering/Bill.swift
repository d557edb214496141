/// What a reading of the meter costs.
public struct Bill: Sendable {
  /// One kind of use by one component.
  public struct Line: Hashable, Sendable {
    /// Who used it.
    public let component: String
    /// What it costs and where the figure comes from.
    public let price: Price
    /// How much was used, in metered units.
    public let quantity: Int64
    /// What that costs.
    public let amount: Money

    /// The quantity in the priced unit, such as hours or millions of requests.
    public var pricedQuantity: Double { Double(quantity) / Double(price.quantity) }
  }

  /// The lines, in the order of first use; lines without use are left out.
  public let lines: [Line]

  /// Prices a reading.
  public init(for reading: MeterReading, at prices: PriceList = .usEast1) {
    lines = reading.entries.compactMap { entry in
      guard entry.quantity != 0 else { return nil }
      let price = prices[entry.key.usage]
      return Line(
        component: entry.key.component,
        price: price,
        quantity: entry.quantity,
        amount: price.amount.times(entry.quantity, per: price.quantity)
      )
    }
  }

  /// The sum of all lines.
  public var total: Money {
    lines.reduce(.zero) { $0 + $1.amount }
  }

  /// The sum of one component's lines.
  public func total(of component: String) -> Money {
    lines.reduce(.zero) { $1.component == component ? $0 + $1.amount : $0 }
  }

  /// The sum of the lines of one kind of use.
  public func total(of usage: Usage) -> Money {
    lines.reduce(.zero) { $1.price.usage == usage.rawValue ? $0 + $1.amount : $0 }
  }
}
