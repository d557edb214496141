import Cloud
import Shop
public import Simulation
import Synchronization

/// One simulated world: a clock, a cloud on it, and perhaps a shop.
///
/// A class, because commands change what is deployed in it; one session uses it, on one thread.
final class World {
  let simulation: Simulation
  /// The account in which commands act.
  var account = Cloud.homeAccount
  private let home: Cloud
  var deployment: Deployment?
  /// What functions have done so far.
  let functionCounts: FunctionCounts
  /// The alarms that are watched, by account and name.
  var alarms: [String: MetricAlarm] = [:]
  /// What the learner's own calls have come to.
  let callLog = CallLog()
  /// What buses have done so far.
  let busCounts: BusCounts
  /// How often rules and schedules have started by themselves.
  let scheduleCounts: ScheduleCounts
  /// What topics have done so far.
  let topicCounts: TopicCounts
  /// What became of the latest orders.
  let orders: OrderLog
  /// When processes and environments began, worked and ended.
  let lifelines: Lifelines
  /// Whose processes are down.
  let health: Health
  private let seat: LearnersSeat
  /// How many loads have been put on functions and addresses.
  var loadsOnTargets = 0
  /// Called now and then while a long command runs.
  var onProgress: ((Progress) -> Void)?

  /// How many records of the trace are kept for `show logs`, `show trace` and `show timeline`.
  static let windowSize = 20_000

  init(seed: UInt64, pacer: (any Pacer)?, budget: Int?) {
    simulation = Simulation(seed: seed, pacer: pacer, budget: budget ?? .max)
    simulation.trace.retention = .latest(Self.windowSize)
    functionCounts = FunctionCounts(reading: simulation.trace)
    busCounts = BusCounts(reading: simulation.trace)
    scheduleCounts = ScheduleCounts(reading: simulation.trace)
    topicCounts = TopicCounts(reading: simulation.trace)
    orders = OrderLog(reading: simulation.trace)
    lifelines = Lifelines(reading: simulation.trace)
    health = Health(reading: simulation.trace)
    home = Cloud(on: simulation)
    seat = LearnersSeat(simulation: simulation)
  }

  /// The services of ``account``.
  var cloud: Cloud { home.account(account) }

  /// What the trace calls a component of ``account``.
  func traceName(_ component: String) -> String {
    account == Cloud.homeAccount ? component : "\(account)/\(component)"
  }

  var now: SimulationInstant { simulation.now }

  /// Ends everything that runs; the world is of no use afterwards.
  func close() {
    deployment = nil
    home.shutDown()
  }

  /// Runs `body` to its end, and the clock with it.
  ///
  /// - Parameters:
  ///   - expectedEnd: when it will probably be over; progress is told in shares of it.
  ///   - body: what to run.
  /// - Returns: what the body returned.
  /// - Throws: ``CommandError`` for whatever the body throws, and when it can never end.
  func run<R: Sendable>(
    expectedEnd: SimulationInstant? = nil,
    _ body: @escaping @Sendable () async throws -> R
  ) throws(CommandError) -> R {
    let outcome = Mutex<Result<R, any Error>?>(nil)
    simulation.spawn(on: seat) { _ in
      do {
        let value = try await body()
        outcome.withLock { $0 = .success(value) }
      } catch {
        outcome.withLock { $0 = .failure(error) }
      }
    }
    do {
      let isDone = { outcome.withLock { $0 != nil } }
      if let expectedEnd { try go(to: expectedEnd, until: isDone) }
      _ = try simulation.run(until: isDone)
      guard let result = outcome.withLock({ $0 }) else { throw UnfinishedRun() }
      return try result.get()
    } catch {
      throw CommandError(explaining: error)
    }
  }

  /// Starts `body` and goes on at once; it runs whenever the clock does.
  func start(_ body: @escaping @Sendable () async throws -> Void) {
    simulation.spawn(on: seat) { _ in try await body() }
  }

  /// Lets time pass until `instant`.
  func advance(to instant: SimulationInstant) throws(CommandError) {
    do {
      try go(to: instant) { false }
      try simulation.run(until: instant)
    } catch {
      throw CommandError(explaining: error)
    }
  }

  /// Lets time pass until no work is left, at most until `limit`; true when none is.
  func settle(until limit: SimulationInstant) throws(CommandError) -> Bool {
    do {
      return try simulation.runUntilIdle(limit: limit)
    } catch {
      throw CommandError(explaining: error)
    }
  }

  /// Goes to `instant` in steps, and tells how far it has come after each.
  private func go(to instant: SimulationInstant, until isDone: () -> Bool) throws {
    guard let onProgress, instant > now else { return }
    let start = now
    let steps: Int64 = 100
    let length = start.duration(to: instant).nanoseconds / steps
    guard length > 0 else { return }
    for step in 1..<steps {
      let next = start.advanced(by: .nanoseconds(length * step))
      if try simulation.run(until: isDone, limit: next) { return }
      onProgress(Progress(share: Double(step) / Double(steps), now: now))
    }
  }
}

/// How far a long command has come.
public struct Progress: Sendable, Hashable, CustomStringConvertible {
  /// The share that is done, 0 to 1.
  public let share: Double
  /// The simulated instant.
  public let now: SimulationInstant

  /// The progress in words: `42 %, 4 min 12 s`.
  public var description: String { "\((share * 100).decimal(0)) %, \(now)" }
}

/// The actor on which the learner's own commands run.
private actor LearnersSeat: Simulated {
  nonisolated let simulation: Simulation

  init(simulation: Simulation) {
    self.simulation = simulation
  }
}

/// Thrown when a run ended without a result, which the loop's own errors should have told.
private struct UnfinishedRun: Error {}

extension CommandError {
  /// Words whatever a command's work may throw.
  init(explaining error: any Error) {
    switch error {
    case let error as CommandError: self = error
    case let error as ServiceError:
      self.init(code: error.code, message: error.message, remedy: error.whatNext)
      isAnswer = true
    case let error as ParameterError: self.init(.badArgument, "\(error.description).")
    case let error as StageError: self.init(error)
    case let error as SimulationStalled:
      self.init(.stalled, "\(error.description).", remedy: "Go on with advance, or start anew.")
    case let error as BudgetExceeded:
      self.init(
        .budgetExceeded,
        "\(error.description.prefix(1).uppercased())\(error.description.dropFirst()).",
        remedy: "Make it smaller, or let it end by itself."
      )
    default: self.init(.notPossible, "\(error)")
    }
  }
}

extension ServiceError {
  /// What the service says beside the text: why it throttled, and when to try again.
  fileprivate var whatNext: String? {
    guard let reason else { return nil }
    let wait = retryAfterSeconds.map { ", Retry-After: \($0) s" } ?? ""
    return "Type: \(type), Reason: \(reason)\(wait)."
  }
}
