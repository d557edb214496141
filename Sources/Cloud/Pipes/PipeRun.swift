import JSON
import Simulation

/// Takes batches through a pipe: an enrichment if there is one, and the target.
struct PipeRun: BatchHandler {
  let cloud: Cloud
  let name: String
  let settings: PipeSettings

  var component: String { name }

  /// Who asks and hands over: the pipe in its role.
  ///
  /// - Throws: ``ServiceError`` when the role does not trust pipes any more.
  func caller() throws(ServiceError) -> Caller {
    let role = settings.roleArn
    guard let caller = cloud.taking(role, as: Pipes.principal, for: arn, called: name) else {
      throw .roleNotTaken(role, by: Pipes.principal)
    }
    return caller
  }

  private var arn: String {
    ARN(service: "pipes", resource: "pipe/\(name)", in: cloud).description
  }

  func run(_ batch: EventBatch, _ executionID: String, cause: TraceID) async -> BatchOutcome {
    let events = batch.records.map(\.event)
    let size = events.reduce(0) { $0 + $1.textSize }
    let chunk = PipesQuotas.billedChunk.bytes
    cloud.meter.add(.pipesRequests, Int64(max(1, (size + chunk - 1) / chunk)), for: name)
    var execution = PipeExecution(events: events.count, size: size, at: cloud.simulation.now)
    await cloud.pipes.noteStart()
    let outcome = await Trace.$cause.withValue(cause) {
      await run(events, of: batch, executionID, &execution)
    }
    execution.end(outcome, of: batch.records.count)
    await cloud.pipes.note(execution, of: name)
    return outcome
  }

  private func run(
    _ events: [JSONValue],
    of batch: EventBatch,
    _ executionID: String,
    _ execution: inout PipeExecution
  ) async -> BatchOutcome {
    var stage = settings.enrichment ?? settings.target
    do {
      let enriched = try await enrich(events, executionID, &execution)
      stage = settings.target
      guard !enriched.isEmpty else { return .returned(failed: []) }
      execution.begin(.target, at: cloud.simulation.now)
      let outcome = try await deliver(enriched, of: batch, executionID)
      execution.endStage(at: cloud.simulation.now)
      return outcome
    } catch {
      execution.endStage(at: cloud.simulation.now)
      cloud.record(
        PipeEvent.failed(
          executionID: executionID,
          component: stage.componentName,
          because: (error as? ServiceError)?.code ?? "FunctionError"
        ),
        from: name
      )
      switch error {
      case let error as ServiceError: return .refused(error)
      case is FunctionFailed: return .functionError
      // Who waits no longer, because everything ends.
      default: return .refused(.serviceUnavailable)
      }
    }
  }

  /// A function of the pipe ran and failed.
  private struct FunctionFailed: Error {}

  // MARK: Enriching

  /// What the enrichment makes of the events; the events themselves without one.
  private func enrich(
    _ events: [JSONValue],
    _ executionID: String,
    _ execution: inout PipeExecution
  ) async throws -> [JSONValue] {
    guard let function = settings.enrichment else { return events }
    execution.begin(.enrichment, at: cloud.simulation.now)
    let inputs = events.map { json(settings.enrichmentTemplate, for: $0) }
    let answer = try await invoke(function, .requestResponse, .array(inputs))
    let enriched = Self.events(in: answer)
    execution.endStage(at: cloud.simulation.now)
    cloud.record(
      PipeEvent.enriched(
        executionID: executionID,
        function: function.componentName,
        events: events.count,
        into: enriched.count
      ),
      from: name
    )
    return enriched
  }

  /// A list has an event in each place; an empty answer has none.
  private static func events(in answer: JSONValue) -> [JSONValue] {
    switch answer {
    case .array(let events): events
    case .null: []
    case .string(let text) where text.isEmpty: []
    case .object(let object) where object.isEmpty: []
    default: [answer]
    }
  }

  private func invoke(
    _ function: ARN,
    _ type: Invoke.InvocationType,
    _ payload: JSONValue
  ) async throws -> JSONValue {
    let answer = try await cloud.lambda.call(
      Invoke(functionName: function.description, invocationType: type, payload: payload),
      for: caller()
    )
    guard answer.functionError == nil else { throw FunctionFailed() }
    return answer.payload ?? .null
  }

  // MARK: Delivering

