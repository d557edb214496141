import Simulation

/// An actor to start tasks on.
actor Desk: Simulated {
  nonisolated let simulation: Simulation

  init(on simulation: Simulation) { self.simulation = simulation }
}
