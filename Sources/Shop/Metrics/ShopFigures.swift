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

  private var book = OrderBook()
  private var features: [FeatureFigures]
  private var recorder: ShopSeriesRecorder
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
  public subscript(feature: Feature) -> FeatureFigures { features[Self.index(feature)] }

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

  /// What happened when, up to `end`.
  public func series(until end: SimulationInstant) -> ShopSeries { recorder.series(until: end) }

  /// The accepted orders on which work goes on or should, by id.
  var pending: [String] { book.orders(in: .pending) }

  func isPending(_ order: String) -> Bool { book.state(of: order) == .pending }

  func isOpen(_ order: String) -> Bool { book.state(of: order) == .open }

  private static func index(_ feature: Feature) -> Int {
    switch feature {
    case .checkout: 0
    case .questions: 1
    case .restock: 2
    case .photos: 3
    }
  }
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
      features[Self.index(feature)].answer(after: wait)
      end(after: wait, at: now)
    case .unanswered(let feature, _, _, _):
      features[Self.index(feature)].fail()
      recorder.fail(at: now)
      waiting.add(-1, at: now)
    case .gaveUp(let feature, _, let wait):
      features[Self.index(feature)].giveUp(after: wait)
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
  }

  private mutating func begin(_ feature: Feature, at now: SimulationInstant) {
    features[Self.index(feature)].request()
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
