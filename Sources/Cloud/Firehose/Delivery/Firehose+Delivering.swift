import Simulation

extension Firehose {
  /// Delivers a batch, and tries again as long as that is worth it.
  ///
  /// A bucket is tried again until the records are too old to be kept. An endpoint is tried again as
  /// long as the stream says, and what it does not take goes to the bucket.
  func deliver(_ batch: RecordBatch, of stream: DeliveryStream) async throws {
    switch stream.destination.target {
    case .bucket:
      try await store(batch, of: stream) { batch, stream, key in
        .delivered(
          first: batch.first,
          records: batch.count,
          bytes: batch.bytes,
          to: stream.destination.bucket.name,
          as: key
        )
      }
    case .endpoint(let endpoint):
      guard let failure = try await post(batch, of: stream, to: endpoint) else { return }
      try await backUp(batch, of: stream, because: failure)
    }
  }

  // MARK: Buckets

  /// Puts records into the stream's bucket as one object.
  ///
  /// Each try has a key of its own: a try whose answer was lost leaves an object behind.
  ///
  /// - Parameters:
  ///   - batch: the records.
  ///   - stream: whose they are.
  ///   - failure: why an endpoint has not taken them; `nil` when the bucket is where they go.
  ///   - event: what to record of an object with a key.
  /// - Throws: `CancellationError` when the simulation ends.
  func store(
    _ batch: RecordBatch,
    of stream: DeliveryStream,
    because failure: EndpointFailure? = nil,
    noting event: (RecordBatch, DeliveryStream, String) -> FirehoseEvent
  ) async throws {
    var batch = batch
    var attempt = 1
    while exists(stream) {
      expire(&batch, of: stream)
      guard !batch.isEmpty else { return }
      let key = key(of: batch, in: stream, because: failure)
      let body = failure.map { $0.document(of: batch) } ?? ObjectBody(batch.data)
      let problem = await put(body, as: key, of: stream)
      count(problem == nil ? 1 : 0, .bucketSuccess, of: stream.name)
      if failure == nil { noteAge(of: batch, .bucketFreshness, in: stream) }
      guard let problem else {
        if failure == nil {
          count(batch.count, .bucketRecords, of: stream.name)
          count(batch.bytes, .bucketBytes, of: stream.name)
        }
        note(event(batch, stream, key), of: stream.name)
        return
      }
      log(problem, of: stream, at: stream.destination.bucket)
      let wait = wait(beforeRetry: attempt)
      attempt += 1
      noteRetry(attempt, of: batch, to: stream.destination.bucket.name, stream, problem, wait)
      try await simulation.sleep(for: wait)
    }
    drop(batch, of: stream, because: "StreamDeleted")
  }

  /// Puts an object once, in the stream's role.
  private func put(
    _ body: ObjectBody,
    as key: String,
    of stream: DeliveryStream
  ) async -> DeliveryProblem? {
    let bucket = stream.destination.bucket
    let (role, arn) = (bucket.role, "\(stream.arn)")
    guard let caller = cloud.taking(role, as: Self.principal, for: arn, called: stream.name) else {
      return .accessDenied
    }
    do {
      let request = PutObject(bucket: bucket.name, key: key, body: body)
      _ = try await cloud.s3.call(request, for: caller)
      return nil
    } catch let error as ServiceError {
      return DeliveryProblem(error)
    } catch {
      // Everything ends, and nobody looks at the answer any more.
      return DeliveryProblem(.serviceUnavailable)
    }
  }

  private func key(
    of batch: RecordBatch,
    in stream: DeliveryStream,
    because failure: EndpointFailure?
  ) -> String {
    let bucket = stream.destination.bucket
    let seconds = cloud.unixMilliseconds(at: batch.oldest) / 1_000
    let prefix = (failure == nil ? bucket.prefix : bucket.errorPrefix).text(
      at: seconds,
      errorType: EndpointFailure.errorType
    ) { String(newIdentifier().prefix($0)) }
    let date = Timestamp.iso8601(seconds: seconds, zone: "").map { "T:".contains($0) ? "-" : $0 }
    return prefix + "\(stream.name)-\(DeliveryStream.version)-\(String(date))-\(newIdentifier())"
      + (failure == nil ? bucket.fileExtension : "")
  }

  // MARK: Trying again and giving up

  func noteRetry(
    _ attempt: Int,
    of batch: RecordBatch,
    to destination: String,
    _ stream: DeliveryStream,
    _ problem: DeliveryProblem,
    _ wait: Duration
  ) {
    note(
      .deliveryRetried(
        first: batch.first,
        records: batch.count,
        to: destination,
        attempt: attempt,
        after: wait,
        because: problem.code
      ),
      of: stream.name
    )
  }

  /// Drops what is older than records are kept.
  private func expire(_ batch: inout RecordBatch, of stream: DeliveryStream) {
    let oldest = simulation.now.advanced(by: .zero - FirehoseQuotas.retention)
    drop(batch.expire(before: oldest), of: stream, because: "RetentionPeriodEnded")
  }

  func drop(_ batch: RecordBatch, of stream: DeliveryStream, because reason: String) {
    guard !batch.isEmpty else { return }
    note(
      .dropped(first: batch.first, records: batch.count, because: reason),
      of: stream.name
    )
  }

  /// Measures how old the oldest record of a batch is.
  func noteAge(of batch: RecordBatch, _ metric: FirehoseMetric, in stream: DeliveryStream) {
    let age = batch.oldest.duration(to: simulation.now)
    count(Int(age.nanoseconds / 1_000_000_000), metric, of: stream.name)
  }
}

extension RecordBatch {
  /// All data, one record behind the other.
  fileprivate var data: [UInt8] {
    var data: [UInt8] = []
    data.reserveCapacity(bytes)
    for record in records { data += record.data }
    return data
  }
}
