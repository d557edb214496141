extension Cloud {
  /// Hands several deliveries to a queue, a topic, a bus or a delivery stream in as few requests of
  /// its batch API as its limits allow, in the account that owns it.
  ///
  /// - Parameters:
  ///   - batch: what to hand over.
  ///   - target: to which resource.
  ///   - groups: the group of each delivery, when none may overtake another of its group: behind one
  ///     that is refused nothing of its group is sent, and has failed with it.
  ///   - caller: who delivers.
  /// - Returns: why some were refused while others were taken, by their places.
  /// - Throws: the target's error when it has taken none.
  func deliver(
    _ batch: [Delivery],
    to target: ARN,
    inOrderOf groups: [String]? = nil,
    for caller: Caller
  ) async throws -> [Int: ServiceError] {
    try checkRegion(of: target)
    if accounts.isSeveral, let owner = owner(of: target), owner !== self {
      let caller = caller.leaving(self)
      return try await owner.deliver(batch, to: target, inOrderOf: groups, for: caller)
    }
    guard let api = BatchAPI(rawValue: target.service) else {
      throw ServiceError.notSupported("A batch for a resource of \(target.service)")
    }
    var failures: [Int: ServiceError] = [:]
    var stopped: [String: ServiceError] = [:]
    for request in api.limits.requests(of: batch.map(api.size), inOrderOf: groups) {
      if let groups { for place in request { failures[place] = stopped[groups[place]] } }
      let places = request.filter { failures[$0] == nil }
      guard !places.isEmpty else { continue }
      do {
        let refused = try await hand(places.map { batch[$0] }, to: target, by: api, for: caller)
        for (index, error) in refused { failures[places[index]] = error }
      } catch let error as ServiceError {
        for place in places { failures[place] = error }
      }
      guard let groups else { continue }
      for place in places { stopped[groups[place]] = failures[place] }
    }
    if failures.count == batch.count, let first = failures[0] { throw first }
    return failures
  }

  /// Hands deliveries over in one request.
  ///
  /// - Returns: why some were refused, with their places.
  private func hand(
    _ batch: [Delivery],
    to target: ARN,
    by api: BatchAPI,
    for caller: Caller
  ) async throws -> [(place: Int, error: ServiceError)] {
    switch api {
    case .sqs: try await send(batch, to: target, for: caller)
    case .sns: try await publish(batch, to: target, for: caller)
    case .events: try await put(batch, on: target, for: caller)
    case .firehose: try await put(batch, into: target, for: caller)
    }
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
    let entries = batch.map { PutEvents.Entry($0, on: reference) }
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

extension PutEvents.Entry {
  /// What a bus gets.
  init(_ delivery: Delivery, on bus: String?) {
    self.init(
      source: delivery.source,
      detailType: delivery.detailType,
      detail: delivery.text,
      eventBusName: bus,
      resources: delivery.resources,
      time: delivery.time
    )
  }
}

extension ServiceError {
  /// What a service says of one entry of a batch.
  fileprivate init(_ code: String, _ message: String, isSendersFault: Bool) {
    self.init(code: code, status: isSendersFault ? 400 : 500, message: message)
  }
}
