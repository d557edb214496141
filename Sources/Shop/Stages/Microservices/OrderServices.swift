import Cloud
import JSON
import Simulation

// The two services that a customer who orders waits for.

/// Takes orders: writes them down, has their stock reserved, and tells the payment service.
struct CheckoutService: Microservice {
  private let machine: ProcessEnvironment
  private let orders: RelationalDatabase<CheckoutStore>
  private let stock: StockClient
  private let outbox: Outbox
  private let catalogue = Catalogue.fernway

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    orders = surroundings.orders
    stock = StockClient(machine, surroundings)
    outbox = Outbox(machine)
    let service = self
    machine.every(ServiceAssumptions.recoveryPeriod) { try await service.recover() }
  }

  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    guard case .checkout(let order) = ShopRequest(http: request) else {
      return HTTPResponse(status: 400)
    }
    do {
      try await place(order)
      return HTTPResponse(status: 202)
    } catch let rejection as Rejection {
      return ShopResponse.rejected(rejection).http
    } catch let failure as ServiceFailure {
      return HTTPResponse(status: 502, message: "\(failure)")
    }
  }

  // snippet: place
  /// Accepts an order when its stock is reserved; the rest goes by message.
  private func place(_ order: Order) async throws {
    let total = try catalogue.total(of: order)
    try await machine.compute(Costs.checkOrder)
    let now = machine.cloud.simulation.now
    guard try await change({ $0.begin(order, at: now) }) == .open else { return }
    do {
      try await stock.reserve(order)
    } catch let rejection as Rejection {
      try await change { $0.forget(order.id) }
      throw rejection
    }
    try await accept(order)
    // What fails from here on is the recovery's business: the order stands.
    try? await announce(order, total)
  }
  // snippet end

  /// Marks an order as accepted; from this commit on it is, whatever its customer is told.
  private func accept(_ order: Order) async throws {
    let machine = machine
    let isAccepted = try await change { store in
      guard store.move(order.id, from: .open, to: .placed) else { return false }
      machine.report(.orderAccepted(order: order.id))
      return true
    }
    guard isAccepted else {
      throw ServiceFailure(service: "checkout", reason: "the order was given up meanwhile")
    }
  }

  private func announce(_ order: Order, _ total: Amount) async throws {
    try await outbox.put(["order": order.json, "total": total.json], in: Microservices.payments)
    _ = try await change { $0.move(order.id, from: .placed, to: .sent) }
  }

  // snippet: recover
  /// Goes on with orders that nobody has gone on with: accepted ones are announced, others given up
  /// and their stock released.
  private func recover() async throws {
    let limit = machine.cloud.simulation.now.advanced(by: .zero - ServiceAssumptions.forgottenAge)
    let forgotten = try await orders.read(for: machine.component) { $0.forgotten(since: limit) }
    for (order, state) in forgotten {
      if state == .placed {
        try await announce(order, try catalogue.total(of: order))
      } else {
        _ = try await change { $0.move(order.id, from: .open, to: .abandoned) }
        try await stock.release(order.id)
        try await change { $0.forget(order.id) }
      }
    }
  }
  // snippet end

  /// Gives an order up whose card was declined.
  func handle(_ message: JSONValue) async throws {
    let (order, _) = try Facts.order(in: message)
    try await stock.release(order.id)
    for state in [CheckoutStore.State.sent, .placed]
    where try await change({ $0.move(order.id, from: state, to: .cancelled) }) {
      machine.report(.orderCancelled(order: order.id))
    }
  }

  private func change<Result: Sendable>(
    _ body: @escaping @Sendable (inout CheckoutStore) -> Result
  ) async throws -> Result {
    try await orders.transaction(for: machine.component) { body(&$0) }
  }
}

/// Keeps the stock: reserves, releases and dispatches it for other services, and takes deliveries.
struct StockService: Microservice {
  private let machine: ProcessEnvironment
  private let stock: RelationalDatabase<StockStore>

  init(_ machine: ProcessEnvironment, _ surroundings: Surroundings) async throws {
    self.machine = machine
    stock = surroundings.stock
  }

  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    do {
      switch request.path {
      case "/stock/reserve":
        guard let order = request.body.flatMap(Order.init(json:)) else { break }
        try await change { try $0.reserve(order) }
        return HTTPResponse(status: 200)
      case "/stock/release", "/stock/dispatch":
        guard let order = request.body?["order"]?.stringValue else { break }
        let isRelease = request.path == "/stock/release"
        try await change { isRelease ? $0.release(order) : $0.dispatch(order) }
        return HTTPResponse(status: 200)
      default:
        guard case .restock(let delivery) = ShopRequest(http: request) else { break }
        try await change { try $0.restock(delivery) }
        machine.report(.restocked(delivery: delivery.id))
        return HTTPResponse(status: 200)
      }
      return HTTPResponse(status: 400)
    } catch let rejection as Rejection {
      return ShopResponse.rejected(rejection).http
    }
  }

  private func change(
    _ body: @escaping @Sendable (inout StockStore) throws -> Void
  ) async throws {
    try await stock.transaction(for: machine.component, statements: 2, body)
  }
}
