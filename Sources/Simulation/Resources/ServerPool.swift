import Synchronization

/// Equal servers with one queue, first come, first served: worker threads, connections, cashiers.
///
/// A server that becomes free goes to the task that has waited longest; nobody can overtake. The
/// pool is a class, and not an actor, so that its numbers can be read without waiting.
public final class ServerPool: Sendable {
  /// The pool's name; a dead-lock's error says it.
  public let name: String

  private struct State {
    var servers: Int
    var line = WaitingLine<SimulationInstant>()
    var statistics: Statistics

    /// Hands free servers to those who wait.
    mutating func admit(at now: SimulationInstant) {
      while statistics.busy.value < servers, let (_, arrival) = line.admitFirst() {
        statistics.busy.add(1, at: now)
        statistics.waits.record(arrival.duration(to: now))
      }
      statistics.waiting.set(line.count, at: now)
    }
  }

  private let simulation: Simulation
  private let queueLimit: Int?
  private let state: Mutex<State>

  /// Creates a pool whose servers are all free.
  ///
  /// - Parameters:
  ///   - name: the pool's name.
  ///   - servers: how many tasks can be served at once; not negative.
  ///   - queueLimit: how many may wait; `nil` for any number.
  ///   - simulation: the simulation whose tasks it serves.
  public init(
    _ name: String,
    servers: Int,
    queueLimit: Int? = nil,
    on simulation: Simulation
  ) {
    precondition(servers >= 0, "\(name) cannot have \(servers) servers")
    precondition((queueLimit ?? 0) >= 0, "the queue of \(name) cannot hold \(queueLimit ?? 0)")
    self.name = name
    self.simulation = simulation
    self.queueLimit = queueLimit
    state = Mutex(State(servers: servers, statistics: Statistics(from: simulation.now)))
  }

  /// How many servers there are.
  public var servers: Int { state.withLock { $0.servers } }

  /// What has happened since the last reset.
  public var statistics: Statistics { state.withLock { $0.statistics } }

  /// Forgets what has happened so far, such as a run's warm-up; who waits and is served stays.
  public func resetStatistics() {
    state.withLock { $0.statistics.reset(at: simulation.now) }
  }

  /// Waits for a server, keeps it for `duration`, and gives it back.
  ///
  /// - Throws: ``QueueFull`` if there is no server and no room to wait; `CancellationError`;
  ///   ``ScopeEnded``.
  public func serve(for duration: Duration, _ presence: Presence = .foreground) async throws {
    try await acquire(presence)
    defer { release() }
    try await simulation.sleep(for: duration, presence)
  }

  /// Waits for a server, keeps it while `body` runs, and gives it back.
  ///
  /// - Throws: ``QueueFull`` if there is no server and no room to wait; `CancellationError`;
  ///   ``ScopeEnded``; what the body throws.
  public func serve<Result>(
    _ presence: Presence = .foreground,
    _ body: () async throws -> Result
  ) async throws -> Result {
    try await acquire(presence)
    defer { release() }
    return try await body()
  }

  /// Waits for a server and takes it; ``release()`` gives it back.
  ///
  /// - Throws: ``QueueFull`` if there is no server and no room to wait; `CancellationError`;
  ///   ``ScopeEnded``. Nothing has been taken then.
  public func acquire(_ presence: Presence = .foreground) async throws {
    try Task.checkCancellation()
    guard try !takesFreeServer() else { return }
    var number: Int?
    do {
      try await simulation.suspend(waitingFor: "a server of \(self.name)", presence) { suspension in
        number = state.withLock { state in
          state.statistics.waiting.add(1, at: simulation.now)
          return state.line.join(suspension, simulation.now)
        }
      }
    } catch {
      if let number { abandon(number) }
      throw error
    }
  }

  /// Gives a server back, to the task that has waited longest if there is one.
  public func release() {
    state.withLock { state in
      precondition(state.statistics.busy.value > 0, "\(name) gets back a server that was not taken")
      state.statistics.served += 1
      state.statistics.busy.add(-1, at: simulation.now)
      state.admit(at: simulation.now)
    }
  }

  /// Changes how many servers there are; those that are too many go when they become free.
  public func resize(to servers: Int) {
    precondition(servers >= 0, "\(name) cannot have \(servers) servers")
    state.withLock { state in
      state.servers = servers
      state.admit(at: simulation.now)
    }
  }

  private func takesFreeServer() throws(QueueFull) -> Bool {
    let now = simulation.now
    let outcome: Result<Bool, QueueFull> = state.withLock { state in
      if state.statistics.busy.value < state.servers, state.line.count == 0 {
        state.statistics.busy.add(1, at: now)
        state.statistics.waits.record(.zero)
        return .success(true)
      }
      guard let queueLimit, state.line.count >= queueLimit else { return .success(false) }
      state.statistics.refused += 1
      return .failure(QueueFull(name: name, limit: queueLimit))
    }
    return try outcome.get()
  }

  private func abandon(_ number: Int) {
    state.withLock { state in
      state.statistics.abandoned += 1
      if state.line.leave(number) {
        state.statistics.busy.add(-1, at: simulation.now)
        state.admit(at: simulation.now)
      } else {
        state.statistics.waiting.set(state.line.count, at: simulation.now)
      }
    }
  }
}

extension ServerPool {
  /// What has happened in a pool since a beginning.
  public struct Statistics: Sendable {
    /// How many servers were at work over time.
    public fileprivate(set) var busy: TimeWeightedGauge
    /// How many tasks waited over time.
    public fileprivate(set) var waiting: TimeWeightedGauge
    /// How long those that got a server had waited for it.
    public fileprivate(set) var waits = Histogram<Duration>()
    /// How many have given their server back.
    public fileprivate(set) var served = 0
    /// How many found no room to wait.
    public fileprivate(set) var refused = 0
    /// How many were cancelled while they waited.
    public fileprivate(set) var abandoned = 0

    fileprivate init(from start: SimulationInstant) {
      busy = TimeWeightedGauge(from: start)
      waiting = TimeWeightedGauge(from: start)
    }

    fileprivate mutating func reset(at instant: SimulationInstant) {
      let old = self
      self = Self(from: instant)
      busy = old.busy
      busy.reset(at: instant)
      waiting = old.waiting
      waiting.reset(at: instant)
    }
  }
}
