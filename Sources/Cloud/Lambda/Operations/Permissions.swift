import JSON

/// Allows somebody else to call a function, a version or an alias.
public struct AddPermission: Operation {
  /// The function's name.
  public var functionName: String
  /// The statement's id, unique in the policy.
  public var statementId: String
  /// What is allowed, such as `lambda:InvokeFunction`.
  public var action: String
  /// To whom: a service, an account, an ARN, or `*`.
  public var principal: String
  /// The resource for which a service may do it.
  public var sourceArn: String?
  /// The account of that resource.
  public var sourceAccount: String?
  /// A token that only Alexa sends.
  public var eventSourceToken: String?
  /// A version or an alias.
  public var qualifier: String?
  /// The revision of the function, the version or the alias.
  public var revisionId: String?
  /// Everybody in this organisation.
  public var principalOrgID: String?
  /// Which authorisation the function's URL must have.
  public var functionUrlAuthType: String?
  /// Only through the function's URL.
  public var invokedViaFunctionUrl: Bool?

  /// Creates the request.
  ///
  /// - Parameters:
  ///   - functionName: the function's name or ARN.
  ///   - statementId: the statement's id, unique in the policy.
  ///   - action: what is allowed.
  ///   - principal: to whom.
  ///   - sourceArn: the resource for which a service may do it.
  ///   - qualifier: a version or an alias.
  public init(
    functionName: String,
    statementId: String,
    action: String = "lambda:InvokeFunction",
    principal: String,
    sourceArn: String? = nil,
    qualifier: String? = nil
  ) {
    self.functionName = functionName
    self.statementId = statementId
    self.action = action
    self.principal = principal
    self.sourceArn = sourceArn
    self.qualifier = qualifier
  }

  /// The new statement.
  public struct Output: Sendable {
    /// As JSON text.
    public let statement: String
  }

  /// Adds the statement to the policy.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let place = try lambda.policyPlace(functionName, qualifier)
    if place.qualifier == "$LATEST", place.isQualified {
      throw ServiceError.invalidParameter(
        "We currently do not support adding policies for $LATEST."
      )
    }
    try Function.check(revisionId, is: lambda.revision(at: place))
    try checkForms()
    let statement = try json(for: place.arn)
    var policy = lambda.functions[place.name]?.policies[place.qualifier] ?? ResourcePolicy()
    try policy.add(statementId, statement)
    lambda.functions[place.name]?.policies[place.qualifier] = policy
    lambda.changeRevision(at: place)
    return Output(statement: statement.text())
  }

  private func checkForms() throws(ServiceError) {
    guard statementId.utf8.count <= 100 else { throw .tooLong(statementId, at: "statementId", 100) }
    guard !statementId.isEmpty, statementId.utf8.allSatisfy(Letters.isNameLetter) else {
      throw .pattern(statementId, at: "statementId", "([a-zA-Z0-9-_]+)")
    }
    let name = action.hasPrefix("lambda:") ? action.dropFirst(7) : ""
    let isName = !name.isEmpty && name.allSatisfy { $0.isASCII && $0.isLetter }
    guard action == "*" || name == "*" || isName else {
      throw .pattern(action, at: "action", "(lambda:[*]|lambda:[a-zA-Z]+|[*])")
    }
    if let type = functionUrlAuthType, !FunctionURL.authTypes.contains(type) {
      throw .notAMember(type, at: "functionUrlAuthType", of: FunctionURL.authTypes)
    }
  }

  private func json(for resource: String) throws(ServiceError) -> JSONValue {
    var statement: JSONObject = [
      "Sid": .string(statementId), "Effect": "Allow", "Principal": try principalJSON,
      "Action": .string(action), "Resource": .string(resource),
    ]
    var equals = JSONObject()
    if let functionUrlAuthType {
      equals["lambda:FunctionUrlAuthType"] = .string(functionUrlAuthType)
    }
    if let principalOrgID { equals["aws:PrincipalOrgID"] = .string(principalOrgID) }
    if let sourceAccount { equals["AWS:SourceAccount"] = .string(sourceAccount) }
    if let eventSourceToken { equals["lambda:EventSourceToken"] = .string(eventSourceToken) }
    var condition = JSONObject()
    if equals.count > 0 { condition["StringEquals"] = .object(equals) }
    if let via = invokedViaFunctionUrl {
      condition["Bool"] = ["lambda:InvokedViaFunctionUrl": .string("\(via)")]
    }
    if let sourceArn { condition["ArnLike"] = ["AWS:SourceArn": .string(sourceArn)] }
    if condition.count > 0 { statement["Condition"] = .object(condition) }
    return .object(statement)
  }

  private var principalJSON: JSONValue {
    get throws(ServiceError) {
      if principal == "*" { return "*" }
      if principal.hasSuffix(".amazonaws.com") { return ["Service": .string(principal)] }
      if principal.utf8.count == 12, principal.allSatisfy({ $0.isASCII && $0.isNumber }) {
        return ["AWS": .string("arn:aws:iam::\(principal):root")]
      }
      if let arn = ARN(principal), arn.service == "iam" { return ["AWS": .string(principal)] }
      throw .invalidPrincipal
    }
  }
}

