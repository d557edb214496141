import Simulation

/// The checkout service's own store: what has become of every order.
///
/// An order is written down before the first call to another service, so that what a crash leaves
/// half done can be found and put right.
struct CheckoutStore: Sendable {
  /// How far an order has come.
  enum State: Hashable, Sendable {
    /// Its stock is perhaps reserved.
    case open
    /// It is accepted; perhaps nobody has been told yet.
    case placed
    /// It is accepted, and the message is sent.
    case sent
    /// It was given up before it was accepted; its stock has to be released.
    case abandoned
    /// It was accepted and given up again.
    case cancelled
  }

  /// One attempt to carry an order out; a customer who sends it again after a failure begins another.
  struct Attempt: Hashable, Sendable {
    let order: Order
    /// Unique among all attempts, so that a late call of an earlier one does no harm.
    let number: Int
    fileprivate(set) var state: State
    fileprivate var since: SimulationInstant

    fileprivate init(_ order: Order, number: Int, at now: SimulationInstant) {
      self.order = order
      self.number = number
      state = .open
      since = now
    }
  }

  private var attempts: [String: Attempt] = [:]
  private var lastNumber = 0
  /// The orders that somebody has to look after, by id: all but those that are sent or cancelled.
  private var unsettled: Set<String> = []

  /// Writes a new order down; of a known one, tells how far it has come.
  mutating func begin(_ order: Order, at now: SimulationInstant) -> Attempt {
    if var known = attempts[order.id] {
      known.since = now
      attempts[order.id] = known
      return known
    }
    lastNumber += 1
    let attempt = Attempt(order, number: lastNumber, at: now)
    attempts[order.id] = attempt
    unsettled.insert(order.id)
    return attempt
  }

  /// Takes a step, if the order still stands where it should.
  mutating func move(
    _ order: String,
    from old: State,
    to new: State,
    at now: SimulationInstant
  ) -> Bool {
    guard attempts[order]?.state == old else { return false }
    attempts[order]?.state = new
    attempts[order]?.since = now
    if new == .sent || new == .cancelled { unsettled.remove(order) }
    return true
  }

  /// Forgets an attempt that has come to nothing, if it still stands where it should.
  mutating func forget(_ attempt: Attempt, in state: State) {
    let order = attempt.order.id
    guard attempts[order]?.number == attempt.number, attempts[order]?.state == state else { return }
    attempts[order] = nil
    unsettled.remove(order)
  }

  /// The attempt that is under way for an order.
  func attempt(of order: String) -> Attempt? { attempts[order] }

  /// The orders with which nobody has gone on since `instant`: those that are accepted first, then
  /// by id.
  func forgotten(since instant: SimulationInstant) -> [Attempt] {
    let found = unsettled.sorted().compactMap { attempts[$0] }.filter { $0.since <= instant }
    return found.filter { $0.state == .placed } + found.filter { $0.state != .placed }
  }

  /// Whether an order is accepted and its message is not sent.
  func isWaiting(_ order: String) -> Bool { attempts[order]?.state == .placed }

  /// The accepted orders, and whether each was given up again.
  var accepted: [(id: String, isCancelled: Bool)] {
    attempts.values.filter { [.placed, .sent, .cancelled].contains($0.state) }
      .map { ($0.order.id, $0.state == .cancelled) }
  }
}

/// The stock service's own store: what is on the shelves, and for whom it is kept.
struct StockStore: Sendable {
  private enum Reservation {
    case held(Order, attempt: Int)
    case dispatched
  }

  private(set) var inventory = Inventory(of: .fernway, each: Inventory.openingStock)
  private var reservations: [String: Reservation] = [:]
  /// The attempts that were given up: whatever still comes for one of them comes too late.
  private var closed: Set<Int> = []
  private var deliveries: Set<String> = []

  /// Reserves the stock of an order, once; false when the attempt was given up before.
  mutating func reserve(_ order: Order, for attempt: Int) throws(Rejection) -> Bool {
    guard !closed.contains(attempt) else { return false }
    guard reservations[order.id] == nil else { return true }
    try inventory.reserve(order)
    reservations[order.id] = .held(order, attempt: attempt)
    return true
  }

  /// Closes an attempt, and gives back what is held for it.
  mutating func release(_ order: String, for attempt: Int) {
    closed.insert(attempt)
    guard case .held(let held, attempt) = reservations[order] else { return }
    inventory.release(held)
    reservations[order] = nil
  }

  /// Takes what is held for an order from the shelf, once.
  mutating func dispatch(_ order: String) {
    guard case .held(let held, _) = reservations[order] else { return }
    inventory.dispatch(held)
    reservations[order] = .dispatched
  }

  /// Books a delivery in, unless it was booked in before.
  mutating func restock(_ delivery: StockDelivery) throws(Rejection) {
    guard !deliveries.contains(delivery.id) else { return }
    try inventory.restock(delivery)
    deliveries.insert(delivery.id)
  }
}
