import JSON

/// A policy in AWS's policy language, of a resource or of a role: statements that allow or deny.
///
/// Source: the IAM user guide, "IAM JSON policy elements" and "Policy evaluation logic". Who asks
/// decides what a request may do that no statement is about.
///
/// > Simplified: policy variables, `IpAddress`, `BinaryEquals`, and condition keys that no request here
/// > has are refused by their names; AWS takes keys of any name.
struct PolicyDocument: Sendable {
  /// Why a text is no policy: each service says it in its own words.
  enum Problem: Error {
    case malformed
    /// An action has no service's prefix.
    case action
    /// A resource is neither `*` nor an ARN.
    case resource(String)
    /// A principal of this kind, such as `AWS`, has no form that principals have.
    case principal(kind: String, String)
    /// Something that AWS knows and this mini cloud leaves out.
    case notSupported(String)

    /// The refusal of what is left out here; `nil` for what AWS refuses, too.
    var leftOut: ServiceError? {
      if case .notSupported(let what) = self { .notSupported(what) } else { nil }
    }
  }

  /// What the statements say about a request.
  enum Decision {
    case allowed
    /// Some statement denies it, whatever the others say.
    case denied
    /// No statement is about it.
    case undecided
  }

  let statements: [PolicyStatement]
  /// The policy as it was given.
  let json: JSONObject

  private static let members: Set<String> = ["Version", "Id", "Statement"]
  private static let versions: Set<String> = ["2008-10-17", "2012-10-17"]

  /// Reads a policy.
  init(parsing text: String) throws(Problem) {
    guard case .object(let object)? = try? JSONValue(parsing: text) else { throw .malformed }
    try self.init(object)
  }

  init(_ object: JSONObject) throws(Problem) {
    guard object.keys.allSatisfy(Self.members.contains) else { throw .malformed }
    if let version = object["Version"] {
      guard let name = version.stringValue, Self.versions.contains(name) else { throw .malformed }
    }
    if let id = object["Id"], id.stringValue == nil { throw .malformed }
    let list = Self.list(object)
    guard !list.isEmpty else { throw .malformed }
    var statements: [PolicyStatement] = []
    for statement in list { statements.append(try PolicyStatement(statement)) }
    if JSONValue.object(object).text().contains("${") { throw .notSupported("A policy variable") }
    self.statements = statements
    json = object
  }

  // MARK: The statements as they are printed

  /// The statements of a policy; one may stand without a list around it.
  private static func list(_ object: JSONObject) -> [JSONValue] {
    object["Statement"].map { $0.arrayValue ?? [$0] } ?? []
  }

  /// The statements, one by one.
  var statementList: [JSONValue] { Self.list(json) }

  /// The policy with these statements in place of its own.
  func with(_ statements: [JSONValue]) -> JSONObject {
    var json = json
    json["Statement"] = .array(statements)
    return json
  }

  /// Whether a statement has this id.
  func has(sid: String) -> Bool { statements.contains { $0.id == sid } }

  /// The policy with one statement more.
  func adding(_ statement: JSONValue) -> JSONObject { with(statementList + [statement]) }

  /// What is left of the statements without that of this id.
  func statements(without sid: String) -> [JSONValue] {
    statementList.filter { $0["Sid"]?.stringValue != sid }
  }

  // MARK: What it says

  /// What the policy says about a request.
  func decide(_ request: PolicyRequest) -> Decision {
    var decision = Decision.undecided
    for statement in statements where statement.applies(to: request) {
      if statement.isDenial { return .denied }
      decision = .allowed
    }
    return decision
  }
}
