import Synchronization

/// A queue in memory between tasks, which refuses what it has no room for.
///
/// Elements leave in the order in which they came, and receivers are served in the order in which
/// they asked. An element that was handed to a receiver which died meanwhile goes back to the front.
public final class BoundedQueue<Element: Sendable>: Sendable {
  /// The queue's name; a dead-lock's error says it.
  public let name: String
  /// How many elements can wait.
  public let limit: Int

  private struct State {
    var elements = FIFO<Element>()
    var receivers = WaitingLine<Void>()
    /// What admitted receivers will find when they go on, by their number in the line.
    var handed: [Int: Element] = [:]
  }

  private let simulation: Simulation
  private let state = Mutex(State())

  /// Creates an empty queue.
  ///
  /// - Parameters:
  ///   - name: the queue's name.
  ///   - limit: how many elements can wait; not negative. With 0, only a waiting receiver can
  ///     be sent to.
  ///   - simulation: the simulation whose tasks use it.
  public init(_ name: String, limit: Int, on simulation: Simulation) {
    precondition(limit >= 0, "the queue \(name) cannot hold \(limit)")
    self.name = name
    self.limit = limit
    self.simulation = simulation
  }

  /// How many elements wait.
  public var count: Int { state.withLock { $0.elements.count } }

  /// How many receivers wait.
  public var receivers: Int { state.withLock { $0.receivers.count } }

  /// Adds `element` at the end, or hands it to the receiver that has waited longest.
  ///
  /// - Throws: ``QueueFull`` if there is neither a receiver nor room.
  public func send(_ element: Element) throws(QueueFull) {
    let isAccepted = state.withLock { state in
      if let (number, _) = state.receivers.admitFirst() {
        state.handed[number] = element
      } else if state.elements.count < limit {
        state.elements.append(element)
      } else {
        return false
      }
      return true
    }
    if !isAccepted { throw QueueFull(name: name, limit: limit) }
  }

  /// Takes the first element if there is one.
  public func takeFirst() -> Element? {
    state.withLock { $0.elements.popFirst() }
  }

  /// Takes the first element, and waits for one if there is none.
  ///
  /// - Throws: `CancellationError`, ``ScopeEnded``; no element is lost.
  public func receive(_ presence: Presence = .foreground) async throws -> Element {
    try Task.checkCancellation()
    while true {
      if let element = takeFirst() { return element }
      if let element = try await waitForElement(presence) { return element }
    }
  }

  private func waitForElement(_ presence: Presence) async throws -> Element? {
    var number: Int?
    do {
      try await simulation.suspend(waitingFor: "an element of \(self.name)", presence) {
        suspension in
        number = state.withLock { $0.receivers.join(suspension, ()) }
      }
    } catch {
      if let number { giveBack(number) }
      throw error
    }
    guard let number else { return nil }
    return state.withLock { $0.handed.removeValue(forKey: number) }
  }

  private func giveBack(_ number: Int) {
    state.withLock { state in
      guard state.receivers.leave(number), let element = state.handed.removeValue(forKey: number)
      else { return }
      if let (next, _) = state.receivers.admitFirst() {
        state.handed[next] = element
      } else {
        state.elements.prepend(element)
      }
    }
  }
}
