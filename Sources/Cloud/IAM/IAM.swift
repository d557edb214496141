import Simulation

/// AWS IAM: roles, and what they may do.
///
/// A function's role is asked about the function's own calls and its log, about what an event source
/// mapping does on a queue, and about where the rest of an asynchronous event goes. Rules, schedules
/// and pipes take the roles of their targets for each delivery, and topics take theirs for each line
/// of their logs.
///
/// > Simplified: roles with inline policies and a few managed ones; no users, groups, boundaries or
/// > session policies. A role that was never made here may do everything, so that a function can do
/// > without this service, and one that was deleted may do nothing; on AWS neither can be used.
/// > Changes count at once, where on AWS they take some seconds to spread.
public actor IAM: CloudService {
  /// `iam`.
  public static let name = "iam"
  /// `AWS IAM`.
  public static let title = "AWS IAM"
  /// As the services that speak Query.
  public static let accessRefusal = AccessRefusal.query
  /// What the service can do.
  public static let operations: [any Operation<IAM>.Type] = [
    CreateRole.self, GetRole.self, ListRoles.self, DeleteRole.self,
    UpdateAssumeRolePolicy.self, PutRolePolicy.self, GetRolePolicy.self, ListRolePolicies.self,
    DeleteRolePolicy.self,
    AttachRolePolicy.self, ListAttachedRolePolicies.self, DetachRolePolicy.self,
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

  /// The ARN of a role of an account.
  static func arn(ofRole name: String, in cloud: Cloud) -> String {
    "arn:aws:iam::\(cloud.account):role/\(name)"
  }

  /// The role of this name, or the refusal that there is none.
  func role(_ name: String) throws(ServiceError) -> Role {
    guard let role = cloud.roles[name] else {
      throw .noSuchEntity("The role with name \(name) cannot be found.")
    }
    return role
  }
}

extension ARN {
  /// Whether it can be that of a role: of an account, in no Region, with a name that may have a path.
  ///
  /// Source: the patterns of role ARNs in the services' models.
  var isRole: Bool {
    let slash = UInt8(ascii: "/")
    return service == "iam" && region.isEmpty && Cloud.isAccountNumber(account)
      && resource.hasPrefix("role/") && resource.utf8.count > 5
      && resource.utf8.allSatisfy { CreateRole.isNameByte($0) || $0 == slash }
  }
}

extension ServiceError {
  static func noSuchEntity(_ message: String) -> Self {
    Self(code: "NoSuchEntity", status: 404, message: message)
  }

  /// Something still belongs to what would be deleted.
  static func deleteConflict(_ message: String) -> Self {
    Self(code: "DeleteConflict", status: 409, message: message)
  }

  /// A service may not act in a role.
  static func roleNotTaken(_ role: String, by service: String) -> Self {
    Self(
      code: "AccessDeniedException",
      status: 403,
      message: "\(service) may not assume the role \(role)."
    )
  }

  static func malformedPolicy(_ message: String) -> Self {
    Self(code: "MalformedPolicyDocument", status: 400, message: message)
  }
}

extension Cloud {
  /// The account's roles as a service.
  public var iam: IAM { service() }
}
