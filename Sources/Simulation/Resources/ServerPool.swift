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
    var line = WaitingLine<Need>()
    var statistics: Statistics
  }

  /// What a task or one of a traffic waits with.
  struct Need {
    let arrival: SimulationInstant
    /// What one that is no task does with its server; a task gives it back by itself.
    var service: Service?
  }

  /// How long a server is kept by one that is no task.
  struct Service {
    let duration: Duration
    let presence: Presence
  }

  let simulation: Simulation
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
    switch state.withLock({ receive(&$0) }) {
    case .served: return
    case .waits: break
    case .refused: throw QueueFull(name: name, limit: queueLimit ?? 0)
    }
    var number: Int?
    do {
      try await simulation.suspend(waitingFor: "a server of \(self.name)", presence) { suspension in
        number = state.withLock { state in
          state.statistics.waiting.add(1, at: simulation.now)
          return state.line.join(suspension, Need(arrival: simulation.now))
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
      admit(&state)
    }
  }

  /// Changes how many servers there are; those that are too many go when they become free.
  public func resize(to servers: Int) {
    precondition(servers >= 0, "\(name) cannot have \(servers) servers")
    state.withLock { state in
      state.servers = servers
      admit(&state)
    }
  }

  private enum Reception { case served, waits, refused }

  private func receive(_ state: inout State) -> Reception {
    if state.statistics.busy.value < state.servers, state.line.count == 0 {
      state.statistics.busy.add(1, at: simulation.now)
      state.statistics.waits.record(.zero)
      return .served
    }
    guard let queueLimit, state.line.count >= queueLimit else { return .waits }
    state.statistics.refused += 1
    return .refused
  }

  /// Hands free servers to those who wait.
  private func admit(_ state: inout State) {
    let now = simulation.now
    while state.statistics.busy.value < state.servers, let (_, need) = state.line.admitFirst() {
      state.statistics.busy.add(1, at: now)
      state.statistics.waits.record(need.arrival.duration(to: now))
      if let service = need.service { begin(service) }
    }
    state.statistics.waiting.set(state.line.count, at: now)
  }

  /// Keeps a server for one of a traffic, and gives it back.
  private func begin(_ service: Service) {
    let end = simulation.now.advanced(by: service.duration)
    _ = simulation.setTimer(at: end, service.presence) { [self] in release() }
  }

  /// Lets in one of a traffic, or refuses it.
  func admitPasser(for service: Service) {
    state.withLock { state in
      switch receive(&state) {
      case .served: begin(service)
      case .waits:
        state.line.join(Need(arrival: simulation.now, service: service))
        state.statistics.waiting.set(state.line.count, at: simulation.now)
      case .refused: break
      }
    }
  }

  private func abandon(_ number: Int) {
    state.withLock { state in
      state.statistics.abandoned += 1
      if state.line.leave(number) {
        state.statistics.busy.add(-1, at: simulation.now)
        admit(&state)
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
