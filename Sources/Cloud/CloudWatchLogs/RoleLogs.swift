import Simulation

/// Logs that are written in somebody's role.
extension Cloud {
  /// Lets a caller in a role write to a log stream: what the role would have to allow, and does not.
  ///
  /// The group and the stream are made with the first line, if the role lets them be made.
  ///
  /// Source: the Lambda developer guide, "Defining Lambda function permissions with an execution
  /// role"; the resources are those that the service names when it refuses.
  ///
  /// - Parameters:
  ///   - caller: who acts in the role.
  ///   - name: the group's name.
  ///   - stream: the stream's name.
  ///   - instant: when it is written.
  /// - Returns: an action such as `logs:PutLogEvents`; `nil` when the line may be written.
  func missingLogAction(
    of caller: Caller,
    in name: String,
    stream: String,
    at instant: SimulationInstant
  ) -> String? {
    guard !roles.isEmpty else { return nil }
    func isAllowed(_ action: String, _ stream: String) -> Bool {
      let resource = CloudWatchLogs.arn(of: name, stream: stream, in: self)
      return roleAllows(Permission(action, on: resource), to: caller)
    }
    let (group, makeGroup, makeStream) = (logs[name], "logs:CreateLogGroup", "logs:CreateLogStream")
    if group == nil {
      guard isAllowed(makeGroup, "") else { return makeGroup }
      _ = logs.create(name, at: instant)
    }
    if group?.hasStream(stream) != true {
      guard isAllowed(makeStream, stream) else { return makeStream }
      logs.open(stream, in: name, at: instant)
    }
    return isAllowed("logs:PutLogEvents", stream) ? nil : "logs:PutLogEvents"
  }
}
