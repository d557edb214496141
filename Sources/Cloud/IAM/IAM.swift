import Simulation

/// AWS IAM: roles, and what they may do.
///
/// > Simplified: roles with inline policies. So far two ask them: event source mappings, about what
/// > they do on a queue, and functions, when the rest of an asynchronous event goes to a dead-letter
/// > queue or a destination. A role that was never made here may do everything, so that a function
/// > can do without this service. Changes count at once, where on AWS they take some seconds to
/// > spread.
public actor IAM: CloudService {
  /// `iam`.
  public static let name = "iam"
  /// `AWS IAM`.
  public static let title = "AWS IAM"
  /// What the service can do.
  public static let operations: [any Operation<IAM>.Type] = [
    CreateRole.self, GetRole.self, ListRoles.self, DeleteRole.self,
    PutRolePolicy.self, GetRolePolicy.self, ListRolePolicies.self, DeleteRolePolicy.self,
  ]

  /// The account.
  public nonisolated let cloud: Cloud
  private var identifiers: RandomStream

  /// Creates the service without roles.
  public init(cloud: Cloud) {
    self.cloud = cloud
    identifiers = cloud.randomStream("iam identifiers")
  }

  func newRoleID() -> String { "AROA" + Identifiers.hex(17, from: &identifiers).uppercased() }

  /// The role of this name, or the refusal that there is none.
  func role(_ name: String) throws(ServiceError) -> Role {
    guard let role = cloud.roles[name] else {
      throw .noSuchEntity("The role with name \(name) cannot be found.")
    }
    return role
  }
}

extension ServiceError {
  static func noSuchEntity(_ message: String) -> Self {
    Self(code: "NoSuchEntity", status: 404, message: message)
  }

  static func malformedPolicy(_ message: String) -> Self {
    Self(code: "MalformedPolicyDocument", status: 400, message: message)
  }
}

extension Cloud {
  /// The account's roles as a service.
  public var iam: IAM { service() }
}
