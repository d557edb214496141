/// Where a call comes from when it is not made by a part of this account: what resource policies
/// look at.
public indirect enum CallerOrigin: Hashable, Sendable {
  /// Another account, by its twelve digits.
  case account(String)
  /// A service, such as `sns.amazonaws.com`, that acts for a resource.
  case service(String, source: String)
}

extension Cloud {
  /// The organisation of AWS Organizations that all accounts of a simulation belong to.
  public static let organization = "o-fernway2026"
}

extension Caller {
  /// The service that calls and the resource that it acts for; `nil` when an account calls.
  var service: (name: String, source: String)? {
    guard case .service(let name, let source) = origin else { return nil }
    return (name, source)
  }

  /// The other account that calls; `nil` when a part of the own one calls, or a service.
  var otherAccount: String? {
    guard case .account(let account) = origin else { return nil }
    return account
  }

  /// Who the caller is to a policy of a resource in `cloud`.
  func principal(in cloud: Cloud) -> PolicyRequest.Principal {
    switch origin {
    case nil: .account(cloud.account, name: component, role: roleName)
    case .account(let account): .account(account, name: component, role: roleName)
    case .service(let name, _): .service(name)
    }
  }

  /// The name of the execution role, behind its path.
  private var roleName: String? { role?.split(separator: "/").last.map(String.init) }

  /// The ARN of the role that the caller has, or would have, in an account.
  func arn(in account: String) -> String { "arn:aws:iam::\(account):role/\(roleName ?? component)" }

  /// Whether what a resource's policy says lets the caller in.
  ///
  /// A part of the resource's own account needs no statement; a service needs one even there.
  ///
  /// Source: the IAM user guide, "Policy evaluation logic".
  func isAdmitted(by decision: PolicyDocument.Decision, in cloud: Cloud) -> Bool {
    if decision == .denied { return false }
    return switch origin {
    case nil: true
    case .account(let account): account == cloud.account || decision == .allowed
    case .service: decision == .allowed
    }
  }
}
