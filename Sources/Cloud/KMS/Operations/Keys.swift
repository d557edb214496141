import Simulation

/// Makes a symmetric key.
public struct CreateKey: Operation {
  /// Who may do what with the key; the account's own policies decide if left out.
  public var policy: String?
  /// What it is for.
  public var description: String?
  /// `ENCRYPT_DECRYPT`.
  public var keyUsage: String?
  /// `SYMMETRIC_DEFAULT`.
  public var keySpec: String?
  /// The older name of `keySpec`.
  public var customerMasterKeySpec: String?
  /// `AWS_KMS`.
  public var origin: String?
  /// Where else the key material could come from.
  public var customKeyStoreId: String?
  /// The same, outside of AWS.
  public var xksKeyId: String?
  /// Whether the key has copies in other Regions.
  public var multiRegion: Bool?
  /// Whether the policy may shut out who makes the key.
  public var bypassPolicyLockoutSafetyCheck: Bool?
  /// The key's tags.
  public var tags: [KeyTag]?

  /// A key.
  public struct Output: Sendable {
    /// What is known of the key.
    public let keyMetadata: KeyMetadata
  }

  /// Makes the key, which can be used at once.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
    try await kms.begin()
    try refuseOtherKinds()
    if let length = description?.utf8.count, !KMSQuotas.descriptionLength.contains(length) {
      throw ServiceError.kmsLimitExceeded("The description is too long.")
    }
    let tags = try KeyTag.merging(tags ?? [], into: [])
    guard kms.cloud.keys.all.count < KMSQuotas.keys else {
      throw ServiceError.kmsLimitExceeded("There are as many keys as an account may have.")
    }
    let id = kms.newKeyID()
    let given = try policy.map { text throws(ServiceError) in try KeyPolicy(parsing: text) }
    if let given, bypassPolicyLockoutSafetyCheck != true {
      try given.checkLockout(of: caller, KMS.arn(of: "key/\(id)", in: kms.cloud), in: kms.cloud)
    }
    kms.cloud.addKey(
      id,
      .customer,
      description ?? "",
      given ?? KeyPolicy(ofNewKeyIn: kms.cloud)
    )
    kms.cloud.keys[id]?.tags = tags
    kms.cloud.record(KMSEvent.keyCreated(key: id), from: KMS.name)
    return Output(keyMetadata: KeyMetadata(try kms.key(withID: id)))
  }

  private func refuseOtherKinds() throws(ServiceError) {
    let kinds = [
      (keyUsage, "ENCRYPT_DECRYPT", "KeyUsage"), (keySpec, "SYMMETRIC_DEFAULT", "KeySpec"),
      (customerMasterKeySpec, "SYMMETRIC_DEFAULT", "CustomerMasterKeySpec"),
      (origin, "AWS_KMS", "Origin"),
    ]
    for (value, only, name) in kinds {
      if let value, value != only { throw .notSupported("\(name) \(value) of a key") }
    }
    if multiRegion == true { throw .notSupported("A key of several Regions (MultiRegion)") }
    if customKeyStoreId != nil || xksKeyId != nil {
      throw .notSupported("A key store of one's own (CustomKeyStoreId, XksKeyId)")
    }
  }
}

/// Describes a key.
public struct DescribeKey: Operation {
  /// The key's id, ARN, alias or alias ARN.
  public var keyId: String

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Describes it; a key that AWS keeps is made when it is asked for.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> CreateKey.Output {
    try await kms.begin()
    let key = try kms.key(keyId, for: caller, Self.name, takesAliases: true)
    return CreateKey.Output(keyMetadata: KeyMetadata(key))
  }
}

/// Lists the keys of the account.
public struct ListKeys: Operation {
  /// How many at the most.
  public var limit: Int?
  /// Where the page begins, as the page before said it.
  public var marker: String?

  /// A key.
  public struct Entry: Sendable {
    /// The id.
    public let keyId: String
    /// The ARN.
    public let keyArn: ARN
  }

  /// A page of keys.
  public struct Output: Sendable {
    /// In the order in which they were made.
    public let keys: [Entry]
    /// Where the next page begins.
    public let nextMarker: String?
    /// Whether there is a next page.
    public let truncated: Bool
  }

  /// Lists them, those that AWS keeps included.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
    try await kms.begin()
    let page = try KMS.page(of: kms.cloud.keys.all, from: marker, limit, KMSQuotas.keysOnPage) {
      $0.id
    }
    return Output(
      keys: page.items.map { Entry(keyId: $0.id, keyArn: $0.arn) },
      nextMarker: page.nextToken,
      truncated: page.nextToken != nil
    )
  }
}

/// What is known of a key.
public struct KeyMetadata: Sendable {
  /// The account.
  public let awsAccountId: String
  /// The id.
  public let keyId: String
  /// The ARN.
  public let arn: ARN
  /// When it was made.
  public let creationDate: String
  /// Whether it can be used.
  public let enabled: Bool
  /// What it is for.
  public let description: String
  /// `ENCRYPT_DECRYPT`.
  public let keyUsage = "ENCRYPT_DECRYPT"
  /// `Enabled`, `Disabled` or `PendingDeletion`.
  public let keyState: String
  /// When it is deleted, if it is to be.
  public let deletionDate: String?
  /// `AWS_KMS`.
  public let origin = "AWS_KMS"
  /// `CUSTOMER`, or `AWS` for a key that AWS keeps.
  public let keyManager: String
  /// `SYMMETRIC_DEFAULT`.
  public let customerMasterKeySpec = "SYMMETRIC_DEFAULT"
  /// `SYMMETRIC_DEFAULT`.
  public let keySpec = "SYMMETRIC_DEFAULT"
  /// `SYMMETRIC_DEFAULT`.
  public let encryptionAlgorithms = ["SYMMETRIC_DEFAULT"]
  /// False.
  public let multiRegion = false

  init(_ key: KMSKey) {
    awsAccountId = key.arn.account
    keyId = key.id
    arn = key.arn
    creationDate = Timestamp.withOffset(milliseconds: key.created)
    enabled = key.state == .enabled
    description = key.description
    keyState = key.state.name
    if case .pendingDeletion(let end, _) = key.state {
      deletionDate = KMS.date(end)
    } else {
      deletionDate = nil
    }
    keyManager = key.manager.rawValue
  }
}

extension KMS {
  /// A key that is known to be there.
  func key(withID id: String) throws(ServiceError) -> KMSKey {
    do {
      return try cloud.key(KeyReference(id))
    } catch {
      throw ServiceError(error)
    }
  }

  /// An instant as the AWS CLI prints it.
  static func date(_ instant: SimulationInstant) -> String {
    Timestamp.withOffset(
      milliseconds: Cloud.epochSeconds * 1_000 + instant.nanoseconds / 1_000_000
    )
  }

  /// Cuts a page out of a list.
  static func page<Item>(
    of all: [Item],
    from marker: String?,
    _ limit: Int?,
    _ usual: Int,
    name: (Item) -> String
  ) throws(ServiceError) -> Page<Item> {
    try ServiceError.check(limit, in: KMSQuotas.pageSize, at: "limit")
    guard let page = Page(of: all, fromOpaque: marker, atMost: limit ?? usual, name: name) else {
      throw ServiceError(
        code: "InvalidMarkerException",
        status: 400,
        message: "The request was rejected because the marker that specifies where pagination"
          + " should next begin is not valid."
      )
    }
    return page
  }
}
