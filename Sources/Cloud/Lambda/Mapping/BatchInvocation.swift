import JSON
import Simulation

/// Runs a function on batches, whatever their source.
struct BatchInvocation: BatchHandler {
  let cloud: Cloud
  let settings: MappingSettings

  var component: String { settings.functionName }

  /// Runs the function on a batch once, synchronously as any client would.
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

  /// The function in its role; without a function there is no role, and the batch will tell.
  func caller() async throws -> Caller {
    let function = try? await cloud.lambda.describedConfiguration(
      settings.functionName,
      qualifier: settings.qualifier
    )
    let caller = Caller(component)
    return function.map { caller.acting(as: $0.role) } ?? caller
  }
}

extension MappingSettings {
  /// The settings of the poller, which hands its batches to the function.
  func polling(in cloud: Cloud) -> PollSettings {
    PollSettings(
      batchSize: batchSize,
      batchingWindow: batchingWindow,
      maximumConcurrency: maximumConcurrency,
      countsEvents: countsEvents,
      filters: filters,
      handler: BatchInvocation(cloud: cloud, settings: self)
    )
  }
}
