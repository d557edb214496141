import Simulation

/// The environments of one version of a function.
///
/// The one that was used last is used next, so that the others can grow old and be removed. How the
/// service picks is not published.
final class EnvironmentPool {
  private struct Idle {
    let environment: ExecutionEnvironment
    let since: SimulationInstant
  }

  private var all: [ObjectIdentifier: ExecutionEnvironment] = [:]
  /// Longest idle first.
  private var idle: [Idle] = []
  private var isSwept = false

  /// How many there are, in use or idle.
  var count: Int { all.count }

  func add(_ environment: ExecutionEnvironment) {
    all[ObjectIdentifier(environment)] = environment
  }

  func takeIdle() -> ExecutionEnvironment? {
    idle.popLast()?.environment
  }

  /// Takes an environment back; false when it has been retired meanwhile.
  func giveBack(_ environment: ExecutionEnvironment, at now: SimulationInstant) -> Bool {
    guard all[ObjectIdentifier(environment)] != nil else { return false }
    idle.append(Idle(environment: environment, since: now))
    return true
  }

  /// Retires one that is in use and will not come back.
  func forget(_ environment: ExecutionEnvironment) {
    all[ObjectIdentifier(environment)] = nil
  }

  /// Retires all; returns those that can be removed at once, because they are idle.
  func takeAll() -> [ExecutionEnvironment] {
    defer {
      all = [:]
      idle = []
    }
    return idle.map(\.environment)
  }

  /// Retires all that are in a zone, in use or idle.
  func takeAll(in zone: String) -> [ExecutionEnvironment] {
    let taken = all.values.filter { $0.zone == zone }.sorted { $0.id < $1.id }
    for environment in taken { forget(environment) }
    idle.removeAll { $0.environment.zone == zone }
    return taken
  }

  /// When the longest idle environment will have been idle for too long.
  var nextExpiry: SimulationInstant? {
    idle.first?.since.advanced(by: LambdaAssumptions.idleTime)
  }

  func takeExpired(at now: SimulationInstant) -> [ExecutionEnvironment] {
    let expired = idle.prefix { $0.since.advanced(by: LambdaAssumptions.idleTime) <= now }
    idle.removeFirst(expired.count)
    for entry in expired { forget(entry.environment) }
    return expired.map(\.environment)
  }

  /// Tells whether a sweep has to be started, and remembers that it was.
  func startsSweeping() -> Bool {
    defer { isSwept = true }
    return !isSwept
  }

  func stopsSweeping() {
    isSwept = false
  }
}
