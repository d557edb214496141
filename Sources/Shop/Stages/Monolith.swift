public import Cloud
import Simulation

/// The shop as one program on one box: website, orders, questions, deliveries, photos, database.
///
/// Everything is a call in one process. That is quick to build and easy to follow, and whatever
/// happens to the process happens to all of it.
public struct Monolith: Stage {
  /// `monolith`.
  public static let name = "monolith"
  /// `Monolith`.
  public static let title = "Monolith"
  /// The architecture in one sentence.
  public static let summary = "One program with everything in it, on one server."
  /// The box's type, and whether the payment provider is told which charge is a repetition.
  public static let settings = [
    StageSetting(
      "instance-type",
      "the server's type",
      .words(InstanceType.all.map(\.name)),
      preset: InstanceType.m5Large.name
    ),
    StageSetting(
      "idempotency",
      "whether a charge carries a key by which the provider knows a repetition",
      .words(["on", "off"]),
      preset: "on"
    ),
  ]

  static let shop = "shop"
  static let database = "database"

  private let cloud: Cloud
  private let instance: Instance
  private let program: ServerProcess
  private let database: RelationalDatabase<Tables>
  private let customers: HTTPClient

  /// Launches the instance with the database and the program on it, and waits until it listens.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  public init(on cloud: Cloud, settings: StageSettings) async throws {
    let ec2 = cloud.client(of: EC2.self, for: Caller("deployment"))
    let type = InstanceType.named(settings["instance-type"]) ?? .m5Large
    let box = try await ec2.launch(type, named: Self.shop, volumeSize: BoxAssumptions.volumeSize)
    let database = RelationalDatabase(
      on: DatabaseServer(Self.database, on: box, in: cloud, settings: BoxAssumptions.database),
      contents: Tables(inventory: Inventory(of: .fernway, each: Inventory.openingStock))
    )
    let hasKeys = settings.isOn("idempotency")
    program = ServerProcess(Self.shop, on: box, in: cloud, settings: BoxAssumptions.shop) {
      machine in
      let program = Program(machine, database, chargesWithKey: hasKeys)
      try await program.recover()
      return { try await program.answer($0) }
    }
    self.cloud = cloud
    self.database = database
    instance = box
    customers = HTTPClient(cloud: cloud, component: Fernway.customers)
    let providers = cloud.outside
    cloud.topology.connect(Fernway.customers, to: Self.shop, .synchronous)
    cloud.topology.connect(Self.shop, to: Self.database, .synchronous)
    cloud.topology.connect(Self.shop, to: providers.payments.component, .synchronous)
    cloud.topology.connect(Self.shop, to: providers.mail.component, .synchronous)
    try await program.waitUntilServing()
  }

  /// Sends the request to the box, as a customer's device does.
  ///
  /// - Throws: `HTTPFailure` when there is no answer.
  public func respond(to request: ShopRequest) async throws -> ShopResponse {
    ShopResponse(http: try await customers.send(request.http, to: program))
  }

  /// The program and the database.
  public let crashable = [Self.shop, Self.database]

  /// Ends the program or the database by force, with all that is in flight in it.
  ///
  /// - Throws: ``StageError`` for another component.
  public func crash(_ component: String, for duration: Duration?) async throws {
    switch component {
    case Self.shop:
      // The supervisor waits before it starts the program, and the start takes its own time.
      let delay = duration.map { max(.zero, $0 - program.settings.startTime) }
      await program.crash(reason: "crashed by hand", for: delay)
    case Self.database:
      await database.server.crash(reason: "crashed by hand", for: duration)
    default:
      throw Self.unknown(component)
    }
  }

  /// Stops the box, gives it another type and starts it; the shop is closed meanwhile.
  ///
  /// - Throws: ``StageError`` for another component; `ServiceError` for an unknown type.
  public func resize(_ component: String, to size: String) async throws {
    guard component == Self.shop else { throw Self.unknown(component) }
    try await cloud.client(of: EC2.self, for: Caller("deployment")).resize(instance, to: size)
    try await program.waitUntilServing()
  }

  private static func unknown(_ component: String) -> StageError {
    StageError(
      problem: "the monolith cannot do that with \(component)",
      remedy: "its one box is \(shop); on it run \(shop) and \(database)"
    )
  }

  /// The one program serves everything.
  public func components(serving feature: Feature) -> [String] { [Self.shop] }

  /// The box's processors.
  public var capacity: StageCapacity? {
    StageCapacity(
      instances: 1,
      processors: instance.processors.processors,
      used: instance.processors.processorTime
    )
  }

  /// What the database and the payment provider say.
  public func books() async -> Books {
    var books = await database.inspect { $0.books }
    books.charges = await cloud.outside.charges
    return books
  }
}

