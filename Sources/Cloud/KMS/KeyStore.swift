import Simulation
import Synchronization

/// The account's keys and their aliases, where services ask for them.
///
/// They are kept apart from the service, so that who uses a key need not wait for an actor.
final class KeyStore: Sendable {
  private struct State {
    /// In the order in which they were made.
    var keys: [KMSKey] = []
    /// By name.
    var aliases: [String: KeyAlias] = [:]
  }

  private let state = Mutex(State())
  private let keysWereMade = Atomic<Bool>(false)

  /// Whether no key was ever made, so that nobody else pays.
  var isEmpty: Bool { !keysWereMade.load(ordering: .relaxed) }

  /// The key with this id.
  subscript(id: String) -> KMSKey? {
    get { state.withLock { $0.keys.first { $0.id == id } } }
    set {
      keysWereMade.store(true, ordering: .relaxed)
      state.withLock { state in
        let place = state.keys.firstIndex { $0.id == id }
        switch (place, newValue) {
        case (let place?, let key?): state.keys[place] = key
        case (nil, let key?): state.keys.append(key)
        case (let place?, nil):
          state.keys.remove(at: place)
          state.aliases = state.aliases.filter { $0.value.keyID != id }
        case (nil, nil): break
        }
      }
    }
  }

  /// All keys, in the order in which they were made.
  var all: [KMSKey] { state.withLock { $0.keys } }

  /// All aliases, by name.
  var aliases: [KeyAlias] {
    state.withLock { $0.aliases.values.sorted { $0.name < $1.name } }
  }

  /// The alias of this name.
  func alias(_ name: String) -> KeyAlias? { state.withLock { $0.aliases[name] } }

  /// Sets, changes or removes an alias.
  func set(_ name: String, to alias: KeyAlias?) {
    state.withLock { $0.aliases[name] = alias }
  }
}

extension Cloud {
  /// The services that have a key of AWS's in every account, by the alias of the key.
  static let managedKeys = [("alias/aws/sns", "sns"), ("alias/aws/sqs", "sqs")]

  /// Makes the key that AWS keeps under an alias, when it is first asked for.
  func makeManagedKey(called alias: String) {
    guard let service = Self.managedKeys.first(where: { $0.0 == alias })?.1,
      keys.alias(alias) == nil
    else { return }
    var identifiers = randomStream("kms \(alias)")
    let policy = KeyPolicy(ofManagedKeyOf: service, in: self)
    let key = addKey(
      Identifiers.uuid(from: &identifiers),
      .aws,
      "Default key that protects my \(service.uppercased()) data when no other key is defined",
      policy
    )
    let now = unixMilliseconds
    keys.set(alias, to: KeyAlias(name: alias, keyID: key.id, created: now, updated: now))
  }

  /// Adds a key, which can be used at once.
  @discardableResult
  func addKey(
    _ id: String,
    _ manager: KMSKey.Manager,
    _ description: String,
    _ policy: KeyPolicy
  ) -> KMSKey {
    let key = KMSKey(
      id: id,
      arn: KMS.arn(of: "key/\(id)", in: self),
      manager: manager,
      description: description,
      created: unixMilliseconds,
      policy: policy
    )
    keys[id] = key
    if topology.component(KMS.name) == nil {
      topology.add(Component(KMS.name, .provider, note: KMS.title))
    }
    meterKeys()
    return key
  }

  /// Lets the meter run for the keys that cost: those of the account that are not to be deleted.
  func meterKeys() {
    let count = keys.all.count { key in
      guard key.manager == .customer else { return false }
      if case .pendingDeletion = key.state { return false }
      return true
    }
    meter.run(.kmsKeys, rate: Int64(count), for: KMS.name)
  }
}
