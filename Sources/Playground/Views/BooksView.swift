import Figures
import JSON
import Shop

/// What the shop's own stores say: stock, ledger, charges, tasks, receipts.
struct BooksView {
  private let books: Books

  init(of deployment: Deployment, in world: World) throws(CommandError) {
    books = try deployment.books(in: world)
  }

  var figures: [Figure] {
    [.table(business), .table(stock), .table(ledger), .text(verdict)]
  }

  private var business: Table {
    var rows: [[Span]] = Books.OrderState.allCases.map { state in
      [Span("orders \(state.rawValue)"), Span("\(books.orders[state] ?? 0)")]
    }
    rows += [
      ["charges", Span("\(books.charges.values.reduce(0, +))")],
      ["warehouse tasks", Span("\(books.warehouseTasks.values.reduce(0, +))")],
      ["receipts", Span("\(books.receipts.values.reduce(0, +))")],
      ["questions", Span("\(books.questions)")],
      ["thumbnails", Span("\(books.thumbnails)")],
    ]
    return Table(title: "Books", columns: ["entry", .init("count", .trailing)], rows: rows)
  }

  private var stock: Table {
    Table(
      title: "Stock",
      columns: ["item", .init("on hand", .trailing), .init("reserved", .trailing)],
      rows: books.stock.sorted { $0.key < $1.key }.map { item, level in
        [Span(item), Span("\(level.onHand)"), Span("\(level.reserved)")]
      }
    )
  }

  private var ledger: Table {
    Table(
      title: "Ledger",
      columns: ["account", .init("holds", .trailing)],
      rows: books.ledger.sorted { $0.key.rawValue < $1.key.rawValue }.map { account, amount in
        [Span(account.rawValue), Span("\(amount)")]
      }
    )
  }

  private var verdict: String {
    var faults: [String] = []
    if books.ledgerBalance != 0 { faults.append("the ledger does not add up to zero") }
    if !books.chargedTwice.isEmpty {
      faults.append("charged more than once: \(Self.list(books.chargedTwice))")
    }
    if !books.chargedInVain.isEmpty {
      faults.append("charged, and the warehouse knows nothing: \(Self.list(books.chargedInVain))")
    }
    if books.unposted > 0 { faults.append("\(books.unposted) charges are not in the ledger") }
    return faults.isEmpty
      ? "The books are in order." : "Not in order: \(faults.joined(separator: "; "))."
  }

  private static func list(_ orders: [String]) -> String {
    let shown = orders.prefix(5).joined(separator: ", ")
    return orders.count > 5 ? "\(shown) and \(orders.count - 5) more" : shown
  }

  var json: JSONValue {
    var orders = JSONObject()
    for state in Books.OrderState.allCases {
      orders[state.rawValue] = .number(JSONNumber(books.orders[state] ?? 0))
    }
    var stock = JSONObject()
    for (item, level) in books.stock.sorted(by: { $0.key < $1.key }) {
      stock[item] = [
        "on_hand": .number(JSONNumber(level.onHand)),
        "reserved": .number(JSONNumber(level.reserved)),
      ]
    }
    var ledger = JSONObject()
    for (account, amount) in books.ledger.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      ledger[account.rawValue] = .string("\(amount)")
    }
    return [
      "orders": .object(orders),
      "stock": .object(stock),
      "ledger": .object(ledger),
      "charges": .number(JSONNumber(books.charges.values.reduce(0, +))),
      "warehouse_tasks": .number(JSONNumber(books.warehouseTasks.values.reduce(0, +))),
      "receipts": .number(JSONNumber(books.receipts.values.reduce(0, +))),
      "charged_twice": .array(books.chargedTwice.map { .string($0) }),
      "charged_in_vain": .array(books.chargedInVain.map { .string($0) }),
    ]
  }
}

extension Books {
  /// Whether the ledger adds up, and every charge is in it and has its task in the warehouse, once.
  var isInOrder: Bool {
    ledgerBalance == 0 && unposted == 0 && chargedTwice.isEmpty && chargedInVain.isEmpty
  }
}
