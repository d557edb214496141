import JSON

/// One statement of a policy.
struct PolicyStatement: Sendable {
  let isDenial: Bool
  let id: String?
  private let principals: PolicyPrincipals
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
    principals = try PolicyPrincipals(of: object)
    // All but these are not let in. Source: the IAM user guide, "AWS JSON policy elements:
    // NotPrincipal": with Allow it is not supported.
    guard isDenial || !principals.isNegated else { throw .malformed }
    // Actions are the same in capitals and in small letters; resources are not.
    actions = try Self.patterns(object, "Action") { $0.lowercased() }
    resources = try Self.patterns(object, "Resource") { $0 }
    try Self.checkActions(object)
    try Self.checkResources(object)
    conditions = try PolicyCondition.all(object["Condition"])
  }

  /// How many principals the statement names.
  var principalCount: Int { principals.count }

  /// The actions that a statement names, or those that it is not about.
  static func actions(of object: JSONObject) -> [String] {
    texts(object["Action"] ?? object["NotAction"]) ?? []
  }

  /// An action is `*` or has one colon, behind a service's prefix or a star.
  private static func checkActions(_ object: JSONObject) throws(PolicyDocument.Problem) {
    for action in actions(of: object) where action != "*" {
      let parts = action.split(separator: ":", omittingEmptySubsequences: false)
      let isVendor = parts[0].utf8.allSatisfy(Letters.isDottedNameLetter)
      guard parts.count == 2, !parts[0].isEmpty, isVendor || parts[0] == "*" else {
        throw .action
      }
    }
  }

  /// A resource is `*` or an ARN, of which the last parts may be left out.
  private static func checkResources(_ object: JSONObject) throws(PolicyDocument.Problem) {
    for resource in texts(object["Resource"] ?? object["NotResource"]) ?? [] where resource != "*" {
      guard resource.hasPrefix("arn:") else { throw .resource(resource) }
    }
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

  /// Tells whether the statement is about the request.
  func applies(to request: PolicyRequest) -> Bool {
    actions.fits(request.foldedAction) && resources.fits(request.resource)
      && principals.fit(request) && conditions.allSatisfy { $0.holds(in: request.context) }
  }
}
