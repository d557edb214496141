import Cloud
import JSON
import Simulation

// The functions that take an order, and give it up again. Each does one thing and ends.

/// Takes an order: reserves the stock and stores it in one transaction, and says that it was placed.
actor PlaceOrder: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables
  private let bus: Bus
  private let catalogue = Catalogue.fernway

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    bus = Bus(environment)
    try await environment.compute(Costs.initialisation)
  }

  // snippet: place-order
  func handle(_ request: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    guard let order = Order(json: WebRequest.body(of: request)) else {
      return WebRequest.answer(400)
    }
    do {
      let total = try catalogue.total(of: order)
      try await environment.compute(Costs.checkOrder)
      try await tables.store(order)
      try await bus.put("OrderPlaced", ["order": order.json, "total": total.json])
      environment.report(.orderAccepted(order: order.id))
      return WebRequest.answer(202)
    } catch let rejection as Rejection {
      return WebRequest.answer(422, rejection.json)
    }
  }
  // snippet end
}

/// Takes the payment of an order, and says whether it was taken or declined.
///
/// Its messages wait in a queue: a provider that is down holds them back and loses none.
actor TakePayment: FunctionCode {
  let environment: FunctionEnvironment
  private let payments: Payments
  private let bus: Bus

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    payments = Payments(by: environment.http)
    bus = Bus(environment)
    try await environment.compute(Costs.initialisation)
  }

  // snippet: take-payment
  func handle(_ batch: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    try await QueueBatch.forEach(of: batch) { event in
      let (order, total) = try Facts.order(in: event)
      let charge = Charge(
        order: order.id,
        amount: total,
        card: order.card,
        idempotencyKey: environment.variables["IDEMPOTENCY"] == "on" ? order.id : nil
      )
      let taken = try await payments.take(charge)
      // A customer who was told of an error is a customer all the same, once the fact is out.
      environment.report(.orderAccepted(order: order.id))
      try await bus.put(taken ? "PaymentTaken" : "PaymentDeclined", event)
    }
  }
  // snippet end
}

/// Gives an order up whose card was declined: the stock is free again.
actor CancelOrder: FunctionCode {
  let environment: FunctionEnvironment
  private let tables: ShopTables

  init(_ environment: FunctionEnvironment) async throws {
    self.environment = environment
    tables = ShopTables(environment)
    try await environment.compute(Costs.initialisation)
  }

  func handle(_ event: JSONValue, _ context: InvocationContext) async throws -> JSONValue {
    let (order, _) = try Facts.order(in: event["detail"] ?? .null)
    if try await tables.cancel(order) {
      environment.report(.orderCancelled(order: order.id))
    }
    return .null
  }
}
