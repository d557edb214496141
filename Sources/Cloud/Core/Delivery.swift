public import JSON

/// Something that one service hands to another: a notification, an event, a record, a dead letter.
///
/// A function gets it as an event, a queue and a topic as a message, a bus as an event's `detail`, a
/// delivery stream as a record.
public struct Delivery: Sendable {
  /// The value of a message attribute.
  public enum Value: Hashable, Sendable {
    /// A text.
    case string(String)
    /// A number, written in decimal.
    case number(String)
  }

  private enum Content {
    case json(JSONValue)
    case text(String)
  }

  private let content: Content
  /// What goes beside the body to a queue or a topic.
  let attributes: [String: MessageAttributeValue]
  /// The event's source, when the target is a bus.
  public let source: String?
  /// The event's detail-type, when the target is a bus.
  public let detailType: String?
  /// What the event is about, when the target is a bus.
  let resources: [String]?
  /// When the event happened, when the target is a bus; now if left out.
  var time: RequestDate?
  /// The message's group, when the target is a queue.
  var groupID: String?
  /// What tells a repetition, when the target is a FIFO queue.
  var deduplicationID: String?

  /// Creates a delivery of a JSON value.
  ///
  /// - Parameters:
  ///   - payload: the event of a function; its compact text is the body of a message.
  ///   - attributes: what goes beside the body to a queue or a topic.
  ///   - source: the event's source, needed for a bus.
  ///   - detailType: the event's detail-type, needed for a bus.
  ///   - resources: what the event is about, for a bus.
  public init(
    payload: JSONValue,
    attributes: [String: Value] = [:],
    source: String? = nil,
    detailType: String? = nil,
    resources: [String]? = nil
  ) {
    content = .json(payload)
    self.attributes = attributes.mapValues { value in
      switch value {
      case .string(let text): .string(text)
      case .number(let digits): .number(digits)
      }
    }
    self.source = source
    self.detailType = detailType
    self.resources = resources
  }

  /// Creates a delivery of a text that need not be JSON.
  init(
    text: String,
    attributes: [String: MessageAttributeValue] = [:],
    groupID: String? = nil,
    deduplicationID: String? = nil,
    source: String? = nil,
    detailType: String? = nil,
    resources: [String]? = nil
  ) {
    content = .text(text)
    self.attributes = attributes
    self.groupID = groupID
    self.deduplicationID = deduplicationID
    self.source = source
    self.detailType = detailType
    self.resources = resources
  }

  /// The body of a message.
  public var text: String {
    switch content {
    case .json(let value): value.text()
    case .text(let text): text
    }
  }

  /// The event of a function: a text that is not JSON stays a string.
  public var payload: JSONValue {
    switch content {
    case .json(let value): value
    case .text(let text): (try? JSONValue(parsing: text)) ?? .string(text)
    }
  }
}

extension Cloud {
  /// Hands a delivery to a queue, a topic, a function, a bus, a log group or a delivery stream, through
  /// its own operation and in the account that owns it.
  ///
  /// A function takes it over asynchronously. Deliveries are tried once; who delivers retries.
  ///
  /// - Parameters:
  ///   - delivery: what to hand over.
  ///   - target: to which resource.
  ///   - caller: who delivers.
  /// - Throws: the target's error; ``ServiceError/mayPass`` tells whether to try again.
  public func deliver(_ delivery: Delivery, to target: ARN, for caller: Caller) async throws {
    try checkRegion(of: target)
    if accounts.isSeveral, let owner = owner(of: target), owner !== self {
      return try await owner.deliver(delivery, to: target, for: caller.leaving(self))
    }
    switch target.service {
    case "sqs":
      let message = SendMessage(
        queueUrl: queueReference(target),
        messageBody: delivery.text,
        messageAttributes: delivery.attributes.isEmpty ? nil : delivery.attributes,
        messageDeduplicationId: delivery.deduplicationID,
        messageGroupId: delivery.groupID
      )
      _ = try await sqs.call(message, for: caller)
    case "sns":
      let message = Publish(
        topicArn: target.description,
        message: delivery.text,
        messageAttributes: delivery.attributes.isEmpty ? nil : delivery.attributes
      )
      _ = try await sns.call(message, for: caller)
    case "lambda":
      let request = Invoke(
        // `function:NAME` and a qualifier, if there is one: all that the service reads of its own ARN.
        functionName: target.account == account ? target.resource : target.description,
        invocationType: .event,
        payload: delivery.payload
      )
      _ = try await lambda.call(request, for: caller)
    case "firehose":
      guard target.account == account else {
        throw ServiceError.deliveryStreamNotFound(target.name, in: target.account)
      }
      let record = FirehoseRecord(data: Blob(delivery.text))
      _ = try await firehose.call(
        PutRecord(deliveryStreamName: target.name, record: record),
        for: caller
      )
    case "events":
      if let failure = try await put([delivery], on: target, for: caller).first {
        throw failure.error
      }
    case "logs":
      guard owner(of: target) != nil else {
        throw CloudWatchLogs.strangersRefusal(of: caller, "PutLogEvents", on: target, in: self)
      }
      try await cloudWatchLogs.write(delivery.text, to: target, for: caller)
    default: throw ServiceError.notSupported("A delivery to a resource of \(target.service)")
    }
  }
}

extension Cloud {
  /// Refuses a resource of another Region, of which there is none here, as its service does what is not
  /// there.
  func checkRegion(of target: ARN) throws(ServiceError) {
    guard target.region != region, !target.region.isEmpty else { return }
    switch target.service {
    case "sqs": throw .queueDoesNotExist
    case "sns": throw .topicNotFound
    case "events": throw .busNotFound(target.name)
    case "logs": throw .logGroupNotFound
    case "firehose": throw .deliveryStreamNotFound(target.name, in: target.account)
    default: throw .noSuchLambdaResource
    }
  }
}

extension ARN {
  /// The name by which the topology knows the resource: a function's without its qualifier.
  var componentName: String {
    guard service == "lambda" else { return name }
    // `function:NAME`, and perhaps a qualifier behind another colon.
    let parts = resource.utf8.split(separator: UInt8(ascii: ":"))
    return parts.count > 1 ? String(Substring(parts[1])) : name
  }
}

extension ARN {
  /// What who hands something over to the resource has to be allowed; `nil` where nobody hands anything
  /// over.
  var deliveryPermission: Permission? {
    let operation: String? =
      switch service {
      case "sqs": "SendMessage"
      case "sns": "Publish"
      case "lambda": "InvokeFunction"
      case "events" where resource.hasPrefix("api-destination/"): "InvokeApiDestination"
      case "events": "PutEvents"
      case "logs": "PutLogEvents"
      case "firehose": "PutRecord"
      default: nil
      }
    return operation.map { Permission("\(service):\($0)", on: self) }
  }
}
