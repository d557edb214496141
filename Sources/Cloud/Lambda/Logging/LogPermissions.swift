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
      let missing = missingLogAction(at: instant)
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
      missing.map { LambdaLogEvent.withheld(environment: id, missing: "logs:\($0)") }
      ?? .resumed(environment: id)
    cloud.record(event, from: configuration.functionName)
  }

  /// What the execution role would have to allow for the environment to write to its log stream, and
  /// does not.
  ///
  /// The group and the stream are made with the first line, if the role lets them be made. None of it
  /// concerns the function, which runs all the same.
  ///
  /// Source: the Lambda developer guide, "Defining Lambda function permissions with an execution
  /// role"; the resources are those that the service names when it refuses.
  private nonisolated func missingLogAction(at instant: SimulationInstant) -> String? {
    let name = configuration.logging.group
    let group = cloud.logs[name]
    if group == nil {
      guard allows("CreateLogGroup", in: name, stream: "") else { return "CreateLogGroup" }
      _ = cloud.logs.create(name, at: instant)
    }
    if group?.hasStream(id) != true {
      guard allows("CreateLogStream", in: name, stream: id) else { return "CreateLogStream" }
      cloud.logs.open(id, in: name, at: instant)
    }
    return allows("PutLogEvents", in: name, stream: id) ? nil : "PutLogEvents"
  }

  private nonisolated func allows(_ action: String, in group: String, stream: String) -> Bool {
    cloud.role(
      configuration.role,
      of: Caller(configuration.functionName),
      allows: "logs:\(action)",
      on: CloudWatchLogs.arn(of: group, stream: stream, in: cloud)
    )
  }
}
