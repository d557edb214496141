import Simulation

/// How a row of tries to hand something over has ended.
enum HandingOverEnd {
  case taken(DeliveryReceipt)
  /// No try is left, or none is worth it.
  case givenUp(NotificationFailure)
  /// Nobody is there any more to get it.
  case unwanted
}

extension SNS {
  /// Tries to hand something over again and again, as long as that may help.
  ///
  /// - Parameters:
  ///   - schedule: when to try again; asked after each failure, because it may change meanwhile, and
  ///     with it, because some failures get more time.
  ///   - retry: told the number of each further try, the wait before it and why there is one.
  ///   - handOver: tries once; `nil` when there is nobody any more.
  /// - Returns: how it ended, and with which try.
  /// - Throws: what is no ``NotificationFailure``, such as the end of the simulation.
  func tryUntilTaken(
    by schedule: (NotificationFailure) -> RetrySchedule,
    noting retry: (Int, Duration, NotificationFailure) -> Void = { _, _, _ in },
    _ handOver: () async throws -> DeliveryReceipt?
  ) async throws -> (end: HandingOverEnd, attempts: Int) {
    var attempt = 1
    while true {
      do {
        guard let receipt = try await handOver() else { return (.unwanted, attempt) }
        return (.taken(receipt), attempt)
      } catch let failure as NotificationFailure {
        guard failure.isRetryable, let nominal = schedule(failure).wait(before: attempt + 1)
        else {
          return (.givenUp(failure), attempt)
        }
        attempt += 1
        let wait = nominal * nextJitter()
        retry(attempt, wait, failure)
        try await simulation.sleep(for: wait)
      }
    }
  }
}
