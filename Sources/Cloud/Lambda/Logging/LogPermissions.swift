import Simulation

extension ExecutionEnvironment {
  /// Whether the execution role lets the environment write to its log stream.
  ///
  /// The group and the stream are made with the first line, if the role lets them be made. None of it
  /// concerns the function, which runs all the same.
  ///
  /// Source: the Lambda developer guide, "Defining Lambda function permissions with an execution
  /// role"; the resources are those that the service names when it refuses.
  nonisolated func mayLog(at instant: SimulationInstant) -> Bool {
    guard !cloud.roles.isEmpty else { return true }
    let name = configuration.logging.group
    let group = cloud.logs[name]
    if group == nil {
      guard allows("CreateLogGroup", in: name, stream: "") else { return false }
      _ = cloud.logs.create(name, at: instant)
    }
    if group?.hasStream(id) != true {
      guard allows("CreateLogStream", in: name, stream: id) else { return false }
      cloud.logs.open(id, in: name, at: instant)
    }
    return allows("PutLogEvents", in: name, stream: id)
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
