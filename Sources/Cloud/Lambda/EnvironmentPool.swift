import Simulation

/// The environments of one version of a function.
///
/// One that is kept ready goes before one on demand; among these, the one that was used last is
/// used next, so that the others can grow old and be removed. How the service picks is not
/// published.
final class EnvironmentPool {
  /// An environment's place in the pool.
  final class Member {
    fileprivate enum State {
      /// It is made ready ahead of requests.
      case preparing
      case inUse
      case idle
    }

    let environment: ExecutionEnvironment
    /// Whether it is one of those that are kept ready.
    fileprivate(set) var isProvisioned: Bool
    fileprivate var state = State.inUse
    fileprivate var isRetired = false
    fileprivate var idleSince = SimulationInstant.start
    fileprivate let born: SimulationInstant

    fileprivate init(_ environment: ExecutionEnvironment, isProvisioned: Bool) {
      self.environment = environment
      self.isProvisioned = isProvisioned
      born = environment.simulation.now
    }
  }

  let load: FunctionLoad
  let version: String
  private let keeping: EnvironmentKeeping
  /// How many environments are to be kept ready.
  var wanted = 0
  /// For which version or alias they are.
  var qualifier: String
  /// How many of those that are kept ready have been initialised.
  private(set) var ready = 0
  /// How many of those serve a request.
  var readyInUse: Int { utilisation.inUse }
  /// How many there are, or are being made, to be kept ready.
  private(set) var allocated = 0
  /// How often INIT has failed in a row for those.
  var failures = 0
  var isProvisioning = false
  private var utilisation = BusyTime()
  var meters: PoolMeters?

  private var all: [ObjectIdentifier: Member] = [:]
  /// On demand; longest idle first.
  private var idle: [Member] = []
  /// Kept ready.
  private var idleReady: [Member] = []
  private var requests = RateLimiter()
  private var isSwept = false
  private var isRetired = false
  /// Why there is none, when there is none.
  private var loss: ColdStartReason

  init(
    of load: FunctionLoad,
    version: String,
    after loss: ColdStartReason,
    keeping: EnvironmentKeeping
  ) {
    self.load = load
    self.version = version
    qualifier = version
    self.loss = loss
    self.keeping = keeping
  }

  /// How many there are, in use or idle.
  var count: Int { all.count }

  /// Why a request has to wait for a new environment.
  var reasonOfColdStart: ColdStartReason { all.isEmpty ? loss : .allBusy }

  /// Whether one that is kept ready can take a request.
  ///
  /// Each of them stands for ten requests a second, like all concurrency.
  func takesReady(at now: SimulationInstant) -> Bool {
    !idleReady.isEmpty
      && requests.has(ready * LambdaQuotas.requestsForEachConcurrency, at: now)
  }

  var hasIdle: Bool { !idle.isEmpty }

  func takeReady(at now: SimulationInstant) -> Member? {
    guard let member = idleReady.popLast() else { return nil }
    _ = requests.take(ready * LambdaQuotas.requestsForEachConcurrency, at: now)
    utilisation.begin(at: now)
    member.state = .inUse
    return member
  }

  func takeIdle() -> Member? {
    guard let member = idle.popLast() else { return nil }
    member.state = .inUse
    return member
  }

  func add(_ environment: ExecutionEnvironment, isProvisioned: Bool = false) -> Member {
    let member = Member(environment, isProvisioned: isProvisioned)
    if isRetired {
      member.isRetired = true
    } else {
      all[ObjectIdentifier(environment)] = member
      if isProvisioned {
        allocated += 1
        member.state = .preparing
      }
    }
    return member
  }

  /// The place of an environment; `nil` when it has been retired.
  func member(_ environment: ExecutionEnvironment) -> Member? {
    all[ObjectIdentifier(environment)]
  }

  /// An environment that is kept ready has been initialised; false when it has been retired.
  func becameReady(_ member: Member) -> Bool {
    guard !member.isRetired else { return false }
    ready += 1
    member.state = .idle
    idleReady.append(member)
    return true
  }

