import JSON
import Simulation

/// A mapping from a queue to a function: pollers that fetch batches and run the function on them.
///
/// Every batch is one synchronous request. When it succeeds, the mapping deletes the messages; when
/// it fails, nothing is deleted and the messages come back after their visibility time-out.
///
/// Simplified: how long the service waits after a function error before it polls again is not
/// published; here it goes on at once.
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
    var batch = try await receive(waiting: LambdaQuotas.longPoll)
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
      let messages = try await cloud.sqs.poll(
        source.name,
        atMost: count,
        waiting: wait,
        for: caller
      )
      return try await matching(messages)
    } catch let error as ServiceError {
      lastResult = "PROBLEM: \(error.code)"
      try await simulation.sleep(for: .seconds(20), .background)
      return []
    }
  }

  private nonisolated var caller: Caller { Caller(functionName) }

  /// The messages that the filter criteria keep; the others are deleted at once, and cost nothing
  /// more.
  private func matching(_ messages: [ReceivedMessage]) async throws -> [ReceivedMessage] {
    guard !settings.filters.all.isEmpty, !messages.isEmpty else { return messages }
    let kept = messages.filter { message in
      settings.filters.keep(record(of: message), body: message.body)
    }
    let ids = Set(kept.map(\.messageID))
    let dropped = messages.filter { !ids.contains($0.messageID) }
    guard !dropped.isEmpty else { return kept }
    try await cloud.sqs.delete(dropped.map(\.receiptHandle), from: source.name, for: caller)
    simulation.record(
      LambdaEvent.batchFiltered(source: source.name, messages: dropped.count),
      from: functionName
    )
    return kept
  }

  /// Hands a batch over, in parts that fit into a request's payload.
  private func process(_ batch: [ReceivedMessage]) async {
    for part in parts(of: batch) { await handOver(part) }
  }

  private func parts(of batch: [ReceivedMessage]) -> [[ReceivedMessage]] {
    let limit = LambdaQuotas.synchronousPayload.bytes
    // Small bodies cannot add up to the limit, whatever stands around them.
    let bodies = batch.reduce(0) { $0 + $1.body.utf8.count }
    guard bodies > limit / 4 else { return [batch] }
    var parts: [[ReceivedMessage]] = []
    var size = limit
    for message in batch {
      let added = record(of: message).textSize + 1
      if size + added > limit {
        parts.append([])
        size = #"{"Records":[]}"#.utf8.count
      }
      parts[parts.count - 1].append(message)
      size += added
    }
    return parts
  }

  private func handOver(_ batch: [ReceivedMessage]) async {
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
