public import Simulation
import Synchronization

/// What a missing permission does to a function's log.
public enum LambdaLogEvent: TraceEvent {
  /// From now on nothing is written, because the execution role does not allow this.
  case withheld(environment: String, missing: String)
  /// What is logged is written again.
  case resumed(environment: String)
}

extension ExecutionEnvironment {
  /// Writes to the log, if the execution role allows it.
  nonisolated func write(_ entry: LambdaLogEntry, at instant: SimulationInstant) {
    if !cloud.roles.isEmpty {
      // Nothing of it concerns the function, which runs all the same.
      let missing = cloud.missingLogAction(
        of: Caller(configuration.functionName).acting(as: configuration.role),
        in: configuration.logging.group,
        stream: id,
        at: instant
      )
      note(missing)
      guard missing == nil else { return }
    }
    cloud.logs.write(entry, to: configuration.logging.group, stream: id, at: instant)
  }

  /// Records that the log stops, or goes on.
  private nonisolated func note(_ missing: String?) {
    let isWithheld = missing != nil
    guard logIsWithheld.exchange(isWithheld, ordering: .relaxed) != isWithheld else { return }
    let event =
      missing.map { LambdaLogEvent.withheld(environment: id, missing: $0) }
      ?? .resumed(environment: id)
    cloud.record(event, from: configuration.functionName)
  }
}
