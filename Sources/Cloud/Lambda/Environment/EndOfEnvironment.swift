/// Why an environment's processes were ended.
enum EndOfEnvironment: Hashable {
  case timeout
  case outOfMemory
  case exit(status: Int)
  /// An extension has failed, and the whole environment with it.
  case extensionFailed(type: String, message: String)

  private static let exitPrefix = "exit status "
  /// What the types of extensions' errors begin with.
  private static let extensionPrefix = "Extension."

  /// The end as scopes and the trace tell it.
  var reason: String {
    switch self {
    case .timeout: "timeout"
    case .outOfMemory: "out of memory"
    case .exit(let status): Self.exitPrefix + "\(status)"
    case .extensionFailed(let type, let message): "\(type): \(message)"
    }
  }

  /// Reads the reason; any other ends the process without one.
  init(reason: String) {
    if reason.hasPrefix(Self.extensionPrefix) {
      let parts = reason.split(separator: ": ", maxSplits: 1).map(String.init)
      self = .extensionFailed(type: parts[0], message: parts.count > 1 ? parts[1] : "")
      return
    }
    switch reason {
    case "timeout": self = .timeout
    case "out of memory": self = .outOfMemory
    default:
      let status = reason.hasPrefix(Self.exitPrefix) ? Int(reason.dropFirst(12)) : nil
      self = .exit(status: status ?? 0)
    }
  }

  /// The error's type as the caller and the log see it.
  var errorType: String {
    switch self {
    case .timeout: "Sandbox.Timedout"
    case .extensionFailed(let type, _): type
    case .outOfMemory, .exit: "Runtime.ExitError"
    }
  }

  /// The reason as the processes that go on are told it.
  var shutdownReason: ShutdownReason {
    self == .timeout ? .timeout : .failure
  }

  /// What the caller is told.
  ///
  /// - Parameter timeout: the function's time-out in seconds.
  /// - Returns: the text behind the request's id.
  func message(timeout: Int) -> String {
    switch self {
    case .timeout: "Task timed out after \(timeout).00 seconds"
    case .outOfMemory: "Runtime exited with error: signal: killed"
    case .exit(let status):
      status == 0
        ? "Runtime exited without providing a reason"
        : "Runtime exited with error: exit status \(status)"
    case .extensionFailed(_, let message): message
    }
  }
}
