/// An account of the shop's ledger.
public enum Account: String, Hashable, Sendable, CaseIterable {
  /// Money that the payment provider has taken and owes to the shop.
  case cardClearing = "card-clearing"
  /// What was sold, without tax.
  case sales
  /// Tax that the shop has taken and owes to the state.
  case salesTax = "sales-tax"
}

/// One business event in double entry: its entries add up to nothing.
public struct Posting: Hashable, Sendable {
  /// What one account gains, or loses where it is negative.
  public struct Entry: Hashable, Sendable {
    /// The account.
    public let account: Account
    /// Debit above zero, credit below.
    public let amount: Amount

    /// Creates an entry.
    public init(_ account: Account, _ amount: Amount) {
      self.account = account
      self.amount = amount
    }
  }

  /// What makes the posting one of a kind, so that it is not posted twice: `payment of A-17`.
  public let id: String
  /// The entries; their amounts add up to zero.
  public let entries: [Entry]

  /// Creates a posting.
  ///
  /// - Throws: ``Unbalanced`` when the entries do not add up to zero.
  public init(id: String, entries: [Entry]) throws(Unbalanced) {
    let sum = entries.reduce(0) { $0 + $1.amount.cents }
    guard sum == 0 else { throw Unbalanced(posting: id, sum: sum) }
    self.id = id
    self.entries = entries
  }

  /// Creates the posting that a payment makes: the rule of what it does to the books.
  public static func payment(of order: String, _ total: Amount) -> Self {
    Self(paymentOf: order, total)
  }

  private init(paymentOf order: String, _ total: Amount) {
    let tax = Self.tax(in: total)
    id = "payment of \(order)"
    entries = [
      Entry(.cardClearing, total), Entry(.sales, tax - total), Entry(.salesTax, -tax),
    ]
  }

  /// The tax contained in a price: 20 % on what is sold, rounded to the nearest cent.
  public static func tax(in total: Amount) -> Amount {
    let (whole, rest) = total.cents.magnitude.quotientAndRemainder(dividingBy: 6)
    let tax = Int(whole) + (rest >= 3 ? 1 : 0)
    return Amount(cents: total.cents < 0 ? -tax : tax, total.currency)
  }

  /// Thrown for entries that do not add up to nothing.
  public struct Unbalanced: Error, Hashable, Sendable {
    /// The posting's id.
    public let posting: String
    /// What the entries add up to, in cents.
    public let sum: Int
  }
}

/// The shop's ledger: what every account holds; all of them together always hold nothing.
public struct Ledger: Hashable, Sendable {
  /// What each account holds, in cents of the shop's currency.
  public private(set) var totals: [Account: Amount] = [:]
  private var posted: Set<String> = []

  /// Creates an empty ledger.
  public init() {}

  /// How many postings there are.
  public var count: Int { posted.count }

  /// Enters a posting; false, and nothing changes, when it was entered before.
  @discardableResult
  public mutating func post(_ posting: Posting) -> Bool {
    guard posted.insert(posting.id).inserted else { return false }
    for entry in posting.entries {
      totals[entry.account, default: Amount(cents: 0, entry.amount.currency)] =
        (totals[entry.account] ?? Amount(cents: 0, entry.amount.currency)) + entry.amount
    }
    return true
  }

  /// What all accounts together hold: nothing, at every moment.
  public var balance: Int {
    totals.values.reduce(0) { $0 + $1.cents }
  }
}
