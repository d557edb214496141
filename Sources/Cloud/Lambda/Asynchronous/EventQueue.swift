import JSON
import Simulation

/// The asynchronous path: an event is taken over at once and run later, again if it fails.
extension Lambda {
  /// Takes an event over.
  func accept(_ event: Invocation, for reference: FunctionReference) {
    var event = event
    event.queued = simulation.now
    cloud.record(LambdaEvent.eventAccepted(requestID: event.id), from: reference.name)
    eventsUnderway += 1
    simulation.spawn(on: self) { [event] lambda in
      try await lambda.handle(event, for: reference)
    }
  }

  private func handle(_ event: Invocation, for reference: FunctionReference) async throws {
    defer { eventsUnderway -= 1 }
    try await simulation.sleep(for: LambdaAssumptions.queueDelay)
    let end = try await process(event, for: reference)
    await finish(event, for: reference, end)
  }

  /// How an event ended.
  struct AsynchronousEnd {
    let outcome: AsynchronousOutcome
    /// How often the function has run on it.
    let attempts: Int
    /// The function's last answer, if it was ever run.
    let answer: Answer?
    /// Why the last try did not run the function.
    let error: ServiceError?
  }

  /// What has come of the tries so far.
  private struct Tries {
    var attempts = 0
    var answer: Answer?
    var error: ServiceError?
    var backOff = LambdaQuotas.throttleBackOff.first

    func end(_ outcome: AsynchronousOutcome) -> AsynchronousEnd {
      AsynchronousEnd(outcome: outcome, attempts: attempts, answer: answer, error: error)
    }
  }

  private enum Verdict {
    case ended(AsynchronousOutcome)
    case again(after: Duration, because: String)
  }

  private func process(
    _ event: Invocation,
    for reference: FunctionReference
  ) async throws -> AsynchronousEnd {
    var tries = Tries()
    do {
      try checkRecursion(of: reference.name, in: event)
    } catch {
      tries.error = error
      return tries.end(.recursionStopped)
    }
    if cloud.faults.isArmed, cloud.faults.duplicates(reference.name) {
      handOutAgain(event, for: reference)
    }
    while true {
      let wait: Duration
      let reason: String
      switch try await attempt(event, for: reference, &tries) {
      case .ended(let outcome): return tries.end(outcome)
      case .again(let after, let because): (wait, reason) = (after, because)
      }
      // The service does not wait for the age to pass, unlike EventBridge: a try that would come too
      // late is not made, and the end is told at once, as LocalStack has recorded on AWS.
      let next = simulation.now.advanced(by: wait)
      let age = next.duration(since: event.queued ?? next)
      guard age <= .seconds(eventInvokeConfig(reference).eventAge) else {
        return tries.end(.eventAgeExceeded)
      }
      cloud.record(
        LambdaEvent.eventRetried(
          requestID: event.id,
          attempt: tries.attempts + 1,
          after: wait,
          because: reason
        ),
        from: reference.name
      )
      try await simulation.sleep(until: next)
    }
  }

  /// Runs the function on an event once, if it can be run.
  private func attempt(
    _ event: Invocation,
    for reference: FunctionReference,
    _ tries: inout Tries
  ) async throws -> Verdict {
    if concurrency.reserved[reference.name] == 0 {
      tries.error = .tooManyRequests(.reserved)
      return .ended(.switchedOff)
    }
    do {
      let target = try target(reference.name, qualifier: reference.qualifier)
      let answer = try await invoke(target, event, isSynchronous: false)
      tries.attempts += 1
      tries.answer = answer
      tries.error = nil
      tries.backOff = LambdaQuotas.throttleBackOff.first
      guard answer.functionError != nil else { return .ended(.succeeded) }
      guard tries.attempts <= eventInvokeConfig(reference).retryAttempts else {
        return .ended(.retriesExhausted)
      }
      return .again(
        after: LambdaQuotas.retryWaits[tries.attempts - 1],
        because: "function error"
      )
    } catch let error as ServiceError {
      tries.error = error
      // Only throttles and system errors are worth another try.
      guard error.mayPass else { return .ended(.retriesExhausted) }
      defer { tries.backOff = min(tries.backOff * 2, LambdaQuotas.throttleBackOff.longest) }
      return .again(after: tries.backOff, because: error.code)
    }
  }

  /// Runs the function once more on an event, whatever else becomes of the event: what a learner's
  /// `duplicate` asks for.
  private func handOutAgain(_ event: Invocation, for reference: FunctionReference) {
    let after = duplicateDelay()
    cloud.record(
      AsynchronousEvent.duplicated(requestID: event.id, after: after),
      from: reference.name
    )
    eventsUnderway += 1
    simulation.spawn(on: self) { lambda in
      defer { lambda.eventsUnderway -= 1 }
      try await lambda.simulation.sleep(for: after)
      let target = try lambda.target(reference.name, qualifier: reference.qualifier)
      _ = try await lambda.invoke(target, event, isSynchronous: false)
    }
  }

  /// How the event's function, version or alias wants events to be handled now.
  private func eventInvokeConfig(_ reference: FunctionReference) -> EventInvokeConfig {
    functions[reference.name]?.eventInvokeConfigs[reference.qualifier ?? "$LATEST"] ?? .init()
  }

  // MARK: What is left

  private func finish(
    _ event: Invocation,
    for reference: FunctionReference,
    _ end: AsynchronousEnd
  ) async {
    let function = reference.name
    cloud.record(
      LambdaEvent.eventEnded(requestID: event.id, attempts: end.attempts, outcome: end.outcome),
      from: function
    )
    let isLoop = end.outcome == .recursionStopped
    // What is left of a loop may go round in a loop of its own, which ends like the first.
    if isLoop, let stops = event.lineage?.stops, stops >= LambdaQuotas.invocationsInOneChain {
      return
    }
    let caller = Caller(
      function,
      in: isLoop ? event.lineage?.stopped : .following(event.lineage, function)
    )
    let config = eventInvokeConfig(reference)
    let succeeded = end.outcome == .succeeded
    // Its role is asked and its dead-letter queue used, which are frozen with the version, unlike
    // the destinations.
    let version = try? describedConfiguration(function, qualifier: reference.qualifier)
    if !succeeded, let queue = version?.deadLetterARN {
      await deliver(.deadLetter(event, end), .deadLetter, of: event, to: queue, version, caller)
    }
    if let destination = succeeded ? config.onSuccess : config.onFailure {
      let record = Delivery.destinationRecord(event, end, of: self, for: destination)
      await deliver(record, .record, of: event, to: destination, version, caller)
    }
  }

  /// Delivers what is left of an event; what cannot be delivered is lost, and the trace says so.
  private func deliver(
    _ delivery: Delivery,
    _ leaving: AsynchronousEvent.Leaving,
    of event: Invocation,
    to arn: String,
    _ version: FunctionConfiguration?,
    _ caller: Caller
  ) async {
    let outcome: AsynchronousEvent
    do {
      guard let target = ARN(arn) else { throw ServiceError.invalidParameter(arn) }
      let sender = version.map { caller.acting(as: $0.role) } ?? caller
      try await cloud.deliver(delivery, to: target, for: sender)
      outcome = .delivered(requestID: event.id, as: leaving, to: arn)
    } catch {
      let code = (error as? ServiceError)?.code ?? "\(error)"
      outcome = .deliveryFailed(requestID: event.id, as: leaving, to: arn, because: code)
    }
    cloud.record(outcome, from: caller.component)
  }
}
