/// A currency in which the shop keeps its books.
public enum Currency: String, Hashable, Sendable, CaseIterable {
  /// The euro: what Fernway takes.
  case euro = "EUR"
  /// The US dollar.
  case usDollar = "USD"
}

/// An exact amount of the shop's money, in whole cents of one currency.
///
/// Not to be mixed up with what the cloud costs, which is counted in far smaller parts of a dollar.
public struct Amount: Hashable, Sendable {
  /// The amount in cents; negative for what is taken away.
  public let cents: Int
  /// The currency.
  public let currency: Currency

  /// Creates an amount of so many cents.
  public init(cents: Int, _ currency: Currency = .euro) {
    self.cents = cents
    self.currency = currency
  }

  /// Nothing, in euro.
  public static let zero = Self(cents: 0)

  /// Adds two amounts of one currency.
  public static func + (left: Self, right: Self) -> Self {
    left.requireSameCurrency(as: right)
    return Self(cents: left.cents + right.cents, left.currency)
  }

  /// Takes the right amount from the left, both of one currency.
  public static func - (left: Self, right: Self) -> Self {
    left + -right
  }

  /// The same amount the other way.
  public static prefix func - (amount: Self) -> Self {
    Self(cents: -amount.cents, amount.currency)
  }

  /// The amount so many times.
  public static func * (amount: Self, count: Int) -> Self {
    Self(cents: amount.cents * count, amount.currency)
  }

  private func requireSameCurrency(as other: Self) {
    precondition(currency == other.currency, "\(self) and \(other) cannot be added")
  }
}

extension Amount: Comparable {
  /// Tells whether the left amount is the smaller; both must be of one currency.
  public static func < (left: Self, right: Self) -> Bool {
    left.requireSameCurrency(as: right)
    return left.cents < right.cents
  }
}

extension Amount: CustomStringConvertible {
  /// The amount with two decimals and its currency: `24.90 EUR`.
  public var description: String {
    let (whole, rest) = cents.magnitude.quotientAndRemainder(dividingBy: 100)
    return "\(cents < 0 ? "-" : "")\(whole).\(rest < 10 ? "0" : "")\(rest) \(currency.rawValue)"
  }
}