// MARK: The program

extension Monolith {
  /// The program on the box, from one start to the next end.
  struct Program {
    private let machine: ProcessEnvironment
    private let database: RelationalDatabase<Tables>
    private let payments: Payments
    private let mail: Mail
    private let chargesWithKey: Bool
    private let catalogue = Catalogue.fernway

    init(
      _ machine: ProcessEnvironment,
      _ database: RelationalDatabase<Tables>,
      chargesWithKey: Bool
    ) {
      self.machine = machine
      self.database = database
      self.chargesWithKey = chargesWithKey
      payments = Payments(by: machine.http)
      mail = Mail(by: machine.http)
    }

    /// Answers a request; all features are in this one program.
    func answer(_ http: HTTPRequest) async throws -> HTTPResponse {
      try await machine.compute(BoxAssumptions.handleRequest)
      guard let request = ShopRequest(http: http) else { return HTTPResponse(status: 400) }
      do {
        switch request {
        case .checkout(let order): try await checkout(order)
        case .question(let question): try await store(question)
        case .restock(let delivery): try await bookIn(delivery)
        case .photo(let photo): try await shrink(photo)
        }
        return ShopResponse.done.http
      } catch let rejection as Rejection {
        return ShopResponse.rejected(rejection).http
      } catch let outage as ProviderFailure {
        return ShopResponse.failed(status: 502, "\(outage)").http
      }
    }

    // snippet: checkout
    /// Takes an order from the first check to the receipt, while its customer waits.
    private func checkout(_ order: Order) async throws {
      let total = try catalogue.total(of: order)
      try await machine.compute(Costs.checkOrder)
      let state = try await change { try $0.reserve(order) }
      if state == .placed {
        try await pay(order, total)
        try await change { $0.sell(order, total) }
        report(.orderAccepted(order: order.id))
        report(.ledgerPosted(order: order.id))
        report(.warehouseNotified(order: order.id))
      }
      if state != .completed {
        try await sendReceipt(of: order, total)
      }
    }
    // snippet end

    /// Takes the payment; an order that is not paid gets no goods.
    private func pay(_ order: Order, _ total: Amount) async throws {
      let charge = Charge(
        order: order.id,
        amount: total,
        card: order.card,
        idempotencyKey: chargesWithKey ? order.id : nil
      )
      do {
        guard try await payments.take(charge) else { throw Rejection.cardDeclined }
      } catch {
        try await change { $0.release(order) }
        throw error
      }
    }

    /// Sends the receipt; if that fails, nobody will try again.
    private func sendReceipt(of order: Order, _ total: Amount) async throws {
      do {
        try await machine.compute(Costs.writeReceipt)
        try await mail.send(Receipt(for: order, total, from: catalogue))
        try await change { $0.complete(order) }
        report(.receiptSent(order: order.id))
      } catch {
        report(.orderLost(order: order.id, reason: "its receipt was never sent: \(error)"))
        throw error
      }
    }

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

    /// Cleans up after a crash: orders that were being paid for are given up.
    func recover() async throws {
      try await database.server.waitUntilServing()
      try await change { $0.releaseAll() }
    }

    /// Changes the database in one transaction.
    @discardableResult
    private func change<Result: Sendable>(
      _ body: @escaping @Sendable (inout Tables) throws -> Result
    ) async throws -> Result {
      try await database.transaction(
        for: machine.component,
        statements: BoxAssumptions.statements,
        body
      )
    }

    private func report(_ event: ShopEvent) {
      machine.cloud.simulation.record(event, from: machine.component)
    }
  }
}
