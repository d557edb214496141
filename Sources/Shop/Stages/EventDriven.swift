public import Cloud
import JSON
import Simulation

/// The shop as small functions around an event bus: producers say what has happened, rules decide
/// who hears of it, and nothing runs in between.
///
/// A request stores what must not be lost and says a fact; everything else follows from the fact.
/// What depends on somebody else's service, payment and mail, waits in a queue in front of its
/// function, so that an outage there delays and loses nothing.
///
/// What the design lacks: a function that dies between its table and the bus leaves an order stored,
/// and its stock reserved, of which nobody hears. Its customer is told of an error; sent again, the
/// order goes on. A stream of the table's changes would close the gap.
public struct EventDriven: Stage {
  /// `event-driven`.
  public static let name = "event-driven"
  /// `Event-driven`.
  public static let title = "Event-driven"
  /// The architecture in one sentence.
  public static let summary =
    "Small functions around an event bus; producers and consumers do not know each other."
  /// Whether the payment provider is told which charge is a repetition.
  public static let settings = [
    TierSetting.idempotency
  ]

  static let bus = "fernway"
  static let source = "fernway.shop"

  // snippet: functions
  /// Every function: its code, what starts it, and what it uses.
  static let functions = [
    Deployed("place-order", PlaceOrder.self, .web("POST /orders"), uses: [bus, "orders", "stock"]),
    Deployed("ask-question", Announce.self, .web("POST /questions"), says: "QuestionAsked"),
    Deployed("receive-delivery", Announce.self, .web("POST /deliveries"), says: "StockDelivered"),
    Deployed("receive-photo", Announce.self, .web("POST /photos"), says: "PhotoUploaded"),
    Deployed(
      "take-payment",
      TakePayment.self,
      .queue("payments", fact: "OrderPlaced"),
      uses: ["payment-provider", bus]
    ),
    Deployed(
      "cancel-order",
      CancelOrder.self,
      .fact("PaymentDeclined"),
      uses: ["orders", "stock"]
    ),
    Deployed("post-ledger", PostLedger.self, .fact("PaymentTaken"), uses: ["ledger-entries"]),
    Deployed(
      "notify-warehouse",
      NotifyWarehouse.self,
      .fact("PaymentTaken"),
      uses: ["warehouse-tasks", "stock"]
    ),
    Deployed(
      "send-receipt",
      SendReceipt.self,
      .queue("receipts", fact: "PaymentTaken"),
      uses: ["mail-provider", "sent-receipts"]
    ),
    Deployed(
      "notify-support",
      NotifySupport.self,
      .fact("QuestionAsked"),
      uses: ["questions"]
    ),
    Deployed(
      "update-stock",
      UpdateStock.self,
      .fact("StockDelivered"),
      uses: ["deliveries", "stock"]
    ),
    Deployed(
      "make-thumbnail",
      MakeThumbnail.self,
      .fact("PhotoUploaded"),
      uses: ["thumbnails"],
      memory: 1_024
    ),
  ]
  // snippet end

  private let cloud: Cloud
  private let api: APIEndpoint
  private let tables: ShopTables
  private let customers: HTTPClient
  private let providers: Outside

  /// Deploys the tables, the bus, the functions and what starts them.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  public init(on cloud: Cloud, settings: StageSettings) async throws {
    self.cloud = cloud
    providers = cloud.outside
    tables = ShopTables(cloud, for: Caller("deployment"))
    try await tables.create(ShopTables.Table.allCases)
    try await tables.stockUp()
    let deployment = Deployment(cloud: cloud, idempotency: settings["idempotency"])
    try await deployment.createBus()
    for function in Self.functions { try await deployment.deploy(function) }
    api = try await deployment.createAPI("shop-api", for: Self.functions)
    customers = HTTPClient(cloud: cloud, component: Fernway.customers)
    cloud.topology.connect(Fernway.customers, to: api.component, .synchronous)
  }

  /// Sends the request through the HTTP API, as a customer's device does.
  ///
  /// - Throws: `HTTPFailure` when there is no answer.
  public func respond(to request: ShopRequest) async throws -> ShopResponse {
    ShopResponse(http: try await customers.send(request.http, to: api))
  }

  /// None: there is no process that runs between two events.
  public let crashable: [String] = []

  /// Refuses: a function's environment lives for as long as it has work.
  ///
  /// - Throws: ``StageError``.
  public func crash(_ component: String, for duration: Duration?) async throws {
    throw StageError(
      problem: "\(component) has no process that could crash between two events",
      remedy: "let it fail instead: fail \(component) 100% for 3m"
    )
  }

  /// The functions on a feature's way.
  public func components(serving feature: Feature) -> [String] {
    switch feature {
    case .checkout: ["place-order"]
    case .questions: ["ask-question", "notify-support"]
    case .restock: ["receive-delivery", "update-stock"]
    case .photos: ["receive-photo", "make-thumbnail"]
    }
  }

  /// Tells whether a message waits or an event is underway: any of them may be the order's.
  public func hasWork(for order: String) async -> Bool {
    if await cloud.eventBridge.deliveriesUnderway > 0 { return true }
    if await cloud.lambda.eventsUnderway > 0 { return true }
    if await cloud.lambda.concurrentExecutions() > 0 { return true }
    let queues = Self.functions.compactMap { function -> String? in
      if case .queue(let queue, _) = function.trigger { queue } else { nil }
    }
    return await cloud.hasMessages(in: queues)
  }

  /// What the tables and the payment provider say.
  public func books() async -> Books {
    var books = await tables.books()
    books.charges = await providers.charges
    return books
  }
}
