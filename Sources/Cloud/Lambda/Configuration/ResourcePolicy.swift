import JSON

/// Who may do what with a function, a version or an alias: a list of statements.
///
/// > Simplified: statements are kept and shown; only function URLs ask for them so far. Services
/// > that push to a function are let in without one.
struct ResourcePolicy {
  /// The statements by their ids, in the order in which they were added.
  private(set) var statements: [(id: String, json: JSONValue)] = []

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
  }

  /// Removes a statement, or refuses to because there is none.
  mutating func remove(_ id: String) throws(ServiceError) {
    guard let index = statements.firstIndex(where: { $0.id == id }) else {
      throw .lambdaResourceNotFound("Statement \(id) is not found in resource policy.")
    }
    statements.remove(at: index)
  }

  /// Whether everybody may call the function, the version or the alias with this ARN by a URL that
  /// asks for no signature.
  func opensURL(of arn: String) -> Bool {
    let request = PolicyRequest(
      principal: .anonymous,
      action: "lambda:InvokeFunctionUrl",
      resource: arn,
      context: ["lambda:functionurlauthtype": "NONE", "lambda:invokedviafunctionurl": "true"]
    )
    let document = try? PolicyDocument(["Statement": .array(statements.map(\.json))])
    return document?.decide(request) == .allowed
  }
}
