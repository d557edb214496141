import Synchronization

extension ServerPool {
  /// Serves customers who only take up servers: they come, wait their turn, are served and go.
  ///
  /// They stand in the same queue as tasks and count in the same statistics, but are no tasks
  /// themselves. That makes them several times as cheap: a million of them can be the background
  /// of what a run is about, or a queue of theory.
  ///
  /// - Parameters:
  ///   - arrivals: when they come.
  ///   - service: how long each keeps a server.
  ///   - limit: how many come at most; `nil` for as many as `arrivals` brings.
  ///   - name: the traffic's name, from which its random streams are derived.
  ///   - presence: whether customers who come or are served keep a run alive.
  public func serve(
    _ arrivals: ArrivalProcess,
    for service: DurationDistribution,
    limit: Int? = nil,
    as name: String = "traffic",
    _ presence: Presence = .foreground
  ) {
    let stream = simulation.randomStream("\(self.name) \(name)")
    Traffic(
      pool: self,
      service: service,
      presence: presence,
      state: Traffic.State(
        arrivals: arrivals,
        gaps: stream.stream("arrivals"),
        services: stream.stream("services"),
        left: limit ?? .max
      )
    ).expectNext()
  }
}

/// What a traffic needs to know to send its next customer; a timer keeps it alive.
private final class Traffic: Sendable {
  struct State {
    var arrivals: ArrivalProcess
    var gaps: RandomStream
    var services: RandomStream
    var left: Int
  }

  private let pool: ServerPool
  private let service: DurationDistribution
  private let presence: Presence
  private let state: Mutex<State>

  init(pool: ServerPool, service: DurationDistribution, presence: Presence, state: State) {
    self.pool = pool
    self.service = service
    self.presence = presence
    self.state = Mutex(state)
  }

  /// Sets the timer for the next customer, if one comes.
  func expectNext() {
    let instant = state.withLock { state -> SimulationInstant? in
      guard state.left > 0 else { return nil }
      state.left -= 1
      return state.arrivals.next(using: &state.gaps)
    }
    guard let instant else { return }
    _ = pool.simulation.setTimer(at: instant, presence) { [self] in
      let duration = state.withLock { service.sample(using: &$0.services) }
      pool.admitPasser(for: ServerPool.Service(duration: duration, presence: presence))
      expectNext()
    }
  }
}
