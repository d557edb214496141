import Cloud
import Simulation

/// The shop's program: all features, each a call in one process, over one database.
///
/// The monolith runs it on its one box, the tiers run it behind a balancer, and the queued
/// architecture lets other processes do a part of it. A program lives from one start of its process
/// to the next end.
struct ShopProgram {
  let machine: ProcessEnvironment
  let catalogue = Catalogue.fernway
  private let database: RelationalDatabase<ShopDatabase>
  private let payments: Payments
  private let mail: Mail
  private let settings: Settings

  /// What differs from architecture to architecture.
  struct Settings {
    /// The processor time to read a request and to write the answer.
    var handleRequest: Duration
    /// Whether the payment provider is told which charge is a repetition.
    var chargesWithKey: Bool
    /// How many statements a transaction of the shop has.
    var statements = 3
  }

  init(
    _ machine: ProcessEnvironment,
    _ database: RelationalDatabase<ShopDatabase>,
    _ settings: Settings
  ) {
    self.machine = machine
    self.database = database
    self.settings = settings
    payments = Payments(by: machine.http)
    mail = Mail(by: machine.http)
  }

  /// Answers a request, whatever it is about.
  func answer(_ http: HTTPRequest) async throws -> HTTPResponse {
    if http.isHealthCheck { return HTTPResponse(status: 200) }
    try await machine.compute(settings.handleRequest)
    guard let request = ShopRequest(http: http) else { return HTTPResponse(status: 400) }
    return try await answer {
      if case .checkout(let order) = request {
        try await checkout(order)
      } else {
        try await serve(request)
      }
    }
  }

  /// Answers with what came of a request: done, refused for a reason, or a provider's failure.
  func answer(_ serve: () async throws -> Void) async throws -> HTTPResponse {
    do {
      try await serve()
      return ShopResponse.done.http
    } catch let rejection as Rejection {
      return ShopResponse.rejected(rejection).http
    } catch let outage as ProviderFailure {
      return ShopResponse.failed(status: 502, "\(outage)").http
    }
  }

  /// Serves everything but orders.
  func serve(_ request: ShopRequest) async throws {
    switch request {
    case .checkout: break
    case .question(let question): try await store(question)
    case .restock(let delivery): try await bookIn(delivery)
    case .photo(let photo): try await shrink(photo)
    }
  }

  // MARK: Orders

  // snippet: checkout
  /// Takes an order from the first check to the receipt, while its customer waits.
  private func checkout(_ order: Order) async throws {
    let total = try catalogue.total(of: order)
    try await machine.compute(Costs.checkOrder)
    let state = try await reserve(order)
    if state == .placed {
      try await pay(order, total)
      try await sell(order, total)
    }
    if state != .completed {
      try await confirm(order, total)
    }
  }
  // snippet end

  /// Takes the payment; an order that is not paid gets no goods.
  private func pay(_ order: Order, _ total: Amount) async throws {
    do {
      guard try await charge(order, total) else { throw Rejection.cardDeclined }
    } catch {
      try await change { $0.release(order) }
      throw error
    }
  }

  /// Sends the receipt; if that fails, nobody will try again.
  private func confirm(_ order: Order, _ total: Amount) async throws {
    do {
      try await sendReceipt(of: order, total)
    } catch {
      report(.orderLost(order: order.id, reason: "its receipt was never sent: \(error)"))
      throw error
    }
  }

  // MARK: The steps of an order

  /// Reserves the stock of an order; tells how far it has come already.
  func reserve(_ order: Order) async throws -> OrderState {
    let now = machine.cloud.simulation.now
    return try await change { try $0.reserve(order, at: now) }
  }

  /// Charges the card; false when it was declined.
  func charge(_ order: Order, _ total: Amount) async throws -> Bool {
    try await payments.take(
      Charge(
        order: order.id,
        amount: total,
        card: order.card,
        idempotencyKey: settings.chargesWithKey ? order.id : nil
      )
    )
  }

  /// Enters the sale in the ledger and hands the order to the warehouse.
  ///
  /// From this commit on the shop has accepted the order, whatever its customer is told.
  func sell(_ order: Order, _ total: Amount) async throws {
    let program = self
    let isSold = try await change { database in
      guard database.sell(order, total) else { return false }
      program.report(.orderAccepted(order: order.id))
      program.report(.ledgerPosted(order: order.id))
      program.report(.warehouseNotified(order: order.id))
      return true
    }
    guard isSold else { throw OrderGivenUp(order: order.id) }
  }

  /// Sends the receipt and notes that it is sent.
  func sendReceipt(of order: Order, _ total: Amount) async throws {
    try await machine.compute(Costs.writeReceipt)
    try await mail.send(Receipt(for: order, total, from: catalogue))
    try await change { $0.complete(order) }
    report(.receiptSent(order: order.id))
  }

  /// Gives an accepted order up.
  func cancel(_ order: Order) async throws {
    if try await change({ $0.cancel(order) }) { report(.orderCancelled(order: order.id)) }
  }

  // MARK: The other features

  private func store(_ question: Question) async throws {
    try await change { $0.store(question) }
    report(.questionStored(question: question.id))
  }

  private func bookIn(_ delivery: StockDelivery) async throws {
    try await change { try $0.restock(delivery) }
    report(.restocked(delivery: delivery.id))
  }

  // snippet: thumbnail
  /// Makes a photo small; unpacking it takes memory, and the memory is everybody's.
  private func shrink(_ photo: Photo) async throws {
    try await machine.withMemory(ByteCount(bytes: photo.bytesToUnpack)) {
      try await machine.compute(Costs.shrinkPhoto)
    }
    try await change { $0.store(Thumbnail(of: photo)) }
    report(.thumbnailMade(photo: photo.name))
  }
  // snippet end

  // MARK: The database

  /// Waits until the database takes connections, and then gives up orders again and again whose
  /// payment nobody takes any more.
  func begin() async throws {
    try await database.server.waitUntilServing()
    let program = self
    machine.every(Self.unpaidAge / 2) { try await program.giveUpUnpaid(olderThan: Self.unpaidAge) }
  }

  /// How long a request that died with its process keeps the stock of its order: an assumption.
  private static let unpaidAge = Duration.seconds(120)

  /// Gives up the orders that have been waiting for their payment for longer than `age`.
  func giveUpUnpaid(olderThan age: Duration) async throws {
    let limit = machine.cloud.simulation.now.advanced(by: .zero - age)
    try await change { $0.releaseUnpaid(since: limit) }
  }

  /// Changes the database in one transaction.
  @discardableResult
  private func change<Result: Sendable>(
    _ body: @escaping @Sendable (inout ShopDatabase) throws -> Result
  ) async throws -> Result {
    try await database.transaction(
      for: machine.component,
      statements: settings.statements,
      body
    )
  }

  func report(_ event: ShopEvent) { machine.report(event) }
}

/// Thrown when an order was given up while its payment was taken.
struct OrderGivenUp: Error, CustomStringConvertible {
  let order: String
  var description: String { "\(order) was given up before it was paid" }
}

extension ProcessEnvironment {
  /// Tells the shop's metrics what has happened.
  func report(_ event: ShopEvent) {
    cloud.simulation.record(event, from: component)
  }
}

extension HTTPRequest {
  /// Whether a balancer asks how the process is.
  var isHealthCheck: Bool { method == "GET" && path == "/" }
}
