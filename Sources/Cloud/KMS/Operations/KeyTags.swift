/// A tag of a key.
public struct KeyTag: Decodable, Hashable, Sendable {
  /// The key, up to 128 letters.
  public var tagKey: String
  /// The value, up to 256 letters.
  public var tagValue: String

  /// Puts new tags over old ones: one whose key is there already gets the new value.
  static func merging(_ new: [KeyTag], into old: [KeyTag]) throws(ServiceError) -> [KeyTag] {
    var tags = old
    for tag in new {
      guard (1...128).contains(tag.tagKey.count), tag.tagValue.count <= 256 else {
        throw .kmsTag("The tag \(tag.tagKey) is too long, or has no key.")
      }
      guard !tag.tagKey.lowercased().hasPrefix("aws:") else {
        throw .kmsTag("Tag keys that begin with aws: are reserved.")
      }
      if let twin = tags.firstIndex(where: { $0.tagKey == tag.tagKey }) {
        tags[twin] = tag
      } else {
        tags.append(tag)
      }
    }
    guard tags.count <= KMSQuotas.tags else {
      throw .kmsLimitExceeded("A key has at most \(KMSQuotas.tags) tags.")
    }
    return tags
  }
}

extension KMS {
  /// Adds tags to a key, or changes them.
  public struct TagResource: Operation {
    /// The key's id or ARN.
    public var keyId: String
    /// The tags.
    public var tags: [KeyTag]

    /// The key.
    public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

    /// Adds the tags, or none of them.
    public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
      try await kms.begin()
      let key = try kms.standingKey(keyId, for: caller, Self.name)
      kms.cloud.keys[key.id]?.tags = try KeyTag.merging(tags, into: key.tags)
      return NoOutput()
    }
  }

  /// Takes tags from a key.
  public struct UntagResource: Operation {
    /// The key's id or ARN.
    public var keyId: String
    /// The tags' keys; one that is not there is no error.
    public var tagKeys: [String]

    /// The key.
    public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

    /// Removes the tags.
    public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
      try await kms.begin()
      let key = try kms.standingKey(keyId, for: caller, Self.name)
      kms.cloud.keys[key.id]?.tags.removeAll { tagKeys.contains($0.tagKey) }
      return NoOutput()
    }
  }
}

/// Shows the tags of a key.
public struct ListResourceTags: Operation {
  /// The key's id or ARN.
  public var keyId: String

  /// The tags.
  public struct Output: Sendable {
    /// In the order in which they were first put.
    public let tags: [KeyTag]
    /// False: all of them are here.
    public let truncated = false
  }

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Shows them, all on one page.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
    try await kms.begin()
    return Output(tags: try kms.key(keyId, for: caller, Self.name).tags)
  }
}
