import Simulation

/// Receives messages from a queue, and hides them from others for a while.
public struct ReceiveMessage: Operation {
  /// The queue's URL or name.
  public var queueUrl: String
  /// The older name of `messageSystemAttributeNames`.
  public var attributeNames: [String]?
  /// Which of the service's own attributes to show; `All` for all.
  public var messageSystemAttributeNames: [String]?
  /// Which of the producer's attributes to show: names, `All`, `.*` or `prefix.*`.
  public var messageAttributeNames: [String]?
  /// How many messages to receive at the most, 1 to 10; 1 if left out.
  public var maxNumberOfMessages: Int?
  /// For how many seconds to hide the messages; the queue's own time-out if left out.
  public var visibilityTimeout: Int?
  /// For how many seconds to wait for a message; the queue's own time if left out.
  public var waitTimeSeconds: Int?
  /// Names the receive: a FIFO queue gives its repetition the same messages for five minutes.
  public var receiveRequestAttemptId: String?

  /// Creates the request.
  public init(
    queueUrl: String,
    messageSystemAttributeNames: [String]? = nil,
    messageAttributeNames: [String]? = nil,
    maxNumberOfMessages: Int? = nil,
    visibilityTimeout: Int? = nil,
    waitTimeSeconds: Int? = nil,
    receiveRequestAttemptId: String? = nil
  ) {
    self.queueUrl = queueUrl
    self.messageSystemAttributeNames = messageSystemAttributeNames
    self.messageAttributeNames = messageAttributeNames
    self.maxNumberOfMessages = maxNumberOfMessages
    self.visibilityTimeout = visibilityTimeout
    self.waitTimeSeconds = waitTimeSeconds
    self.receiveRequestAttemptId = receiveRequestAttemptId
  }

  /// What was received.
  public struct Output: Sendable {
    /// The messages; left out when there are none.
    public let messages: [Message]?
  }

  /// A received message.
  public struct Message: Sendable {
    /// The message's id.
    public let messageId: String
    /// What deletes it.
    public let receiptHandle: String
    /// The MD5 of the body.
    public let md5OfBody: String
    /// The body.
    public let body: String
    /// The service's own attributes, as far as they were asked for.
    public let attributes: [String: String]?
    /// The MD5 of the shown attributes of the producer.
    public let md5OfMessageAttributes: String?
    /// The producer's attributes, as far as they were asked for.
    public let messageAttributes: [String: MessageAttributeValue]?
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Receives the messages.
  ///
  /// The request spends its time after it has got them, so that a message which can be received is
  /// never left lying by somebody who is on the way.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    let queue = try sqs.begin("ReceiveMessage", on: queueUrl, for: caller)
    let system = try systemAttributeNames
    let received = try await sqs.receive(
      try request(to: queue, for: caller),
      from: queue,
      waiting: .seconds(
        try checked("WaitTimeSeconds", waitTimeSeconds, SQSQuotas.waitSeconds)
          ?? queue.attributes.receiveWait
      ),
      .foreground
    )
    try await sqs.takeTime(SQSAssumptions.requestTime, about: queue.name)
    let messages = received.map { message in
      let shown = message.attributes.filter { asksFor($0.key) }
      return Message(
        messageId: message.messageID,
        receiptHandle: message.receiptHandle,
        md5OfBody: message.bodyMD5,
        body: message.body,
        attributes: message.systemAttributes(system, account: sqs.cloud.account),
        md5OfMessageAttributes: shown.isEmpty ? nil : MessageChecks.md5(of: shown),
        messageAttributes: shown.isEmpty ? nil : shown
      )
    }
    return Output(messages: messages.isEmpty ? nil : messages)
  }

