import JSON

/// Who may do what with a function, a version or an alias: a list of statements.
struct ResourcePolicy {
  /// The statements; `nil` when there is none.
  private(set) var document: PolicyDocument?

  private static let empty: JSONObject = ["Version": "2012-10-17", "Id": "default"]

  /// The policy as the service prints it.
  var text: String { Self.text(document?.json ?? Self.empty) }

  private static func text(_ policy: JSONObject) -> String { JSONValue.object(policy).text() }

  /// Adds a statement, or refuses it.
  mutating func add(_ id: String, _ statement: JSONValue) throws(ServiceError) {
    guard document?.has(sid: id) != true else {
      throw .resourceConflict(
        "The statement id (\(id)) provided already exists. Please provide a new statement id, or"
          + " remove the existing statement."
      )
    }
    var policy = document?.json ?? Self.empty
    policy["Statement"] = .array((document?.statementList ?? []) + [statement])
    let size = Self.text(policy).utf8.count
    guard size <= LambdaQuotas.resourcePolicy.bytes else {
      throw .policyTooLong(size, LambdaQuotas.resourcePolicy)
    }
    document = try Self.read(policy)
  }

  /// Removes a statement, or refuses to because there is none.
  mutating func remove(_ id: String) throws(ServiceError) {
    guard let document, document.has(sid: id) else {
      throw .lambdaResourceNotFound("Statement \(id) is not found in resource policy.")
    }
    let rest = document.statements(without: id)
    self.document = rest.isEmpty ? nil : try Self.read(document.with(rest))
  }

  /// The service makes the statements itself, but for the principal and what is left out here.
  private static func read(_ policy: JSONObject) throws(ServiceError) -> PolicyDocument {
    do {
      return try PolicyDocument(policy)
    } catch {
      throw error.leftOut ?? .invalidPrincipal
    }
  }

  /// What the statements say about a request.
  func decide(_ request: PolicyRequest) -> PolicyDocument.Decision {
    document?.decide(request) ?? .undecided
  }

  /// Whether everybody may call the function, the version or the alias with this ARN by a URL that
  /// asks for no signature.
  ///
  /// Source: the Lambda developer guide, "Control access to Lambda function URLs": since October 2025
  /// new URLs need both permissions.
  func opensURL(of arn: String, in cloud: Cloud) -> Bool {
    let particulars = [
      "lambda:functionurlauthtype": "NONE", "lambda:invokedviafunctionurl": "true",
    ]
    let context = PolicyContext(caller: nil, cloud: cloud, particulars: particulars)
    return ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"].allSatisfy {
      decide(.init(unsigned: $0, on: arn, context)) == .allowed
    }
  }
}

extension Lambda {
  /// Refuses a service or another account that no statement lets invoke the target.
  ///
  /// Each version and alias has a policy of its own, and so has the function without a qualifier.
  ///
  /// Simplified: a part of this account needs no statement.
  ///
  /// - Throws: ``ServiceError`` with the code `AccessDeniedException`.
  func authorise(_ caller: Caller, toInvoke target: Target) throws(ServiceError) {
    let reference = target.reference
    let policy = functions[reference.name]?.policies[reference.qualifier ?? "$LATEST"]
    let request = PolicyRequest(
      caller,
      "lambda:InvokeFunction",
      on: target.invokedARN,
      in: cloud
    )
    let decision = policy?.decide(request) ?? .undecided
    guard caller.isAdmitted(by: decision, in: cloud) else {
      throw Self.accessRefusal.error(request, by: "resource-based", decision)
    }
  }

  /// Asks the policy of a function, a version or an alias about another account that wants more than
  /// to invoke it; ``Invoke`` asks by itself, because it knows what a name leads to.
  public func admit(
    _ caller: Caller,
    from origin: CallerOrigin,
    to operation: String,
    on resource: ARN
  ) throws {
    guard case .account = origin, operation != Invoke.name else { return }
    let request = PolicyRequest(caller, "lambda:\(operation)", on: "\(resource)", in: cloud)
    let decision = policy(of: resource)?.decide(request) ?? .undecided
    guard caller.isAdmitted(by: decision, in: cloud) else {
      throw Self.accessRefusal.error(request, by: "resource-based", decision)
    }
  }

  /// What the statements of a function, a version or an alias say.
  public func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) -> ResourceAnswer {
    guard let resource = permission.resource else { return .silent }
    let statements = policy(of: resource)?.document
    return statements?.answer(to: caller, about: permission, in: cloud) ?? .silent
  }

  private func policy(of resource: ARN) -> ResourcePolicy? {
    let parts = resource.resource.split(separator: ":").map(String.init)
    guard parts.first == "function", parts.count > 1 else { return nil }
    return functions[parts[1]]?.policies[parts.count > 2 ? parts[2] : "$LATEST"]
  }
}
