import Simulation

/// How many pollers a queue's mapping has: batches that it may have in hand at once.
///
/// Source: Lambda developer guide, "Scaling behavior for Amazon SQS event source mappings" and
/// "Backoff strategy for failed invocations", 2026.
///
/// > Simplified: the service says that it "gradually backs off, reducing the amount of concurrency"
/// > after failures, and no numbers. Here each failed batch takes one poller away, as far as those
/// > that an idle mapping keeps, and none is added for ``LambdaAssumptions/pollerBackOff``.
struct PollerCount {
  private(set) var count = 0
  private var busy = 0
  private var lastFailure: SimulationInstant?

  /// Begins with so many.
  mutating func start(_ count: Int) {
    self = Self()
    self.count = count
  }

  /// Adds pollers, as a second allows, if all are busy: nothing else tells that messages wait.
  ///
  /// - Returns: how many were added.
  mutating func grow(upTo maximum: Int, at now: SimulationInstant) -> Int {
    guard busy == count, count < maximum else { return 0 }
    if let lastFailure, now < lastFailure.advanced(by: LambdaAssumptions.pollerBackOff) { return 0 }
    let added = min(LambdaQuotas.pollersAddedEachMinute / 60, maximum - count)
    count += added
    return added
  }

  mutating func beginBatch() { busy += 1 }
  mutating func endBatch() { busy -= 1 }

  /// Notes that a batch has failed.
  mutating func noteFailure(at now: SimulationInstant) { lastFailure = now }

  /// Takes one away, and tells whether it could be spared.
  mutating func shrink() -> Bool {
    guard count > LambdaQuotas.idlePollers else { return false }
    count -= 1
    return true
  }
}
