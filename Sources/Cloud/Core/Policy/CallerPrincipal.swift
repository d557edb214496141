extension Cloud {
  /// The organisation of AWS Organizations that all accounts of a simulation belong to.
  public static let organization = "o-fernway2026"
}

/// A role as policies name it: `worker`, or with its path `service-role/worker`.
struct RoleName: Hashable {
  let path: String

  /// Takes the name out of a role's ARN.
  init(_ arn: String) {
    let resource = ARN(arn)?.resource ?? arn
    path = resource.hasPrefix("role/") ? String(resource.dropFirst(5)) : resource
  }

  init(path: String) { self.path = path }

  /// The name without its path, as the ARN of a session has it.
  var last: String { path.split(separator: "/").last.map(String.init) ?? path }
}

extension Caller {
  /// Who the caller is to a policy of a resource in `cloud`.
  func principal(in cloud: Cloud) -> PolicyRequest.Principal {
    switch origin {
    case nil: .account(cloud.account, name: component, role: role.map { RoleName($0) })
    case .account(let account): .account(account, name: component, role: role.map { RoleName($0) })
    case .service(let name, _): .service(name)
    }
  }

  /// The ARN of the role that the caller has, or would have, in an account.
  ///
  /// It has the role's path, which the ARN of a session has not. Source: the IAM user guide, "IAM
  /// identifiers" and "AWS global condition context keys" (`aws:PrincipalArn`).
  func arn(in account: String) -> String {
    "arn:aws:iam::\(account):role/\(role.map { RoleName($0).path } ?? component)"
  }

  /// Whether what a resource's policy says lets the caller in.
  ///
  /// A part of the resource's own account needs no statement; a service needs one even there.
  ///
  /// Source: the IAM user guide, "Policy evaluation logic".
  func isAdmitted(by decision: PolicyDocument.Decision, in cloud: Cloud) -> Bool {
    if decision == .denied { return false }
    return decision == .allowed || account(in: cloud) == cloud.account
  }
}
