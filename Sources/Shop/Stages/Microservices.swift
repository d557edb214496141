public import Cloud
import JSON
import Simulation

/// The shop as eight services, each with one capability, its own instances and its own store.
///
/// A customer waits for the edge, for the service behind it, and, when she orders, for the stock
/// service; everything that follows goes by message. A service that is down takes its own
/// capability with it, and what calls it while a customer waits.
public struct Microservices: FleetStage {
  /// `microservices`.
  public static let name = "microservices"
  /// `Microservices`.
  public static let title = "Microservices"
  /// The architecture in one sentence.
  public static let summary =
    "Eight small services, each with its own instances and its own store."
  /// The machines, and whether the payment provider is told which charge is a repetition.
  public static let settings = [
    StageSetting(
      "instance-type",
      "the type of every service's instances",
      .words(InstanceType.all.map(\.name)),
      preset: InstanceType.t3Small.name
    ),
    TierSetting.idempotency,
  ]

  static let payments = "payments"
  static let postings = "postings"
  static let tasks = "tasks"
  static let receiptsToSend = "receipts-to-send"
  static let cancellations = "cancellations"

  // snippet: services
  /// Every service: its program, where its work comes from, and what it uses.
  static let services = [
    DeployedService(
      name: "checkout",
      program: CheckoutService.self,
      paths: ["/orders*"],
      queue: cancellations,
      calls: ["orders-db", "stock-balancer"],
      tells: [payments]
    ),
    DeployedService(
      name: "stock",
      program: StockService.self,
      paths: ["/deliveries*"],
      calls: ["stock-db"]
    ),
    DeployedService(
      name: "support",
      program: SupportService.self,
      paths: ["/questions*"],
      calls: ["questions"]
    ),
    DeployedService(
      name: "photos",
      program: PhotoService.self,
      paths: ["/photos*"],
      calls: ["thumbnails"]
    ),
    DeployedService(
      name: "payment",
      program: PaymentService.self,
      queue: payments,
      calls: ["payment-provider"],
      tells: [postings, tasks, receiptsToSend, cancellations]
    ),
    DeployedService(
      name: "ledger",
      program: LedgerService.self,
      queue: postings,
      calls: ["ledger-entries"]
    ),
    DeployedService(
      name: "warehouse",
      program: WarehouseService.self,
      queue: tasks,
      calls: ["stock-balancer", "warehouse-tasks"]
    ),
    DeployedService(
      name: "receipts",
      program: ReceiptService.self,
      queue: receiptsToSend,
      calls: ["mail-provider", "sent-receipts"]
    ),
  ]
  // snippet end

  /// The balancer at the edge.
  public let front: LoadBalancer
  /// The services' instances and the databases.
  public let fleet: Fleet
  private let surroundings: Surroundings
  private let tables: ShopTables

  /// Creates the stores, the queues, the edge and the services, and waits until they serve.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  public init(on cloud: Cloud, settings: StageSettings) async throws {
    let deployment = ServiceDeployment(on: cloud, settings)
    tables = ShopTables(cloud, for: Caller("deployment"))
    try await tables.create([.ledger, .warehouse, .receipts, .questions, .thumbnails])
    for queue in Self.services.compactMap(\.queue) { try await deployment.createQueue(queue) }
    front = try await deployment.createEdge(for: Self.services)
    surroundings = try await deployment.createSurroundings()
    var groups: [AutoScalingGroup] = []
    for service in Self.services {
      groups.append(try await deployment.launch(service, surroundings))
    }
    fleet = Fleet(
      cloud: cloud,
      groups: groups,
      databases: [surroundings.orders.server, surroundings.stock.server]
    )
  }

  /// The service that has the feature.
  public func components(serving feature: Feature) -> [String] {
    switch feature {
    case .checkout: ["checkout"]
    case .questions: ["support"]
    case .restock: ["stock"]
    case .photos: ["photos"]
    }
  }

  /// Tells whether a service is at work, a message waits, or the order's message is to be sent.
  public func hasWork(for order: String) async -> Bool {
    if await fleet.isBusy { return true }
    if await fleet.cloud.hasMessages(in: Self.services.compactMap(\.queue)) { return true }
    return await surroundings.orders.inspect { $0.isWaiting(order) }
  }

  /// What the services' stores and the payment provider say.
  public func books() async -> Books {
    let accepted = await surroundings.orders.inspect { $0.accepted }
    var books = await tables.books(of: accepted)
    books.stock = await surroundings.stock.inspect { $0.inventory.levels }
    books.charges = await fleet.cloud.outside.charges
    return books
  }
}
