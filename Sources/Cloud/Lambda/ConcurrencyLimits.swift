/// How many requests run at once, and how many may.
///
/// A function with reserved concurrency has its own share, which is also its limit; all others
/// share the rest of the account's.
struct ConcurrencyLimits {
  private var runningByFunction: [String: Int] = [:]
  private(set) var reserved: [String: Int] = [:]
  private var runningUnreserved = 0
  private var total = 0

  /// What the functions without a reservation share.
  var unreserved: Int {
    LambdaQuotas.accountConcurrency - reserved.values.reduce(0, +)
  }

  func running(_ function: String?) -> Int {
    function.map { runningByFunction[$0, default: 0] } ?? total
  }

  mutating func begin(_ function: String) throws(ServiceError) {
    if let limit = reserved[function] {
      guard running(function) < limit else { throw .tooManyRequests(.reserved) }
    } else {
      guard runningUnreserved < unreserved else { throw .tooManyRequests(.account) }
      runningUnreserved += 1
    }
    runningByFunction[function, default: 0] += 1
    total += 1
  }

  mutating func end(_ function: String) {
    total -= 1
    runningByFunction[function, default: 0] -= 1
    if reserved[function] == nil { runningUnreserved -= 1 }
  }

  /// Reserves concurrency for a function, or gives the reservation back.
  ///
  /// - Throws: the service's refusal when the others would keep fewer than 100.
  mutating func reserve(_ count: Int?, for function: String) throws(ServiceError) {
    var changed = reserved
    changed[function] = count
    let left = LambdaQuotas.accountConcurrency - changed.values.reduce(0, +)
    guard left >= LambdaQuotas.unreservedMinimum else {
      throw .invalidParameter(
        "Specified ReservedConcurrentExecutions for function decreases account's"
          + " UnreservedConcurrentExecution below its minimum value of"
          + " [\(LambdaQuotas.unreservedMinimum)]."
      )
    }
    // Running requests move between the shared and the reserved account with the function.
    if (reserved[function] == nil) != (count == nil) {
      runningUnreserved += (count == nil ? 1 : -1) * running(function)
    }
    reserved = changed
  }
}
