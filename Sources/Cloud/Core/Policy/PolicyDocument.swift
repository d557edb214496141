import JSON

/// A resource policy in AWS's policy language: statements that allow or deny.
///
/// Source: the IAM user guide, "IAM JSON policy elements" and "Policy evaluation logic". Services
/// decide what a request that no statement is about may do: of their own account everything, of
/// others nothing.
///
/// Simplified: policy variables, `IpAddress` and `BinaryEquals` are refused by their names.
struct PolicyDocument: Sendable {
  /// Why a text is no policy: each service says it in its own words.
  enum Problem: Error {
    case malformed
    /// Something that AWS knows and this mini cloud leaves out.
    case notSupported(String)
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
    if text.contains("${") { throw .notSupported("A policy variable") }
  }

  init(_ object: JSONObject) throws(Problem) {
    guard object.keys.allSatisfy(Self.members.contains) else { throw .malformed }
    if let version = object["Version"] {
      guard let name = version.stringValue, Self.versions.contains(name) else { throw .malformed }
    }
    if let id = object["Id"], id.stringValue == nil { throw .malformed }
    let listed =
      switch object["Statement"] {
      case .array(let list): list
      case .object(let one): [JSONValue.object(one)]
      default: [JSONValue]()
      }
    guard !listed.isEmpty else { throw .malformed }
    var statements: [PolicyStatement] = []
    for statement in listed { statements.append(try PolicyStatement(statement)) }
    self.statements = statements
    json = object
  }

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

/// What a policy is asked about: who wants to do what with which resource.
struct PolicyRequest {
  /// Who asks.
  enum Principal: Hashable {
    /// A part of an account, by the name that a user or a role would have; function code has a role,
    /// under whose name it calls.
    case account(String, name: String, role: String?)
    /// A service, such as `sns.amazonaws.com`.
    case service(String)
    /// Somebody who has not signed.
    case anonymous
  }

  let principal: Principal
  /// Such as `sqs:SendMessage`, as the service spells it when it refuses.
  let action: String
  /// The resource's ARN.
  let resource: String
  let context: PolicyContext
  /// Actions are the same in capitals and in small letters.
  let foldedAction: String
  /// Whether a statement that names the caller's account is about the caller.
  var isAccountEnough = true

  /// Creates the question whether a caller may do something.
  ///
  /// - Parameters:
  ///   - caller: who asks.
  ///   - action: such as `sqs:SendMessage`.
  ///   - resource: the resource's ARN.
  ///   - cloud: the account that has the resource.
  ///   - particulars: what conditions can look at of this kind of request alone.
  init(
    _ caller: Caller,
    _ action: String,
    on resource: String,
    in cloud: Cloud,
    _ particulars: [String: String] = [:]
  ) {
    principal = caller.principal(in: cloud)
    self.action = action
    foldedAction = action.lowercased()
    self.resource = resource
    context = PolicyContext(caller: caller, cloud: cloud, particulars: particulars)
  }

  /// Creates the question whether somebody who has not signed may do something.
  init(unsigned action: String, on resource: String, _ context: PolicyContext) {
    principal = .anonymous
    self.action = action
    foldedAction = action.lowercased()
    self.resource = resource
    self.context = context
  }

  /// How a service words that a policy does not allow the request.
  ///
  /// - Parameters:
  ///   - kind: which policies were asked: `resource-based` or `identity-based`.
  ///   - decision: what they have said.
  /// - Returns: the text that AWS's services have in common.
  func refusal(by kind: String, _ decision: PolicyDocument.Decision) -> String {
    let user =
      switch principal {
      case .account(let account, let name, nil): "arn:aws:iam::\(account):role/\(name)"
      case .account(let account, let name, let role?):
        "arn:aws:sts::\(account):assumed-role/\(role)/\(name)"
      case .service(let name): name
      case .anonymous: "anonymous"
      }
    let reason =
      decision == .denied
      ? "with an explicit deny in \(kind == "resource-based" ? "a" : "an") \(kind) policy"
      : "because no \(kind) policy allows the \(action) action"
    return "User: \(user) is not authorized to perform: \(action) on resource: \(resource)"
      + " \(reason)"
  }
}
