import Synchronization

extension Simulation {
  /// Waits for `duration` of simulated time.
  ///
  /// - Parameters:
  ///   - duration: how long; zero or less still lets the other jobs of this instant go first.
  ///   - presence: whether the wait keeps a run alive.
  ///   - isolation: the caller's actor, on which the task goes on: exactly one job.
  /// - Throws: `CancellationError` as soon as the task is cancelled; ``ScopeEnded`` when the
  ///   task's scope has ended.
  @inlinable
  public func sleep(
    for duration: Duration,
    _ presence: Presence = .foreground,
    isolation: isolated (any Actor)? = #isolation
  ) async throws {
    try await sleep(until: now.advanced(by: max(duration, .zero)), presence, isolation: isolation)
  }

  /// Waits until `instant`; one that has passed counts as now.
  ///
  /// - Parameters:
  ///   - instant: when to go on.
  ///   - presence: whether the wait keeps a run alive.
  ///   - isolation: the caller's actor, on which the task goes on: exactly one job.
  /// - Throws: `CancellationError` as soon as the task is cancelled; ``ScopeEnded`` when the
  ///   task's scope has ended.
  public func sleep(
    until instant: SimulationInstant,
    _ presence: Presence = .foreground,
    isolation: isolated (any Actor)? = #isolation
  ) async throws {
    let scope = Scope.current
    let ticket = agenda.withLock { $0.slots.reserve(presence, isTimer: true, scope: scope) }
    do {
      try await withTaskCancellationHandler {
        _ = isolation
        try await withUnsafeThrowingContinuation { continuation in
          sleep(ticket, until: instant, continuation)
        }
      } onCancel: {
        cancelSleep(ticket)
      }
    } catch {
      try scope?.check()
      throw error
    }
    try scope?.check()
  }

  private func sleep(
    _ ticket: SlotTable.Ticket,
    until instant: SimulationInstant,
    _ continuation: UnsafeContinuation<Void, any Error>
  ) {
    let isArmed = agenda.withLock { agenda in
      guard !agenda.hasEnded, agenda.slots.arm(ticket, .resume(continuation)) else {
        _ = agenda.slots.release(ticket)
        return false
      }
      agenda.timers.insert(ticket, at: max(instant, now))
      return true
    }
    if !isArmed { continuation.resume(throwing: CancellationError()) }
  }

  private func cancelSleep(_ ticket: SlotTable.Ticket) {
    let wake = agenda.withLock { $0.slots.cancel(ticket) }
    if case .resume(let continuation) = wake {
      continuation.resume(throwing: CancellationError())
    }
  }

  /// Waits until other code resumes the suspension that is handed to `register`.
  ///
  /// - Parameters:
  ///   - what: what the task waits for; a dead-lock's error says it.
  ///   - presence: whether the wait keeps a run alive.
  ///   - isolation: the caller's actor, on which the task goes on.
  ///   - register: puts the suspension where the code that will resume it finds it. Runs at once.
  /// - Returns: the value with which the suspension was resumed.
  /// - Throws: the error with which it was resumed; `CancellationError` as soon as the task is
  ///   cancelled; ``ScopeEnded`` when the task's scope has ended.
  @inlinable
  public func suspend<Value: Sendable>(
    waitingFor what: @autoclosure @escaping @Sendable () -> String,
    _ presence: Presence = .foreground,
    isolation: isolated (any Actor)? = #isolation,
    _ register: (Suspension<Value>) -> Void
  ) async throws -> Value {
    let scope = Scope.current
    let ticket = reserveWait(presence, scope)
    let suspension = Suspension<Value>(simulation: self, ticket: ticket, scope: scope)
    if beginWait(ticket, for: what, cancel: { suspension.resume(throwing: CancellationError()) }) {
      suspension.resume(throwing: CancellationError())
    } else {
      register(suspension)
    }
    do {
      let value = try await withTaskCancellationHandler {
        _ = isolation
        return try await withUnsafeThrowingContinuation { suspension.wait(with: $0) }
      } onCancel: {
        suspension.resume(throwing: CancellationError())
      }
      try scope?.check()
      return value
    } catch {
      try scope?.check()
      throw error
    }
  }

