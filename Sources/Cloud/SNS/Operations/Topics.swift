import Simulation

/// A name and a value that somebody has given to a resource.
public struct TopicTag: Codable, Hashable, Sendable {
  /// The name.
  public var key: String
  /// The value; may be empty.
  public var value: String

  /// Creates a tag.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

/// Creates a topic.
public struct CreateTopic: Operation {
  /// The name: up to 256 letters, digits, hyphens and underscores; `.fifo` ends that of a FIFO topic.
  public var name: String
  /// Attributes, as texts.
  public var attributes: [String: String]?
  /// Up to 50 tags.
  public var tags: [TopicTag]?
  /// A policy that keeps personal data out; left out here.
  public var dataProtectionPolicy: String?

  /// Creates the request.
  public init(name: String, attributes: [String: String]? = nil, tags: [TopicTag]? = nil) {
    self.name = name
    self.attributes = attributes
    self.tags = tags
  }

  /// The topic.
  public struct Output: Sendable {
    /// What other operations know the topic by.
    public let topicArn: String
  }

  /// The topic.
  public var component: String? { name }

  /// Creates the topic, or finds the one that has this name and these attributes.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: name)
    if dataProtectionPolicy != nil {
      throw ServiceError.notSupported("A data protection policy of a topic")
    }
    let isFIFO = try checkName()
    var given = TopicAttributes(isFIFO: isFIFO)
    do throws(AttributeProblem) {
      for (name, value) in (attributes ?? [:]).sorted(by: { $0.key < $1.key })
      where name != "FifoTopic" { try given.set(name, to: value) }
    } catch {
      throw error.whenMaking
    }
    let arn = ARN(service: "sns", resource: name, in: sns.cloud)
    if let existing = sns.topics[arn.description] {
      try agree(existing, given)
    } else {
      try sns.checkLimit(isFIFO: isFIFO)
      let topic = Topic(arn: arn, attributes: given)
      try topic.tag(tags ?? [])
      sns.topics[arn.description] = topic
      sns.applyArchivePolicy(of: topic)
      sns.cloud.topology.add(Component(name, .topic, note: isFIFO ? "FIFO" : ""))
      sns.note(.topicCreated, of: name)
    }
    return Output(topicArn: arn.description)
  }

  /// Checks the name, and returns whether it is that of a FIFO topic.
  private func checkName() throws(ServiceError) -> Bool {
    let wanted = attributes?["FifoTopic"]
    guard wanted == nil || ["true", "false"].contains(wanted) else {
      throw .invalidTopicParameter(
        "Attributes Reason: FifoTopic: Invalid value [\(wanted ?? "")]. Must be true or false."
      )
    }
    let isFIFO = wanted == "true"
    guard !isFIFO || name.hasSuffix(".fifo") else {
      throw .invalidSNS(
        "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase"
          + " ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256"
          + " characters long."
      )
    }
    let letters = isFIFO ? name.utf8.dropLast(".fifo".utf8.count) : name.utf8[...]
    guard SNSQuotas.topicNameLength.contains(name.utf8.count), !letters.isEmpty,
      letters.allSatisfy(Letters.isNameLetter)
    else { throw .invalidTopicParameter("Topic Name") }
    return isFIFO
  }

  private func agree(_ existing: Topic, _ given: TopicAttributes) throws(ServiceError) {
    guard existing.attributes.agree(with: given, named: (attributes ?? [:]).keys.sorted()) else {
      throw .invalidTopicParameter(
        "Attributes Reason: Topic already exists with different attributes"
      )
    }
    let known = Set(existing.tags.map { TopicTag(key: $0.key, value: $0.value) })
    guard known.isSuperset(of: tags ?? []) else {
      throw .invalidTopicParameter("Tags Reason: Topic already exists with different tags")
    }
  }
}

/// Deletes a topic and its subscriptions.
public struct DeleteTopic: Operation {
  /// The topic's ARN.
  public var topicArn: String

  /// Creates the request.
  public init(topicArn: String) {
    self.topicArn = topicArn
  }

  /// The topic.
  public var component: String? { SNS.topicName(in: topicArn) }

  /// The topic.
  public func resource(in cloud: Cloud) -> ARN? { ARN(topicArn) }

  /// Deletes the topic; one that does not exist is no error.
  ///
  /// Simplified: its subscriptions go at once, where AWS keeps them for a while without a topic.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> NoOutput {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.topicName(in: topicArn))
    _ = try sns.arn(topicArn, "TopicArn")
    guard let topic = sns.topics[topicArn] else { return NoOutput() }
    try sns.authorise(caller, "DeleteTopic", on: topic)
    guard topic.archive == nil else { throw ServiceError.topicHasArchive }
    sns.topics[topicArn] = nil
    for subscription in topic.subscriptions { sns.turns[subscription.arn] = nil }
    sns.confirmations = sns.confirmations.filter { $0.value.subscription.topic != topic.arn }
    sns.cloud.topology.remove(topic.name)
    sns.note(.topicDeleted, of: topic.name)
    return NoOutput()
  }
}

/// Lists the topics.
public struct ListTopics: Operation {
  /// Where to go on: what the page before has told.
  public var nextToken: String?

  /// Creates the request.
  public init(nextToken: String? = nil) {
    self.nextToken = nextToken
  }

  /// A topic.
  public struct Entry: Sendable {
    /// Its ARN.
    public let topicArn: String
  }

  /// The topics.
  public struct Output: Sendable {
    /// By name, up to 100.
    public let topics: [Entry]
    /// Where the next page begins; `nil` on the last.
    public let nextToken: String?
  }

  /// Lists a page of the topics.
  public func perform(on sns: isolated SNS, for caller: Caller) async throws -> Output {
    try await sns.takeTime(SNSAssumptions.requestTime, about: SNS.name)
    let page = try SNSPage(sns.topics.keys.sorted(), from: nextToken)
    return Output(topics: page.items.map { Entry(topicArn: $0) }, nextToken: page.next)
  }
}

/// A page of a list.
struct SNSPage<Item> {
  let items: [Item]
  /// Where the next page begins; `nil` on the last.
  let next: String?

  /// Cuts a page out of all items.
  ///
  /// - Throws: ``ServiceError`` for a token that no page has told.
  init(_ all: [Item], from token: String?) throws(ServiceError) {
    var start = 0
    if let token {
      let digits = Base64.decode(token).map { String(decoding: $0, as: UTF8.self) }
      guard let place = digits.flatMap({ Int($0) }), place > 0 else {
        throw .invalidTopicParameter("NextToken")
      }
      start = min(place, all.count)
    }
    let end = min(start + SNSQuotas.pageSize, all.count)
    items = Array(all[start..<end])
    next = end < all.count ? Base64.encode(Array("\(end)".utf8)) : nil
  }
}

extension SNS {
  /// Refuses a topic more than an account may have.
  func checkLimit(isFIFO: Bool) throws(ServiceError) {
    let limit = isFIFO ? SNSQuotas.fifoTopics : SNSQuotas.topics
    guard topics.count >= limit, topics.values.count(where: { $0.isFIFO == isFIFO }) >= limit else {
      return
    }
    throw .snsLimit(
      "TopicLimitExceeded",
      "The customer already owns the maximum allowed number of topics."
    )
  }
}
