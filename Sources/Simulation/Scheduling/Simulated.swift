/// An actor whose code runs on a simulation's executor.
///
/// Only such actors keep their order: an actor with an executor of its own runs its jobs by
/// priority, in an order of the runtime's choosing. Calls between simulated actors of one
/// simulation never wait in a queue.
public protocol Simulated: Actor {
  /// The simulation on which the actor runs.
  nonisolated var simulation: Simulation { get }
}

extension Simulated {
  /// The simulation's executor.
  public nonisolated var unownedExecutor: UnownedSerialExecutor {
    simulation.asUnownedSerialExecutor()
  }
}

/// Whether waiting for something keeps a run alive.
public enum Presence: Sendable {
  /// Work that a run has to finish: a request on its way, a message that waits for delivery.
  case foreground
  /// Upkeep that goes on for ever: pollers, health checks, scalers. It never keeps a run alive.
  case background
}
