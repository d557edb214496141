import JSON

/// Who may take a role: a policy without resources, because it is about the role itself.
struct TrustPolicy {
  /// As it was given, to be shown.
  let json: JSONValue
  private let document: PolicyDocument

  /// Reads the policy.
  ///
  /// - Throws: the service's refusal, or that a part of the language is left out here.
  init(parsing text: String) throws(ServiceError) {
    let object = try RolePolicy.object(in: text)
    json = .object(object)
    document = try RolePolicy.document(object) { statement throws(ServiceError) in
      for field in ["Resource", "NotResource", "NotPrincipal"] where statement[field] != nil {
        throw .malformedPolicy("Has prohibited field \(field).")
      }
      guard statement["Principal"] != nil else {
        throw .malformedPolicy("AssumeRole policy must contain a principal.")
      }
      let actions = PolicyStatement.actions(of: statement)
      guard actions.allSatisfy({ $0.lowercased().hasPrefix("sts:") }) else {
        throw .malformedPolicy("AssumeRole policy may only specify STS AssumeRole actions.")
      }
      statement["Resource"] = "*"
    }
  }

  /// What the policy says about who wants to take the role.
  func decide(_ request: PolicyRequest) -> PolicyDocument.Decision { document.decide(request) }
}