/// Takes a permission back.
public struct RemovePermission: Operation {
  /// The function's name.
  public var functionName: String
  /// The statement's id.
  public var statementId: String
  /// A version or an alias.
  public var qualifier: String?
  /// The revision of the function, the version or the alias.
  public var revisionId: String?

  /// Removes the statement from the policy.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> NoOutput {
    let reference = try FunctionReference(functionName, qualifier: qualifier)
    if lambda.functions[reference.name] == nil {
      throw ServiceError.lambdaResourceNotFound(
        "No policy found for: \(lambda.functionARN(reference.name))"
      )
    }
    let place = try lambda.policyPlace(functionName, qualifier)
    guard var policy = lambda.functions[place.name]?.policies[place.qualifier] else {
      throw ServiceError.lambdaResourceNotFound(
        "No policy is associated with the given resource."
      )
    }
    try policy.remove(statementId)
    try Function.check(revisionId, is: lambda.revision(at: place))
    lambda.functions[place.name]?.policies[place.qualifier] =
      policy.document == nil ? nil : policy
    lambda.changeRevision(at: place)
    return NoOutput()
  }
}

/// Shows the policy of a function, a version or an alias.
public struct GetPolicy: Operation {
  /// The function's name.
  public var functionName: String
  /// A version or an alias.
  public var qualifier: String?

  /// The policy.
  public struct Output: Sendable {
    /// As JSON text.
    public let policy: String
    /// The revision of the function, the version or the alias.
    public let revisionId: String
  }

  /// Shows the policy.
  public func perform(on lambda: isolated Lambda, for caller: Caller) async throws -> Output {
    let place = try lambda.policyPlace(functionName, qualifier)
    guard let policy = lambda.functions[place.name]?.policies[place.qualifier] else {
      throw ServiceError.noSuchLambdaResource
    }
    return Output(policy: policy.text, revisionId: lambda.revision(at: place))
  }
}

/// What a policy belongs to.
struct PolicyPlace {
  let name: String
  /// A version or an alias; `$LATEST` for the function itself.
  let qualifier: String
  /// Whether the qualifier was given.
  let isQualified: Bool
  let arn: String
}

extension Lambda {
  /// Finds out what a policy belongs to, or refuses because it does not exist.
  func policyPlace(_ name: String, _ qualifier: String?) throws(ServiceError) -> PolicyPlace {
    let reference = try FunctionReference(name, qualifier: qualifier)
    let (name, function) = try function(reference.name)
    guard let qualifier = reference.qualifier else {
      return .init(name: name, qualifier: "$LATEST", isQualified: false, arn: functionARN(name))
    }
    let arn = "\(functionARN(name)):\(qualifier)"
    switch Qualifier(qualifier) {
    case .latest: break
    case .version:
      guard function.hasVersion(qualifier) else { throw .functionNotFound(arn) }
    case .alias: _ = try alias(qualifier, of: name)
    }
    return .init(name: name, qualifier: qualifier, isQualified: true, arn: arn)
  }

  func revision(at place: PolicyPlace) -> String {
    guard let function = functions[place.name] else { return "" }
    if let alias = function.aliases[place.qualifier] { return alias.revision }
    if let version = Int(place.qualifier) { return function.versions[version]?.revision ?? "" }
    return function.revision
  }

  func changeRevision(at place: PolicyPlace) {
    let revision = newIdentifier()
    if functions[place.name]?.aliases[place.qualifier] != nil {
      functions[place.name]?.aliases[place.qualifier]?.revision = revision
    } else if let version = Int(place.qualifier) {
      functions[place.name]?.versions[version]?.revision = revision
    } else {
      functions[place.name]?.revision = revision
    }
  }
}
