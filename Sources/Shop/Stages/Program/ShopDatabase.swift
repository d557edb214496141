import Cloud
import Simulation

/// How far an order has come, as the orders' table of the shop's one database says.
enum OrderState: Hashable, Sendable {
  /// Its stock is reserved.
  case placed
  /// It is paid, in the ledger and with the warehouse.
  case sold
  /// Its receipt is sent.
  case completed
  /// It was taken and given up again.
  case cancelled
}

/// What the shop's one database holds, in the architectures that have one.
///
/// Every change is made of domain rules, and checks before it changes anything.
struct ShopDatabase: Sendable {
  private var orders: [String: OrderState] = [:]
  /// The orders that are being paid for, in full, so that they can be given up.
  private var unpaid: [String: Unpaid] = [:]
  private var inventory: Inventory
  private var ledger = Ledger()
  private var tasks: [String: WarehouseTask] = [:]
  private var deliveries: Set<String> = []
  private var questions: [String: Question] = [:]
  private var thumbnails: [String: Thumbnail] = [:]

  /// Tables without orders and with the opening stock.
  static let opening = Self(inventory: Inventory(of: .fernway, each: Inventory.openingStock))

  private struct Unpaid {
    let order: Order
    let since: SimulationInstant
  }

  /// Creates tables without orders.
  init(inventory: Inventory) {
    self.inventory = inventory
  }

  /// Reserves the stock of a new order; of a known one, tells how far it has come.
  mutating func reserve(
    _ order: Order,
    at now: SimulationInstant
  ) throws(Rejection) -> OrderState {
    if let state = orders[order.id] { return state }
    try inventory.reserve(order)
    orders[order.id] = .placed
    unpaid[order.id] = Unpaid(order: order, since: now)
    return .placed
  }

  /// Gives up an order that could not be paid for, as if it had never come.
  mutating func release(_ order: Order) {
    guard let unpaid = unpaid.removeValue(forKey: order.id) else { return }
    inventory.release(unpaid.order)
    orders[order.id] = nil
  }

  /// Gives up an order that the shop has accepted; false when it is too late or done already.
  mutating func cancel(_ order: Order) -> Bool {
    guard let unpaid = unpaid.removeValue(forKey: order.id) else { return false }
    inventory.release(unpaid.order)
    orders[order.id] = .cancelled
    return true
  }

  /// Gives up the orders that have been waiting for their payment since `instant` or before: who
  /// was taking it is gone.
  mutating func releaseUnpaid(since instant: SimulationInstant) {
    for forgotten in unpaid.values where forgotten.since <= instant { release(forgotten.order) }
  }

  /// Enters the sale in the ledger and hands the order to the warehouse, once; false when the order
  /// has been given up meanwhile.
  mutating func sell(_ order: Order, _ total: Amount) -> Bool {
    if orders[order.id] == .sold || orders[order.id] == .completed { return true }
    guard unpaid.removeValue(forKey: order.id) != nil else { return false }
    ledger.post(.payment(of: order.id, total))
    inventory.dispatch(order)
    tasks[order.id] = WarehouseTask(for: order)
    orders[order.id] = .sold
    return true
  }

  /// Notes that an order's receipt is sent.
  mutating func complete(_ order: Order) {
    orders[order.id] = .completed
  }

  /// Books a delivery in, unless it was booked in before.
  mutating func restock(_ delivery: StockDelivery) throws(Rejection) {
    guard !deliveries.contains(delivery.id) else { return }
    try inventory.restock(delivery)
    deliveries.insert(delivery.id)
  }

  /// Keeps a question for customer service.
  mutating func store(_ question: Question) {
    questions[question.id] = question
  }

  /// Keeps a thumbnail.
  mutating func store(_ thumbnail: Thumbnail) {
    thumbnails[thumbnail.photo] = thumbnail
  }

  /// What the tables say; how often cards were charged is the payment provider's to tell.
  var books: Books {
    var books = Books()
    for state in orders.values {
      books.orders[state.inBooks, default: 0] += 1
    }
    books.stock = inventory.levels
    books.ledger = ledger.totals
    books.postings = ledger.count
    books.warehouseTasks = tasks.mapValues { _ in 1 }
    books.receipts = orders.filter { $0.value == .completed }.mapValues { _ in 1 }
    books.questions = questions.count
    books.thumbnails = thumbnails.count
    return books
  }
}

extension OrderState {
  fileprivate var inBooks: Books.OrderState {
    switch self {
    case .placed, .sold: .underway
    case .completed: .completed
    case .cancelled: .cancelled
    }
  }
}

extension RelationalDatabase<ShopDatabase> {
  /// What the shop's one database and the payment provider say.
  var shopBooks: Books {
    get async {
      var books = inspect { $0.books }
      books.charges = await server.cloud.outside.charges
      return books
    }
  }
}
