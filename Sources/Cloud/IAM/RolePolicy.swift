import JSON

/// What a policy of a role allows and denies: a policy without principals, because it is about
/// whoever has the role.
struct RolePolicy {
  /// As it was given, to be shown.
  let json: JSONValue
  private let document: PolicyDocument

  /// Reads the policy.
  ///
  /// - Throws: the service's refusal, or that a part of the language is left out here.
  init(parsing text: String) throws(ServiceError) {
    let object = try Self.object(in: text)
    json = .object(object)
    document = try Self.document(object) { statement throws(ServiceError) in
      guard statement["Principal"] == nil, statement["NotPrincipal"] == nil else {
        throw .malformedPolicy("Policy document should not specify a principal.")
      }
      for (name, words) in [("Action", "actions"), ("Resource", "resources")] {
        guard statement[name] != nil || statement["Not\(name)"] != nil else {
          throw .malformedPolicy("Policy statement must contain \(words).")
        }
      }
      statement["Principal"] = "*"
    }
  }

  /// What the policy says about a request, whoever makes it.
  func decide(_ request: PolicyRequest) -> PolicyDocument.Decision { document.decide(request) }

  /// Reads a policy whose statements lack a part: `complete` checks each and adds the part.
  static func document(
    _ object: JSONObject,
    completing complete: (inout JSONObject) throws(ServiceError) -> Void
  ) throws(ServiceError) -> PolicyDocument {
    var (object, statements) = (object, [JSONValue]())
    for var statement in try Self.statements(in: object) {
      try complete(&statement)
      statements.append(.object(statement))
    }
    object["Statement"] = .array(statements)
    do {
      return try PolicyDocument(object)
    } catch {
      throw error.refusal
    }
  }

  static func object(in text: String) throws(ServiceError) -> JSONObject {
    guard let object = (try? JSONValue(parsing: text))?.objectValue else {
      throw .malformedPolicy("Syntax errors in policy.")
    }
    return object
  }

  /// The statements; one may stand without a list around it.
  private static func statements(in object: JSONObject) throws(ServiceError) -> [JSONObject] {
    let listed = object["Statement"].map { $0.arrayValue ?? [$0] } ?? []
    let statements = listed.compactMap(\.objectValue)
    guard !statements.isEmpty, statements.count == listed.count else {
      throw .malformedPolicy("Syntax errors in policy.")
    }
    return statements
  }
}

extension PolicyDocument.Problem {
  /// How IAM words it.
  ///
  /// Source: refusals that users of the service have recorded.
  fileprivate var refusal: ServiceError {
    switch self {
    case .malformed: .malformedPolicy("Syntax errors in policy.")
    case .action:
      .malformedPolicy("Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.")
    case .resource(let text): .malformedPolicy("Resource \(text) must be in ARN format or \"*\".")
    case .principal(let kind, let name):
      .malformedPolicy("Invalid principal in policy: \"\(kind)\":\"\(name)\"")
    case .notSupported(let what): .notSupported(what)
    }
  }
}
