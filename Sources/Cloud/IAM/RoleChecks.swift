extension CloudService {
  /// Refuses what the execution role of a calling function does not allow.
  ///
  /// Within an account the resource's own policy may allow what the role says nothing about; in
  /// another account's resource both must allow it.
  ///
  /// Source: the IAM user guide, "Policy evaluation logic".
  ///
  /// - Throws: the service's refusal.
  @usableFromInline
  nonisolated func checkRole<O: Operation>(
    of caller: Caller,
    for operation: O
  ) async throws where O.Service == Self {
    guard let role = caller.role, let home = cloud.home(of: caller) else { return }
    for permission in operation.permissions(in: cloud) {
      let request = PolicyRequest(
        caller,
        Self.accessRefusal.spell(permission.action),
        on: permission.resource?.description ?? "*",
        in: cloud
      )
      let decision = home.decide(role, request)
      if decision == .allowed { continue }
      if decision == .undecided, home === cloud, let resource = permission.resource,
        await resourcePolicy(of: resource, names: caller, for: permission.action)
      {
        continue
      }
      throw Self.accessRefusal.error(request, by: "identity-based", decision)
    }
  }
}

extension Cloud {
  /// The account that a caller belongs to, as it calls a service of this one.
  func home(of caller: Caller) -> Cloud? {
    switch caller.origin {
    case nil: self
    case .account(let number): number == account ? self : account(number)
    case .service: nil
    }
  }
}

extension PolicyDocument {
  /// Whether the policy allows a caller of the same account something by its own name, and not by
  /// that of its account, which leaves it to the caller's own policies.
  func names(_ caller: Caller, for action: String, on resource: ARN, in cloud: Cloud) -> Bool {
    var request = PolicyRequest(caller, action, on: resource.description, in: cloud)
    request.isAccountEnough = false
    return decide(request) == .allowed
  }
}
