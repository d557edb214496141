import Synchronization

extension Simulation {
  /// Runs the loop until `body`, started now, has finished.
  ///
  /// - Parameter body: the work; it runs on the simulation.
  /// - Returns: what the body returned.
  /// - Throws: what the body threw; ``SimulationStalled`` when it can never finish.
  public func run<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) throws -> R {
    let outcome = Mutex<Result<R, any Error>?>(nil)
    Task.detached(executorPreference: self) {
      do {
        let value = try await body()
        outcome.withLock { $0 = .success(value) }
      } catch {
        outcome.withLock { $0 = .failure(error) }
      }
    }
    try loop(to: nil) { outcome.withLock { $0 != nil } }
    guard let result = outcome.withLock({ $0 }) else {
      throw stall("the work has not finished")
    }
    return try result.get()
  }

  /// Runs everything up to and including `instant`, and leaves the clock there.
  ///
  /// - Parameter instant: where to stop; one that has passed only runs what is ready.
  /// - Throws: ``SimulationStalled`` when the run spins at one instant.
  public func run(until instant: SimulationInstant) throws {
    try loop(to: instant) { false }
    if instant > now { clock.store(instant.nanoseconds, ordering: .relaxed) }
  }

  /// Runs until no foreground work is left.
  ///
  /// - Parameter limit: an instant at which to stop even if work is left; `nil` for none.
  /// - Returns: whether the simulation is idle.
  /// - Throws: ``SimulationStalled`` when foreground tasks wait and nothing will ever wake them.
  @discardableResult
  public func runUntilIdle(limit: SimulationInstant? = nil) throws -> Bool {
    try loop(to: limit) { isIdle }
    return isIdle
  }

  /// Runs until `condition` holds; it is asked whenever no job is ready.
  ///
  /// - Parameters:
  ///   - condition: what to wait for.
  ///   - limit: an instant at which to stop even if it does not hold.
  /// - Returns: whether the condition holds.
  /// - Throws: ``SimulationStalled`` when it never will, because nothing is left to do.
  public func run(until condition: () -> Bool, limit: SimulationInstant? = nil) throws -> Bool {
    try loop(to: limit, until: condition)
    return condition()
  }

  /// Ends the simulation: everything that waits is cancelled and runs to its end.
  ///
  /// A simulation whose tasks still wait would keep them, and all that they hold, for ever.
  public func end() {
    agenda.withLock { $0.hasEnded = true }
    while true {
      let wakes = agenda.withLock { agenda in
        var wakes: [SlotTable.Wake] = []
        while agenda.timers.first != nil {
          let entry = agenda.timers.removeFirst()
          guard agenda.slots.isCurrent(entry.ticket) else { continue }
          wakes.append(agenda.slots.release(entry.ticket).wake)
        }
        return wakes
      }
      for case .resume(let continuation) in wakes {
        continuation.resume(throwing: CancellationError())
      }
      for cancel in agenda.withLock({ $0.slots.cancellations }) { cancel() }
      var jobs = 0
      while jobs < 1_000_000, runNextJob() { jobs += 1 }
      guard jobs > 0 else { return }
    }
  }

  private var isIdle: Bool {
    agenda.withLock { agenda in
      agenda.ready.count == 0 && agenda.slots.foregroundTimers == 0
        && agenda.slots.foregroundWaits == 0
    }
  }

  /// The loop itself: ready jobs, then the earliest timer, until `isDone` or past `limit`.
  private func loop(to limit: SimulationInstant?, until isDone: () -> Bool) throws {
    var jobsAtThisInstant = 0
    var lastForeground = now
    while true {
      while runNextJob() {
        jobsAtThisInstant += 1
        if jobsAtThisInstant > spinLimit { throw spin(jobsAtThisInstant) }
        try spend()
      }
      if isDone() { return }
      guard let next = nextTimer() else {
        if limit != nil { return }
        guard pacer == nil else {
          wait(until: nil)
          continue
        }
        throw stall("nothing is left that could wake it")
      }
      if let limit, next.instant > limit { return }
      if next.presence == .foreground { lastForeground = next.instant }
      if limit == nil, !next.hasForegroundTimers,
        lastForeground.duration(to: next.instant) > Self.patience
      {
        throw stall("only upkeep has gone on for \(Self.patience.readable)")
      }
      if next.instant > now {
        guard wait(until: next.instant) else { continue }
        jobsAtThisInstant = 0
      }
      fire()
      try spend()
      // A shuffle is to mix all jobs of an instant, so that all its timers fire before they run.
      while isShuffling, let other = nextTimer(), other.instant <= now { fire() }
    }
  }

  /// Counts a job or a timer; one thread drives the loop, so that reading and writing may part.
  private func spend() throws {
    let count = spent.load(ordering: .relaxed) + 1
    spent.store(count, ordering: .relaxed)
    if count > budget { throw BudgetExceeded(budget: budget, instant: now) }
  }

  /// How long a foreground wait may last while nothing but upkeep happens.
  private static let patience = Duration.seconds(30 * 86_400)

  /// Moves the clock to `instant` at the pacer's pace; false if work was posted before.
  @discardableResult
  private func wait(until instant: SimulationInstant?) -> Bool {
    guard let pacer else {
      if let instant { clock.store(instant.nanoseconds, ordering: .relaxed) }
      return true
    }
    let reached = pacer.wait(until: instant)
    if reached > now { clock.store(reached.nanoseconds, ordering: .relaxed) }
    return reached == instant
  }

  private func runNextJob() -> Bool {
    let job: UnownedJob? = agenda.withLock { agenda in
      let next: UnownedJob?
      if let goingOn = agenda.goingOn {
        next = goingOn
        agenda.goingOn = nil
      } else {
        let count = agenda.ready.count
        if agenda.shuffle != nil, count > 1, let pick = agenda.shuffle?.uniform(below: count) {
          agenda.ready.swapToFront(pick)
        }
        next = agenda.ready.popFirst()
      }
      agenda.running = next.map(Self.address(of:)) ?? 0
      return next
    }
    guard let job else { return false }
    job.runSynchronously(
      isolatedTo: asUnownedSerialExecutor(),
      taskExecutor: asUnownedTaskExecutor()
    )
    return true
  }

  /// The earliest timer that still stands; cancelled ones never move the clock.
  private func nextTimer() -> NextTimer? {
    agenda.withLock { agenda in
      agenda.running = 0
      while let entry = agenda.timers.first {
        if agenda.slots.isCurrent(entry.ticket) {
          return NextTimer(
            instant: entry.instant,
            presence: agenda.slots.presence(of: entry.ticket),
            hasForegroundTimers: agenda.slots.foregroundTimers > 0
          )
        }
        _ = agenda.timers.removeFirst()
      }
      return nil
    }
  }

  private struct NextTimer {
    let instant: SimulationInstant
    let presence: Presence
    /// Whether it or any other timer keeps a run alive.
    let hasForegroundTimers: Bool
  }

  private func fire() {
    let slot: SlotTable.Slot? = agenda.withLock { agenda in
      guard let entry = agenda.timers.first, entry.instant <= now else { return nil }
      _ = agenda.timers.removeFirst()
      guard agenda.slots.isCurrent(entry.ticket) else { return nil }
      return agenda.slots.release(entry.ticket)
    }
    guard let slot else { return }
    switch slot.wake {
    case .resume(let continuation):
      if let scope = slot.scope, scope.isFrozen {
        scope.resume { continuation.resume() }
      } else {
        continuation.resume()
      }
    case .call(let action): action()
    case .none, .waiting: break
    }
  }

  private func stall(_ reason: String) -> SimulationStalled {
    let waits = agenda.withLock { $0.slots.foregroundWaitNames }
    return SimulationStalled(instant: now, reason: reason, waits: waits.map { $0() })
  }

  private func spin(_ jobs: Int) -> SimulationStalled {
    var stall = stall("\(jobs) jobs have run at this one instant")
    if let last = trace.lastComponent { stall.reason += "; the last to report was \(last)" }
    return stall
  }
}

/// Thrown when a run has taken more jobs and timers than it may.
public struct BudgetExceeded: Error, Sendable, CustomStringConvertible {
  /// How many it may take.
  public let budget: Int
  /// When the budget was used up.
  public let instant: SimulationInstant

  /// What happened, in words.
  public var description: String {
    "the run has taken more than \(budget) steps, and is ended at \(instant)"
  }
}

/// Thrown when a run can never end: its tasks wait for each other, or spin at one instant.
public struct SimulationStalled: Error, Sendable, CustomStringConvertible {
  /// When the run stood still.
  public let instant: SimulationInstant
  /// What the loop noticed.
  public internal(set) var reason: String
  /// Who waits for what, one text for each waiting task.
  public let waits: [String]

  /// The stall in words, with at most ten of the waits.
  public var description: String {
    var text = "the simulation stands still at \(instant): \(reason)"
    if !waits.isEmpty {
      text += "; waiting: " + waits.prefix(10).joined(separator: ", ")
      if waits.count > 10 { text += " and \(waits.count - 10) more" }
    }
    return text
  }
}
