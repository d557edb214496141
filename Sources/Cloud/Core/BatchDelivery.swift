extension Cloud {
  /// Hands several deliveries to a queue, a topic, a bus or a delivery stream in one request of its
  /// batch API, in the account that owns it.
  ///
  /// - Parameters:
  ///   - batch: what to hand over: up to ten.
  ///   - target: to which resource.
  ///   - caller: who delivers.
  /// - Returns: why some were refused while others were taken, by their places.
  /// - Throws: the target's error when it has taken none.
  func deliver(
    _ batch: [Delivery],
    to target: ARN,
    for caller: Caller
  ) async throws -> [Int: ServiceError] {
    try checkRegion(of: target)
    if accounts.isSeveral, let owner = owner(of: target), owner !== self {
      return try await owner.deliver(batch, to: target, for: caller.leaving(self))
    }
    let failures: [(place: Int, error: ServiceError)]
    switch target.service {
    case "sqs": failures = try await send(batch, to: target, for: caller)
    case "sns": failures = try await publish(batch, to: target, for: caller)
    case "events": failures = try await put(batch, on: target, for: caller)
    case "firehose": failures = try await put(batch, into: target, for: caller)
    default: throw ServiceError.notSupported("A batch for a resource of \(target.service)")
    }
    if failures.count == batch.count, let first = failures.first { throw first.error }
    return Dictionary(failures.map { ($0.place, $0.error) }) { first, _ in first }
  }

  private func send(
    _ batch: [Delivery],
    to queue: ARN,
    for caller: Caller
  ) async throws -> [(place: Int, error: ServiceError)] {
    let entries = batch.enumerated().map { place, delivery in
      SendMessageBatch.Entry(
        id: "\(place)",
        messageBody: delivery.text,
        messageAttributes: delivery.attributes.isEmpty ? nil : delivery.attributes,
        messageDeduplicationId: delivery.deduplicationID,
        messageGroupId: delivery.groupID
      )
    }
    let request = SendMessageBatch(queueUrl: queueReference(queue), entries: entries)
    return try await (sqs.call(request, for: caller).failed ?? []).map {
      (Int($0.id) ?? 0, ServiceError($0.code, $0.message, isSendersFault: $0.senderFault))
    }
  }

  private func publish(
    _ batch: [Delivery],
    to topic: ARN,
    for caller: Caller
  ) async throws -> [(place: Int, error: ServiceError)] {
    let entries = batch.enumerated().map { place, delivery in
      PublishBatch.Entry(
        id: "\(place)",
        message: delivery.text,
        messageAttributes: delivery.attributes.isEmpty ? nil : delivery.attributes
      )
    }
    let request = PublishBatch(
      topicArn: topic.description,
      publishBatchRequestEntries: entries
    )
    return try await sns.call(request, for: caller).failed.map {
      (Int($0.id) ?? 0, ServiceError($0.code, $0.message, isSendersFault: $0.senderFault))
    }
  }

  /// Puts events on a bus.
  ///
  /// - Returns: why some were refused, with their places.
  func put(
    _ batch: [Delivery],
    on bus: ARN,
    for caller: Caller
  ) async throws -> [(place: Int, error: ServiceError)] {
    let reference = bus.account == account ? bus.name : bus.description
    let entries = batch.map { delivery in
      PutEvents.Entry(
        source: delivery.source,
        detailType: delivery.detailType,
        detail: delivery.text,
        eventBusName: reference,
        resources: delivery.resources,
        time: delivery.time
      )
    }
    let results = try await eventBridge.call(PutEvents(entries: entries), for: caller).entries
    return results.enumerated().compactMap { place, result in
      guard let code = result.errorCode else { return nil }
      let isSendersFault = code != "InternalFailure" && code != "ThrottlingException"
      let message = result.errorMessage ?? code
      return (place, ServiceError(code, message, isSendersFault: isSendersFault))
    }
  }

  /// Puts records into a delivery stream.
  ///
  /// - Returns: why some were refused, with their places.
  private func put(
    _ batch: [Delivery],
    into stream: ARN,
    for caller: Caller
  ) async throws -> [(place: Int, error: ServiceError)] {
    guard stream.account == account else {
      throw ServiceError.deliveryStreamNotFound(stream.name, in: stream.account)
    }
    let request = PutRecordBatch(
      deliveryStreamName: stream.name,
      records: batch.map { FirehoseRecord(data: Blob($0.text)) }
    )
    let results = try await firehose.call(request, for: caller).requestResponses
    return results.enumerated().compactMap { place, result in
      result.errorCode.map {
        (place, ServiceError($0, result.errorMessage ?? $0, isSendersFault: false))
      }
    }
  }

  /// What requests call a queue: by its name, or by its URL when it is in no account here, so that it
  /// is not taken for one's own.
  func queueReference(_ queue: ARN) -> String {
    guard !queue.account.isEmpty, queue.account != account else { return queue.name }
    return "https://sqs.\(queue.region).amazonaws.com/\(queue.account)/\(queue.name)"
  }
}

extension ServiceError {
  /// What a service says of one entry of a batch.
  fileprivate init(_ code: String, _ message: String, isSendersFault: Bool) {
    self.init(code: code, status: isSendersFault ? 400 : 500, message: message)
  }
}
