import JSON

/// Who may do what with a function, a version or an alias: a list of statements.
struct ResourcePolicy {
  /// The statements by their ids, in the order in which they were added.
  private(set) var statements: [(id: String, json: JSONValue)] = []
  /// The statements as they are asked; `nil` when there is none.
  private var document: PolicyDocument?

  /// The policy as the service prints it.
  var text: String {
    let policy: JSONValue = [
      "Version": "2012-10-17", "Id": "default", "Statement": .array(statements.map(\.json)),
    ]
    return policy.text()
  }

  /// Adds a statement, or refuses it.
  mutating func add(_ id: String, _ statement: JSONValue) throws(ServiceError) {
    guard !statements.contains(where: { $0.id == id }) else {
      throw .resourceConflict(
        "The statement id (\(id)) provided already exists. Please provide a new statement id, or"
          + " remove the existing statement."
      )
    }
    statements.append((id, statement))
    let size = text.utf8.count
    guard size <= LambdaQuotas.resourcePolicy.bytes else {
      throw .policyTooLong(size, LambdaQuotas.resourcePolicy)
    }
    read()
  }

  /// Removes a statement, or refuses to because there is none.
  mutating func remove(_ id: String) throws(ServiceError) {
    guard let index = statements.firstIndex(where: { $0.id == id }) else {
      throw .lambdaResourceNotFound("Statement \(id) is not found in resource policy.")
    }
    statements.remove(at: index)
    read()
  }

  private mutating func read() {
    // The statements have been made by this service, in forms that are always read.
    document = try? PolicyDocument(["Statement": .array(statements.map(\.json))])
  }

  /// Whether the statements allow an action to a caller by the caller's own name.
  func names(_ caller: Caller, for action: String, on resource: ARN, in cloud: Cloud) -> Bool {
    document?.names(caller, for: action, on: resource, in: cloud) == true
  }

  /// What the statements say about a request.
  func decide(_ request: PolicyRequest) -> PolicyDocument.Decision {
    document?.decide(request) ?? .undecided
  }

  /// Whether everybody may call the function, the version or the alias with this ARN by a URL that
  /// asks for no signature.
  func opensURL(of arn: String, in cloud: Cloud) -> Bool {
    let particulars = [
      "lambda:functionurlauthtype": "NONE", "lambda:invokedviafunctionurl": "true",
    ]
    let context = PolicyContext(caller: nil, cloud: cloud, particulars: particulars)
    return decide(.init(unsigned: "lambda:InvokeFunctionUrl", on: arn, context)) == .allowed
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

  /// Whether the statements of a function, a version or an alias allow an action to a caller by the
  /// caller's own name.
  public func resourcePolicy(
    of resource: ARN,
    names caller: Caller,
    for action: String
  ) -> Bool {
    policy(of: resource)?.names(caller, for: action, on: resource, in: cloud) == true
  }

  private func policy(of resource: ARN) -> ResourcePolicy? {
    let parts = resource.resource.split(separator: ":").map(String.init)
    guard parts.first == "function", parts.count > 1 else { return nil }
    return functions[parts[1]]?.policies[parts.count > 2 ? parts[2] : "$LATEST"]
  }
}
