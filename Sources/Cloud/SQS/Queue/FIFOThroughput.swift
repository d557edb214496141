import Simulation

/// How many requests a FIFO queue takes in a second.
struct FIFOThroughput {
  /// What has a limit of its own.
  enum Action: CaseIterable {
    case send
    case receive
    case delete
    case changeVisibility
  }

  private var actions = [RateLimiter](repeating: RateLimiter(), count: Action.allCases.count)
  private var groups: [String: RateLimiter] = [:]

  /// Counts a request; false when there have been too many.
  ///
  /// Simplified: with high throughput only what is sent is counted, by group; the limits of a whole
  /// Region are left out.
  mutating func take(
    _ action: Action,
    groups: Set<String>,
    _ attributes: FIFOAttributes,
    at now: SimulationInstant
  ) -> Bool {
    let limit = SQSQuotas.fifoRequestsPerSecond
    guard attributes.isHighThroughput else {
      return actions[Action.allCases.firstIndex(of: action) ?? 0].take(limit, at: now)
    }
    guard
      groups.allSatisfy({ self.groups[$0, default: RateLimiter()].has(limit, at: now) })
    else { return false }
    for group in groups { _ = self.groups[group, default: RateLimiter()].take(limit, at: now) }
    return true
  }
}

extension SQSQueue {
  /// Counts a request to a FIFO queue; a standard queue takes nearly any number.
  ///
  /// - Throws: ``ServiceError`` when there have been too many in a second.
  func checkThroughput(
    _ action: FIFOThroughput.Action,
    groups: Set<String> = []
  ) throws(ServiceError) {
    guard let limits = attributes.fifo else { return }
    guard fifo?.throughput.take(action, groups: groups, limits, at: now) == true else {
      throw .queueRequestThrottled
    }
  }
}
