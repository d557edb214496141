public import Simulation
import Synchronization

/// The accounts of one simulation beside its first, by their twelve digits: they share its clock and
/// its trace, and nothing else.
@usableFromInline
final class Accounts: Sendable {
  private let clouds = Mutex<[String: Cloud]>([:])
  private let areSeveral = Atomic<Bool>(false)
  private let rolesWereMade = Atomic<Bool>(false)

  /// Whether there is any account but the first; who looks for owners asks this first, so that a
  /// simulation with one account pays nothing.
  @usableFromInline var isSeveral: Bool { areSeveral.load(ordering: .relaxed) }

  /// Whether a role was ever made in any account; who asks roles asks this first, so that a simulation
  /// without roles pays nothing.
  @usableFromInline var haveRoles: Bool { rolesWereMade.load(ordering: .relaxed) }

  /// Notes that a role was made.
  func noteRole() { rolesWereMade.store(true, ordering: .relaxed) }

  subscript(number: String) -> Cloud? { clouds.withLock { $0[number] } }

  /// The further account of this number, made by `create` when it is first asked for.
  func account(_ number: String, or create: () -> Cloud) -> Cloud {
    clouds.withLock { clouds in
      if let cloud = clouds[number] { return cloud }
      let cloud = create()
      clouds[number] = cloud
      areSeveral.store(true, ordering: .relaxed)
      return cloud
    }
  }

  /// Lets go of all accounts and returns them.
  func removeAll() -> [Cloud] {
    clouds.withLock { clouds in
      defer { clouds = [:] }
      return Array(clouds.values)
    }
  }
}

extension Cloud {
  /// The number of the account in which a simulation begins.
  public static let homeAccount = "123456789012"

  /// Whether `text` could be the number of an account: twelve digits.
  public static func isAccountNumber(_ text: String) -> Bool {
    text.utf8.count == 12 && text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// Returns an account of the same simulation, in the same Region; a new one begins empty.
  ///
  /// - Parameter number: the account's twelve digits.
  /// - Returns: the account, which is this one for its own number.
  public func account(_ number: String) -> Cloud {
    precondition(Self.isAccountNumber(number), "\(number) is no account number")
    let home = home ?? self
    if number == home.account { return home }
    return accounts.account(number) { Cloud(number, beside: home) }
  }

  /// The account that owns a resource: this one for a resource that names none, `nil` for an account
  /// that nobody here uses.
  public func owner(of resource: ARN) -> Cloud? {
    if resource.account == account { return self }
    // The ARN of a bucket names no account.
    if resource.account.isEmpty {
      return resource.service == "s3" ? owner(ofBucketIn: resource) : self
    }
    return resource.account == Self.homeAccount ? home : accounts[resource.account]
  }

  /// The other account, if there is one, that an operation is about.
  @usableFromInline
  func otherOwner(of operation: some Operation) -> Cloud? {
    guard let resource = operation.resource(in: self), let owner = owner(of: resource),
      owner !== self
    else { return nil }
    return owner
  }

  // MARK: The trace

  /// Records what happened to a component of this account.
  ///
  /// The trace is the simulation's, so a component of any other account than ``homeAccount`` carries
  /// its account's number: `444455556666/orders`.
  ///
  /// - Parameters:
  ///   - event: what happened.
  ///   - component: the component's name in this account.
  ///   - cause: the record because of which it happened.
  /// - Returns: the record's identifier, to be the cause of others.
  @discardableResult
  public func record(
    _ event: some TraceEvent,
    from component: String,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    recorder.record(event, from: component, cause: cause)
  }

  /// Returns the random stream called `name`, which differs from account to account.
  func randomStream(_ name: String) -> RandomStream { recorder.randomStream(name) }
}

/// Writes what happens in one account to the simulation's trace.
struct Recorder: Sendable {
  let simulation: Simulation
  /// What stands before the names of components; `nil` in the first account.
  private let prefix: String?
  private let accounts: Accounts

  init(_ simulation: Simulation, account: String, among accounts: Accounts) {
    self.simulation = simulation
    self.accounts = accounts
    prefix = account == Cloud.homeAccount ? nil : "\(account)/"
  }

  /// The name under which the trace knows a component of the account.
  func traceName(of component: String) -> String {
    guard let prefix else { return component }
    return prefix + component
  }

  /// The account's own name of a component that the trace knows as `traceName`; `nil` when it belongs
  /// to another account.
  func component(_ traceName: String) -> String? {
    if let prefix {
      return traceName.hasPrefix(prefix) ? String(traceName.dropFirst(prefix.count)) : nil
    }
    guard accounts.isSeveral, let slash = traceName.firstIndex(of: "/") else { return traceName }
    return Cloud.isAccountNumber(String(traceName[..<slash])) ? nil : traceName
  }

  /// The random stream of this name that is the account's own.
  func randomStream(_ name: String) -> RandomStream {
    simulation.randomStream(traceName(of: name))
  }

  @discardableResult
  func record(
    _ event: some TraceEvent,
    from component: String,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    simulation.record(event, from: traceName(of: component), cause: cause)
  }
}
