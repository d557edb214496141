import JSON
import Simulation

/// That an endpoint has not taken records over, and why at the last try.
struct EndpointFailure {
  let problem: DeliveryProblem
  let attempts: Int
  /// When the last try ended, in milliseconds since 1970.
  let ended: Int64
  let cloud: Cloud

  /// How prefixes call it.
  static let errorType = "http-endpoint-failed"

  /// What the bucket gets: a document for each record, a line each.
  ///
  /// Source: the Firehose developer guide, "Handle data delivery failures". Simplified: the id of a
  /// record's data is its number.
  func document(of batch: RecordBatch) -> ObjectBody {
    var text = ""
    for record in batch.records {
      let document: JSONObject = [
        "attemptsMade": .number(JSONNumber(attempts)),
        "arrivalTimestamp": .number(JSONNumber(Int(cloud.unixMilliseconds(at: record.arrived)))),
        "errorCode": .string(problem.code),
        "errorMessage": .string(problem.message),
        "attemptEndingTimestamp": .number(JSONNumber(Int(ended))),
        "rawData": .string(Base64.encode(record.data)),
        "subsequenceNumber": 0,
        "dataId": .string("\(record.number).0"),
      ]
      text += JSONValue.object(document).text() + "\n"
    }
    return ObjectBody(text)
  }
}

extension Firehose {
  /// Posts records to an endpoint until it has taken them over, or its time is up.
  ///
  /// The time is that of the waits between the tries: what the endpoint takes to answer does not
  /// count. All tries have one id of the request.
  ///
  /// - Returns: `nil` when the endpoint has taken them over, or has said for good that it will not.
  func post(
    _ batch: RecordBatch,
    of stream: DeliveryStream,
    to endpoint: StreamEndpoint
  ) async throws -> EndpointFailure? {
    let (requestID, host) = (newIdentifier(), endpoint.address.host)
    var attempt = 1
    var waited = Duration.zero
    while exists(stream) {
      let problem = await send(batch, requestID, of: stream, to: endpoint)
      count(problem == nil ? 1 : 0, .endpointSuccess, of: stream.name)
      noteAge(of: batch, .endpointFreshness, in: stream)
      guard let problem else {
        noteSuccess(of: batch, requestID, stream, host)
        return nil
      }
      log(problem, of: stream, at: endpoint)
      guard problem.isRetryable else {
        drop(batch, of: stream, because: problem.code)
        return nil
      }
      let (ended, wait) = (cloud.unixMilliseconds, wait(beforeRetry: attempt))
      guard waited + wait <= endpoint.retries else {
        // The time is up in the midst of the wait.
        try await simulation.sleep(for: endpoint.retries - waited)
        return EndpointFailure(problem: problem, attempts: attempt, ended: ended, cloud: cloud)
      }
      attempt += 1
      waited = waited + wait
      noteRetry(attempt, of: batch, to: host, stream, problem, wait)
      try await simulation.sleep(for: wait)
    }
    drop(batch, of: stream, because: "StreamDeleted")
    return nil
  }

  private func noteSuccess(
    of batch: RecordBatch,
    _ requestID: String,
    _ stream: DeliveryStream,
    _ host: String
  ) {
    count(batch.count, .endpointRecords, of: stream.name)
    count(batch.bytes, .endpointBytes, of: stream.name)
    note(
      .delivered(
        first: batch.first,
        records: batch.count,
        bytes: batch.bytes,
        to: host,
        as: requestID
      ),
      of: stream.name
    )
  }

  /// Posts once.
  private func send(
    _ batch: RecordBatch,
    _ requestID: String,
    of stream: DeliveryStream,
    to endpoint: StreamEndpoint
  ) async -> DeliveryProblem? {
    let body: JSONObject = [
      "requestId": .string(requestID),
      "timestamp": .number(JSONNumber(Int(cloud.unixMilliseconds))),
      "records": .array(
        batch.records.map { ["data": .string(Base64.encode($0.data))] as JSONValue }
      ),
    ]
    do {
      let response = try await HTTPClient(cloud: cloud, component: stream.name).send(
        JSONValue.object(body).text(),
        "POST",
        to: endpoint.address,
        headers: headers(requestID, of: stream, to: endpoint),
        timeout: FirehoseQuotas.httpTimeout
      )
      return DeliveryProblem(response, to: requestID)
    } catch let failure as HTTPFailure {
      return DeliveryProblem(failure)
    } catch {
      // Everything ends, and nobody looks at the answer any more.
      return DeliveryProblem(HTTPFailure.connectionReset)
    }
  }

  private func headers(
    _ requestID: String,
    of stream: DeliveryStream,
    to endpoint: StreamEndpoint
  ) -> [HTTPHeader] {
    var headers = [
      HTTPHeader("X-Amz-Firehose-Protocol-Version", "1.0"),
      HTTPHeader("X-Amz-Firehose-Request-Id", requestID),
      HTTPHeader("X-Amz-Firehose-Source-Arn", "\(stream.arn)"),
      HTTPHeader("Content-Type", "application/json"),
    ]
    if let key = endpoint.accessKey { headers.append(HTTPHeader("X-Amz-Firehose-Access-Key", key)) }
    if !endpoint.commonAttributes.isEmpty {
      let attributes = JSONObject(endpoint.commonAttributes.map { ($0.name, .string($0.value)) })
      let value: JSONValue = ["commonAttributes": .object(attributes)]
      headers.append(HTTPHeader("X-Amz-Firehose-Common-Attributes", value.text()))
    }
    return headers
  }

  /// Puts what an endpoint has not taken into the bucket.
  func backUp(
    _ batch: RecordBatch,
    of stream: DeliveryStream,
    because failure: EndpointFailure
  ) async throws {
    try await store(batch, of: stream, because: failure) { batch, stream, key in
      .backedUp(
        first: batch.first,
        records: batch.count,
        to: stream.destination.bucket.name,
        as: key,
        because: failure.problem.code
      )
    }
  }
}
