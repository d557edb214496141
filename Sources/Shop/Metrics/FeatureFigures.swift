public import Simulation

/// How one feature has served its customers, as they see it.
public struct FeatureFigures: Hashable, Sendable {
  /// How many requests customers have sent.
  public private(set) var requests = 0
  /// How many got an answer in time, a yes or a no.
  public private(set) var answered = 0
  /// How many got an error or lost their connection.
  public private(set) var failed = 0
  /// How many customers gave up waiting.
  public private(set) var gaveUp = 0
  /// How long customers waited who got an answer, or gave up.
  ///
  /// One who gave up counts with her patience, so that a slow shop does not look fast. Errors are
  /// left out.
  public private(set) var latency = Histogram<Duration>()

  init() {}

  /// How many customers are waiting now.
  public var waiting: Int { requests - answered - failed - gaveUp }

  /// The share of requests that were answered in time, of those that have ended; `nil` if none
  /// has.
  public var availability: Ratio? {
    let ended = answered + failed + gaveUp
    return ended > 0 ? Ratio(answered, of: ended) : nil
  }

  mutating func request() { requests += 1 }

  mutating func answer(after latency: Duration) {
    answered += 1
    self.latency.record(latency)
  }

  mutating func fail() { failed += 1 }

  mutating func giveUp(after patience: Duration) {
    gaveUp += 1
    latency.record(patience)
  }
}
