public import Simulation

/// What happens to an instance.
public enum EC2Event: TraceEvent {
  /// The instance goes from one state to the next.
  case stateChanged(instance: String, to: String)
  /// The operating system runs, and with it what starts by itself.
  case booted(instance: String)
  /// The stopped instance has got another type.
  case typeChanged(instance: String, to: String)
}

/// What happens to a process on an instance, besides its crashes.
public enum ServerEvent: TraceEvent {
  /// The process listens.
  case started
  /// The process was ended along with its instance.
  case stopped(reason: String)
  /// The process could not start, and stays down.
  case startFailed(reason: String)
  /// A request found nobody listening, or no room in the backlog.
  case refused(reason: String)
  /// A request was cut off by the end of the process.
  case cutOff(path: String)
  /// A request ended with an error that the process's code did not handle: status 500.
  case failed(path: String, error: String)
}
