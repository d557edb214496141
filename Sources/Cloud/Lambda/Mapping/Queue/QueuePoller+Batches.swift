import JSON
import Simulation

/// What becomes of a batch that was fetched from a queue.
extension QueuePoller {
  /// Runs the function on a batch, in parts that fit into a request, and deletes what is done.
  ///
  /// - Returns: false when the mapping is to back off.
  /// - Throws: `CancellationError` when everything ends.
  func handOver(_ batch: EventBatch) async throws -> Bool {
    var isHealthy = true
    var left = batch.count
    for part in batch.parts {
      let end = try await run(part)
      let done = part.records.filter(end.isDone)
      left -= part.count
      await finish(part, end, done)
      if !end.isHealthy { isHealthy = false }
      if keepsOrder, done.count < part.count, left > 0 {
        // What comes behind a failure in a FIFO queue waits until that has been tried again.
        record(.batchSkipped(mapping: mapping, source: source.name, events: left), cause: end.cause)
        break
      }
    }
    return isHealthy
  }

  private var keepsOrder: Bool { source.name.hasSuffix(".fifo") }

  /// Deletes what is done, and tells what has come of the batch.
  private func finish(_ batch: EventBatch, _ end: End, _ done: [EventRecord]) async {
    lastResult = end.result
    let deleted = await delete(done)
    if !done.isEmpty { count(.deleted, deleted) }
    record(
      .batchEnded(
        mapping: mapping,
        source: source.name,
        done: deleted,
        failed: batch.count - done.count,
        result: end.result
      ),
      cause: end.cause
    )
  }

  /// How a batch has ended.
  private struct End {
    let outcome: BatchOutcome
    let wasHeldBack: Bool
    /// The record of the last try.
    let cause: TraceID

    /// Whether the event is done, and its message to be deleted.
    func isDone(_ record: EventRecord) -> Bool {
      guard case .returned(let failed) = outcome else { return false }
      return failed.isEmpty || !failed.contains(record.id)
    }

    /// What the service says about it.
    var result: String {
      switch outcome {
      case .returned(let failed) where failed.isEmpty: "OK"
      case .returned, .functionError: "PROBLEM: Function call failed"
      case .refused(let error): "PROBLEM: \(error.message)"
      }
    }

    /// A function that returns, whatever it says, is no reason to back off.
    var isHealthy: Bool {
      if case .returned = outcome { !wasHeldBack } else { false }
    }
  }

  /// Runs the function; a batch for which there is no room is kept, and tried again until its
  /// messages become visible to others.
  private func run(_ batch: EventBatch) async throws -> End {
    let deadline = batch.records.map(\.isMineUntil).min() ?? simulation.now
    let handler = settings.handler
    var wait = LambdaQuotas.throttleBackOff.first
    var wasHeldBack = false
    defer { if wasHeldBack { heldBack -= 1 } }
    while true {
      let requestID = await cloud.lambda.newIdentifier()
      let invoked = record(
        .batchInvoked(mapping: mapping, requestID: requestID, events: batch.count),
        cause: batch.records[0].cause
      )
      count(.invoked, batch.count)
      let outcome = await handler.run(batch, requestID, cause: invoked)
      let end = End(outcome: outcome, wasHeldBack: wasHeldBack, cause: invoked)
      count(.failedInvoke, batch.records.count { !end.isDone($0) })
      guard case .refused(let error) = outcome, error.isPassing else { return end }
      let next = min(simulation.now.advanced(by: wait), deadline)
      guard simulation.now < next else { return end }
      if !wasHeldBack { heldBack += 1 }
      wasHeldBack = true
      record(
        .batchHeldBack(
          mapping: mapping,
          requestID: requestID,
          code: error.code,
          retriedAfter: simulation.now.duration(to: next)
        ),
        cause: invoked
      )
      try await simulation.sleep(until: next)
      guard simulation.now < deadline else { return end }
      wait = min(wait * 2, LambdaQuotas.throttleBackOff.longest)
    }
  }

  // MARK: The queue

  /// Deletes messages, ten in a request, and returns how many are gone.
  ///
  /// Of those that are not nobody knows that they are done: they come back, and are handled again.
  func delete(_ records: [EventRecord]) async -> Int {
    var deleted = 0
    for start in stride(from: 0, to: records.count, by: SQSQuotas.batchSize.upperBound) {
      let ten = records[start..<min(start + SQSQuotas.batchSize.upperBound, records.count)]
      do {
        let caller = try await settings.handler.caller()
        let request = DeleteReceived(queue: queue, handles: ten.map(\.handle))
        let output = try await cloud.sqs.call(request, for: caller)
        deleted += output.deleted
        if let refusal = output.refusal { throw refusal }
      } catch let error as ServiceError {
        meet("PROBLEM: \(QueueAction.deleteMessage.problem(error))")
      } catch {
        // Everything ends.
        return deleted
      }
    }
    return deleted
  }

  // MARK: Records

  @discardableResult
  func record(_ event: MappingEvent, cause: TraceID? = nil) -> TraceID {
    cloud.record(event, from: settings.handler.component, cause: cause)
  }

  /// Notes what is wrong, and records it when it is news.
  func meet(_ problem: String) {
    guard lastResult != problem else { return }
    lastResult = problem
    record(.problem(mapping: mapping, source: source.name, problem: problem))
  }

  func count(_ metric: EventCountMetric, _ events: @autoclosure () -> Int) {
    guard settings.countsEvents else { return }
    record(.counted(mapping: mapping, metric: metric, events: events()))
  }
}

extension ServiceError {
  /// Whether a function that could not be run may be run soon: there is no room for it now, the
  /// service fails, or the function is being made.
  fileprivate var isPassing: Bool { mayPass || status == 409 }
}
