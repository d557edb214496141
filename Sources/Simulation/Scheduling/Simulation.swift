import Synchronization

/// A deterministic event loop on which Swift concurrency runs, with a clock of its own.
///
/// The loop runs the jobs that are ready in the order in which they came, then jumps to the
/// earliest timer; timers of one instant fire in the order in which they were set. The same seed
/// and the same program give the same trace in every process, in debug and in release.
///
/// One thread drives the loop (``run(_:)``, ``run(until:)``, ``runUntilIdle(limit:)``); other
/// threads may ``spawn(on:in:_:)`` at any time.
public final class Simulation: Sendable {
  /// The number from which every random stream of this simulation is derived.
  public let seed: UInt64

  /// What happened, record by record.
  public let trace: Trace

  /// Everything the loop keeps, behind one lock: foreign threads may post at any time.
  struct Agenda {
    var ready = ReadyQueue()
    /// The job that runs now, as an address; zero between jobs.
    var running: UInt = 0
    /// The job that runs now, enqueued again before it returned: it keeps its turn.
    var goingOn: UnownedJob?
    var timers = TimerHeap()
    var slots = SlotTable()
    var shuffle: RandomStream?
    var hasEnded = false
  }

  let agenda: Mutex<Agenda>
  let clock = Atomic<Int64>(0)
  let pacer: (any Pacer)?
  /// Whether there is a pacer: asked with every job, and cheaper than looking at the pacer.
  private let isPaced: Bool
  /// Whether the jobs of an instant are mixed.
  let isShuffling: Bool
  /// How many jobs may run at one instant before the run counts as spinning.
  let spinLimit: Int
  /// How many jobs and timers may run in all.
  let budget: Int
  /// How many jobs and timers have run.
  let spent = Atomic<Int>(0)

  /// Creates a simulation at ``SimulationInstant/start``.
  ///
  /// - Parameters:
  ///   - seed: the number from which every random stream is derived.
  ///   - shuffling: a second seed; when given, the jobs of one instant run in an order drawn from
  ///     it. Tests use it to show that no result leans on that order.
  ///   - pacer: what holds the run back to the wall clock; `nil` to run as fast as possible.
  ///   - spinLimit: how many jobs may run at one instant before the run ends with an error.
  ///   - budget: how many jobs and timers may run in all before it ends with ``BudgetExceeded``.
  public init(
    seed: UInt64,
    shuffling: UInt64? = nil,
    pacer: (any Pacer)? = nil,
    spinLimit: Int = 20_000_000,
    budget: Int = .max
  ) {
    self.seed = seed
    self.pacer = pacer
    isPaced = pacer != nil
    isShuffling = shuffling != nil
    self.spinLimit = spinLimit
    self.budget = budget
    trace = Trace()
    var agenda = Agenda()
    if let shuffling { agenda.shuffle = RandomStream(seed: shuffling, name: "same-instant order") }
    self.agenda = Mutex(agenda)
  }

  /// The current instant; reading it is cheap and allowed everywhere.
  public var now: SimulationInstant {
    SimulationInstant(nanoseconds: clock.load(ordering: .relaxed))
  }

  /// Returns the random stream called `name`: a function of the seed and the name alone, so that a
  /// draw added to one component changes no other's.
  public func randomStream(_ name: String) -> RandomStream {
    RandomStream(seed: seed, name: name)
  }

  /// Starts a task whose code runs isolated to `actor`: the normal way to start work.
  ///
  /// The task inherits nothing from the caller; it runs in `scope` if one is given.
  ///
  /// - Parameters:
  ///   - actor: the simulated actor on which the work runs.
  ///   - scope: the process or environment that the work belongs to and ends with.
  ///   - body: the work.
  /// - Returns: the task, to wait for its result or to cancel it.
  @discardableResult
  @inlinable
  public func spawn<A: Actor, R: Sendable>(
    on actor: A,
    in scope: Scope? = nil,
    _ body: @escaping @Sendable (isolated A) async throws -> R
  ) -> Task<R, any Error> {
    guard let scope else {
      return Task.detached(executorPreference: self) { try await body(actor) }
    }
    let membership = Membership(scope: scope)
    let task = Task.detached(executorPreference: self) {
      defer { membership.end() }
      return try await Self.run(body, on: actor, in: scope)
    }
    membership.begin { task.cancel() }
    return task
  }

  /// Runs a task's body in its scope; the closure captures the isolated actor, so that the task does
  /// not hop at each step.
  @inlinable
  static func run<A: Actor, R: Sendable>(
    _ body: @Sendable (isolated A) async throws -> R,
    on actor: isolated A,
    in scope: Scope
  ) async throws -> R {
    try await Scope.$current.withValue(scope) {
      try scope.check()
      return try await body(actor)
    }
  }
}

/// Keeps a scope's list of tasks right, whichever of a task's start and end is noticed first.
@usableFromInline
final class Membership: Sendable {
  private enum State {
    case new
    case entered(UInt64)
    case over
  }

  private let scope: Scope
  private let state = Mutex(State.new)

  @usableFromInline
  init(scope: Scope) {
    self.scope = scope
  }

  @usableFromInline
  func begin(cancel: @escaping @Sendable () -> Void) {
    guard let number = scope.enter(cancel) else { return }
    let isOver = state.withLock { state in
      if case .over = state { return true }
      state = .entered(number)
      return false
    }
    if isOver { scope.leave(number) }
  }

  @usableFromInline
  func end() {
    let number: UInt64? = state.withLock { state in
      defer { state = .over }
      guard case .entered(let number) = state else { return nil }
      return number
    }
    if let number { scope.leave(number) }
  }
}

extension Simulation: SerialExecutor, TaskExecutor {
  /// Adds a job that the concurrency runtime hands over.
  ///
  /// A job that is enqueued again while it runs keeps its turn. The optimiser removes some of
  /// those hops, so the order must not depend on their number.
  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    agenda.withLock { agenda in
      if agenda.running == Self.address(of: job) {
        agenda.goingOn = job
      } else {
        agenda.ready.append(job)
      }
    }
    if isPaced { pacer?.wake() }
  }

  /// The executor as actors name it.
  public func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  /// A job is a pointer; its address tells jobs apart, which the public interface does not.
  static func address(of job: UnownedJob) -> UInt {
    unsafeBitCast(job, to: UInt.self)
  }
}
