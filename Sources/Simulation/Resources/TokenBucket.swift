import Synchronization

/// A rate limit that lets bursts through: a bucket that fills steadily and that each use empties.
///
/// Tokens come continuously, at `refill` in each `period`, and are counted in whole numbers: a
/// bucket never drifts. Waiting tasks are served in the order in which they came.
public final class TokenBucket: Sendable {
  /// The bucket's name; a dead-lock's error says it.
  public let name: String
  /// How many tokens the bucket holds when it is full: the largest burst.
  public let capacity: Int

  private struct State {
    /// What is in the bucket; a token is worth as many units as the period has nanoseconds.
    var level: Int64
    var updated: SimulationInstant
    var line = WaitingLine<Int64>()
    var timer: SlotTable.Ticket?
  }

  private let simulation: Simulation
  /// Units that come in each nanosecond.
  private let refill: Int64
  /// Units in a token.
  private let token: Int64
  private let full: Int64
  private let state: Mutex<State>

  /// Creates a full bucket.
  ///
  /// - Parameters:
  ///   - name: its name.
  ///   - capacity: how many tokens it holds; at least 1.
  ///   - refill: how many tokens come in each period; at least 1.
  ///   - period: above zero; times the capacity it must not exceed 292 years.
  ///   - simulation: the simulation whose tasks use it.
  public init(
    _ name: String,
    capacity: Int,
    refill: Int,
    per period: Duration = .seconds(1),
    on simulation: Simulation
  ) {
    let token = period.nanoseconds
    let (full, overflow) = Int64(capacity).multipliedReportingOverflow(by: token)
    precondition(
      capacity >= 1 && refill >= 1 && token >= 1 && !overflow,
      "\(name) cannot hold \(capacity) tokens and get \(refill) in \(period)"
    )
    self.name = name
    self.capacity = capacity
    self.simulation = simulation
    self.refill = Int64(refill)
    self.token = token
    self.full = full
    state = Mutex(State(level: full, updated: simulation.now))
  }

  /// How many whole tokens there are now.
  public var available: Int {
    state.withLock { state in
      fill(&state)
      return Int(state.level / token)
    }
  }

  /// Takes `count` tokens if there are so many and nobody waits; false if not.
  ///
  /// - Parameter count: from 0 to the capacity.
  /// - Returns: whether they were taken.
  public func takeIfAvailable(_ count: Int = 1) -> Bool {
    let cost = cost(of: count)
    return state.withLock { state in
      fill(&state)
      guard state.line.firstNeed == nil, state.level >= cost else { return false }
      state.level -= cost
      return true
    }
  }

  /// Takes `count` tokens, and waits until there are so many.
  ///
  /// - Parameters:
  ///   - count: from 0 to the capacity.
  ///   - presence: whether the wait keeps a run alive.
  /// - Throws: `CancellationError`, ``ScopeEnded``; no token has been taken then.
  public func take(_ count: Int = 1, _ presence: Presence = .foreground) async throws {
    try Task.checkCancellation()
    guard !takeIfAvailable(count) else { return }
    let cost = cost(of: count)
    var number: Int?
    do {
      try await simulation.suspend(waitingFor: "tokens of \(self.name)", presence) { suspension in
        number = state.withLock { state in
          let number = state.line.join(suspension, cost)
          admit(&state)
          return number
        }
      }
    } catch {
      if let number { giveBack(number, cost) }
      throw error
    }
  }

  private func cost(of count: Int) -> Int64 {
    precondition((0...capacity).contains(count), "\(name) holds \(capacity), not \(count) tokens")
    return Int64(count) * token
  }

  private func giveBack(_ number: Int, _ cost: Int64) {
    state.withLock { state in
      if state.line.leave(number) { state.level = min(full, state.level + cost) }
      admit(&state)
    }
  }

  private func fill(_ state: inout State) {
    let elapsed = simulation.now.nanoseconds - state.updated.nanoseconds
    let (gain, overflow) = elapsed.multipliedReportingOverflow(by: refill)
    state.level = overflow || gain >= full - state.level ? full : state.level + gain
    state.updated = simulation.now
  }

  /// Serves who can be served, and sets the timer for the next.
  private func admit(_ state: inout State) {
    fill(&state)
    while let cost = state.line.firstNeed, cost <= state.level {
      if state.line.admitFirst() != nil { state.level -= cost }
    }
    if let timer = state.timer { simulation.cancelTimer(timer) }
    state.timer = nil
    guard let cost = state.line.firstNeed else { return }
    let wait = (cost - state.level + refill - 1) / refill
    // In the background, because the tasks' own waits keep the run alive.
    state.timer = simulation.setTimer(
      at: simulation.now.advanced(by: .nanoseconds(wait)),
      .background
    ) { [self] in
      self.state.withLock { state in
        state.timer = nil
        admit(&state)
      }
    }
  }
}