  private func request(
    to queue: SQSQueue,
    for caller: Caller
  ) throws(ServiceError) -> SQSQueue.Request {
    let limit = maxNumberOfMessages ?? 1
    guard SQSQuotas.batchSize.contains(limit) else {
      throw .invalidQueueParameter(
        "MaxNumberOfMessages",
        limit,
        "Must be between 1 and 10, if provided."
      )
    }
    if let id = receiveRequestAttemptId {
      guard queue.isFIFO else {
        throw .parameterOfOtherQueueType("ReceiveRequestAttemptId", id)
      }
      try MessageChecks.check(mark: id, "ReceiveRequestAttemptId")
    }
    let hidden = try checked("VisibilityTimeout", visibilityTimeout, SQSQuotas.visibilitySeconds)
    return SQSQueue.Request(
      limit: limit,
      visibility: .seconds(hidden ?? queue.attributes.visibilityTimeout),
      caller: caller.component,
      attemptID: receiveRequestAttemptId,
      reader: queue.isEncrypted ? caller : nil
    )
  }

  private func checked(
    _ name: String,
    _ value: Int?,
    _ range: ClosedRange<Int>
  ) throws(ServiceError) -> Int? {
    guard let value, !range.contains(value) else { return value }
    throw .invalidQueueParameter(
      name,
      value,
      "Must be >= \(range.lowerBound) and <= \(range.upperBound), if provided."
    )
  }

  private var systemAttributeNames: Set<String> {
    get throws(ServiceError) {
      let names = (messageSystemAttributeNames ?? []) + (attributeNames ?? [])
      for name in names where name != "All" && !ReceivedMessage.systemAttributeNames.contains(name)
      {
        throw .unknownQueueAttribute(name)
      }
      return names.contains("All") ? ReceivedMessage.systemAttributeNames : Set(names)
    }
  }

  private func asksFor(_ attribute: String) -> Bool {
    (messageAttributeNames ?? []).contains { name in
      name == "*" || name == "All" || name == attribute
        || (name.hasSuffix(".*") && attribute.hasPrefix(name.dropLast(2)))
    }
  }
}

extension ReceivedMessage {
  /// The names that a receive may ask for; some of them only FIFO queues and traces give a value.
  static let systemAttributeNames: Set<String> = [
    "SenderId", "SentTimestamp", "ApproximateReceiveCount", "ApproximateFirstReceiveTimestamp",
    "SequenceNumber", "MessageDeduplicationId", "MessageGroupId", "AWSTraceHeader",
    "DeadLetterQueueSourceArn",
  ]

  /// The service's own attributes of the message; `nil` when none was asked for.
  func systemAttributes(_ names: Set<String>, account: String) -> [String: String]? {
    guard !names.isEmpty else { return nil }
    var values = [
      "SenderId": sender ?? account,
      "SentTimestamp": String(sentMilliseconds),
      "ApproximateReceiveCount": String(receiveCount),
      "ApproximateFirstReceiveTimestamp": String(firstReceivedMilliseconds),
    ]
    values["DeadLetterQueueSourceArn"] = deadLetterSource
    values["SequenceNumber"] = sequenceNumber
    values["MessageDeduplicationId"] = deduplicationID
    values["MessageGroupId"] = messageGroupID
    values["AWSTraceHeader"] = traceHeader
    let shown = values.filter { names.contains($0.key) }
    return shown.isEmpty ? nil : shown
  }
}

/// The receive of a poller: like `ReceiveMessage`, but its wait does not keep a run alive.
struct Poll: Operation {
  let queue: String
  let limit: Int
  let wait: Duration
  /// The mapping that polls, if one does.
  var poller: String?

  var component: String? { SQS.queueName(in: queue) }

  /// The queue.
  func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queue, in: cloud) }

  func perform(on sqs: isolated SQS, for caller: Caller) async throws -> [ReceivedMessage] {
    let queue = try sqs.begin("ReceiveMessage", on: queue, for: caller)
    let messages = try await sqs.receive(
      SQSQueue.Request(
        limit: limit,
        visibility: .seconds(queue.attributes.visibilityTimeout),
        caller: caller.component,
        reader: queue.isEncrypted ? caller : nil,
        poller: poller
      ),
      from: queue,
      waiting: wait,
      .background
    )
    if !messages.isEmpty {
      try await sqs.takeTime(SQSAssumptions.requestTime, about: queue.name)
    }
    return messages
  }
}
