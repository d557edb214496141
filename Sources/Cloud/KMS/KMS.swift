import Simulation

/// AWS KMS: keys, and who may use them.
///
/// > Simplified: symmetric keys of one Region, of KMS's own making. Nothing is encrypted, so that the
/// > operations which would encrypt are left out; their permissions are what topics, queues and
/// > others ask keys for. There are no grants, and no key is rotated. Changes count at once, where on
/// > AWS they take some seconds to spread. KMS never throttles.
public actor KMS: CloudService {
  /// `kms`.
  public static let name = "kms"
  /// `AWS KMS`.
  public static let title = "AWS KMS"
  /// What the service can do.
  public static let operations: [any Operation<KMS>.Type] = [
    CreateKey.self, DescribeKey.self, ListKeys.self,
    KMS.CreateAlias.self, KMS.UpdateAlias.self, KMS.DeleteAlias.self, KMS.ListAliases.self,
    GetKeyPolicy.self, PutKeyPolicy.self,
    EnableKey.self, DisableKey.self, ScheduleKeyDeletion.self, CancelKeyDeletion.self,
    KMS.TagResource.self, KMS.UntagResource.self, ListResourceTags.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud
  private var identifiers: RandomStream

  /// Creates the service without keys.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("kms identifiers")
  }

  func newKeyID() -> String { Identifiers.uuid(from: &identifiers) }

  /// The ARN of `key/…` or `alias/…`.
  static func arn(of resource: String, in cloud: Cloud) -> ARN {
    ARN(service: name, resource: resource, in: cloud)
  }

  /// The ARN of the key that a request names, in the account that it names.
  ///
  /// - Parameters:
  ///   - text: the key's id, ARN, alias or alias ARN.
  ///   - cloud: the account to which names belong that say no other.
  /// - Returns: the key's ARN; of an alias without a key the alias's, as far as it was given.
  static func resource(_ text: String, in cloud: Cloud) -> ARN? {
    let reference = KeyReference(text)
    switch reference.name {
    case .id(let id): return reference.arn ?? arn(of: "key/\(id)", in: cloud)
    case .alias(let name):
      let owner = reference.arn.flatMap { cloud.owner(of: $0) } ?? cloud
      return owner.keys.alias(name).map { arn(of: "key/\($0.keyID)", in: owner) }
        ?? reference.arn
    }
  }

  /// Each operation asks the policy of its key itself.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) async throws {}

  /// What the key's policy says.
  public func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) -> ResourceAnswer {
    let policy = permission.resource.flatMap { cloud.keys[$0.name]?.policy.document }
    return policy?.answer(to: caller, about: permission, in: cloud) ?? .silent
  }

  /// Begins a request: it takes its time, and is billed.
  func begin() async throws {
    try await takeTime(KMSAssumptions.requestTime, about: Self.name)
    cloud.meter.add(.kmsRequests, 1, for: Self.name)
  }

  /// Finds a key by its id or ARN for who may do something with it.
  ///
  /// - Parameters:
  ///   - text: the id or ARN; an alias only where `takesAliases` says so.
  ///   - caller: who asks.
  ///   - action: the operation's name.
  ///   - takesAliases: whether the operation knows keys by their aliases, and for other accounts.
  /// - Returns: the key.
  /// - Throws: ``ServiceError`` when there is no such key, or a policy keeps the caller out.
  func key(
    _ text: String,
    for caller: Caller,
    _ action: String,
    takesAliases: Bool = false
  ) throws(ServiceError) -> KMSKey {
    let reference = KeyReference(text)
    if case .alias = reference.name, !takesAliases { throw .kmsNotFound("Invalid keyId '\(text)'") }
    do throws(KeyRefusal) {
      let key = try cloud.key(reference)
      let use = KeyUse(.operation(action))
      try cloud.checkAccess(of: caller, to: key, use.actions[0], use)
      if !takesAliases, case .account(let account) = caller.origin, account != cloud.account {
        let request = PolicyRequest(caller, use.actions[0], on: key.arn.description, in: cloud)
        throw KeyRefusal(.accessDenied, request.refusal(by: "resource-based", .undecided))
      }
      return key
    } catch {
      throw ServiceError(error)
    }
  }

  /// Changes a key's state.
  func set(_ state: KMSKey.State, of key: KMSKey) {
    cloud.keys[key.id]?.state = state
    cloud.record(KMSEvent.keyStateChanged(key: key.id, state: state.name), from: Self.name)
    cloud.meterKeys()
  }
}

extension Operation where Service == KMS {
  /// The service: a fault of it strikes everybody who uses a key.
  public var component: String? { KMS.name }
}

extension Cloud {
  /// The account's keys as a service.
  public var kms: KMS { service() }
}
