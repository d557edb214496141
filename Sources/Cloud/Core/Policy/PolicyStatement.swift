import JSON

/// One statement of a policy.
struct PolicyStatement: Sendable {
  let isDenial: Bool
  let id: String?
  private let principals: Principals
  private let actions: Patterns
  private let resources: Patterns
  let conditions: [PolicyCondition]

  /// Patterns, and whether the statement is about everything else.
  private struct Patterns {
    let list: [PolicyPattern]
    let isNegated: Bool

    func fits(_ text: String) -> Bool {
      list.contains { $0.matches(text) } != isNegated
    }
  }

  private struct Principals {
    var isEverybody = false
    var accounts: [String] = []
    var services: [String] = []
    var isNegated: Bool
  }

  private static let members: Set<String> = [
    "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource",
    "NotResource", "Condition",
  ]

  init(_ value: JSONValue) throws(PolicyDocument.Problem) {
    guard case .object(let object) = value, object.keys.allSatisfy(Self.members.contains) else {
      throw .malformed
    }
    switch object["Effect"]?.stringValue {
    case "Allow": isDenial = false
    case "Deny": isDenial = true
    default: throw .malformed
    }
    if let sid = object["Sid"] {
      guard let text = sid.stringValue else { throw .malformed }
      id = text
    } else {
      id = nil
    }
    principals = try Self.principals(object)
    // Actions are the same in capitals and in small letters; resources are not.
    actions = try Self.patterns(object, "Action") { $0.lowercased() }
    resources = try Self.patterns(object, "Resource") { $0 }
    conditions = try PolicyCondition.all(object["Condition"])
  }

  /// How many principals the statement names.
  var principalCount: Int {
    principals.accounts.count + principals.services.count + (principals.isEverybody ? 1 : 0)
  }

  /// The texts of a text or a list of texts; `nil` for anything else.
  static func texts(_ value: JSONValue?) -> [String]? {
    switch value {
    case .string(let text): return [text]
    case .array(let list):
      let texts = list.compactMap(\.stringValue)
      return texts.count == list.count && !texts.isEmpty ? texts : nil
    default: return nil
    }
  }

  private static func patterns(
    _ object: JSONObject,
    _ name: String,
    _ fold: (String) -> String
  ) throws(PolicyDocument.Problem) -> Patterns {
    let (plain, negated) = (object[name], object["Not" + name])
    guard (plain == nil) != (negated == nil), let list = texts(plain ?? negated) else {
      throw .malformed
    }
    return Patterns(list: list.map { PolicyPattern(fold($0)) }, isNegated: negated != nil)
  }

  private static func principals(
    _ object: JSONObject
  ) throws(PolicyDocument.Problem) -> Principals {
    let (plain, negated) = (object["Principal"], object["NotPrincipal"])
    guard (plain == nil) != (negated == nil) else { throw .malformed }
    var principals = Principals(isNegated: negated != nil)
    switch plain ?? negated {
    case .string("*"): principals.isEverybody = true
    case .object(let kinds) where kinds.count > 0:
      for (kind, value) in kinds {
        guard let names = texts(value) else { throw .malformed }
        switch kind {
        case "AWS":
          principals.isEverybody = principals.isEverybody || names.contains("*")
          principals.accounts += names.filter { $0 != "*" }
        case "Service": principals.services += names
        case "Federated", "CanonicalUser": throw .notSupported("A principal of the kind \(kind)")
        default: throw .malformed
        }
      }
    default: throw .malformed
    }
    return principals
  }

  /// Tells whether the statement is about the request.
  func applies(to request: PolicyRequest) -> Bool {
    actions.fits(request.foldedAction) && resources.fits(request.resource)
      && isPrincipal(request) != principals.isNegated
      && conditions.allSatisfy { $0.holds(in: request.context) }
  }

  private func isPrincipal(_ request: PolicyRequest) -> Bool {
    if principals.isEverybody { return true }
    switch request.principal {
    case .anonymous: return false
    case .service(let name): return principals.services.contains(name)
    case .account(let account, let name, let role):
      let names = request.isAccountEnough ? [account, "arn:aws:iam::\(account):root"] : []
      return principals.accounts.contains { listed in
        names.contains(listed) || Self.isName(listed, of: name, with: role, in: account)
      }
    }
  }

  /// A component without a role is a user or a role of its account under its own name.
  private static func isName(
    _ listed: String,
    of name: String,
    with role: String?,
    in account: String
  ) -> Bool {
    guard let role else {
      return ["user", "role"].contains { listed == "arn:aws:iam::\(account):\($0)/\(name)" }
    }
    return listed == "arn:aws:iam::\(account):role/\(role)"
      || listed == "arn:aws:sts::\(account):assumed-role/\(role)/\(name)"
  }
}