  @usableFromInline
  func reserveWait(_ presence: Presence, _ scope: Scope?) -> SlotTable.Ticket {
    agenda.withLock { $0.slots.reserve(presence, isTimer: false, scope: scope) }
  }

  /// Notes what a wait is for; true when the simulation has ended, and the wait with it.
  @usableFromInline
  func beginWait(
    _ ticket: SlotTable.Ticket,
    for what: @escaping @Sendable () -> String,
    cancel: @escaping @Sendable () -> Void
  ) -> Bool {
    agenda.withLock { agenda in
      _ = agenda.slots.arm(ticket, .waiting(for: what, cancel: cancel))
      return agenda.hasEnded
    }
  }

  /// Frees the slot of a suspension that has been settled.
  @usableFromInline
  func release(_ ticket: SlotTable.Ticket) {
    agenda.withLock { _ = $0.slots.release(ticket) }
  }

  /// Runs `body`, and cancels it when it has not ended after `duration`.
  ///
  /// - Parameters:
  ///   - duration: how long the body may take.
  ///   - body: the work; it ends soon after it is cancelled, or the time-out waits for it.
  /// - Returns: what the body returned.
  /// - Throws: ``TimedOut`` at the time-out, or what the body threw.
  public func timeout<R: Sendable>(
    after duration: Duration,
    _ body: @escaping @Sendable () async throws -> R
  ) async throws -> R {
    try await withThrowingTaskGroup(of: R?.self) { group in
      group.addTask(executorPreference: self) { try await body() }
      group.addTask(executorPreference: self) {
        try await self.sleep(for: duration)
        return nil
      }
      defer { group.cancelAll() }
      guard let first = try await group.next(), let result = first else {
        throw TimedOut(after: duration)
      }
      return result
    }
  }

  /// Runs `action` on the loop at `instant`, for resources whose next event keeps moving.
  func setTimer(
    at instant: SimulationInstant,
    _ presence: Presence = .foreground,
    _ action: @escaping @Sendable () -> Void
  ) -> SlotTable.Ticket {
    agenda.withLock { agenda in
      let ticket = agenda.slots.reserve(presence, isTimer: true, scope: nil)
      _ = agenda.slots.arm(ticket, .call(action))
      agenda.timers.insert(ticket, at: max(instant, now))
      return ticket
    }
  }

  /// Takes back a timer that has not fired; one that has is left alone.
  func cancelTimer(_ ticket: SlotTable.Ticket) {
    agenda.withLock { agenda in
      if agenda.slots.isCurrent(ticket) { _ = agenda.slots.release(ticket) }
    }
  }
}

/// Thrown when work has not ended within its time-out.
public struct TimedOut: Error, Hashable, Sendable, CustomStringConvertible {
  /// How long the work had.
  public let after: Duration

  /// Creates the error that tells that `after` was not enough.
  public init(after: Duration) {
    self.after = after
  }

  /// The time-out in words.
  public var description: String { "no answer within \(after.readable)" }
}

/// A timer that does something when it is not stopped in time, such as ending a function's call.
public struct Watchdog: Sendable {
  private let simulation: Simulation
  private let ticket: SlotTable.Ticket

  init(on simulation: Simulation, ticket: SlotTable.Ticket) {
    self.simulation = simulation
    self.ticket = ticket
  }

  /// Stops the watchdog; one that has acted is left alone.
  public func stop() {
    simulation.cancelTimer(ticket)
  }
}

extension Simulation {
  /// Does `action` at `instant`, unless the watchdog is stopped before.
  public func watchdog(
    at instant: SimulationInstant,
    _ presence: Presence = .foreground,
    _ action: @escaping @Sendable () -> Void
  ) -> Watchdog {
    Watchdog(on: self, ticket: setTimer(at: instant, presence, action))
  }
}
