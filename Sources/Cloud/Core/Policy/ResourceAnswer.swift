/// What a resource's own policy says when somebody's role is asked, too.
public enum ResourceAnswer: Sendable {
  /// Some statement denies it.
  case denied
  /// It allows it to the caller by the caller's own name, or to everybody.
  case namesCaller
  /// It allows it to the caller's account, whose policies decide about the caller.
  case trustsAccount
  /// No statement is about it, or there is no policy.
  case silent
}

extension PolicyDocument {
  /// What the policy says about a caller who may have a role.
  func answer(
    to caller: Caller,
    about permission: Permission,
    in cloud: Cloud
  ) -> ResourceAnswer {
    var request = PolicyRequest(caller, permission, in: cloud)
    switch decide(request) {
    case .denied: return .denied
    case .undecided: return .silent
    case .allowed:
      request.isAccountEnough = false
      return decide(request) == .allowed ? .namesCaller : .trustsAccount
    }
  }
}
