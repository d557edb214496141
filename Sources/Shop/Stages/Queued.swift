public import Cloud
import JSON
import Simulation

/// The tiers with a queue behind them: orders are written down for customers who do not wait, and
/// workers carry them out when they can.
///
/// Nothing behind the queue can make a customer wait or fail: when the payment provider is down,
/// orders pile up, and the number of workers follows the pile.
public struct Queued: FleetStage {
  /// `queued`.
  public static let name = "queued"
  /// `Queued`.
  public static let title = "Queued"
  /// The architecture in one sentence.
  public static let summary =
    "Tiers, and a queue between taking an order and carrying it out."
  /// The machines, how repetitions are known, and when a message is given up.
  public static let settings = [
    TierSetting.instanceType, TierSetting.instances, TierSetting.databaseClass,
    TierSetting.idempotency,
    StageSetting(
      "redrive",
      "when a message that fails again and again goes to the dead-letter queue",
      .json("a redrive policy such as {\"maxReceiveCount\": 3}"),
      preset: "{\"maxReceiveCount\": 100}"
    ),
  ]

  static let orders = "orders"
  static let deadLetters = "orders-dlq"
  static let worker = "worker"

  /// The balancer in front of the web tier.
  public let front: LoadBalancer
  /// The tiers and the database.
  public let fleet: Fleet
  private let database: RelationalDatabase<ShopDatabase>

  // snippet: deployment
  /// Creates the queue, the tiers and the workers, and waits until they serve.
  ///
  /// - Throws: `ServiceError` when the cloud refuses something.
  public init(on cloud: Cloud, settings: StageSettings) async throws {
    let tiers = Tiers(on: cloud, settings)
    try await cloud.createWorkQueue(Self.orders, redrive: settings.json("redrive"))
    front = try await tiers.createFront()
    let inner = try await tiers.createInner()
    let database = try await tiers.createDatabase()
    let programSettings = tiers.programSettings
    let app = try await tiers.launch(.init(name: Tiers.app, process: TierAssumptions.app)) {
      machine in
      let intake = Intake(machine, ShopProgram(machine, database, programSettings))
      return { try await intake.answer($0) }
    }
    let workers = try await Self.launchWorkers(on: cloud) { machine in
      let worker = Worker(ShopProgram(machine, database, programSettings), programSettings)
      machine.consume(Self.orders, threads: TierAssumptions.workerThreads) {
        try await worker.fulfil($0)
      }
      return { _ in HTTPResponse(status: 200) }
    }
    let web = try await tiers.launchWeb(before: inner)
    tiers.connect(Tiers.app, to: [Tiers.database])
    tiers.connect(Self.worker, to: [Tiers.database] + tiers.providers)
    cloud.topology.connect(Tiers.app, to: Self.orders, .asynchronous)
    self.database = database
    fleet = Fleet(cloud: cloud, groups: [web, app, workers], databases: [database.server])
  }
  // snippet end

  // snippet: workers
  /// Launches workers whose number follows the backlog that each of them has.
  private static func launchWorkers(
    on cloud: Cloud,
    _ start: @escaping ServerProcess.Start
  ) async throws -> AutoScalingGroup {
    let tier = Tier(
      name: worker,
      type: .t3Small,
      sizes: 1...10,
      process: TierAssumptions.worker,
      wantedUtilisation: nil
    )
    let group = try await tier.launch(on: cloud, behind: [], start)
    await group.follow(orders, backlogPerInstance: TierAssumptions.backlogPerWorker)
    return group
  }
  // snippet end

  /// The tiers that a customer waits for.
  public func components(serving feature: Feature) -> [String] { [Tiers.web, Tiers.app] }

  /// Tells whether a program is at work or a message waits.
  public func hasWork(for order: String) async -> Bool {
    if await fleet.isBusy { return true }
    return await fleet.cloud.hasMessages(in: [Self.orders])
  }

  /// What the database and the payment provider say.
  public func books() async -> Books { await database.shopBooks }
}

// MARK: The programs

extension Queued {
  /// The application tier's program: it writes orders down, and does everything else itself.
  struct Intake {
    private let program: ShopProgram
    private let machine: ProcessEnvironment
    private let queue: Client<SQS>

    init(_ machine: ProcessEnvironment, _ program: ShopProgram) {
      self.machine = machine
      self.program = program
      queue = machine.client(of: SQS.self)
    }

    /// Answers a request: an order with a promise, everything else with its result.
    func answer(_ http: HTTPRequest) async throws -> HTTPResponse {
      if http.isHealthCheck { return HTTPResponse(status: 200) }
      try await machine.compute(TierAssumptions.handleCall)
      guard let request = ShopRequest(http: http) else { return HTTPResponse(status: 400) }
      guard case .checkout(let order) = request else {
        return try await program.answer { try await program.serve(request) }
      }
      do {
        try await accept(order)
        return HTTPResponse(status: 202)
      } catch let error as ServiceError {
        return HTTPResponse(status: 503, message: "\(error)")
      }
    }

    // snippet: accept
    /// Puts the order in the queue as it came: from then on it is the workers' business.
    private func accept(_ order: Order) async throws {
      _ = try await queue(SendMessage(queueUrl: Queued.orders, messageBody: order.json.text()))
      program.report(.orderAccepted(order: order.id))
    }
    // snippet end
  }

  /// A worker's program: it carries orders out, one message each.
  struct Worker {
    private let program: ShopProgram
    private let knowsRepetitions: Bool

    init(_ program: ShopProgram, _ settings: ShopProgram.Settings) {
      self.program = program
      knowsRepetitions = settings.chargesWithKey
    }

    // snippet: worker
    /// Carries an order out.
    ///
    /// A message that comes again finds done what is done, unless the shop
    /// does not look; one that cannot be understood fails, and comes again.
    func fulfil(_ message: ReceivedMessage) async throws {
      guard let order = Order(json: try JSONValue(parsing: message.body)) else {
        throw UnreadableOrder(text: message.body)
      }
      let total = try program.catalogue.total(of: order)
      try await program.machine.compute(Costs.checkOrder)
      guard let state = try await reserve(order), state != .cancelled else { return }
      if state == .placed || !knowsRepetitions {
        guard try await program.charge(order, total) else {
          return try await program.cancel(order)
        }
      }
      guard state != .completed else { return }
      try await program.sell(order, total)
      try await program.sendReceipt(of: order, total)
    }
    // snippet end

    /// Reserves the stock; an order for which there is none is given up, and there is no state.
    private func reserve(_ order: Order) async throws -> OrderState? {
      do {
        return try await program.reserve(order)
      } catch Rejection.outOfStock {
        program.report(.orderCancelled(order: order.id))
        return nil
      }
    }
  }

  /// Thrown for a message that holds no order.
  struct UnreadableOrder: Error, CustomStringConvertible {
    let text: String
    var description: String { "this is no order: \(text.prefix(60))" }
  }
}
