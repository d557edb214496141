/// Where a call comes from when it is not made by a part of this account: what resource policies
/// look at.
public indirect enum CallerOrigin: Hashable, Sendable {
  /// Another account, by its twelve digits.
  case account(String)
  /// A service, such as `sns.amazonaws.com`, that acts for a resource.
  case service(String, source: String)
}

extension Caller {
  /// Who the caller is to a policy of a resource in `cloud`.
  func principal(in cloud: Cloud) -> PolicyRequest.Principal {
    switch origin {
    case nil: .account(cloud.account, name: component)
    case .account(let account): .account(account, name: component)
    case .service(let name, _): .service(name)
    }
  }

  /// What the conditions of a policy can look at.
  func policyContext(in cloud: Cloud) -> [String: String] {
    let seconds = cloud.unixMilliseconds / 1_000
    var context = [
      "aws:securetransport": "true", "aws:requestedregion": cloud.region,
      "aws:currenttime": Timestamp.iso8601(seconds: seconds), "aws:epochtime": "\(seconds)",
    ]
    switch origin {
    case .service(let name, let source):
      context["aws:principalisawsservice"] = "true"
      context["aws:principalservicename"] = name
      context["aws:sourcearn"] = source
      context["aws:sourceaccount"] = ARN(source)?.account ?? cloud.account
    case .account(let account):
      context["aws:principalisawsservice"] = "false"
      context["aws:principalaccount"] = account
      context["aws:principalarn"] = "arn:aws:iam::\(account):role/\(component)"
    case nil:
      context["aws:principalisawsservice"] = "false"
      context["aws:principalaccount"] = cloud.account
      context["aws:principalarn"] = "arn:aws:iam::\(cloud.account):role/\(component)"
    }
    return context
  }
}
