import Simulation

/// A tag of a delivery stream.
public struct StreamTag: Decodable, Hashable, Sendable {
  /// Its key.
  public var key: String
  /// Its value; absent if none was given.
  public var value: String?

  /// Creates a tag.
  public init(key: String, value: String? = nil) {
    self.key = key
    self.value = value
  }

  /// Puts tags to others, whose values they replace.
  ///
  /// - Returns: all, by key.
  static func merge(_ new: [Self], into old: [Self]) throws(ServiceError) -> [Self] {
    for tag in new {
      guard FirehoseQuotas.tagKeyLength.contains(tag.key.count), !tag.key.hasPrefix("aws:"),
        FirehoseQuotas.tagValueLength.contains(tag.value?.count ?? 0)
      else { throw .firehoseArgument("The tag \(tag.key) is not valid.") }
    }
    var all = Dictionary(uniqueKeysWithValues: old.map { ($0.key, $0) })
    for tag in new { all[tag.key] = tag }
    guard all.count <= FirehoseQuotas.tags else {
      throw .firehoseLimit("A delivery stream has at most \(FirehoseQuotas.tags) tags.")
    }
    return all.values.sorted { $0.key < $1.key }
  }
}

/// Adds tags to a delivery stream.
public struct TagDeliveryStream: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// The tags; one whose key is there already gets the new value.
  public var tags: [StreamTag]

  /// Creates the request.
  public init(deliveryStreamName: String, tags: [StreamTag]) {
    self.deliveryStreamName = deliveryStreamName
    self.tags = tags
  }

  /// Adds the tags, or none of them.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> NoOutput {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: deliveryStreamName)
    let stream = try firehose.stream(deliveryStreamName)
    firehose.streams[deliveryStreamName]?.tags = try StreamTag.merge(tags, into: stream.tags)
    return NoOutput()
  }
}

/// Removes tags from a delivery stream.
public struct UntagDeliveryStream: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// The tags' keys; one that is not there is no error.
  public var tagKeys: [String]

  /// Creates the request.
  public init(deliveryStreamName: String, tagKeys: [String]) {
    self.deliveryStreamName = deliveryStreamName
    self.tagKeys = tagKeys
  }

  /// Removes the tags.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> NoOutput {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: deliveryStreamName)
    _ = try firehose.stream(deliveryStreamName)
    firehose.streams[deliveryStreamName]?.tags.removeAll { tagKeys.contains($0.key) }
    return NoOutput()
  }
}

/// Shows the tags of a delivery stream.
public struct ListTagsForDeliveryStream: DeliveryStreamOperation {
  /// The stream's name.
  public var deliveryStreamName: String
  /// Behind which key to begin.
  public var exclusiveStartTagKey: String?
  /// How many at the most.
  public var limit: Int?

  /// Creates the request.
  public init(deliveryStreamName: String, exclusiveStartTagKey: String? = nil, limit: Int? = nil) {
    self.deliveryStreamName = deliveryStreamName
    self.exclusiveStartTagKey = exclusiveStartTagKey
    self.limit = limit
  }

  /// The tags.
  public struct Output: Sendable {
    /// By key.
    public let tags: [StreamTag]
    /// Whether there are more behind them.
    public let hasMoreTags: Bool
  }

  /// Shows a page of the tags.
  public func perform(on firehose: isolated Firehose, for caller: Caller) async throws -> Output {
    try await firehose.takeTime(FirehoseAssumptions.requestTime, about: deliveryStreamName)
    try ServiceError.check(limit, in: 1...FirehoseQuotas.tags, at: "limit")
    let all = try firehose.stream(deliveryStreamName).tags
    let rest = exclusiveStartTagKey.map { first in all.filter { $0.key > first } } ?? all
    let page = rest.prefix(limit ?? FirehoseQuotas.tags)
    return Output(tags: Array(page), hasMoreTags: page.count < rest.count)
  }
}
