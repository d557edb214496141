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
    let now = now
    let attempt = try await change { $0.begin(order, at: now) }
    switch attempt.state {
    case .open: break
    case .abandoned: throw failure("the order is just being given up")
    case .placed, .sent, .cancelled: return
    }
    do {
      try await stock.reserve(attempt)
    } catch let rejection as Rejection {
      try await change { $0.forget(attempt, in: .open) }
      throw rejection
    }
    try await accept(order)
    // What fails from here on is the recovery's business: the order stands.
    try? await announce(order, total)
  }
  // snippet end

  /// Marks an order as accepted; from this commit on it is, whatever its customer is told.
  private func accept(_ order: Order) async throws {
    let (machine, now) = (machine, now)
    let isAccepted = try await change { store in
      if store.move(order.id, from: .open, to: .placed, at: now) {
        machine.report(.orderAccepted(order: order.id))
        return true
      }
      // The same order, sent twice at a time, is accepted once.
      return [.placed, .sent].contains(store.attempt(of: order.id)?.state)
    }
    guard isAccepted else { throw failure("the order was given up meanwhile") }
  }

  private func announce(_ order: Order, _ total: Amount) async throws {
    try await outbox.put(["order": order.json, "total": total.json], in: Microservices.payments)
    let now = now
    _ = try await change { $0.move(order.id, from: .placed, to: .sent, at: now) }
  }

  /// Looks for orders that nobody has gone on with; one that fails does not hold up the others.
  private func recover() async throws {
    let limit = now.advanced(by: .zero - ServiceAssumptions.forgottenAge)
    let forgotten = try await orders.read(for: machine.component) { $0.forgotten(since: limit) }
    for attempt in forgotten {
      do {
        try await recover(attempt)
      } catch let end as ScopeEnded {
        throw end
      } catch {
        continue
      }
    }
  }

  // snippet: recover
  /// Announces an order that was accepted, and gives up one that was not: its stock is released.
  private func recover(_ attempt: CheckoutStore.Attempt) async throws {
    let (order, now) = (attempt.order, now)
    if attempt.state == .placed {
      return try await announce(order, try catalogue.total(of: order))
    }
    if attempt.state == .open {
      guard
        try await change({ $0.move(order.id, from: .open, to: .abandoned, at: now) })
      else { return }
    }
    try await stock.release(attempt)
    try await change { $0.forget(attempt, in: .abandoned) }
  }
  // snippet end

  /// Gives an order up whose card was declined.
  func handle(_ message: JSONValue) async throws {
    let (order, _) = try Facts.order(in: message)
    let known = try await orders.read(for: machine.component) { $0.attempt(of: order.id) }
    guard let attempt = known else { return }
    try await stock.release(attempt)
    let now = now
    for state in [CheckoutStore.State.sent, .placed]
    where
      try await change({ $0.move(order.id, from: state, to: .cancelled, at: now) })
    {
      machine.report(.orderCancelled(order: order.id))
    }
  }

  private var now: SimulationInstant { machine.cloud.simulation.now }

  private func failure(_ reason: String) -> ServiceFailure {
    ServiceFailure(service: "checkout", reason: reason)
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
        guard let order = request.body?["order"].flatMap(Order.init(json:)),
          let attempt = request.body?["attempt"]?.intValue
        else { break }
        let isReserved = try await change { try $0.reserve(order, for: attempt) }
        return isReserved
          ? HTTPResponse(status: 200)
          : HTTPResponse(status: 409, message: "the attempt was given up")
      case "/stock/release":
        guard let order = request.body?["order"]?.stringValue,
          let attempt = request.body?["attempt"]?.intValue
        else { break }
        try await change { $0.release(order, for: attempt) }
        return HTTPResponse(status: 200)
      case "/stock/dispatch":
        guard let order = request.body?["order"]?.stringValue else { break }
        try await change { $0.dispatch(order) }
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

  private func change<Result: Sendable>(
    _ body: @escaping @Sendable (inout StockStore) throws -> Result
  ) async throws -> Result {
    try await stock.transaction(for: machine.component, statements: 2, body)
  }
}
