extension KMS {
  /// Gives a key a name.
  public struct CreateAlias: Operation {
    /// The name, such as `alias/orders`.
    public var aliasName: String
    /// The key's id or ARN.
    public var targetKeyId: String

    /// The key.
    public func resource(in cloud: Cloud) -> ARN? { KMS.resource(targetKeyId, in: cloud) }

    /// Gives it the name, if no key has it.
    public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
      try await kms.begin()
      try KMS.check(aliasName)
      let key = try kms.standingKey(targetKeyId, for: caller, Self.name)
      guard kms.cloud.keys.alias(aliasName) == nil else {
        throw ServiceError.kmsAliasExists(KMS.arn(of: aliasName, in: kms.cloud))
      }
      try kms.checkRoom(for: aliasName, of: key)
      let now = kms.cloud.unixMilliseconds
      kms.cloud.keys.set(
        aliasName,
        to: KeyAlias(name: aliasName, keyID: key.id, created: now, updated: now)
      )
      return NoOutput()
    }
  }

  /// Gives the name of a key to another key.
  public struct UpdateAlias: Operation {
    /// The name.
    public var aliasName: String
    /// The other key's id or ARN.
    public var targetKeyId: String

    /// The other key.
    public func resource(in cloud: Cloud) -> ARN? { KMS.resource(targetKeyId, in: cloud) }

    /// Gives it away; what was encrypted stays with the key that it was encrypted with.
    public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
      try await kms.begin()
      var alias = try kms.alias(aliasName)
      let key = try kms.standingKey(targetKeyId, for: caller, Self.name)
      if alias.keyID != key.id { try kms.checkRoom(for: aliasName, of: key) }
      alias.keyID = key.id
      alias.updated = kms.cloud.unixMilliseconds
      kms.cloud.keys.set(aliasName, to: alias)
      return NoOutput()
    }
  }

  /// Takes a name away.
  public struct DeleteAlias: Operation {
    /// The name.
    public var aliasName: String

    /// Takes it away; its key stays.
    public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
      try await kms.begin()
      let alias = try kms.alias(aliasName)
      _ = try kms.key(alias.keyID, for: caller, Self.name)
      kms.cloud.keys.set(aliasName, to: nil)
      return NoOutput()
    }
  }

  /// Lists the names of keys.
  public struct ListAliases: Operation {
    /// Of which key, by id or ARN; of all keys if left out.
    public var keyId: String?
    /// How many at the most.
    public var limit: Int?
    /// Where the page begins, as the page before said it.
    public var marker: String?

    /// A name.
    public struct Entry: Sendable {
      /// The name.
      public let aliasName: String
      /// Its ARN.
      public let aliasArn: ARN
      /// The key; left out for a key of AWS's that nobody has asked for yet.
      public let targetKeyId: String?
      /// When it was given.
      public let creationDate: String?
      /// When it was last given to another key.
      public let lastUpdatedDate: String?
    }

    /// A page of names.
    public struct Output: Sendable {
      /// By name.
      public let aliases: [Entry]
      /// Where the next page begins.
      public let nextMarker: String?
      /// Whether there is a next page.
      public let truncated: Bool
    }

    /// The key, if one is named.
    public func resource(in cloud: Cloud) -> ARN? {
      keyId.flatMap { KMS.resource($0, in: cloud) }
    }

    /// Lists them, with those that AWS keeps.
    public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
      try await kms.begin()
      let id = try keyId.map { text throws(ServiceError) in
        try kms.key(text, for: caller, Self.name).id
      }
      let cloud = kms.cloud
      var all = cloud.keys.aliases.filter { id == nil || $0.keyID == id }.map { alias in
        Entry(
          aliasName: alias.name,
          aliasArn: KMS.arn(of: alias.name, in: cloud),
          targetKeyId: alias.keyID,
          creationDate: Timestamp.withOffset(milliseconds: alias.created),
          lastUpdatedDate: Timestamp.withOffset(milliseconds: alias.updated)
        )
      }
      if id == nil {
        for (name, _) in Cloud.managedKeys where cloud.keys.alias(name) == nil {
          all.append(
            Entry(
              aliasName: name,
              aliasArn: KMS.arn(of: name, in: cloud),
              targetKeyId: nil,
              creationDate: nil,
              lastUpdatedDate: nil
            )
          )
        }
        all.sort { $0.aliasName < $1.aliasName }
      }
      let page = try KMS.page(of: all, from: marker, limit, KMSQuotas.aliasesOnPage) {
        $0.aliasName
      }
      return Output(
        aliases: page.items,
        nextMarker: page.nextToken,
        truncated: page.nextToken != nil
      )
    }
  }

  // MARK: Checks

  /// Checks the spelling of a name that somebody wants to give.
  static func check(_ alias: String) throws(ServiceError) {
    guard alias.hasPrefix("alias/") else {
      throw .validation(
        "Alias must start with the prefix \"alias/\". Please see"
          + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
      )
    }
    guard alias.utf8.count > "alias/".utf8.count,
      KMSQuotas.aliasLength.contains(alias.utf8.count),
      alias.utf8.allSatisfy({ Letters.isNameLetter($0) || "/:".utf8.contains($0) })
    else {
      throw .constraint(
        alias,
        at: "aliasName",
        "satisfy regular expression pattern: ^[a-zA-Z0-9:/_-]+$"
      )
    }
    guard !alias.hasPrefix("alias/aws/") else { throw .kmsReservedAlias }
  }

  /// A name that a key of the account has.
  fileprivate func alias(_ name: String) throws(ServiceError) -> KeyAlias {
    try Self.check(name)
    guard let alias = cloud.keys.alias(name) else {
      throw .kmsNotFound("Alias \(Self.arn(of: name, in: cloud)) is not found.")
    }
    return alias
  }

  fileprivate func checkRoom(for alias: String, of key: KMSKey) throws(ServiceError) {
    let count = cloud.keys.aliases.count { $0.keyID == key.id }
    guard count < KMSQuotas.aliasesOfKey else {
      throw .kmsLimitExceeded("The key has as many aliases as it may have; \(alias) is one more.")
    }
  }
}
