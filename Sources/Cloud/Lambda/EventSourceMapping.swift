import JSON
import Simulation

/// A mapping from a queue to a function: pollers that fetch batches and run the function on them.
///
/// Every batch is one synchronous request. When it succeeds, the mapping deletes the messages; when
/// it fails, nothing is deleted and the messages come back after their visibility time-out.
///
/// Simplified: SQS standard queues; no filter criteria yet.
actor EventSourceMapping: Simulated {
  nonisolated let cloud: Cloud
  nonisolated let id: String
  nonisolated let source: ARN
  nonisolated let functionName: String
  nonisolated let qualifier: String?
  nonisolated var simulation: Simulation { cloud.simulation }

  private(set) var settings: MappingSettings
  private(set) var lastModified: Double
  private(set) var lastResult = "No records processed"
  private var scope: Scope?
  private var pollers = 0
  private var busy = 0

  init(
    id: String,
    from source: ARN,
    to functionName: String,
    qualifier: String?,
    settings: MappingSettings,
    in cloud: Cloud
  ) {
    self.id = id
    self.source = source
    self.functionName = functionName
    self.qualifier = qualifier
    self.settings = settings
    self.cloud = cloud
    lastModified = Double(cloud.unixMilliseconds) / 1_000
  }

  /// Takes new settings, and polls or stops polling as they say.
  func apply(_ new: MappingSettings) {
    settings = new
    lastModified = Double(cloud.unixMilliseconds) / 1_000
    if new.isEnabled { startPolling() } else { stopPolling("disabled") }
  }

  func startPolling() {
    guard scope == nil, settings.isEnabled else { return }
    let scope = Scope(name: "mapping \(source.name) → \(functionName)")
    self.scope = scope
    for _ in 0..<min(LambdaQuotas.initialPollers, maximumPollers) { addPoller() }
    simulation.spawn(on: self, in: scope) { mapping in
      try await mapping.scale()
    }
  }

  func stopPolling(_ reason: String) {
    scope?.end(reason)
    scope = nil
    pollers = 0
    busy = 0
  }

  // MARK: Scaling

  /// Adds pollers while all are busy; the service's 300 a minute are five each second.
  private func scale() async throws {
    while true {
      try await simulation.sleep(for: .seconds(1), .background)
      guard busy == pollers, pollers < maximumPollers else { continue }
      let added = min(LambdaQuotas.pollersAddedEachMinute / 60, maximumPollers - pollers)
      for _ in 0..<added { addPoller() }
    }
  }

  private var maximumPollers: Int {
    settings.maximumConcurrency ?? LambdaQuotas.maximumPollers
  }

  private func addPoller() {
    guard let scope else { return }
    pollers += 1
    simulation.spawn(on: self, in: scope) { mapping in
      try await mapping.poll(in: scope)
    }
  }

  // MARK: Polling

  /// One poller: fetches batches until there has been nothing to fetch, and others do.
  private func poll(in life: Scope) async throws {
    while true {
      if pollers > maximumPollers {
        pollers -= 1
        return
      }
      let batch = try await fetch()
      guard !batch.isEmpty else {
        if pollers > LambdaQuotas.idlePollers {
          pollers -= 1
          return
        }
        continue
      }
      busy += 1
      await process(batch)
      // Polling may have been stopped and started again meanwhile, and the count with it.
      guard scope === life else { return }
      busy -= 1
    }
  }

  /// Gathers a batch: until it is full, or its window has passed since the first message.
  private func fetch() async throws -> [ReceivedMessage] {
    var batch = try await receive(waiting: .seconds(20))
    guard !batch.isEmpty, settings.batchingWindow > 0 else { return batch }
    let end = simulation.now.advanced(by: .seconds(settings.batchingWindow))
    while batch.count < settings.batchSize, simulation.now < end {
      let left = simulation.now.duration(to: end)
      let more = try await receive(waiting: left, atMost: settings.batchSize - batch.count)
      if more.isEmpty { break }
      batch += more
    }
    return batch
  }

  private func receive(
    waiting wait: Duration,
    atMost limit: Int? = nil
  ) async throws -> [ReceivedMessage] {
    let count = min(limit ?? settings.batchSize, 10)
    do {
      return try await cloud.sqs.poll(source.name, atMost: count, waiting: wait, for: caller)
    } catch let error as ServiceError {
      lastResult = "PROBLEM: \(error.code)"
      try await simulation.sleep(for: .seconds(20), .background)
      return []
    }
  }

  private nonisolated var caller: Caller { Caller(functionName) }

  private func process(_ batch: [ReceivedMessage]) async {
    simulation.record(
      LambdaEvent.batchFetched(source: source.name, messages: batch.count),
      from: functionName
    )
    let failed = await run(batch)
    var done = batch.filter { !failed.contains($0.messageID) }
    lastResult = failed.isEmpty ? "OK" : "PROBLEM: Function call failed"
    do {
      try await cloud.sqs.delete(done.map(\.receiptHandle), from: source.name, for: caller)
    } catch {
      // Nobody knows that they are done: they come back and are handled once more.
      done = []
      lastResult = "PROBLEM: the messages could not be deleted"
    }
    simulation.record(
      LambdaEvent.batchEnded(source: source.name, deleted: done.count, failed: failed.count),
      from: functionName
    )
  }

  /// Runs the function on a batch, and returns the ids of the messages that are to come back.
  private func run(_ batch: [ReceivedMessage]) async -> Set<String> {
    let everything = Set(batch.map(\.messageID))
    let event: JSONValue = ["Records": .array(batch.map(record(of:)))]
    var backOff = LambdaQuotas.throttleBackOff.first
    let givesUp = simulation.now.advanced(by: batch[0].visibility)
    while true {
      do {
        let lambda = cloud.lambda
        let target = try await lambda.target(functionName, qualifier: qualifier)
        let answer = try await lambda.answer(
          target,
          Invocation(
            id: lambda.newIdentifier(),
            invokedARN: target.invokedARN,
            payload: event,
            cause: batch[0].record
          )
        )
        guard answer.functionError == nil else { return everything }
        guard settings.reportsItemFailures else { return [] }
        return BatchResponse.failures(in: answer.payload, of: everything)
      } catch {
        // A throttled batch is kept and tried again until its messages have become visible again.
        guard (try? await simulation.sleep(for: backOff)) != nil, simulation.now < givesUp else {
          return everything
        }
        backOff = backOff * 2
      }
    }
  }

  /// A message as the function sees it; all attribute values are texts.
  private nonisolated func record(of message: ReceivedMessage) -> JSONValue {
    [
      "messageId": .string(message.messageID),
      "receiptHandle": .string(message.receiptHandle),
      "body": .string(message.body),
      "attributes": [
        "ApproximateReceiveCount": .string("\(message.receiveCount)"),
        "SentTimestamp": .string("\(message.sentMilliseconds)"),
        "SenderId": .string(cloud.account),
        "ApproximateFirstReceiveTimestamp": .string("\(message.firstReceivedMilliseconds)"),
      ],
      "messageAttributes": message.attributesJSON,
      "md5OfBody": .string(message.bodyMD5),
      "eventSource": "aws:sqs",
      "eventSourceARN": .string(source.description),
      "awsRegion": .string(cloud.region),
    ]
  }
}

/// What can be changed about a mapping.
struct MappingSettings: Hashable {
  var batchSize = 10
  var batchingWindow = 0
  var isEnabled = true
  var reportsItemFailures = false
  var maximumConcurrency: Int?
}

/// What a function says about the messages of a batch.
enum BatchResponse {
  /// The messages that have failed, by a partial batch response.
  ///
  /// A response without failures in any of its forms means that all are done; a response that
  /// cannot be read, or that names a message which was not in the batch, means that none is.
  static func failures(in response: JSONValue, of batch: Set<String>) -> Set<String> {
    if response == .null { return [] }
    guard let object = response.objectValue else { return batch }
    guard !object.isEmpty else { return [] }
    guard let listed = object["batchItemFailures"] else { return batch }
    if listed == .null { return [] }
    guard let failures = listed.arrayValue else { return batch }
    var ids: Set<String> = []
    for failure in failures {
      guard let id = failure["itemIdentifier"]?.stringValue, batch.contains(id) else {
        return batch
      }
      ids.insert(id)
    }
    return ids
  }
}