  private func deliver(
    _ events: [JSONValue],
    of batch: EventBatch,
    _ executionID: String
  ) async throws -> BatchOutcome {
    if settings.target.service == "lambda" {
      return try await deliverToFunction(events, of: batch, executionID)
    }
    guard PipesQuotas.batchSizesOfMessages.contains(events.count) else {
      throw ServiceError.validation(
        "The enrichment answered \(events.count) events; the target takes"
          + " \(PipesQuotas.batchSizesOfMessages.upperBound) at once."
      )
    }
    let failures = try await cloud.deliver(
      events.map(delivery),
      to: settings.target,
      inOrderOf: groups(of: events.count, from: batch),
      for: caller()
    )
    note(events.count, failed: failures.count, executionID)
    let ids = batch.records.map(\.id)
    if settings.enrichment == nil { return .returned(failed: Set(failures.keys.map { ids[$0] })) }
    // Which event an enriched one came from is not known, so that all of them come back.
    return .returned(failed: failures.isEmpty ? [] : Set(ids))
  }

  /// The groups of a FIFO queue, in which no event overtakes another.
  ///
  /// Which group an enriched event came from is not known, so that all of them keep their order.
  private func groups(of events: Int, from batch: EventBatch) -> [String]? {
    guard settings.source.name.hasSuffix(".fifo") else { return nil }
    guard settings.enrichment == nil else { return Array(repeating: "", count: events) }
    return batch.records.map { $0.event["attributes"]?["MessageGroupId"]?.stringValue ?? "" }
  }

  private func note(_ count: Int, failed: Int, _ executionID: String) {
    cloud.record(
      PipeEvent.delivered(
        executionID: executionID,
        target: settings.target.componentName,
        events: count - failed,
        failed: failed
      ),
      from: name
    )
  }

  /// A function gets the whole batch, and may say of each event that it has failed.
  private func deliverToFunction(
    _ events: [JSONValue],
    of batch: EventBatch,
    _ executionID: String
  ) async throws -> BatchOutcome {
    let template = settings.targetParameters.inputTemplate
    let waits = settings.targetParameters.lambdaFunctionParameters?.invocationType != .fireAndForget
    let payload = JSONValue.array(events.map { json(template, for: $0) })
    let answer = try await invoke(settings.target, waits ? .requestResponse : .event, payload)
    var failed: Set<String> = []
    if waits, answer["batchItemFailures"] != nil {
      failed = BatchResponse.failures(in: answer, of: Set(batch.records.map(\.id)))
    }
    note(events.count, failed: failed.count, executionID)
    return .returned(failed: failed)
  }

  private func delivery(of event: JSONValue) -> Delivery {
    let parameters = settings.targetParameters
    let bus = parameters.eventBridgeEventBusParameters
    let text = parameters.inputTemplate.map { template($0).text(for: event) }
    var delivery = Delivery(
      text: text ?? event.stringValue ?? event.text(),
      groupID: PipeTemplate.value(of: parameters.sqsQueueParameters?.messageGroupId, in: event),
      deduplicationID: PipeTemplate.value(
        of: parameters.sqsQueueParameters?.messageDeduplicationId,
        in: event
      ),
      source: PipeTemplate.value(of: bus?.source, in: event) ?? "Pipe \(name)",
      detailType: PipeTemplate.value(of: bus?.detailType, in: event) ?? "Event from aws:sqs",
      resources: bus?.resources?.compactMap { PipeTemplate.value(of: $0, in: event) }
    )
    let time = PipeTemplate.value(of: bus?.time, in: event)
    delivery.time = time.map { RequestDate(.string($0)) }
    return delivery
  }

  // MARK: Templates

  private func json(_ text: String?, for event: JSONValue) -> JSONValue {
    guard let text else { return event }
    let filled = template(text).text(for: event)
    return (try? JSONValue(parsing: filled)) ?? .string(filled)
  }

  private func template(_ text: String) -> PipeTemplate {
    PipeTemplate(
      text,
      reserved: [
        "pipe-arn": .string(arn),
        "pipe-name": .string(name),
        "source-arn": .string(settings.source.description),
        "enrichment-arn": .string(settings.enrichment?.description ?? ""),
        "target-arn": .string(settings.target.description),
        "event.ingestion-time": .string(Timestamp.iso8601(simulationOf: cloud)),
      ]
    )
  }
}
