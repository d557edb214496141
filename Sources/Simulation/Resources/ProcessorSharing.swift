import Synchronization

/// Processors that share their time equally among all jobs, as an operating system does.
///
/// With n jobs on c processors each job runs at the speed of min(1, c/n) processors: a job is one
/// thread and cannot use two processors at once. There is no queue: too many jobs make all slow.
///
/// > Simplified: the shares are exact and switching between jobs costs nothing.
public final class ProcessorSharing: Sendable {
  /// The name; a dead-lock's error says it.
  public let name: String

  private struct State {
    var work: SharedWork
    var timer: (ticket: SlotTable.Ticket, instant: SimulationInstant)?
    var statistics: Statistics
    /// The times used and offered at the last reset.
    var before = (used: 0.0, offered: 0.0)
  }

  private let simulation: Simulation
  private let state: Mutex<State>

  /// Creates idle processors.
  ///
  /// - Parameters:
  ///   - name: their name.
  ///   - processors: how many, such as 2, or 0.5 for a share of one; above zero.
  ///   - simulation: the simulation whose tasks they serve.
  public init(_ name: String, processors: Double, on simulation: Simulation) {
    Self.check(processors, "processors of \(name)")
    self.name = name
    self.simulation = simulation
    let now = simulation.now
    state = Mutex(
      State(
        work: SharedWork(processors: processors, at: now),
        statistics: Statistics(from: now)
      )
    )
  }

  /// How many processors there are.
  public var processors: Double { state.withLock { $0.work.processors } }

  /// How many jobs there are now.
  public var jobs: Int { state.withLock { $0.work.count } }

  /// The processor time used since the processors began, whatever their speed: what the metric
  /// of processor use is made of.
  public var processorTime: Duration {
    state.withLock { state in
      state.work.advance(to: simulation.now)
      return .nanoseconds(Int64(state.work.used.rounded()))
    }
  }

  /// The stock of processor time that all work draws on, up to now; `nil` if there is none.
  public var allowance: Allowance? {
    state.withLock { state in
      state.work.advance(to: simulation.now)
      return state.work.allowance
    }
  }

  /// Lets all work draw on a stock of processor time from now on, or on none.
  ///
  /// - Returns: the stock until now.
  @discardableResult
  public func setAllowance(_ allowance: Allowance?) -> Allowance? {
    state.withLock { state in
      state.work.advance(to: simulation.now)
      defer { state.work.allowance = allowance }
      return state.work.allowance
    }
  }

  /// What has happened since the last reset.
  public var statistics: Statistics {
    state.withLock { state in
      state.work.advance(to: simulation.now)
      var statistics = state.statistics
      let offered = state.work.offered - state.before.offered
      let used = state.work.used - state.before.used
      statistics.utilisation = offered > 0 ? used / offered : 0
      return statistics
    }
  }

  /// Forgets what has happened so far, such as a run's warm-up; the jobs stay.
  public func resetStatistics() {
    state.withLock { state in
      state.work.advance(to: simulation.now)
      state.before = (state.work.used, state.work.offered)
      state.statistics = Statistics(from: simulation.now)
      state.statistics.jobs = TimeWeightedGauge(state.work.count, from: simulation.now)
    }
  }

  /// Does work that takes `time` on a processor of its own, and longer where it has to share.
  ///
  /// - Parameters:
  ///   - time: the processor time that the work needs; zero or less is done at once.
  ///   - presence: whether the work keeps a run alive.
  /// - Throws: `CancellationError`, ``ScopeEnded``: the job is taken out, its work done is lost.
  /// - Complexity: O(log n) in the number of jobs.
  public func work(_ time: Duration, _ presence: Presence = .foreground) async throws {
    try Task.checkCancellation()
    guard time.nanoseconds > 0 else { return }
    let start = simulation.now
    var ticket: SharedWork.Ticket?
    do {
      try await simulation.suspend(waitingFor: "work on \(self.name)", presence) { suspension in
        change { work in
          ticket = work.add(suspension, work: time)
        }
      }
    } catch {
      if let ticket { abandon(ticket) }
      throw error
    }
    state.withLock { $0.statistics.responses.record(start.duration(to: simulation.now)) }
  }

  /// Changes how many processors there are; the work that is done stays done.
  ///
  /// - Parameter processors: above zero.
  public func resize(to processors: Double) {
    Self.check(processors, "processors of \(name)")
    change { $0.resize(to: processors) }
  }

  /// Changes how fast every processor is, as a multiple of its normal speed.
  ///
  /// - Parameter speed: above zero; 0.1 makes everything take ten times as long.
  public func setSpeed(_ speed: Double) {
    Self.check(speed, "speed of \(name)")
    change { $0.setSpeed(speed) }
  }

  private static func check(_ number: Double, _ what: String) {
    precondition(number > 0 && number.isFinite, "the \(what) cannot be \(number)")
  }

  private func abandon(_ ticket: SharedWork.Ticket) {
    change { work in
      _ = work.remove(ticket)
    }
    state.withLock { $0.statistics.abandoned += 1 }
  }

  /// Brings the work up to now, changes it, lets go who is done, and sets the timer for the next.
  private func change(_ body: (inout SharedWork) -> Void) {
    let now = simulation.now
    state.withLock { state in
      state.work.advance(to: now)
      body(&state.work)
      while let done = state.work.popDone() {
        if done.resume(returning: ()) { state.statistics.completed += 1 }
      }
      state.statistics.jobs.set(state.work.count, at: now)
      setTimer(&state)
    }
  }

  /// Sets the timer for the next job that will be done.
  ///
  /// One that comes too early is kept: it will find nothing done and set the next. So more jobs,
  /// which only make things later, cost no new timer.
  private func setTimer(_ current: inout State) {
    let due = current.work.nextCompletion
    if let timer = current.timer {
      if let due, timer.instant <= due { return }
      simulation.cancelTimer(timer.ticket)
      current.timer = nil
    }
    guard let due else { return }
    // In the background, because the jobs' own waits keep the run alive.
    let ticket = simulation.setTimer(at: due, .background) { [self] in
      state.withLock { $0.timer = nil }
      change { _ in }
    }
    current.timer = (ticket, due)
  }
}

extension ProcessorSharing {
  /// What has happened on processors since a beginning.
  public struct Statistics: Sendable {
    /// How many jobs there were over time.
    public fileprivate(set) var jobs: TimeWeightedGauge
    /// How long the jobs that are done took, from first to last.
    public fileprivate(set) var responses = Histogram<Duration>()
    /// How many jobs are done.
    public fileprivate(set) var completed = 0
    /// How many jobs were given up.
    public fileprivate(set) var abandoned = 0
    /// Which share of the processors' time was used, from 0 to 1.
    public fileprivate(set) var utilisation = 0.0

    fileprivate init(from start: SimulationInstant) {
      jobs = TimeWeightedGauge(from: start)
    }
  }
}
