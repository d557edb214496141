import Simulation

/// Changes for how long a received message stays hidden.
public struct ChangeMessageVisibility: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The receipt handle of the latest receive.
  public var receiptHandle: String
  /// For how many seconds from now; 0 gives the message back at once.
  public var visibilityTimeout: Int

  /// Creates the request.
  public init(queueUrl: String, receiptHandle: String, visibilityTimeout: Int) {
    self.queueUrl = queueUrl
    self.receiptHandle = receiptHandle
    self.visibilityTimeout = visibilityTimeout
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Changes the time, of this receive only.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> NoOutput {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("ChangeMessageVisibility", on: queueUrl, for: caller)
    try MessageChecks.check(visibility: visibilityTimeout)
    try queue.checkThroughput(.changeVisibility)
    queue.advance()
    sqs.bill(queue, payload: 0)
    try queue.changeVisibility(receiptHandle, to: .seconds(visibilityTimeout))
    sqs.serve(queue)
    return NoOutput()
  }
}

/// Changes for how long up to ten received messages stay hidden, in one request.
public struct ChangeMessageVisibilityBatch: Operation {
  /// One message.
  public struct Entry: Decodable, Sendable {
    /// Tells the entries of this request apart.
    public var id: String
    /// The receipt handle of the latest receive.
    public var receiptHandle: String
    /// For how many seconds from now; 0 gives the message back at once, and is what counts if it is
    /// left out.
    public var visibilityTimeout: Int?

    /// Creates an entry.
    public init(id: String, receiptHandle: String, visibilityTimeout: Int? = nil) {
      self.id = id
      self.receiptHandle = receiptHandle
      self.visibilityTimeout = visibilityTimeout
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

  /// Changes the times.
  public func perform(
    on sqs: isolated SQS,
    for caller: Caller
  ) async throws -> BatchOutput<BatchSuccess> {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("ChangeMessageVisibility", on: queueUrl, for: caller)
    try BatchFailure.check(entries.map(\.id), of: "ChangeMessageVisibilityBatchRequestEntry")
    try queue.checkThroughput(.changeVisibility)
    queue.advance()
    let output = BatchOutput(of: entries, \.id) { entry throws(ServiceError) in
      let timeout = entry.visibilityTimeout ?? 0
      try MessageChecks.check(visibility: timeout)
      try queue.changeVisibility(entry.receiptHandle, to: .seconds(timeout))
      return BatchSuccess(id: entry.id)
    }
    sqs.bill(queue, payload: 0)
    sqs.serve(queue)
    return output
  }
}
