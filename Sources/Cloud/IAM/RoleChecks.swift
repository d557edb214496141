extension CloudService {
  /// Refuses what the role of a caller does not allow, as far as the resource's policy does not.
  ///
  /// Within an account the resource's own policy may allow what the role says nothing about; in
  /// another account's resource both must allow it. What the resource's policy denies, or does not
  /// allow to another account, the service refuses itself.
  ///
  /// Source: the IAM user guide, "Policy evaluation logic".
  ///
  /// - Throws: the service's refusal.
  @usableFromInline
  nonisolated func checkRole<O: Operation>(
    of caller: Caller,
    for operation: O
  ) async throws where O.Service == Self {
    guard caller.role != nil else { return }
    for permission in operation.permissions(in: cloud) {
      let decision = await cloud.decide(on: permission, for: caller)
      guard decision != .allowed else { continue }
      let request = PolicyRequest(caller, permission, in: cloud, as: Self.accessRefusal)
      throw Self.accessRefusal.error(request, by: "identity-based", decision)
    }
  }
}

/// How services act in roles, and what is asked before they do.
///
/// Who is to act in a role takes it, ``taking(_:as:for:called:)``, each time anew, and calls as the
/// caller that this makes: then the service that is called asks the role's policies and the resource's.
/// Where something is only set up, ``allows(_:to:)`` asks the same before.
extension Cloud {
  /// The caller that a service is once it has taken a role.
  ///
  /// - Parameters:
  ///   - role: the role's ARN.
  ///   - service: such as `pipes.amazonaws.com`.
  ///   - resource: the ARN of what the service acts for.
  ///   - component: the caller's name, which is that of the session, too.
  /// - Returns: `nil` when the role's trust policy does not let the service take it.
  func taking(
    _ role: String,
    as service: String,
    for resource: String,
    called component: String
  ) -> Caller? {
    guard mayAssume(service, for: resource, role) else { return nil }
    // Who has a role belongs to the account of the role.
    let home = ARN(role).flatMap { owner(of: $0) } ?? self
    let origin = home === self ? nil : CallerOrigin.account(home.account)
    return Caller(component, from: origin).acting(as: role)
  }

  /// What the role of a caller says about a resource of this account; what it says nothing about, a
  /// resource of its own account may allow by the caller's name.
  ///
  /// - Parameters:
  ///   - permission: what to do with which resource.
  ///   - caller: who asks, as this account sees it.
  /// - Returns: what they say; allowed for a caller without a role.
  func decide(on permission: Permission, for caller: Caller) async -> PolicyDocument.Decision {
    guard let role = caller.role, let home = home(of: caller) else { return .allowed }
    let decision = home.decide(role, PolicyRequest(caller, permission, in: self))
    guard decision == .undecided, home === self,
      await resourceAnswer(to: caller, about: permission) == .namesCaller
    else { return decision }
    return .allowed
  }

  /// Whether a part of this account may do something in its role: what the role's policies and the
  /// resource's policy say together.
  ///
  /// - Parameters:
  ///   - permission: what to do with which resource, of this account or another.
  ///   - caller: who acts in the role.
  /// - Returns: whether it would be let in.
  func allows(_ permission: Permission, to caller: Caller) async -> Bool {
    guard let owner = permission.resource.map({ self.owner(of: $0) }) ?? self else { return false }
    let asker = owner === self ? caller : caller.leaving(self)
    guard await owner.decide(on: permission, for: asker) == .allowed else { return false }
    return switch await owner.resourceAnswer(to: asker, about: permission) {
    case .denied: false
    case .silent: owner === owner.home(of: asker)
    case .namesCaller, .trustsAccount: true
    }
  }

  private func resourceAnswer(
    to caller: Caller,
    about permission: Permission
  ) async -> ResourceAnswer {
    // Through the protocol: called by its own name, a service answers with the protocol's default.
    func answer(of service: some CloudService) async -> ResourceAnswer {
      await service.resourceAnswer(to: caller, about: permission)
    }
    return switch permission.resource?.service {
    case SQS.name: await answer(of: sqs)
    case SNS.name: await answer(of: sns)
    case Lambda.name: await answer(of: lambda)
    case KMS.name: await answer(of: kms)
    case EventBridge.name: await answer(of: eventBridge)
    // Of the others no resource has a policy that names roles.
    default: .silent
    }
  }

  /// Whether the role in which a caller acts allows something by its own policies: all there is to ask
  /// about what has no policy of its own, such as a log group, and so lets no other account's role in.
  func roleAllows(_ permission: Permission, to caller: Caller) -> Bool {
    guard let role = caller.role else { return true }
    return home(of: caller) === self
      && decide(role, PolicyRequest(caller, permission, in: self)) == .allowed
  }
}
