import Synchronization

/// A role: who may take it, and what it may do.
struct Role {
  let name: String
  let id: String
  let arn: String
  let description: String?
  /// When it was made.
  let created: String
  let trust: RolePolicy
  /// Its inline policies by name, in the order in which they were first put.
  var policies: [(name: String, document: RolePolicy)] = []

  /// Whether the role may do something with a resource: an explicit denial wins, and what nobody
  /// allows is denied.
  func allows(_ action: String, on resource: ARN) -> Bool {
    var isAllowed = false
    for policy in policies {
      switch policy.document.says(of: action, on: resource.description) {
      case .deny: return false
      case .allow: isAllowed = true
      case nil: break
      }
    }
    return isAllowed
  }
}

/// The account's roles, where services ask what a role may do.
final class Roles: Sendable {
  private let roles = Mutex<[String: Role]>([:])
  private let isUsed = Atomic<Bool>(false)

  /// The role of this name.
  subscript(name: String) -> Role? {
    get { roles.withLock { $0[name] } }
    set {
      roles.withLock { $0[name] = newValue }
      isUsed.store(true, ordering: .relaxed)
    }
  }

  /// All roles, by name.
  var all: [Role] { roles.withLock { $0.values.sorted { $0.name < $1.name } } }

  /// Whether any role was ever made; services ask this first, so that nobody else pays.
  var isEmpty: Bool { !isUsed.load(ordering: .relaxed) }

  /// Whether the role of this ARN may do something with a resource; one that was never made here
  /// may do everything.
  func allows(_ role: String, _ action: String, on resource: ARN) -> Bool {
    guard let name = role.split(separator: "/").last, let role = self[String(name)] else {
      return true
    }
    return role.allows(action, on: resource)
  }
}
