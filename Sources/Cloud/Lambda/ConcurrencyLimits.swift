import Simulation

/// How many requests run at once and begin each second, and how many may.
///
/// A function with reserved concurrency has its own share, which is also its limit; all others
/// share the rest of the account's. Provisioned concurrency is taken from the function's share, or
/// from what the others have in common, whether it is used or not.
struct ConcurrencyLimits {
  /// How many requests the account may run at once.
  private(set) var account = LambdaQuotas.accountConcurrency
  private(set) var reserved: [String: Int] = [:]
  private var loads: [String: FunctionLoad] = [:]
  private var total = 0
  private var totalReserved = 0
  /// Of the functions without a reservation.
  private var unreservedOnDemand = 0
  /// Of the functions without a reservation.
  private var unreservedProvisioned = 0
  private var requests = RateLimiter()

  /// What is neither reserved nor provisioned.
  var unreserved: Int { account - totalReserved - unreservedProvisioned }

  func running(_ function: String?) -> Int {
    function.map { loads[$0]?.running ?? 0 } ?? total
  }

  /// What a function uses; made when it is first asked for.
  mutating func load(of function: String) -> FunctionLoad {
    if let load = loads[function] { return load }
    let load = FunctionLoad(name: function)
    load.reserved = reserved[function]
    loads[function] = load
    return load
  }

  // MARK: Requests

  /// Checks whether a request may begin.
  ///
  /// - Parameters:
  ///   - load: the function's.
  ///   - isProvisioned: whether it would run in an environment that is kept ready.
  ///   - isSynchronous: whether it counts towards the requests each second.
  ///   - now: the current instant.
  /// - Throws: the throttle.
  mutating func check(
    _ load: FunctionLoad,
    isProvisioned: Bool,
    isSynchronous: Bool,
    at now: SimulationInstant
  ) throws(ServiceError) {
    try checkConcurrency(load, isProvisioned: isProvisioned)
    if isSynchronous { try checkRequests(load, at: now) }
  }

  /// Takes one more environment from a function's scaling rate.
  ///
  /// - Throws: the throttle when it grows too fast.
  ///
  /// > Simplified: the service names no reason of its own; here it is the account's.
  func takeNew(_ load: FunctionLoad, at now: SimulationInstant) throws(ServiceError) {
    let (limit, period) = (LambdaQuotas.scalingRate, LambdaQuotas.scalingPeriod.nanoseconds)
    if load.environments.take(limit, in: period, at: now) { return }
    let wait = load.environments.secondsUntilNext(limit, in: period)
    throw .tooManyRequests(.account, retryAfter: wait)
  }

  /// Counts a request that begins.
  mutating func begin(
    _ load: FunctionLoad,
    isProvisioned: Bool,
    isSynchronous: Bool,
    at now: SimulationInstant
  ) {
    if isSynchronous {
      _ = requests.take(account * LambdaQuotas.requestsForEachConcurrency, at: now)
      if let limit = load.reserved {
        _ = load.requests.take(limit * LambdaQuotas.requestsForEachConcurrency, at: now)
      }
    }
    total += 1
    load.running += 1
    if !isProvisioned { beginOnDemand(load) }
  }

  private func checkConcurrency(
    _ load: FunctionLoad,
    isProvisioned: Bool
  ) throws(ServiceError) {
    if let limit = load.reserved {
      let isFull = load.running >= limit
      guard !isFull, isProvisioned || load.runningOnDemand < limit - load.provisioned else {
        throw .tooManyRequests(.reserved)
      }
    } else if !isProvisioned {
      guard unreservedOnDemand < unreserved else { throw .tooManyRequests(.account) }
    }
    // Reservations can be made while others still use what they take away.
    guard total < account else { throw .tooManyRequests(.account) }
  }

  private mutating func checkRequests(
    _ load: FunctionLoad,
    at now: SimulationInstant
  ) throws(ServiceError) {
    if let reserved = load.reserved {
      let limit = reserved * LambdaQuotas.requestsForEachConcurrency
      guard load.requests.has(limit, at: now) else {
        let wait = load.requests.secondsUntilNext(limit)
        throw .tooManyRequests(.reservedRequests, retryAfter: wait)
      }
    }
    let limit = account * LambdaQuotas.requestsForEachConcurrency
    guard requests.has(limit, at: now) else {
      throw .tooManyRequests(.requests, retryAfter: requests.secondsUntilNext(limit))
    }
  }

  mutating func end(_ load: FunctionLoad, isProvisioned: Bool) {
    total -= 1
    load.running -= 1
    if !isProvisioned { endOnDemand(load) }
  }

  private mutating func beginOnDemand(_ load: FunctionLoad) {
    load.runningOnDemand += 1
    if load.reserved == nil { unreservedOnDemand += 1 }
  }

  private mutating func endOnDemand(_ load: FunctionLoad) {
    load.runningOnDemand -= 1
    if load.reserved == nil { unreservedOnDemand -= 1 }
  }

  /// A request goes on in an environment that is no longer kept ready.
  mutating func becomesOnDemand(_ load: FunctionLoad) {
    beginOnDemand(load)
  }

  // MARK: Shares

  /// Reserves concurrency for a function, or gives the reservation back.
  ///
  /// - Throws: the service's refusal when the others would keep fewer than 100, or when more is
  ///   provisioned for the function.
  mutating func reserve(_ count: Int?, for function: String) throws(ServiceError) {
    let load = load(of: function)
    if let count, load.provisioned > count {
      throw .reservedBelowProvisioned(count, load.provisioned)
    }
    var changed = reserved
    changed[function] = count
    let sum = changed.values.reduce(0, +)
    let others = unreservedProvisioned - (load.reserved == nil ? load.provisioned : 0)
    let left = account - sum - others - (count == nil ? load.provisioned : 0)
    guard left >= LambdaQuotas.unreservedMinimum || (count ?? 0) <= (load.reserved ?? 0) else {
      throw .unreservedTooSmall("ReservedConcurrentExecutions")
    }
    // Running requests move between the shared and the reserved account with the function.
    if (load.reserved == nil) != (count == nil) {
      let sign = count == nil ? 1 : -1
      unreservedOnDemand += sign * load.runningOnDemand
      unreservedProvisioned += sign * load.provisioned
    }
    load.reserved = count
    reserved = changed
    totalReserved = sum
  }

  /// Checks whether so much may be provisioned for a function, all its qualifiers together.
  ///
  /// - Throws: the service's refusal.
  mutating func checkProvisioned(_ sum: Int, of function: String) throws(ServiceError) {
    let load = load(of: function)
    if let reserved = load.reserved {
      guard sum <= reserved else { throw .provisionedAboveReserved }
      return
    }
    guard sum <= account else { throw .provisionedAboveAccount(account) }
    guard unreserved + load.provisioned - sum >= LambdaQuotas.unreservedMinimum else {
      throw .unreservedTooSmall("ConcurrentExecutions")
    }
  }

  /// Takes so much for the environments of a function that are kept ready.
  mutating func provision(_ sum: Int, for load: FunctionLoad) {
    if load.reserved == nil { unreservedProvisioned += sum - load.provisioned }
    load.provisioned = sum
  }

  /// Changes what the account may run at once.
  mutating func setAccount(_ count: Int) {
    account = count
  }
}