  /// Takes an environment back after a request.
  func giveBack(_ member: Member, at now: SimulationInstant) {
    member.state = .idle
    if member.isProvisioned {
      utilisation.end(at: now)
      idleReady.append(member)
    } else {
      member.idleSince = now
      idle.append(member)
    }
  }

  /// How much of what is kept ready has been in use.
  func use(at now: SimulationInstant) -> BusyTime { utilisation.until(now) }
}

// Environments go.
extension EnvironmentPool {
  /// Retires an environment, in use or idle.
  ///
  /// - Parameters:
  ///   - member: the environment.
  ///   - reason: what a later cold start is because of.
  ///   - now: the current instant.
  /// - Returns: whether it serves a request on provisioned concurrency, which goes on on demand.
  @discardableResult
  func forget(_ member: Member, because reason: ColdStartReason, at now: SimulationInstant) -> Bool
  {
    guard !member.isRetired else { return false }
    member.isRetired = true
    all[ObjectIdentifier(member.environment)] = nil
    loss = reason
    if member.state == .idle {
      if member.isProvisioned {
        idleReady.removeAll { $0 === member }
      } else {
        idle.removeAll { $0 === member }
      }
    }
    guard member.isProvisioned else { return false }
    member.isProvisioned = false
    allocated -= 1
    if member.state != .preparing { ready -= 1 }
    guard member.state == .inUse else { return false }
    utilisation.end(at: now)
    return true
  }

  /// Those that go when only `wanted` are kept ready: idle ones first, then the newest.
  var surplus: [Member] {
    guard allocated > wanted else { return [] }
    let provisioned = all.values.filter(\.isProvisioned).sorted { left, right in
      let (leftIsIdle, rightIsIdle) = (left.state == .idle, right.state == .idle)
      return leftIsIdle == rightIsIdle
        ? left.environment.id < right.environment.id : leftIsIdle
    }
    return Array(provisioned.prefix(allocated - wanted))
  }

  /// All environments, or those in a zone, in use or idle, by name.
  func members(in zone: String? = nil) -> [Member] {
    all.values.filter { zone == nil || $0.environment.zone == zone }
      .sorted { $0.environment.id < $1.environment.id }
  }

  /// Tells whether it has lived so long that it is replaced when its request has ended.
  func isOld(_ member: Member, at now: SimulationInstant) -> Bool {
    member.born.advanced(by: keeping.lifetime) <= now
  }

  /// Tells whether it is idle and can be removed at once.
  func isIdle(_ member: Member) -> Bool { member.state == .idle }

  /// Takes in no more environments: its version has changed or is gone.
  func retire() {
    isRetired = true
    wanted = 0
  }

  /// When the longest idle environment will have been idle for too long.
  var nextExpiry: SimulationInstant? {
    idle.first?.idleSince.advanced(by: keeping.idleTime)
  }

  func takeExpired(at now: SimulationInstant) -> [ExecutionEnvironment] {
    let expired = idle.prefix { $0.idleSince.advanced(by: keeping.idleTime) <= now }
    idle.removeFirst(expired.count)
    for member in expired {
      member.isRetired = true
      all[ObjectIdentifier(member.environment)] = nil
      loss = .idleTooLong
    }
    return expired.map(\.environment)
  }

  /// Tells whether a sweep has to be started, and remembers that it was.
  func startsSweeping() -> Bool {
    guard !isSwept, !idle.isEmpty else { return false }
    isSwept = true
    return true
  }

  func stopsSweeping() {
    isSwept = false
  }
}

/// How long environments are kept, for all pools together.
final class EnvironmentKeeping {
  var idleTime = LambdaAssumptions.idleTime
  var lifetime = LambdaAssumptions.lifetime
}

/// What counts a version's use for the bill.
struct PoolMeters {
  let requests: UsageCounter
  let duration: UsageCounter
  /// `/tmp` beyond what is free; `nil` when there is none.
  let storage: UsageCounter?
}
