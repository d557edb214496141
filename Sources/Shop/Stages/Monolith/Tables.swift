extension Monolith {
  /// How far an order has come, as the orders' table says.
  enum OrderState: Hashable, Sendable {
    /// Its stock is reserved.
    case placed
    /// It is paid, in the ledger and with the warehouse.
    case sold
    /// Its receipt is sent.
    case completed
  }

  /// What the database holds.
  ///
  /// Every change is made of domain rules, and checks before it changes anything.
  struct Tables: Sendable {
    private var orders: [String: OrderState] = [:]
    /// The orders that are being paid for, in full, so that they can be given up.
    private var unpaid: [String: Order] = [:]
    private var inventory: Inventory
    private var ledger = Ledger()
    private var tasks: [String: WarehouseTask] = [:]
    private var questions: [String: Question] = [:]
    private var thumbnails: [String: Thumbnail] = [:]

    /// Creates tables without orders.
    init(inventory: Inventory) {
      self.inventory = inventory
    }

    /// Reserves the stock of a new order; of a known one, tells how far it has come.
    mutating func reserve(_ order: Order) throws(Rejection) -> OrderState {
      if let state = orders[order.id] { return state }
      try inventory.reserve(order)
      orders[order.id] = .placed
      unpaid[order.id] = order
      return .placed
    }

    /// Gives up an order that could not be paid for.
    mutating func release(_ order: Order) {
      guard let order = unpaid.removeValue(forKey: order.id) else { return }
      inventory.release(order)
      orders[order.id] = nil
    }

    /// Gives up all orders that are being paid for.
    mutating func releaseAll() {
      for order in unpaid.values { release(order) }
    }

    /// Enters the sale in the ledger and hands the order to the warehouse.
    mutating func sell(_ order: Order, _ total: Amount) {
      guard let order = unpaid.removeValue(forKey: order.id) else { return }
      ledger.post(.payment(of: order.id, total))
      inventory.dispatch(order)
      tasks[order.id] = WarehouseTask(for: order)
      orders[order.id] = .sold
    }

    /// Notes that an order's receipt is sent.
    mutating func complete(_ order: Order) {
      orders[order.id] = .completed
    }

    /// Books a delivery in.
    mutating func restock(_ delivery: StockDelivery) throws(Rejection) {
      try inventory.restock(delivery)
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
        books.orders[state == .completed ? .completed : .underway, default: 0] += 1
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
}
