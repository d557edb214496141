import JSON

/// What a policy allows and denies.
struct RolePolicy {
  enum Effect: String {
    case allow = "Allow"
    case deny = "Deny"
  }

  private struct Statement {
    let effect: Effect
    let actions: [PolicyPattern]
    let resources: [PolicyPattern]
  }

  /// As it was given, to be shown.
  let json: JSONValue
  private var statements: [Statement] = []

  /// Reads the policy of an identity, in which each statement names actions and resources.
  ///
  /// - Throws: the service's refusal, or that a part of the language is left out here.
  init(parsing text: String) throws(ServiceError) {
    try self.init(text)
    for statement in try Self.statements(in: json) {
      for name in ["Condition", "NotAction", "NotResource"] where statement[name] != nil {
        throw .notSupported("\(name) in the policy of a role")
      }
      guard statement["Principal"] == nil, statement["NotPrincipal"] == nil else {
        throw .malformedPolicy("Policy document should not specify a principal.")
      }
      let actions = try Self.texts("Action", in: statement)
      guard !actions.isEmpty else {
        throw .malformedPolicy("Policy statement must contain actions.")
      }
      let resources = try Self.texts("Resource", in: statement)
      guard !resources.isEmpty else {
        throw .malformedPolicy("Policy statement must contain resources.")
      }
      statements.append(
        Statement(
          effect: try Self.effect(of: statement),
          // Actions are the same in capitals and in small letters; resources are not.
          actions: actions.map { PolicyPattern($0.lowercased()) },
          resources: resources.map { PolicyPattern($0) }
        )
      )
    }
  }

  /// Reads who may take a role; kept and shown.
  init(trust text: String) throws(ServiceError) {
    try self.init(text)
    for statement in try Self.statements(in: json) {
      _ = try Self.effect(of: statement)
      guard statement["Principal"] != nil else {
        throw .malformedPolicy("AssumeRole policy must contain a principal.")
      }
    }
  }

  private init(_ text: String) throws(ServiceError) {
    guard let json = try? JSONValue(parsing: text), json.objectValue != nil else {
      throw .malformedPolicy("Syntax errors in policy.")
    }
    self.json = json
  }

  private static func statements(in json: JSONValue) throws(ServiceError) -> [JSONValue] {
    // One statement may stand without a list around it.
    let statements = json["Statement"].map { $0.arrayValue ?? [$0] } ?? []
    guard !statements.isEmpty, statements.allSatisfy({ $0.objectValue != nil }) else {
      throw .malformedPolicy("Syntax errors in policy.")
    }
    return statements
  }

  private static func effect(of statement: JSONValue) throws(ServiceError) -> Effect {
    guard let effect = (statement["Effect"]?.stringValue).flatMap({ Effect(rawValue: $0) }) else {
      throw .malformedPolicy("Syntax errors in policy.")
    }
    return effect
  }

  private static func texts(
    _ name: String,
    in statement: JSONValue
  ) throws(ServiceError) -> [String] {
    guard let value = statement[name] else { return [] }
    var texts: [String] = []
    for element in value.arrayValue ?? [value] {
      guard let text = element.stringValue else {
        throw .malformedPolicy("Syntax errors in policy.")
      }
      texts.append(text)
    }
    return texts
  }

  /// What the policy says of an action on a resource; `nil` when it says nothing.
  func says(of action: String, on resource: String) -> Effect? {
    let action = action.lowercased()
    let matching = statements.filter { statement in
      statement.actions.contains { $0.matches(action) }
        && statement.resources.contains { $0.matches(resource) }
    }
    if matching.contains(where: { $0.effect == .deny }) { return .deny }
    return matching.isEmpty ? nil : .allow
  }
}
