public import Cloud
public import Simulation

/// One deployed stage with its customers and its metrics: the shop as a going concern.
public actor Fernway: Simulated {
  /// The cloud on which the shop runs.
  public nonisolated let cloud: Cloud
  /// The architecture that has been deployed.
  public nonisolated let stage: any Stage
  /// The values of the stage's settings.
  public nonisolated let settings: StageSettings
  /// What is counted about orders and customers, since the deployment.
  public nonisolated let metrics: ShopMetrics
  /// What the cloud's meter showed when the stage had just been deployed.
  public nonisolated let opening: MeterReading

  /// The simulation of the shop's cloud.
  public nonisolated var simulation: Simulation { cloud.simulation }

  /// How long a customer waits for an answer before she leaves.
  public static let patience = Duration.seconds(10)
  /// How long a run may go on after its load to finish what was begun.
  public static let settlingTime = Duration.seconds(3_600)
  /// How often the use of processors is looked at.
  public static let samplingPeriod = Duration.seconds(10)
  /// The customers' name in the topology and the trace.
  public static let customers = "customers"

  private var loads = 0
  /// The orders that were sent one by one; only these are ever sent again.
  private var sent: Set<String> = []

  /// Deploys a stage on an empty cloud.
  ///
  /// - Parameters:
  ///   - type: which stage.
  ///   - cloud: where; it should have nothing on it.
  ///   - settings: the stage's settings.
  /// - Returns: the shop, open for customers.
  /// - Throws: what the stage's deployment throws.
  public static func deploy(
    _ type: any Stage.Type,
    on cloud: Cloud,
    settings: StageSettings
  ) async throws -> Fernway {
    cloud.topology.add(Component(customers, .client, note: "website, app, tills"))
    let stage = try await type.init(on: cloud, settings: settings)
    let fernway = Fernway(stage, on: cloud, settings)
    cloud.simulation.spawn(on: fernway) { try await $0.watchCapacity() }
    return fernway
  }

  private init(_ stage: any Stage, on cloud: Cloud, _ settings: StageSettings) {
    self.stage = stage
    self.cloud = cloud
    self.settings = settings
    metrics = ShopMetrics(of: cloud.simulation)
    opening = cloud.meter.reading
  }

  /// Sends one request to the shop and waits for what its customer is told.
  ///
  /// An order whose id was sent before counts as the same order, sent again.
  ///
  /// - Throws: `CancellationError` when the simulation ends meanwhile.
  public func send(_ request: ShopRequest) async throws -> CustomerOutcome {
    let isNew = isFirst(request)
    return try await simulation.suspend(waitingFor: "the shop's answer to \(request.id)") {
      suspension in
      simulation.spawn(on: self) { fernway in
        try await fernway.serve(request, isNew: isNew) { suspension.resume(returning: $0) }
      }
    }
  }

  /// Lets a load's customers come, each when her time has come, and waits until the shop has
  /// finished with them, at most an hour longer than the load.
  ///
  /// - Throws: `CancellationError` when the simulation ends meanwhile.
  public func run(_ load: Load) async throws {
    loads += 1
    let stream = simulation.randomStream("load \(loads)")
    var shoppers = Shoppers(of: loads, load.mix, stream)
    var times = stream.stream("arrivals")
    let end = simulation.now.advanced(by: load.duration)
    var arrivals = load.arrivals(from: simulation.now)
    while let instant = arrivals.next(using: &times), instant <= end {
      try await simulation.sleep(until: instant)
      let request = shoppers.next()
      simulation.spawn(on: self) { try await $0.serve(request, isNew: true) { _ in } }
    }
    try await simulation.sleep(until: end)
    try await settle()
  }

  /// Waits until nothing is left to do for customers and orders, at most an hour.
  ///
  /// Accepted orders that nobody will go on with are then counted as lost.
  ///
  /// - Throws: `CancellationError` when the simulation ends meanwhile.
  public func settle() async throws {
    let limit = simulation.now.advanced(by: Self.settlingTime)
    var unfinished: String?
    while simulation.now < limit {
      try await simulation.sleep(for: .seconds(1))
      guard metrics.waiting == 0, metrics.orders.open == 0 else { continue }
      unfinished = await orderWithWork(unfinished)
      if unfinished == nil { break }
    }
    for order in metrics.pending where await !stage.hasWork(for: order) {
      let reason = "nothing is left that would go on with it"
      simulation.record(ShopEvent.orderLost(order: order, reason: reason), from: Self.customers)
    }
  }

  private func isFirst(_ request: ShopRequest) -> Bool {
    guard case .checkout(let order) = request else { return true }
    return sent.insert(order.id).inserted
  }

  /// Returns a pending order that the stage still works on, the one it was before if it can be.
  private func orderWithWork(_ before: String?) async -> String? {
    if let before, metrics.isPending(before), await stage.hasWork(for: before) { return before }
    for order in metrics.pending where await stage.hasWork(for: order) { return order }
    return nil
  }

  /// Serves one customer from her request to the end of her connection.
  ///
  /// - Parameters:
  ///   - request: what she wants.
  ///   - isNew: false for an order that was sent before.
  ///   - tell: is called once, with what she is told or when she gives up.
  /// - Throws: `CancellationError` when the simulation ends meanwhile.
  private func serve(
    _ request: ShopRequest,
    isNew: Bool,
    tell: @escaping @Sendable (CustomerOutcome) -> Void
  ) async throws {
    let visit = Visit(request, at: simulation.now, tell)
    let cause = record(visit.beginning(isNew: isNew), cause: nil)
    let watchdog = simulation.watchdog(at: visit.start.advanced(by: Self.patience)) { [self] in
      record(visit.giveUp(after: Self.patience), cause: cause)
    }
    let outcome: CustomerOutcome
    do {
      let response = try await Trace.$cause.withValue(cause) {
        try await stage.respond(to: request)
      }
      outcome = CustomerOutcome(response)
    } catch is CancellationError {
      watchdog.stop()
      throw CancellationError()
    } catch {
      outcome = .failed("\(error)")
    }
    watchdog.stop()
    conclude(request, outcome, cause)
    if let event = visit.end(with: outcome, at: simulation.now) { record(event, cause: cause) }
    visit.tell(outcome)
  }

  /// Notes what the end of a connection means for an order that the shop has not accepted.
  private func conclude(_ request: ShopRequest, _ outcome: CustomerOutcome, _ cause: TraceID) {
    guard case .checkout(let order) = request, metrics.isOpen(order.id) else { return }
    switch outcome {
    case .rejected(let reason):
      record(.orderRejected(order: order.id, reason: reason), cause: cause)
    case .failed(let reason):
      record(.orderFailed(order: order.id, reason: reason), cause: cause)
    case .done:
      record(.orderFailed(order: order.id, reason: "answered without being taken"), cause: cause)
    case .gaveUp: break
    }
  }

  @discardableResult
  private nonisolated func record(_ event: ShopEvent, cause: TraceID?) -> TraceID {
    simulation.record(event, from: Self.customers, cause: cause)
  }

  /// Looks at the use of processors for as long as the simulation goes on.
  private func watchCapacity() async throws {
    while let capacity = await stage.capacity {
      metrics.sample(capacity, at: simulation.now)
      try await simulation.sleep(for: Self.samplingPeriod, .background)
    }
  }
}
