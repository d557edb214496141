/// Shows a key's policy.
public struct GetKeyPolicy: Operation {
  /// The key's id or ARN.
  public var keyId: String
  /// `default`, the only name that there is.
  public var policyName: String?

  /// A policy.
  public struct Output: Sendable {
    /// The policy as it was given.
    public let policy: String
    /// `default`.
    public let policyName: String
  }

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Shows it.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> Output {
    try await kms.begin()
    let key = try kms.key(keyId, for: caller, Self.name)
    try KeyPolicy.check(policyName)
    return Output(policy: key.policy.text, policyName: KeyPolicy.name)
  }
}

/// Changes who may do what with a key.
public struct PutKeyPolicy: Operation {
  /// The key's id or ARN.
  public var keyId: String
  /// `default`, the only name that there is.
  public var policyName: String?
  /// The new policy.
  public var policy: String
  /// Whether the policy may shut out who changes it.
  public var bypassPolicyLockoutSafetyCheck: Bool?

  /// The key.
  public func resource(in cloud: Cloud) -> ARN? { KMS.resource(keyId, in: cloud) }

  /// Changes it, unless the caller could not change it again.
  public func perform(on kms: isolated KMS, for caller: Caller) async throws -> NoOutput {
    try await kms.begin()
    let key = try kms.standingKey(keyId, for: caller, Self.name)
    try KeyPolicy.check(policyName)
    let policy = try KeyPolicy(parsing: policy)
    if bypassPolicyLockoutSafetyCheck != true {
      try policy.checkLockout(of: caller, key.arn, in: kms.cloud)
    }
    kms.cloud.keys[key.id]?.policy = policy
    return NoOutput()
  }
}

extension KeyPolicy {
  static let name = "default"

  /// Checks the name of a policy, of which there is one.
  static func check(_ given: String?) throws(ServiceError) {
    guard let given, given != name else { return }
    throw .kmsNotFound("No such policy exists")
  }

  /// Refuses a policy that does not let its author change it again.
  func checkLockout(of caller: Caller, _ key: ARN, in cloud: Cloud) throws(ServiceError) {
    let request = PolicyRequest(caller, PutKeyPolicy.action, on: key.description, in: cloud)
    guard document.decide(request) == .allowed else {
      throw .malformedKeyPolicy(
        "The new key policy will not allow you to update the key policy in the future."
      )
    }
  }
}
