/// A tag of a bus or a rule.
public struct EventTag: Decodable, Hashable, Sendable {
  /// The key, up to 128 letters.
  public var key: String
  /// The value, up to 256 letters.
  public var value: String

  /// Creates a tag.
  public init(key: String, value: String) {
    self.key = key
    self.value = value
  }

  /// Puts new tags over old ones: one whose key is there already gets the new value.
  ///
  /// - Throws: ``ServiceError`` about the first tag that is not allowed, or when there are too many.
  static func merging(
    _ new: [EventTag],
    into old: [EventTag]
  ) throws(ServiceError) -> [EventTag] {
    var tags = old
    for (index, tag) in new.enumerated() {
      let place = "tags.\(index + 1).member"
      guard !tag.key.isEmpty else {
        throw .constraint("", at: "\(place).key", "have length greater than or equal to 1")
      }
      try ServiceError.check(tag.key, length: 128, at: "\(place).key")
      try ServiceError.check(tag.value, length: 256, at: "\(place).value")
      guard !tag.key.lowercased().hasPrefix("aws:") else {
        throw .validation("Tag keys that begin with aws: are reserved.")
      }
      if let twin = tags.firstIndex(where: { $0.key == tag.key }) {
        tags[twin] = tag
      } else {
        tags.append(tag)
      }
    }
    guard tags.count <= EventBridgeQuotas.tags else { throw .eventBridgeLimitExceeded }
    return tags
  }
}

extension EventBridge {
  /// Adds tags to a bus or a rule, or changes them.
  public struct TagResource: Operation {
    /// The ARN of the bus or the rule.
    public var resourceARN: String
    /// The tags.
    public var tags: [EventTag]

    /// The bus or the rule.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceARN) }

    /// Adds the tags, or none of them.
    public func perform(
      on events: isolated EventBridge,
      for caller: Caller
    ) async throws -> NoOutput {
      try await events.changeTags(of: resourceARN, for: caller, Self.name) {
        (old: [EventTag]) throws(ServiceError) in try EventTag.merging(tags, into: old)
      }
      return NoOutput()
    }
  }

  /// Takes tags from a bus or a rule.
  public struct UntagResource: Operation {
    /// The ARN of the bus or the rule.
    public var resourceARN: String
    /// The tags' keys; one that is not there is no error.
    public var tagKeys: [String]

    /// The bus or the rule.
    public func resource(in cloud: Cloud) -> ARN? { ARN(resourceARN) }

    /// Removes the tags.
    public func perform(
      on events: isolated EventBridge,
      for caller: Caller
    ) async throws -> NoOutput {
      try await events.changeTags(of: resourceARN, for: caller, Self.name) { old in
        old.filter { !tagKeys.contains($0.key) }
      }
      return NoOutput()
    }
  }

  /// What tags can be put on.
  private enum Tagged {
    case bus(Int)
    case rule(Int, on: Int)
  }

  private func tagged(
    _ text: String,
    for caller: Caller,
    _ action: String
  ) throws(ServiceError) -> Tagged {
    guard let arn = ARN(text), arn.service == "events" else {
      throw .validation(
        "Parameter \(text) is not valid. Reason: Provided Arn is not in correct format."
      )
    }
    let parts = arn.resource.split(separator: "/").map(String.init)
    switch (parts.first, parts.count) {
    case ("event-bus", 2): return .bus(try bus(text, for: caller, action))
    case ("rule", 2), ("rule", 3):
      let owner = ARN(
        service: arn.service,
        region: arn.region,
        account: arn.account,
        resource: "event-bus/\(parts.count == 3 ? parts[1] : Self.defaultBus)"
      )
      let bus = try bus("\(owner)", for: caller, action, rule: parts[parts.count - 1])
      return .rule(try buses[bus].index(of: parts[parts.count - 1]), on: bus)
    default: throw .notSupported("Tags of anything but buses and rules")
    }
  }

  private func changeTags(
    of arn: String,
    for caller: Caller,
    _ action: String,
    _ change: ([EventTag]) throws(ServiceError) -> [EventTag]
  ) async throws {
    try await takeTime(EventBridgeAssumptions.requestTime, about: Self.name)
    switch try tagged(arn, for: caller, action) {
    case .bus(let bus):
      buses[bus].tags = try change(buses[bus].tags)
    case .rule(let rule, let bus):
      try buses[bus].rules[rule].checkIsUnmanaged()
      let tags = try change(buses[bus].rules[rule].tags)
      buses[bus].change(at: rule) { $0.tags = tags }
    }
  }

  fileprivate func tags(
    of arn: String,
    for caller: Caller
  ) throws(ServiceError) -> [EventTag] {
    switch try tagged(arn, for: caller, "ListTagsForResource") {
    case .bus(let bus): buses[bus].tags
    case .rule(let rule, let bus): buses[bus].rules[rule].tags
    }
  }
}

/// Lists the tags of a bus or a rule.
public struct ListTagsForResource: Operation {
  /// The ARN of the bus or the rule.
  public var resourceARN: String

  /// The tags.
  public struct Output: Sendable {
    /// In the order in which they were added.
    public let tags: [EventTag]
  }

  /// The bus or the rule.
  public func resource(in cloud: Cloud) -> ARN? { ARN(resourceARN) }

  /// Lists the tags.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    return Output(tags: try events.tags(of: resourceARN, for: caller))
  }
}
