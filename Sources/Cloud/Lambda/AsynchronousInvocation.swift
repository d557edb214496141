import JSON
import Simulation

/// The asynchronous path: an event is taken over at once and run later, again if it fails.
extension Lambda {
  /// Takes an event over.
  func accept(_ event: Invocation, for reference: FunctionReference) {
    let (function, qualifier) = (reference.name, reference.qualifier)
    simulation.record(LambdaEvent.eventAccepted(requestID: event.id), from: function)
    let arrived = simulation.now
    eventsUnderway += 1
    simulation.spawn(on: self) { lambda in
      try await lambda.simulation.sleep(for: LambdaAssumptions.queueDelay)
      let end = try await lambda.process(event, for: function, qualifier: qualifier, since: arrived)
      await lambda.finish(event, for: function, qualifier: qualifier, end)
      lambda.eventsUnderway -= 1
    }
  }

  /// How an event ended, and the last answer if the function was ever run.
  struct AsynchronousEnd {
    let outcome: AsynchronousOutcome
    let attempts: Int
    let answer: Answer?
    let error: ServiceError?
  }

  private func process(
    _ event: Invocation,
    for function: String,
    qualifier: String?,
    since arrived: SimulationInstant
  ) async throws -> AsynchronousEnd {
    var attempts = 0
    var last: Answer?
    var lastError: ServiceError?
    var backOff = LambdaQuotas.throttleBackOff.first
    while true {
      let config = eventInvokeConfig(function, qualifier)
      if concurrency.reserved[function] == 0 {
        return .init(outcome: .switchedOff, attempts: attempts, answer: last, error: lastError)
      }
      let wait: Duration
      let reason: String
      do {
        let target = try target(function, qualifier: qualifier)
        let answer = try await invoke(target, event, isSynchronous: false)
        attempts += 1
        last = answer
        lastError = nil
        if answer.functionError == nil {
          return .init(outcome: .succeeded, attempts: attempts, answer: answer, error: nil)
        }
        guard attempts <= config.retryAttempts else {
          return .init(outcome: .retriesExhausted, attempts: attempts, answer: answer, error: nil)
        }
        wait = LambdaQuotas.retryWaits[attempts - 1]
        reason = "function error"
      } catch let error as ServiceError {
        // Only throttles and system errors are worth another try.
        guard error.isRetryable else {
          return .init(outcome: .retriesExhausted, attempts: attempts, answer: last, error: error)
        }
        lastError = error
        wait = backOff
        backOff = min(backOff * 2, LambdaQuotas.throttleBackOff.longest)
        reason = error.code
      }
      // The service does not wait for the age to pass: a try that would come too late is not made.
      let next = simulation.now.advanced(by: wait)
      guard next.duration(since: arrived) <= .seconds(config.eventAge) else {
        return .init(outcome: .eventAgeExceeded, attempts: attempts, answer: last, error: lastError)
      }
      simulation.record(
        LambdaEvent.eventRetried(
          requestID: event.id,
          attempt: attempts + 1,
          after: wait,
          because: reason
        ),
        from: function
      )
      try await simulation.sleep(until: next)
    }
  }

  func eventInvokeConfig(_ function: String, _ qualifier: String?) -> EventInvokeConfig {
    if let target = try? describedTarget(function, qualifier: qualifier) {
      return target.eventInvokeConfig
    }
    return functions[function]?.eventInvokeConfigs[qualifier ?? "$LATEST"] ?? EventInvokeConfig()
  }

  private func finish(
    _ event: Invocation,
    for function: String,
    qualifier: String?,
    _ end: AsynchronousEnd
  ) async {
    simulation.record(
      LambdaEvent.eventEnded(
        requestID: event.id,
        attempts: end.attempts,
        outcome: end.outcome
      ),
      from: function
    )
    let config = eventInvokeConfig(function, qualifier)
    let succeeded = end.outcome == .succeeded
    // The dead-letter queue is frozen with the version, unlike the destinations.
    if !succeeded,
      let queue = (try? describedConfiguration(function, qualifier: qualifier))?.deadLetterARN
    {
      await deliver(.deadLetter(event, end), to: queue, for: function)
    }
    if let destination = succeeded ? config.onSuccess : config.onFailure {
      await deliver(.destinationRecord(event, end, of: self), to: destination, for: function)
    }
  }

  /// Delivers what is left of an event; what cannot be delivered is lost, and the trace says so.
  private func deliver(_ delivery: Delivery, to arn: String, for function: String) async {
    guard let target = ARN(arn) else { return }
    do {
      try await cloud.deliver(delivery, to: target, for: Caller(function))
    } catch {
      simulation.record(
        CallFailed(operation: "Deliver", caller: function, code: "\(error)"),
        from: target.name
      )
    }
  }
}
