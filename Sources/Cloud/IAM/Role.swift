import Synchronization

/// A role: who may take it, and what it may do.
struct Role {
  let name: String
  let id: String
  let arn: String
  let description: String?
  /// When it was made.
  let created: String
  var trust: TrustPolicy
  /// Its inline policies by name, in the order in which they were first put.
  var policies: [(name: String, document: RolePolicy)] = []
  /// The managed policies that are attached to it, in the order in which they were attached.
  var attached: [ManagedPolicy] = []

  /// What all its policies say together: an explicit denial wins.
  func decide(_ request: PolicyRequest) -> PolicyDocument.Decision {
    let decisions =
      policies.map { $0.document.decide(request) } + attached.map { $0.document.decide(request) }
    if decisions.contains(.denied) { return .denied }
    return decisions.contains(.allowed) ? .allowed : .undecided
  }
}

/// The account's roles, where services ask what a role may do.
final class Roles: Sendable {
  private struct State {
    var roles: [String: Role] = [:]
    /// The names of roles that were deleted, and not made again.
    var deleted: Set<String> = []
  }

  /// What is known of a role by its ARN.
  enum Standing {
    /// It was never made here.
    case unknown
    case made(Role)
    case deleted
  }

  private let state = Mutex(State())
  private let accounts: Accounts

  init(of accounts: Accounts) { self.accounts = accounts }

  /// The role of this name.
  subscript(name: String) -> Role? {
    get { state.withLock { $0.roles[name] } }
    set {
      state.withLock { state in
        if newValue == nil { state.deleted.insert(name) } else { state.deleted.remove(name) }
        state.roles[name] = newValue
      }
      accounts.noteRole()
    }
  }

  /// All roles, by name.
  var all: [Role] { state.withLock { $0.roles.values.sorted { $0.name < $1.name } } }

  /// Whether no role was ever made in any account; services ask this first, so that nobody else pays.
  var isEmpty: Bool { !accounts.haveRoles }

  /// What is known of the role of this name.
  func standing(of name: String) -> Standing {
    state.withLock { state in
      if let role = state.roles[name] { return .made(role) }
      return state.deleted.contains(name) ? .deleted : .unknown
    }
  }
}

extension Cloud {
  /// What is known of the role with an ARN, in the account that the ARN names.
  private func standing(of role: String) -> Roles.Standing {
    guard let arn = ARN(role), let owner = owner(of: arn) else { return .unknown }
    return owner.roles.standing(of: arn.name)
  }

  /// What the policies of a role say about a request; see ``IAM`` about one that is not there.
  ///
  /// - Parameters:
  ///   - role: the role's ARN.
  ///   - request: who wants to do what.
  /// - Returns: what they say.
  func decide(_ role: String, _ request: PolicyRequest) -> PolicyDocument.Decision {
    guard !roles.isEmpty else { return .allowed }
    return switch standing(of: role) {
    case .unknown: .allowed
    case .made(let role): role.decide(request)
    case .deleted: .undecided
    }
  }

  /// Whether a service may take a role to act for a resource.
  ///
  /// - Parameters:
  ///   - service: such as `lambda.amazonaws.com`.
  ///   - resource: the ARN of what the service acts for.
  ///   - role: the role's ARN.
  /// - Returns: what the role's trust policy says; true for a role that was never made here.
  func mayAssume(_ service: String, for resource: String, _ role: String) -> Bool {
    guard !roles.isEmpty else { return true }
    switch standing(of: role) {
    case .unknown: return true
    case .deleted: return false
    case .made(let role):
      let caller = Caller(service, from: .service(service, source: resource))
      return role.trust.decide(PolicyRequest(caller, "sts:AssumeRole", on: role.arn, in: self))
        == .allowed
    }
  }
}
