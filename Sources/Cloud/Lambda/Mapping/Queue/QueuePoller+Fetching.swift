import JSON
import Simulation

/// How a batch is gathered from a queue.
extension QueuePoller {
  /// Gathers a batch: until it is full, or its window has passed since the first message.
  ///
  /// - Returns: the batch, which is empty when the filter criteria kept nothing; `nil` when there
  ///   was nothing to fetch.
  /// - Throws: `CancellationError` when everything ends.
  func fetch(while isCurrent: () -> Bool) async throws -> EventBatch? {
    guard let first = try await receive(atMost: settings.batchSize, waiting: LambdaQuotas.longPoll)
    else { return nil }
    var batch = EventBatch()
    batch.append(first)
    guard !batch.isEmpty, settings.batchingWindow > 0 else { return batch }
    let end = simulation.now.advanced(by: .seconds(settings.batchingWindow))
    while batch.count < settings.batchSize, !batch.fillsRequest(), simulation.now < end, isCurrent()
    {
      let more = try await receive(
        atMost: settings.batchSize - batch.count,
        waiting: min(simulation.now.duration(to: end), LambdaQuotas.longPoll)
      )
      batch.append(more ?? [])
    }
    return batch
  }

  /// Receives messages, and returns those of them that the filter criteria keep.
  private func receive(atMost limit: Int, waiting wait: Duration) async throws -> [EventRecord]? {
    let messages: [ReceivedMessage]
    do {
      let caller = try await settings.handler.caller()
      messages = try await cloud.sqs.call(
        Poll(
          queue: queue,
          limit: min(limit, SQSQuotas.batchSize.upperBound),
          wait: wait,
          poller: mapping
        ),
        for: caller
      )
    } catch let error as ServiceError {
      meet("PROBLEM: \(QueueAction.receiveMessage.problem(error))")
      let isBusy = error.code == ServiceError.queueRequestThrottled.code
      try await simulation.sleep(
        for: isBusy ? .seconds(1) : LambdaAssumptions.pollRetry,
        .background
      )
      return nil
    }
    guard let first = messages.first else { return nil }
    let fetched = record(
      .batchFetched(mapping: mapping, source: source.name, events: messages.count),
      cause: first.record
    )
    count(.polled, messages.count)
    return await keep(messages.map { event(of: $0, cause: fetched) }, cause: fetched)
  }

  /// The messages that the filter criteria keep; the others are deleted at once, and cost nothing
  /// more.
  private func keep(_ records: [EventRecord], cause: TraceID) async -> [EventRecord] {
    guard !settings.filters.all.isEmpty else { return records }
    var kept: [EventRecord] = []
    var dropped: [EventRecord] = []
    for record in records {
      if settings.filters.keep(record.event, body: record.data) {
        kept.append(record)
      } else {
        dropped.append(record)
      }
    }
    guard !dropped.isEmpty else { return kept }
    record(
      .batchFiltered(mapping: mapping, source: source.name, events: dropped.count),
      cause: cause
    )
    count(.filteredOut, dropped.count)
    _ = await delete(dropped)
    return kept
  }

  /// A message as the function sees it; all attribute values are texts.
  private func event(of message: ReceivedMessage, cause: TraceID) -> EventRecord {
    var attributes: JSONObject = [
      "ApproximateReceiveCount": .string("\(message.receiveCount)"),
      "SentTimestamp": .string("\(message.sentMilliseconds)"),
      "SenderId": .string(message.sender ?? cloud.account),
      "ApproximateFirstReceiveTimestamp": .string("\(message.firstReceivedMilliseconds)"),
    ]
    let more = [
      ("SequenceNumber", message.sequenceNumber), ("MessageGroupId", message.messageGroupID),
      ("MessageDeduplicationId", message.deduplicationID),
      ("AWSTraceHeader", message.traceHeader),
      ("DeadLetterQueueSourceArn", message.deadLetterSource),
    ]
    for (name, value) in more {
      if let value { attributes[name] = .string(value) }
    }
    return EventRecord(
      id: message.messageID,
      event: [
        "messageId": .string(message.messageID),
        "receiptHandle": .string(message.receiptHandle),
        "body": .string(message.body),
        "attributes": .object(attributes),
        "messageAttributes": message.attributesJSON,
        "md5OfBody": .string(message.bodyMD5),
        "eventSource": "aws:sqs",
        "eventSourceARN": .string(source.description),
        "awsRegion": .string(cloud.region),
      ],
      data: message.body,
      handle: message.receiptHandle,
      isMineUntil: message.hiddenUntil,
      cause: cause,
      lineage: message.lineage,
      // A letter takes six bytes at the most; what stands around them is far smaller than 8 KB.
      sizeBound: 6 * (message.body.utf8.count + message.attributes.size) + 8_192
    )
  }
}
