import Simulation

/// Deletes a received message.
public struct DeleteMessage: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The receipt handle of the latest receive.
  public var receiptHandle: String

  /// Creates the request.
  public init(queueUrl: String, receiptHandle: String) {
    self.queueUrl = queueUrl
    self.receiptHandle = receiptHandle
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Deletes the message; one that is gone is no error.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("DeleteMessage", on: queueUrl, for: caller)
    try queue.checkThroughput(.delete)
    queue.advance()
    try queue.delete(receiptHandle)
    sqs.bill(queue, payload: 0)
    sqs.serve(queue)
    return NoOutput()
  }
}

/// Deletes up to ten received messages in one request.
public struct DeleteMessageBatch: Operation {
  /// One message.
  public struct Entry: Decodable, Sendable {
    /// Tells the entries of this request apart.
    public var id: String
    /// The receipt handle of the latest receive.
    public var receiptHandle: String

    /// Creates an entry.
    public init(id: String, receiptHandle: String) {
      self.id = id
      self.receiptHandle = receiptHandle
    }
  }

  /// The queue's URL or name.
  public var queueUrl: String
  /// The messages.
  public var entries: [Entry]

  /// Creates the request.
  public init(queueUrl: String, entries: [Entry]) {
    self.queueUrl = queueUrl
    self.entries = entries
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Deletes the messages.
  public func perform(
    on sqs: isolated SQS,
    for caller: Caller
  ) async throws -> BatchOutput<BatchSuccess> {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("DeleteMessage", on: queueUrl, for: caller)
    try BatchFailure.check(entries.map(\.id), of: "DeleteMessageBatchRequestEntry")
    try queue.checkThroughput(.delete)
    queue.advance()
    let output = BatchOutput(of: entries, \.id) { entry throws(ServiceError) in
      try queue.delete(entry.receiptHandle)
      return BatchSuccess(id: entry.id)
    }
    sqs.bill(queue, payload: 0)
    sqs.serve(queue)
    return output
  }
}

/// What Swift code deletes at once: like `DeleteMessageBatch`, without ids to tell entries apart.
struct DeleteReceived: Operation {
  let queue: String
  let handles: [String]

  /// How many are gone, and why others are not.
  struct Output: Sendable {
    var deleted = 0
    var refusal: ServiceError?
  }

  var component: String? { SQS.queueName(in: queue) }

  /// The queue.
  func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queue, in: cloud) }

  func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queue))
    let queue = try sqs.begin("DeleteMessage", on: queue, for: caller)
    try queue.checkThroughput(.delete)
    queue.advance()
    defer { sqs.serve(queue) }
    sqs.bill(queue, payload: 0)
    var output = Output()
    for handle in handles {
      do {
        try queue.delete(handle)
        output.deleted += 1
      } catch {
        output.refusal = output.refusal ?? error
      }
    }
    return output
  }
}
