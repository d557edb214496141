import Cloud
public import Simulation

/// Everything that is counted about a shop and its customers, at one instant.
///
/// A function of the events alone: the same events in the same order give the same figures.
public struct ShopFigures: Sendable {
  /// When counting began.
  public let start: SimulationInstant
  /// How long it took from a customer's order to its completion.
  public private(set) var completion = Histogram<Duration>()
  /// How many customers wait at once, over time.
  public private(set) var waiting: TimeWeightedGauge
  /// How often any card was charged.
  public private(set) var charges = 0
  /// How many of them charged an order that had been charged before.
  public private(set) var repeatedCharges = 0
  /// The processors that were kept running; `nil` where nothing runs all the time.
  public private(set) var capacity: StageCapacity?
  /// The most instances and the most processors that any sample found; `nil` as with ``capacity``.
  public private(set) var peakCapacity: StageCapacity?
  /// The most requests that functions worked on at once.
  public private(set) var peakExecutions = 0

  private var book = OrderBook()
  private var features: [FeatureFigures]
  private var recorder: ShopSeriesRecorder
  private var faults = FaultWindow()
  private var executions = 0
  private var sampled: (instant: SimulationInstant, capacity: StageCapacity)?
  /// Processor time used and offered, in seconds, between the first sample and the latest.
  private var processorTime = (used: 0.0, offered: 0.0)

  init(from start: SimulationInstant) {
    self.start = start
    waiting = TimeWeightedGauge(from: start)
    features = Feature.allCases.map { _ in FeatureFigures() }
    recorder = ShopSeriesRecorder(from: start)
  }

  /// How many orders there are of each outcome.
  public var orders: OrderCounts { book.counts }

  /// How a feature has served its customers.
  public subscript(feature: Feature) -> FeatureFigures { features[feature.index] }

  /// All features' customers together.
  public var latency: Histogram<Duration> {
    features.reduce(into: Histogram()) { $0.merge($1.latency) }
  }

  /// The share of the processors' time that was used; `nil` where nothing runs all the time.
  public var utilisation: Double? {
    processorTime.offered > 0 ? processorTime.used / processorTime.offered : nil
  }

  /// The greatest share of the processors in use in any ten seconds; `nil` if it is not known.
  public var peakUtilisation: Double? { recorder.peakUtilisation }

  /// What faults have done to customers, up to `end`; `nil` when none has struck.
  public func blastRadius(until end: SimulationInstant) -> BlastRadius? {
    faults.blastRadius(until: end)
  }

  /// What happened when, up to `end`.
  public func series(until end: SimulationInstant) -> ShopSeries { recorder.series(until: end) }

  /// The accepted orders on which work goes on or should, by id.
  var pending: [String] { book.orders(in: .pending) }

  func isPending(_ order: String) -> Bool { book.state(of: order) == .pending }

  func isOpen(_ order: String) -> Bool { book.state(of: order) == .open }
}

extension ShopFigures {
  /// Takes an event into account.
  ///
  /// - Returns: the event that follows from it: the completion of an order; `nil` for none.
  /// - Complexity: O(1) amortised.
  mutating func observe(_ event: ShopEvent, at now: SimulationInstant) -> ShopEvent? {
    switch event {
    case .orderOffered, .requested, .answered, .unanswered, .gaveUp:
      observeCustomer(event, at: now)
    case .orderRejected(let order, _): book.reject(order)
    case .orderFailed(let order, _): book.fail(order)
    case .orderCancelled(let order): book.cancel(order)
    case .orderLost(let order, _): book.lose(order)
    case .orderCompleted(let order): complete(order, at: now)
    case .orderAccepted(let order):
      let before = orders.accepted
      let isComplete = book.accept(order)
      if orders.accepted > before { recorder.accept(at: now) }
      return isComplete ? .orderCompleted(order: order) : nil
    case .ledgerPosted(let order): return step(.posted, of: order)
    case .warehouseNotified(let order): return step(.handedOver, of: order)
    case .receiptSent(let order): return step(.receipted, of: order)
    case .questionStored, .restocked, .thumbnailMade: break
    }
    recorder.backlog(orders.open + orders.pending, at: now)
    return nil
  }

