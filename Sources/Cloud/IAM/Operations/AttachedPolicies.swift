/// Attaches a managed policy to a role; one that is attached already stays.
public struct AttachRolePolicy: Operation {
  /// The role's name.
  public var roleName: String
  /// The policy's ARN.
  public var policyArn: String

  /// Attaches it; it counts at once.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> NoOutput {
    var role = try iam.role(roleName)
    let policy = try ManagedPolicy.named(policyArn)
    guard !role.attached.contains(where: { $0.arn == policyArn }) else { return NoOutput() }
    role.attached.append(policy)
    iam.cloud.roles[roleName] = role
    return NoOutput()
  }
}

/// Lists the managed policies that are attached to a role.
public struct ListAttachedRolePolicies: Operation {
  /// The role's name.
  public var roleName: String

  /// Policies.
  public struct Output: Sendable {
    /// A policy by name and ARN.
    public struct Policy: Sendable {
      /// The name.
      public let policyName: String
      /// The ARN.
      public let policyArn: String
    }

    /// In the order in which they were attached.
    public let attachedPolicies: [Policy]
    /// Whether there are more: never.
    public let isTruncated = false
  }

  /// Lists them.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> Output {
    let attached = try iam.role(roleName).attached
    return Output(attachedPolicies: attached.map { .init(policyName: $0.name, policyArn: $0.arn) })
  }
}

/// Detaches a managed policy from a role.
public struct DetachRolePolicy: Operation {
  /// The role's name.
  public var roleName: String
  /// The policy's ARN.
  public var policyArn: String

  /// Detaches it; that counts at once.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> NoOutput {
    var role = try iam.role(roleName)
    guard let place = role.attached.firstIndex(where: { $0.arn == policyArn }) else {
      throw ServiceError.noSuchEntity("Policy \(policyArn) was not found.")
    }
    role.attached.remove(at: place)
    iam.cloud.roles[roleName] = role
    return NoOutput()
  }
}
