import Cloud
import JSON
import Simulation

// The services that carry an order out. Nobody waits for them, and each can be told the same twice.

/// Takes payments, and tells everybody who has to know; it knows who they are.
struct PaymentService: Microservice {
  private let payments: Payments
  private let outbox: Outbox
  private let hasKeys: Bool

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    payments = Payments(by: machine.http)
    outbox = Outbox(machine)
    hasKeys = surroundings.hasKeys
  }

  // snippet: payment
  func handle(_ message: JSONValue) async throws {
    let (order, total) = try Facts.order(in: message)
    let charge = Charge(
      order: order.id,
      amount: total,
      card: order.card,
      idempotencyKey: hasKeys ? order.id : nil
    )
    guard try await payments.take(charge) else {
      return try await outbox.put(message, in: Microservices.cancellations)
    }
    for queue in [Microservices.postings, Microservices.tasks, Microservices.receiptsToSend] {
      try await outbox.put(message, in: queue)
    }
  }
  // snippet end
}

/// Keeps the ledger.
struct LedgerService: Microservice {
  private let machine: ProcessEnvironment
  private let tables: ShopTables

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    tables = ShopTables(machine)
  }

  func handle(_ message: JSONValue) async throws {
    let (order, total) = try Facts.order(in: message)
    _ = try await tables.post(.payment(of: order.id, total))
    machine.report(.ledgerPosted(order: order.id))
  }
}

/// Tells the warehouse what to pick, once the stock service has taken it off the shelf.
struct WarehouseService: Microservice {
  private let machine: ProcessEnvironment
  private let tables: ShopTables
  private let stock: StockClient

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    tables = ShopTables(machine)
    stock = StockClient(machine, surroundings)
  }

  func handle(_ message: JSONValue) async throws {
    let (order, _) = try Facts.order(in: message)
    try await stock.dispatch(order.id)
    _ = try await tables.note(WarehouseTask(for: order))
    machine.report(.warehouseNotified(order: order.id))
  }
}

/// Sends receipts.
struct ReceiptService: Microservice {
  private let machine: ProcessEnvironment
  private let tables: ShopTables
  private let mail: Mail
  private let catalogue = Catalogue.fernway

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    tables = ShopTables(machine)
    mail = Mail(by: machine.http)
  }

  func handle(_ message: JSONValue) async throws {
    let (order, total) = try Facts.order(in: message)
    try await machine.compute(Costs.writeReceipt)
    try await mail.send(Receipt(for: order, total, from: catalogue))
    _ = try await tables.noteReceipt(of: order)
    machine.report(.receiptSent(order: order.id))
  }
}
