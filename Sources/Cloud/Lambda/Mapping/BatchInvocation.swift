import JSON
import Simulation

/// What came of running a function on a batch.
enum BatchOutcome {
  /// The function returned, and said of these events that they have failed.
  case returned(failed: Set<String>)
  /// The function failed: nothing of the batch is done.
  case functionError
  /// The function was not run.
  case refused(ServiceError)
}

/// Runs a function on batches, whatever their source.
struct BatchInvocation {
  let cloud: Cloud
  let settings: MappingSettings

  /// Runs the function on a batch once, synchronously as any client would.
  ///
  /// - Parameters:
  ///   - batch: the events.
  ///   - requestID: the request's id.
  ///   - cause: the record of the batch's being handed over.
  /// - Returns: what came of it.
  func run(_ batch: EventBatch, _ requestID: String, cause: TraceID) async -> BatchOutcome {
    do {
      if let size = batch.excessiveSize {
        throw ServiceError.requestTooLarge(
          size,
          .requestResponse,
          LambdaQuotas.synchronousPayload
        )
      }
      let lambda = cloud.lambda
      let target = try await lambda.target(settings.functionName, qualifier: settings.qualifier)
      let answer = try await lambda.answer(
        target,
        Invocation(
          id: requestID,
          invokedARN: target.invokedARN,
          payload: batch.event,
          lineage: batch.lineage,
          cause: cause
        )
      )
      guard answer.functionError == nil else { return .functionError }
      guard settings.reportsItemFailures else { return .returned(failed: []) }
      let ids = Set(batch.records.map(\.id))
      return .returned(failed: BatchResponse.failures(in: answer.payload, of: ids))
    } catch let error as ServiceError {
      return .refused(error)
    } catch {
      // Who waits no longer, because everything ends.
      return .refused(.serviceUnavailable)
    }
  }
}
