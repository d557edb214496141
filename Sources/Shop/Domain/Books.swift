/// What a shop's own stores say: the result of its business, whatever its architecture.
///
/// Two shops that have taken the same orders must have the same books.
public struct Books: Hashable, Sendable {
  /// How far an order has come, as the stores tell.
  public enum OrderState: String, Hashable, Sendable, CaseIterable {
    /// Taken, and something is still to be done.
    case underway
    /// Paid, posted, handed to the warehouse, and the receipt is sent.
    case completed
    /// Taken, and given up again.
    case cancelled
  }

  /// How many orders there are in each state; states without orders are left out.
  public var orders: [OrderState: Int] = [:]
  /// The stock of every item.
  public var stock: [String: StockLevel] = [:]
  /// How often each order's card was charged, as the payment provider says.
  public var charges: [String: Int] = [:]
  /// What each account of the ledger holds.
  public var ledger: [Account: Amount] = [:]
  /// How many payments the ledger has.
  public var postings = 0
  /// How many tasks the warehouse has for each order.
  public var warehouseTasks: [String: Int] = [:]
  /// How many receipts were sent for each order.
  public var receipts: [String: Int] = [:]
  /// How many questions customer service has.
  public var questions = 0
  /// How many thumbnails there are.
  public var thumbnails = 0

  /// Creates empty books.
  public init() {}

  /// What all accounts of the ledger hold together: nothing, or somebody has made a mistake.
  public var ledgerBalance: Int { ledger.values.reduce(0) { $0 + $1.cents } }

  /// The orders that were charged and that the warehouse knows nothing of, in order of their ids.
  public var chargedInVain: [String] {
    charges.filter { $0.value > 0 && warehouseTasks[$0.key] == nil }.map(\.key).sorted()
  }

  /// How many orders were charged and are not in the ledger.
  public var unposted: Int { max(0, charges.values.count { $0 > 0 } - postings) }

  /// The orders whose card was charged more than once, in order of their ids.
  public var chargedTwice: [String] {
    charges.filter { $0.value > 1 }.map(\.key).sorted()
  }
}

/// One thing that two books tell differently.
public struct BooksDifference: Hashable, Sendable, CustomStringConvertible {
  /// What it is about, such as `stock of rake`.
  public let subject: String
  /// What the first books say.
  public let first: String
  /// What the second say.
  public let second: String

  /// The difference in one line: `stock of rake: 98 on hand, not 97 on hand`.
  public var description: String { "\(subject): \(first), not \(second)" }
}

extension Books {
  /// Everything that these books and `other` tell differently, in a fixed order; empty when they
  /// agree.
  public func differences(from other: Books) -> [BooksDifference] {
    var all = Self.compare(orders, other.orders) { "orders \($0.rawValue)" }
    all += Self.compare(stock, other.stock) { "stock of \($0)" }
    all += Self.compare(charges, other.charges) { "charges of \($0)" }
    all += Self.compare(ledger, other.ledger) { "account \($0.rawValue)" }
    all += Self.compare(warehouseTasks, other.warehouseTasks) { "warehouse tasks of \($0)" }
    all += Self.compare(receipts, other.receipts) { "receipts of \($0)" }
    all += Self.compare(["postings": postings], ["postings": other.postings]) { $0 }
    all += Self.compare(["questions": questions], ["questions": other.questions]) { $0 }
    all += Self.compare(["thumbnails": thumbnails], ["thumbnails": other.thumbnails]) { $0 }
    return all
  }

  private static func compare<Key: Hashable, Value: Equatable & CustomStringConvertible>(
    _ first: [Key: Value],
    _ second: [Key: Value],
    _ subject: (Key) -> String
  ) -> [BooksDifference] {
    let keys = Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }
    return keys.map { key in
      BooksDifference(
        subject: subject(key),
        first: first[key]?.description ?? "none",
        second: second[key]?.description ?? "none"
      )
    }
    .sorted { $0.subject < $1.subject }
  }
}

extension StockLevel: CustomStringConvertible {
  /// The level in words: `98 on hand`, `98 on hand, 2 of them reserved`.
  public var description: String {
    "\(onHand) on hand" + (reserved > 0 ? ", \(reserved) of them reserved" : "")
  }
}
