import Simulation

extension CloudService {
  /// Lets the time pass that a request about `component` takes: longer while it has been made slow.
  ///
  /// - Throws: `CancellationError` when the caller no longer waits.
  func takeTime(_ time: Duration, about component: String) async throws {
    let slowness = cloud.faults.slowness(of: component)
    let instant = simulation.now.advanced(by: slowness == 1 ? time : time * slowness)
    try await simulation.sleep(until: instant)
  }
}
