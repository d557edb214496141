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

  func checkRole(_ action: QueueAction, on source: ARN) async throws -> String? {
    // Only policies of roles and of keys look at it.
    guard !cloud.roles.isEmpty || !cloud.keys.isEmpty else { return nil }
    // Without a function there is no role to ask; the batch will tell.
    let lambda = cloud.lambda
    let target = try? await lambda.describedTarget(
      settings.functionName,
      qualifier: settings.qualifier
    )
    guard let role = target?.configuration.role else { return nil }
    try action.check(role, of: component, on: source, in: cloud)
    return role
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
