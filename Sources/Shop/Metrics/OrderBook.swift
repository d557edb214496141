/// How many orders there are of each outcome; at every instant they add up.
///
/// `offered = accepted + rejected + failed + open` and
/// `accepted = completed + cancelled + pending + lost`.
public struct OrderCounts: Hashable, Sendable {
  /// How many different orders customers have sent.
  public internal(set) var offered = 0
  /// How many are still being decided on.
  public internal(set) var open = 0
  /// How many the shop's business has said no to.
  public internal(set) var rejected = 0
  /// How many its machinery has failed on.
  public internal(set) var failed = 0
  /// How many it has accepted: the sum of the four below.
  public internal(set) var accepted = 0
  /// How many of the accepted are carried out in full.
  public internal(set) var completed = 0
  /// How many of the accepted were given up in good order.
  public internal(set) var cancelled = 0
  /// How many of the accepted are under way.
  public internal(set) var pending = 0
  /// How many of the accepted nothing and nobody will go on with.
  public internal(set) var lost = 0
  /// How many customers gave up before the answer; the order counts in one of the above besides.
  public internal(set) var unacknowledged = 0

  /// Whether the outcomes add up.
  public var isConserved: Bool {
    offered == accepted + rejected + failed + open
      && accepted == completed + cancelled + pending + lost
  }
}

/// How far every unfinished order has come.
///
/// An order leaves the book when it is completed or cancelled. A rejected or failed one stays: its
/// customer may send it again, and a slow part of the shop may accept it after all.
struct OrderBook {
  enum State: UInt8 {
    case open, rejected, failed, pending, lost
  }

  struct Step: OptionSet {
    let rawValue: UInt8

    static let paid = Self(rawValue: 1)
    static let posted = Self(rawValue: 2)
    static let handedOver = Self(rawValue: 4)
    static let receipted = Self(rawValue: 8)
    static let all: Self = [.paid, .posted, .handedOver, .receipted]
  }

  struct Progress {
    var state = State.open
    var steps: Step = []
    let offered: Int64
  }

  private(set) var counts = OrderCounts()
  private var orders: [String: Progress] = [:]

  func state(of order: String) -> State? { orders[order]?.state }

  /// The orders in one state, by id.
  func orders(in state: State) -> [String] {
    orders.filter { $0.value.state == state }.map(\.key).sorted()
  }

  /// Whether an order's card has been charged; one that has left the book was.
  func isPaid(_ order: String) -> Bool {
    orders[order].map { $0.steps.contains(.paid) } ?? true
  }

  mutating func offer(_ order: String, at nanoseconds: Int64) {
    guard orders[order] == nil else { return }
    orders[order] = Progress(offered: nanoseconds)
    counts.offered += 1
    counts.open += 1
  }

  mutating func reject(_ order: String) {
    guard orders[order]?.state == .open else { return }
    move(order, to: .rejected)
  }

  mutating func fail(_ order: String) {
    guard orders[order]?.state == .open else { return }
    move(order, to: .failed)
  }

  /// Notes that an order is accepted, whatever its customer was told; true when it is complete.
  mutating func accept(_ order: String) -> Bool {
    guard let progress = orders[order] else { return false }
    switch progress.state {
    case .open, .rejected, .failed: counts.accepted += 1
    case .pending, .lost: return false
    }
    move(order, to: .pending)
    return progress.steps == .all
  }

  mutating func lose(_ order: String) {
    guard orders[order]?.state == .pending else { return }
    move(order, to: .lost)
  }

  /// Notes that a step is done; true when that completes an accepted order.
  mutating func note(_ step: Step, of order: String) -> Bool {
    guard let progress = orders[order], !progress.steps.contains(step) else { return false }
    orders[order]?.steps.insert(step)
    let isAccepted = progress.state == .pending || progress.state == .lost
    return isAccepted && progress.steps.union(step) == .all
  }

  /// Takes a completed order out; returns when it was offered.
  mutating func complete(_ order: String) -> Int64? {
    guard let progress = leave(order) else { return nil }
    counts.completed += 1
    return progress.offered
  }

  mutating func cancel(_ order: String) {
    if leave(order) != nil { counts.cancelled += 1 }
  }

  mutating func giveUp() {
    counts.unacknowledged += 1
  }

  private mutating func leave(_ order: String) -> Progress? {
    guard let progress = orders[order], progress.state == .pending || progress.state == .lost else {
      return nil
    }
    count(progress.state, -1)
    orders[order] = nil
    return progress
  }

  private mutating func move(_ order: String, to state: State) {
    guard let old = orders[order]?.state else { return }
    count(old, -1)
    count(state, 1)
    orders[order]?.state = state
  }

  private mutating func count(_ state: State, _ change: Int) {
    switch state {
    case .open: counts.open += change
    case .rejected: counts.rejected += change
    case .failed: counts.failed += change
    case .pending: counts.pending += change
    case .lost: counts.lost += change
    }
  }
}
