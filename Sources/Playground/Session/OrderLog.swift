import Cloud
import Shop
import Simulation
import Synchronization

/// What became of the latest orders, and how much money was taken: constant memory for any load.
final class OrderLog: Sendable {
  /// How many orders are remembered.
  static let limit = 40

  /// One order, as far as it has come.
  struct Entry {
    let id: String
    let offered: SimulationInstant
    var state = "open"
    /// When it came into that state.
    var since: SimulationInstant
    /// What its customer was told; `nil` while she waits.
    var answer: String?
  }

  fileprivate struct State {
    var ids: [String] = []
    var entries: [String: Entry] = [:]
    /// What cards were charged with.
    var cents = 0
  }

  private let state = Mutex(State())

  init(reading trace: Trace) {
    trace.read(ShopEvent.self) { [self] instant, _, event in
      state.withLock { $0.note(event, at: instant) }
    }
    trace.read(ProviderEvent.self) { [self] _, _, event in
      if case .charged(_, _, let cents) = event { state.withLock { $0.cents += cents } }
    }
  }

  /// The latest orders, oldest first.
  var entries: [Entry] {
    state.withLock { state in state.ids.compactMap { state.entries[$0] } }
  }

  /// What cards were charged with, in cents.
  var centsTaken: Int { state.withLock { $0.cents } }
}

extension OrderLog.State {
  fileprivate mutating func note(_ event: ShopEvent, at now: SimulationInstant) {
    switch event {
    case .orderOffered(let order): open(order, at: now)
    case .answered(.checkout, let order, let wait):
      answer(order, "answered after \(Self.text(wait))")
    case .unanswered(.checkout, let order, let reason, _): answer(order, "error: \(reason)")
    case .gaveUp(.checkout, let order, let wait): answer(order, "gave up after \(Self.text(wait))")
    case .orderAccepted(let order): accept(order, now)
    case .orderRejected(let order, let reason): move(order, "rejected: \(reason)", now)
    case .orderFailed(let order, _): move(order, "failed", now)
    case .orderCompleted(let order): move(order, "completed", now)
    case .orderCancelled(let order): move(order, "cancelled", now)
    case .orderLost(let order, _): move(order, "lost", now)
    default: break
    }
  }

  private mutating func open(_ order: String, at now: SimulationInstant) {
    guard entries[order] == nil else { return }
    entries[order] = OrderLog.Entry(id: order, offered: now, since: now)
    ids.append(order)
    // Trimming only at twice the limit makes each order's share of the work constant.
    guard ids.count >= 2 * OrderLog.limit else { return }
    for id in ids.prefix(OrderLog.limit) { entries[id] = nil }
    ids.removeFirst(OrderLog.limit)
  }

  private mutating func move(_ order: String, _ state: String, _ now: SimulationInstant) {
    guard entries[order] != nil else { return }
    entries[order]?.state = state
    entries[order]?.since = now
  }

  /// Notes that an order is taken; what is told twice changes nothing.
  private mutating func accept(_ order: String, _ now: SimulationInstant) {
    guard let state = entries[order]?.state, !Self.afterAcceptance.contains(state) else { return }
    move(order, "pending", now)
  }

  private static let afterAcceptance: Set<String> = ["pending", "completed", "cancelled", "lost"]

  private static func text(_ wait: Duration) -> String {
    Measurement(wait.milliseconds, .milliseconds).description
  }

  private mutating func answer(_ order: String, _ text: String) {
    if entries[order] != nil { entries[order]?.answer = text }
  }
}
