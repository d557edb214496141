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

  private struct Entry {
    let order: Order
    var state: State
    var since: SimulationInstant
  }

  private var entries: [String: Entry] = [:]
  /// The orders that somebody has to look after, by id: all but those that are sent or cancelled.
  private var unsettled: Set<String> = []

  /// Writes a new order down; of a known one, tells how far it has come.
  mutating func begin(_ order: Order, at now: SimulationInstant) -> State {
    if let state = entries[order.id]?.state, state != .abandoned { return state }
    entries[order.id] = Entry(order: order, state: .open, since: now)
    unsettled.insert(order.id)
    return .open
  }

  /// Takes a step, if the order still stands where it should.
  mutating func move(_ order: String, from old: State, to new: State) -> Bool {
    guard entries[order]?.state == old else { return false }
    entries[order]?.state = new
    if new == .sent || new == .cancelled { unsettled.remove(order) }
    return true
  }

  /// Forgets an order whose stock is free again, or never was reserved.
  mutating func forget(_ order: String) {
    guard let state = entries[order]?.state, state == .open || state == .abandoned else { return }
    entries[order] = nil
    unsettled.remove(order)
  }

  /// The orders with which nobody has gone on since `instant`, by id.
  func forgotten(since instant: SimulationInstant) -> [(order: Order, state: State)] {
    unsettled.sorted().compactMap { entries[$0] }
      .filter { $0.since <= instant }
      .map { ($0.order, $0.state) }
  }

  /// Whether an order is accepted and its message is not sent.
  func isWaiting(_ order: String) -> Bool { entries[order]?.state == .placed }

  /// The accepted orders, and whether each was given up again.
  var accepted: [(id: String, isCancelled: Bool)] {
    entries.values.filter { [.placed, .sent, .cancelled].contains($0.state) }
      .map { ($0.order.id, $0.state == .cancelled) }
  }
}

/// The stock service's own store: what is on the shelves, and for whom it is kept.
struct StockStore: Sendable {
  private enum Reservation {
    case held(Order)
    case dispatched
  }

  private(set) var inventory = Inventory(of: .fernway, each: Inventory.openingStock)
  private var reservations: [String: Reservation] = [:]
  private var deliveries: Set<String> = []

  /// Reserves the stock of an order, once.
  mutating func reserve(_ order: Order) throws(Rejection) {
    guard reservations[order.id] == nil else { return }
    try inventory.reserve(order)
    reservations[order.id] = .held(order)
  }

  /// Gives back what is held for an order; nothing when nothing is.
  mutating func release(_ order: String) {
    guard case .held(let held) = reservations[order] else { return }
    inventory.release(held)
    reservations[order] = nil
  }

  /// Takes what is held for an order from the shelf, once.
  mutating func dispatch(_ order: String) {
    guard case .held(let held) = reservations[order] else { return }
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
