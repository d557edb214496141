public import Synchronization

/// A task that waits for a value which other code will hand it.
///
/// Only the first of ``resume(returning:)``, ``resume(throwing:)`` and the cancellation of the task
/// counts; the others do nothing and say so.
///
/// Inlinable, so that the code that waits is compiled for its type of value: half of the time.
public final class Suspension<Value: Sendable>: Sendable {
  @usableFromInline
  enum State {
    case pending
    case waiting(UnsafeContinuation<Value, any Error>)
    case answered(Result<Value, any Error>)
    case done
  }

  @usableFromInline let state = Mutex(State.pending)
  @usableFromInline let simulation: Simulation
  @usableFromInline let ticket: SlotTable.Ticket
  @usableFromInline let scope: Scope?

  @inlinable
  init(simulation: Simulation, ticket: SlotTable.Ticket, scope: Scope?) {
    self.simulation = simulation
    self.ticket = ticket
    self.scope = scope
  }

  /// Lets the task go on with `value`; false if it already went on or was cancelled.
  @discardableResult
  @inlinable
  public func resume(returning value: Value) -> Bool {
    settle(.success(value))
  }

  /// Lets the task go on by throwing `error`; false if it already went on or was cancelled.
  @discardableResult
  @inlinable
  public func resume(throwing error: any Error) -> Bool {
    settle(.failure(error))
  }

  /// Tells whether the task still waits.
  @inlinable
  public var isWaiting: Bool {
    state.withLock { state in
      switch state {
      case .pending, .waiting: true
      case .answered, .done: false
      }
    }
  }

  @inlinable
  func wait(with continuation: UnsafeContinuation<Value, any Error>) {
    let answer: Result<Value, any Error>? = state.withLock { state in
      guard case .answered(let result) = state else {
        state = .waiting(continuation)
        return nil
      }
      state = .done
      return result
    }
    if let answer { continuation.resume(with: answer) }
  }

  @inlinable
  func settle(_ result: Result<Value, any Error>) -> Bool {
    let (counts, continuation) = state.withLock {
      state -> (Bool, UnsafeContinuation<Value, any Error>?) in
      switch state {
      case .pending:
        state = .answered(result)
        return (true, nil)
      case .waiting(let continuation):
        state = .done
        return (true, continuation)
      case .answered, .done:
        return (false, nil)
      }
    }
    guard counts else { return false }
    simulation.release(ticket)
    guard let continuation else { return true }
    if let scope, scope.isFrozen {
      scope.resume { continuation.resume(with: result) }
    } else {
      continuation.resume(with: result)
    }
    return true
  }
}
