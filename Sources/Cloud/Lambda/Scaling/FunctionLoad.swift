import Synchronization

/// What one function uses of the account's concurrency, all its versions together; only
/// ``ConcurrencyLimits`` changes it.
final class FunctionLoad {
  let name: String
  /// Its reservation: its share, and its limit.
  var reserved: Int?
  /// Requests that run now.
  var running = 0
  /// Those of them that run in environments on demand.
  var runningOnDemand = 0
  /// Environments that are kept ready for it, or will be.
  var provisioned = 0
  /// Its requests each second, as far as its reservation limits them.
  var requests = RateLimiter()
  /// Its new environments.
  var environments = RateLimiter()
  /// What is metered for keeping environments ready, in MB.
  var provisionedRates: [Usage: Int64] = [:]
  private var counters: [Usage: UsageCounter] = [:]

  init(name: String) {
    self.name = name
  }

  /// What counts one kind of its use for the bill.
  func counter(of usage: Usage, on meter: Meter) -> UsageCounter {
    if let counter = counters[usage] { return counter }
    let counter = UsageCounter()
    meter.follow(usage, for: name, as: "lambda \(name) \(usage.rawValue)") { counter.total }
    counters[usage] = counter
    return counter
  }
}

/// Counts for the meter without asking for its lock, because every request counts.
final class UsageCounter: Sendable {
  private let value = Atomic<Int64>(0)

  var total: Int64 { value.load(ordering: .relaxed) }

  func add(_ quantity: Int64) {
    value.add(quantity, ordering: .relaxed)
  }
}
