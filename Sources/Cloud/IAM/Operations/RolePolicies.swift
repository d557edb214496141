public import JSON

/// Puts a policy into a role, in place of one of the same name.
public struct PutRolePolicy: Operation {
  /// The role's name.
  public var roleName: String
  /// The policy's name.
  public var policyName: String
  /// The policy in JSON.
  public var policyDocument: String

  /// Puts it there; it counts at once.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> NoOutput {
    var role = try iam.role(roleName)
    let document = try RolePolicy(parsing: policyDocument)
    if let place = role.policies.firstIndex(where: { $0.name == policyName }) {
      role.policies[place].document = document
    } else {
      role.policies.append((policyName, document))
    }
    iam.cloud.roles[roleName] = role
    return NoOutput()
  }
}

/// Shows a policy of a role.
public struct GetRolePolicy: Operation {
  /// The role's name.
  public var roleName: String
  /// The policy's name.
  public var policyName: String

  /// A policy of a role.
  public struct Output: Sendable {
    /// The role's name.
    public let roleName: String
    /// The policy's name.
    public let policyName: String
    /// The policy.
    public let policyDocument: JSONValue
  }

  /// Shows it.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> Output {
    let policies = try iam.role(roleName).policies
    guard let policy = policies.first(where: { $0.name == policyName }) else {
      throw ServiceError.noSuchRolePolicy(policyName)
    }
    return Output(
      roleName: roleName,
      policyName: policyName,
      policyDocument: policy.document.json
    )
  }
}

/// Lists the policies of a role.
public struct ListRolePolicies: Operation {
  /// The role's name.
  public var roleName: String

  /// Names of policies.
  public struct Output: Sendable {
    /// In the order in which they were first put.
    public let policyNames: [String]
    /// Whether there are more: never.
    public let isTruncated = false
  }

  /// Lists them.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> Output {
    Output(policyNames: try iam.role(roleName).policies.map(\.name))
  }
}

/// Takes a policy from a role.
public struct DeleteRolePolicy: Operation {
  /// The role's name.
  public var roleName: String
  /// The policy's name.
  public var policyName: String

  /// Takes it away; that counts at once.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> NoOutput {
    var role = try iam.role(roleName)
    guard let place = role.policies.firstIndex(where: { $0.name == policyName }) else {
      throw ServiceError.noSuchRolePolicy(policyName)
    }
    role.policies.remove(at: place)
    iam.cloud.roles[roleName] = role
    return NoOutput()
  }
}

extension ServiceError {
  fileprivate static func noSuchRolePolicy(_ name: String) -> Self {
    noSuchEntity("The role policy with name \(name) cannot be found.")
  }
}
