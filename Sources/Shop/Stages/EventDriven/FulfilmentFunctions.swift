import Cloud
import JSON
import Simulation

// The functions that follow a payment. Each can be given the same event twice and does its work once.

/// Posts a payment to the ledger.
actor PostLedger: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    try await environment.compute(Costs.initialisation)
  }

  // snippet: post-ledger
  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let (order, total) = try Facts.order(in: event["detail"] ?? .null)
    if try await tables.post(.payment(of: order.id, total)) {
      environment.report(.ledgerPosted(order: order.id))
    }
    return .null
  }
  // snippet end
}

/// Tells the warehouse what to pick, and takes it off the shelf.
actor NotifyWarehouse: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    try await environment.compute(Costs.initialisation)
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let (order, _) = try Facts.order(in: event["detail"] ?? .null)
    if try await tables.dispatch(WarehouseTask(for: order)) {
      environment.report(.warehouseNotified(order: order.id))
    }
    return .null
  }
}

/// Sends the receipt; its messages wait in a queue, like the payments.
actor SendReceipt: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables
  private let mail: Mail
  private let catalogue = Catalogue.fernway

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    mail = Mail(by: environment.http)
    try await environment.compute(Costs.initialisation)
  }

  func handle(_ batch: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    try await QueueBatch.forEach(of: batch) { event in
      let (order, total) = try Facts.order(in: event)
      try await environment.compute(Costs.writeReceipt)
      try await mail.send(Receipt(for: order, total, from: catalogue))
      if try await tables.noteReceipt(of: order) {
        environment.report(.receiptSent(order: order.id))
      }
    }
  }
}
