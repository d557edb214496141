/// Finds a queue's URL by its name.
public struct GetQueueUrl: Operation {
  /// The queue's name.
  public var queueName: String
  /// The account that has the queue; the caller's own if left out.
  public var queueOwnerAWSAccountId: String?

  /// Creates the request.
  public init(queueName: String, queueOwnerAWSAccountId: String? = nil) {
    self.queueName = queueName
    self.queueOwnerAWSAccountId = queueOwnerAWSAccountId
  }

  /// The queue's URL.
  public struct Output: Sendable {
    /// The URL.
    public let queueUrl: String
  }

  /// The queue.
  public var component: String? { queueName }

  /// True: the queue "does not exist or you do not have access to it".
  public static let hidesDenials = true

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? {
    let owner = queueOwnerAWSAccountId ?? cloud.account
    return ARN(service: SQS.name, region: cloud.region, account: owner, resource: queueName)
  }

  /// Finds the queue.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: queueName)
    guard sqs.queues[queueName] != nil,
      queueOwnerAWSAccountId ?? sqs.cloud.account == sqs.cloud.account
    else { throw ServiceError.queueDoesNotExist }
    return Output(queueUrl: try sqs.begin("GetQueueUrl", on: queueName, for: caller).url)
  }
}

/// Lists the queues.
public struct ListQueues: Operation {
  /// How the names of the listed queues begin.
  public var queueNamePrefix: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many queues to list at the most, 1 to 1,000.
  public var maxResults: Int?

  /// Creates the request.
  public init(queueNamePrefix: String? = nil, nextToken: String? = nil, maxResults: Int? = nil) {
    self.queueNamePrefix = queueNamePrefix
    self.nextToken = nextToken
    self.maxResults = maxResults
  }

  /// The queues.
  public struct Output: Sendable {
    /// The URLs by name; left out when there are none.
    public let queueUrls: [String]?
    /// Where to go on; left out at the end, and when no number was asked for.
    public let nextToken: String?
  }

  /// Lists the queues by name; without a number up to 1,000 and no more.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.name)
    let names = sqs.queues.keys.filter { $0.hasPrefix(queueNamePrefix ?? "") }
    let page = try QueuePage(of: names.sorted(), atMost: maxResults, after: nextToken)
    let urls = page.names.map { sqs.url(of: $0) }
    return Output(queueUrls: urls.isEmpty ? nil : urls, nextToken: page.token)
  }
}

/// Lists the queues that give up their messages to a dead-letter queue.
public struct ListDeadLetterSourceQueues: Operation {
  /// The dead-letter queue's URL or name.
  public var queueUrl: String
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many queues to list at the most, 1 to 1,000.
  public var maxResults: Int?

  /// Creates the request.
  public init(queueUrl: String, nextToken: String? = nil, maxResults: Int? = nil) {
    self.queueUrl = queueUrl
    self.nextToken = nextToken
    self.maxResults = maxResults
  }

  /// The queues.
  public struct Output: Sendable {
    /// The URLs by name; the model spells this member with a small letter.
    public let deadLetterSourceUrls: [String]
    /// Where to go on; left out at the end, and when no number was asked for.
    public let nextToken: String?
  }

  /// The queue.
  public var component: String? { SQS.queueName(in: queueUrl) }

  /// The queue.
  public func resource(in cloud: Cloud) -> ARN? { SQS.arn(of: queueUrl, in: cloud) }

  /// Lists the queues by name.
  public func perform(on sqs: isolated SQS, for caller: Caller) async throws -> Output {
    try await sqs.takeTime(SQSAssumptions.requestTime, about: SQS.queueName(in: queueUrl))
    let queue = try sqs.begin("ListDeadLetterSourceQueues", on: queueUrl, for: caller)
    let names = sqs.sources(of: queue)
    let page = try QueuePage(of: names, atMost: maxResults, after: nextToken)
    sqs.bill(queue, payload: 0)
    return Output(deadLetterSourceUrls: page.names.map { sqs.url(of: $0) }, nextToken: page.token)
  }
}

extension SQS {
  /// The names of the queues that give up their messages to `queue`, sorted.
  func sources(of queue: SQSQueue) -> [String] {
    queues.values.filter { $0.attributes.redrive?.deadLetterTarget == queue.arn }
      .map(\.name).sorted()
  }
}

/// A part of a list of queues.
private struct QueuePage {
  let names: [String]
  let token: String?

  /// Takes a page from sorted names; a token is the last name of the page before.
  init(of all: [String], atMost limit: Int?, after token: String?) throws(ServiceError) {
    let range = SQSQuotas.listedQueues
    guard range.contains(limit ?? range.upperBound) else {
      throw .invalidQueueParameter(
        "MaxResults",
        limit ?? 0,
        "MaxResults must be an integer between \(range.lowerBound) and \(range.upperBound)."
      )
    }
    var rest = all[...]
    if let token {
      guard let bytes = Base64.decode(token), let last = String(validating: bytes, as: UTF8.self)
      else { throw .invalidQueueParameter("NextToken", token, "Invalid or expired NextToken.") }
      rest = rest.drop { $0 <= last }
    }
    names = Array(rest.prefix(limit ?? range.upperBound))
    self.token =
      limit != nil && names.count < rest.count
      ? names.last.map { Base64.encode(Array($0.utf8)) } : nil
  }
}