  private mutating func observeCustomer(_ event: ShopEvent, at now: SimulationInstant) {
    switch event {
    case .orderOffered(let order):
      book.offer(order, at: now.nanoseconds)
      recorder.offer(at: now)
      begin(.checkout, at: now)
    case .requested(let feature, _):
      begin(feature, at: now)
    case .answered(let feature, _, let wait):
      features[feature.index].answer(after: wait)
      faults.end(feature, failed: false, after: wait, at: now)
      end(after: wait, at: now)
    case .unanswered(let feature, _, _, let wait):
      features[feature.index].fail()
      faults.end(feature, failed: true, after: wait, at: now)
      recorder.fail(at: now)
      waiting.add(-1, at: now)
    case .gaveUp(let feature, _, let wait):
      features[feature.index].giveUp(after: wait)
      faults.end(feature, failed: true, after: wait, at: now)
      if feature == .checkout { book.giveUp() }
      recorder.fail(at: now)
      end(after: wait, at: now)
    default: break
    }
  }

  /// Notes how much of the processors has been used since the last time.
  mutating func sample(_ capacity: StageCapacity, at now: SimulationInstant) {
    if let (instant, before) = sampled {
      let offered = instant.duration(to: now).seconds * before.processors
      let used = (capacity.used - before.used).seconds
      processorTime = (processorTime.used + used, processorTime.offered + offered)
      // A box that was resized meanwhile has used more than its old size offered.
      if offered > 0 { recorder.utilisation(min(1, used / offered), at: now) }
    }
    sampled = (now, capacity)
    self.capacity = capacity
    peakCapacity = StageCapacity(
      instances: max(capacity.instances, peakCapacity?.instances ?? 0),
      processors: max(capacity.processors, peakCapacity?.processors ?? 0),
      used: capacity.used
    )
    recorder.capacity(capacity.instances, at: now)
  }

  /// Notes that functions work on one request more, or on one less.
  mutating func execute(_ change: Int, at now: SimulationInstant) {
    executions += change
    peakExecutions = max(peakExecutions, executions)
    if capacity == nil { recorder.capacity(executions, at: now) }
  }

  /// Takes a fault's beginning or end into account.
  mutating func observe(_ event: FaultEvent, of component: String, at now: SimulationInstant) {
    switch event {
    case .failing, .duplicating: faults.strike(component, at: now)
    case .slow(let factor):
      if factor == 1 { faults.heal(component, at: now) } else { faults.strike(component, at: now) }
    case .healed: faults.heal(component, at: now)
    case .crashed: faults.crash(component, at: now)
    case .restarted: faults.overcome(component, at: now)
    }
  }

  /// Takes the loss of a zone, or its return, into account.
  mutating func observe(_ event: ZoneEvent, of zone: String, at now: SimulationInstant) {
    switch event {
    case .lost: faults.strike(zone, at: now)
    case .restored: faults.heal(zone, at: now)
    }
  }

  /// Takes into account that a process listens, or was ended along with its machine.
  mutating func observeEndOfCrash(of component: String, at now: SimulationInstant) {
    faults.overcome(component, at: now)
  }

  private mutating func begin(_ feature: Feature, at now: SimulationInstant) {
    features[feature.index].request()
    waiting.add(1, at: now)
  }

  private mutating func end(after wait: Duration, at now: SimulationInstant) {
    recorder.wait(wait, at: now)
    waiting.add(-1, at: now)
  }

  private mutating func complete(_ order: String, at now: SimulationInstant) {
    guard let offered = book.complete(order) else { return }
    completion.record(.nanoseconds(now.nanoseconds - offered))
    recorder.complete(at: now)
  }

  /// Takes into account that the payment provider has charged an order's card.
  ///
  /// - Returns: the event that follows from it.
  mutating func observeCharge(of order: String) -> ShopEvent? {
    charges += 1
    if book.isPaid(order) { repeatedCharges += 1 }
    return step(.paid, of: order)
  }

  private mutating func step(_ step: OrderBook.Step, of order: String) -> ShopEvent? {
    book.note(step, of: order) ? .orderCompleted(order: order) : nil
  }
}
