import Synchronization

/// One life of a process or an execution environment: what runs in it ends or pauses with it.
///
/// Tasks that are spawned in a scope, and their children, carry it along. ``end(_:)`` fences them:
/// their sleeps and waits end with ``ScopeEnded``, and so does the next use of anything that asks
/// ``check()``. ``freeze()`` holds back their resumptions until ``thaw()``; clocks go on meanwhile.
public final class Scope: Sendable {
  /// The scope in which the current task runs; `nil` outside of any.
  @TaskLocal public static var current: Scope?

  /// What the scope is the life of, for error messages.
  public let name: String

  private struct State {
    var ending: String?
    var isFrozen = false
    var held: [@Sendable () -> Void] = []
    var tasks: [UInt64: @Sendable () -> Void] = [:]
    var nextTask: UInt64 = 0
  }

  private let state = Mutex(State())

  /// Creates a scope that has just begun.
  public init(name: String) {
    self.name = name
  }

  /// Tells whether the scope has ended.
  public var hasEnded: Bool {
    state.withLock { $0.ending != nil }
  }

  /// Tells whether the scope is frozen.
  public var isFrozen: Bool {
    state.withLock { $0.isFrozen }
  }

  /// Returns if the scope still lives.
  ///
  /// - Throws: ``ScopeEnded`` if it does not.
  public func check() throws(ScopeEnded) {
    guard hasEnded, let reason = state.withLock({ $0.ending }) else { return }
    throw ScopeEnded(scope: name, reason: reason)
  }

  /// Ends the scope: cancels everything that runs in it, in the order in which it was spawned.
  public func end(_ reason: String) {
    let actions = state.withLock { state -> [@Sendable () -> Void] in
      guard state.ending == nil else { return [] }
      state.ending = reason
      let cancellations = state.tasks.sorted { $0.key < $1.key }.map(\.value)
      defer {
        state.tasks = [:]
        state.held = []
      }
      return cancellations + state.held
    }
    for action in actions { action() }
  }

  /// Holds back every resumption in the scope until ``thaw()``.
  public func freeze() {
    state.withLock { $0.isFrozen = true }
  }

  /// Lets what was held back go on, in the order in which it became due.
  public func thaw() {
    let held = state.withLock { state -> [@Sendable () -> Void] in
      state.isFrozen = false
      defer { state.held = [] }
      return state.held
    }
    for resumption in held { resumption() }
  }

  /// Runs `resumption` now, or at the next thaw when the scope is frozen.
  @usableFromInline
  func resume(_ resumption: @escaping @Sendable () -> Void) {
    let runsNow = state.withLock { state in
      guard state.isFrozen, state.ending == nil else { return true }
      state.held.append(resumption)
      return false
    }
    if runsNow { resumption() }
  }

  /// Remembers how to cancel a task of the scope, and returns the number to forget it by.
  func enter(_ cancel: @escaping @Sendable () -> Void) -> UInt64? {
    let number: UInt64? = state.withLock { state in
      guard state.ending == nil else { return nil }
      state.nextTask += 1
      state.tasks[state.nextTask] = cancel
      return state.nextTask
    }
    if number == nil { cancel() }
    return number
  }

  func leave(_ number: UInt64) {
    state.withLock { _ = $0.tasks.removeValue(forKey: number) }
  }
}

/// Thrown to what still runs in a scope that has ended: its process or environment is gone.
public struct ScopeEnded: Error, Hashable, Sendable, CustomStringConvertible {
  /// The name of the scope.
  public let scope: String
  /// Why it ended.
  public let reason: String

  /// Creates the error that tells that `scope` has ended.
  public init(scope: String, reason: String) {
    self.scope = scope
    self.reason = reason
  }

  /// The scope and the reason in words.
  public var description: String { "\(scope) has ended: \(reason)" }
}
