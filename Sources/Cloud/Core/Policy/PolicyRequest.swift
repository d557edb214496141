/// What a policy is asked about: who wants to do what with which resource.
struct PolicyRequest {
  /// Who asks.
  enum Principal: Hashable {
    /// A part of an account, by the name that a user or a role would have; who acts in a role has
    /// that of a session.
    case account(String, name: String, role: RoleName?)
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

  /// Creates the question whether a caller may do something.
  ///
  /// - Parameters:
  ///   - caller: who asks.
  ///   - permission: what to do with which resource.
  ///   - cloud: the account that has the resource.
  ///   - spelling: how the service spells actions when it refuses.
  init(
    _ caller: Caller,
    _ permission: Permission,
    in cloud: Cloud,
    as spelling: AccessRefusal = .json
  ) {
    self.init(
      caller,
      spelling.spell(permission.action),
      on: permission.resource?.description ?? "*",
      in: cloud,
      permission.particulars
    )
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
        "arn:aws:sts::\(account):assumed-role/\(role.last)/\(name)"
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
