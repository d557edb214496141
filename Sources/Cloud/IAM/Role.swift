import JSON
import Synchronization

/// A role: who may take it, and what it may do.
struct Role {
  let name: String
  let id: String
  let arn: String
  let description: String?
  /// When it was made.
  let created: String
  let trust: JSONValue
  /// Its inline policies by name, in the order in which they were first put.
  var policies: [(name: String, document: RolePolicy)] = []

  /// Whether the role may do something: an explicit denial wins, and what nobody allows is denied.
  func allows(_ request: PolicyRequest) -> Bool {
    let decisions = policies.map { $0.document.decide(request) }
    return decisions.contains(.allowed) && !decisions.contains(.denied)
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

  /// Whether a service may take a role; one that was never made here may be taken by all.
  func trust(of arn: String, includes service: String) -> Bool {
    guard let role = role(arn) else { return true }
    let statements = role.trust["Statement"].map { $0.arrayValue ?? [$0] } ?? []
    func names(_ statement: JSONValue) -> Bool {
      let named = statement["Principal"]?["Service"]
      return named?.stringValue == service || named?.arrayValue?.contains(.string(service)) == true
        || statement["Principal"] == "*"
    }
    return statements.contains { $0["Effect"] == "Allow" && names($0) }
      && !statements.contains { $0["Effect"] == "Deny" && names($0) }
  }

  fileprivate func role(_ arn: String) -> Role? {
    arn.split(separator: "/").last.flatMap { self[String($0)] }
  }
}

extension Cloud {
  /// Whether a function's execution role may do something; one that was never made here may do
  /// everything.
  ///
  /// - Parameters:
  ///   - role: the role's ARN.
  ///   - caller: the function.
  ///   - action: such as `sqs:SendMessage`.
  ///   - resource: what it would be done to.
  /// - Returns: what its policies say.
  func role(_ role: String, of caller: Caller, allows action: String, on resource: ARN) -> Bool {
    guard !roles.isEmpty, let role = roles.role(role) else { return true }
    return role.allows(PolicyRequest(caller, action, on: resource.description, in: self))
  }
}
