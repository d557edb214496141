public import JSON

/// Makes a role, which may do nothing yet.
public struct CreateRole: Operation {
  /// The name: up to 64 letters, digits and `+=,.@_-`.
  public var roleName: String
  /// Who may take the role, as a policy in JSON.
  public var assumeRolePolicyDocument: String
  /// What it is for.
  public var description: String?

  /// A role.
  public struct Output: Sendable {
    /// The role.
    public let role: RoleDescription
  }

  /// Makes the role.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> Output {
    guard (1...64).contains(roleName.utf8.count), roleName.utf8.allSatisfy(Self.isNameByte) else {
      throw ServiceError.validation(
        "1 validation error detected: Value '\(roleName)' at 'roleName' failed to satisfy"
          + " constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]+"
      )
    }
    guard iam.cloud.roles[roleName] == nil else {
      throw ServiceError(
        code: "EntityAlreadyExists",
        status: 409,
        message: "Role with name \(roleName) already exists."
      )
    }
    let role = Role(
      name: roleName,
      id: iam.newRoleID(),
      arn: IAM.arn(ofRole: roleName, in: iam.cloud),
      description: description,
      created: Timestamp.iso8601(seconds: iam.cloud.unixMilliseconds / 1_000),
      trust: try TrustPolicy(parsing: assumeRolePolicyDocument)
    )
    iam.cloud.roles[roleName] = role
    return Output(role: RoleDescription(role))
  }

  static func isNameByte(_ byte: UInt8) -> Bool {
    Letters.isNameLetter(byte) || "+=,.@".utf8.contains(byte)
  }
}

/// Describes a role.
public struct GetRole: Operation {
  /// The role's name.
  public var roleName: String

  /// Describes it.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> CreateRole.Output {
    CreateRole.Output(role: RoleDescription(try iam.role(roleName)))
  }
}

/// Lists the roles.
public struct ListRoles: Operation {
  /// The roles.
  public struct Output: Sendable {
    /// By name.
    public let roles: [RoleDescription]
  }

  /// Lists them, all on one page.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> Output {
    Output(roles: iam.cloud.roles.all.map { RoleDescription($0) })
  }
}

/// Deletes a role that has no policies.
public struct DeleteRole: Operation {
  /// The role's name.
  public var roleName: String

  /// Deletes it.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> NoOutput {
    let role = try iam.role(roleName)
    guard role.attached.isEmpty else {
      throw ServiceError.deleteConflict("Cannot delete entity, must detach all policies first.")
    }
    guard role.policies.isEmpty else {
      throw ServiceError.deleteConflict("Cannot delete entity, must delete policies first.")
    }
    iam.cloud.roles[roleName] = nil
    return NoOutput()
  }
}

/// Changes who may take a role.
public struct UpdateAssumeRolePolicy: Operation {
  /// The role's name.
  public var roleName: String
  /// Who may take the role, as a policy in JSON.
  public var policyDocument: String

  /// Changes it; functions that have the role already keep it.
  public func perform(on iam: isolated IAM, for caller: Caller) async throws -> NoOutput {
    var role = try iam.role(roleName)
    role.trust = try TrustPolicy(parsing: policyDocument)
    iam.cloud.roles[roleName] = role
    return NoOutput()
  }
}

/// A role as the service describes it.
public struct RoleDescription: Sendable {
  /// `/`.
  public let path = "/"
  /// The name.
  public let roleName: String
  /// An id that no other role ever had.
  public let roleId: String
  /// The ARN.
  public let arn: String
  /// When it was made.
  public let createDate: String
  /// Who may take it.
  public let assumeRolePolicyDocument: JSONValue
  /// What it is for.
  public let description: String?

  init(_ role: Role) {
    roleName = role.name
    roleId = role.id
    arn = role.arn
    createDate = role.created
    assumeRolePolicyDocument = role.trust.json
    description = role.description
  }
}
