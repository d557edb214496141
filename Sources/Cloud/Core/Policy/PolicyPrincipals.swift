import JSON

/// Whom a statement is about: whom `Principal` names, or whom `NotPrincipal` does not.
struct PolicyPrincipals: Sendable {
  private var isEverybody = false
  private var accounts: [String] = []
  private var services: [String] = []
  let isNegated: Bool

  /// Reads the principals of a statement.
  init(of statement: JSONObject) throws(PolicyDocument.Problem) {
    let (plain, negated) = (statement["Principal"], statement["NotPrincipal"])
    guard (plain == nil) != (negated == nil) else { throw .malformed }
    isNegated = negated != nil
    switch plain ?? negated {
    case .string("*"): isEverybody = true
    case .object(let kinds) where kinds.count > 0:
      for (kind, value) in kinds { try add(kind, value) }
    default: throw .malformed
    }
  }

  private mutating func add(
    _ kind: String,
    _ value: JSONValue
  ) throws(PolicyDocument.Problem) {
    guard let names = PolicyStatement.texts(value) else { throw .malformed }
    switch kind {
    case "AWS":
      for name in names {
        if name == "*" {
          isEverybody = true
        } else {
          guard Self.isPrincipal(name) else { throw .principal(kind: kind, name) }
          accounts.append(name)
        }
      }
    case "Service":
      for name in names where !name.hasSuffix(".amazonaws.com") || name.contains("*") {
        throw .principal(kind: kind, name)
      }
      services += names
    case "Federated", "CanonicalUser": throw .notSupported("A principal of the kind \(kind)")
    default: throw .malformed
    }
  }

  /// Whether a text is an account, or the ARN of one, of a user, of a role or of a session, of which no
  /// part may be a pattern.
  ///
  /// Source: the IAM user guide, "AWS JSON policy elements: Principal".
  private static func isPrincipal(_ text: String) -> Bool {
    if Cloud.isAccountNumber(text) { return true }
    guard let arn = ARN(text), arn.region.isEmpty, Cloud.isAccountNumber(arn.account),
      !text.utf8.contains(where: PolicyPattern.isWildcard)
    else { return false }
    let kinds = arn.service == "iam" ? ["user/", "role/"] : ["assumed-role/", "federated-user/"]
    let isNamed = kinds.contains { arn.resource.hasPrefix($0) && arn.resource.count > $0.count }
    return arn.service == "iam"
      ? isNamed || arn.resource == "root" : arn.service == "sts" && isNamed
  }

  /// How many are named.
  var count: Int { accounts.count + services.count + (isEverybody ? 1 : 0) }

  /// Whether the statement is about who makes the request.
  func fit(_ request: PolicyRequest) -> Bool {
    isNegated ? !exempt(request.principal) : name(request)
  }

  private func name(_ request: PolicyRequest) -> Bool {
    if isEverybody { return true }
    switch request.principal {
    case .anonymous: return false
    case .service(let name): return services.contains(name)
    case .account(let account, let name, let role):
      let names = Self.names(of: account, name, role)
      return accounts.contains { listed in
        names.contains(listed) || (request.isAccountEnough && Self.isAccount(listed, account))
      }
    }
  }

  /// Whether a list of exceptions holds for somebody: it must name the account and, of who has a role,
  /// the role.
  ///
  /// Source: the IAM user guide, "AWS JSON policy elements: NotPrincipal": account, role and session
  /// are looked at one after the other.
  ///
  /// > Simplified: the session need not be named.
  private func exempt(_ principal: PolicyRequest.Principal) -> Bool {
    if isEverybody { return true }
    switch principal {
    case .anonymous: return false
    case .service(let name): return services.contains(name)
    case .account(let account, _, let role):
      return accounts.contains { Self.isAccount($0, account) }
        && (role.map { accounts.contains(Self.arn(of: $0, in: account)) } ?? true)
    }
  }

  private static func isAccount(_ listed: String, _ account: String) -> Bool {
    listed == account || listed == "arn:aws:iam::\(account):root"
  }

  private static func arn(of role: RoleName, in account: String) -> String {
    "arn:aws:iam::\(account):role/\(role.path)"
  }

  /// A part of an account without a role is a user or a role under its own name.
  private static func names(of account: String, _ name: String, _ role: RoleName?) -> [String] {
    guard let role else {
      return ["arn:aws:iam::\(account):user/\(name)", arn(of: RoleName(path: name), in: account)]
    }
    return [
      arn(of: role, in: account), "arn:aws:sts::\(account):assumed-role/\(role.last)/\(name)",
    ]
  }
}
