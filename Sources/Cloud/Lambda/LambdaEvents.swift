public import Simulation

/// What happens to a function's environments and requests.
public enum LambdaEvent: TraceEvent {
  /// An environment is being created, because no idle one was there.
  case environmentCreated(environment: String, version: String)
  /// INIT begins; `phase` is `init`, or `invoke` when it is done again within a request.
  case initStarted(environment: String, phase: String)
  /// INIT has ended.
  case initEnded(environment: String, phase: String, duration: Duration, status: String)
  /// A request begins in an environment; `cold` when the environment was made for it.
  case invokeStarted(environment: String, requestID: String, version: String, cold: Bool)
  /// A request has ended.
  case invokeEnded(environment: String, report: InvocationReport)
  /// The function wrote a line.
  case logged(environment: String, requestID: String, line: String)
  /// The environment's processes were ended by force; `/tmp` stays.
  case environmentReset(environment: String, reason: String)
  /// The environment is gone.
  case environmentRemoved(environment: String, reason: String)
  /// A request was refused for want of concurrency.
  case throttled(requestID: String, version: String, reason: ThrottleReason)
  /// An asynchronous event was taken over.
  case eventAccepted(requestID: String)
  /// An asynchronous event will be tried again.
  case eventRetried(requestID: String, attempt: Int, after: Duration, because: String)
  /// An asynchronous event has ended; `outcome` says how.
  case eventEnded(requestID: String, attempts: Int, outcome: AsynchronousOutcome)
}

/// How an asynchronous event has ended.
public enum AsynchronousOutcome: String, Hashable, Sendable {
  /// A try succeeded.
  case succeeded
  /// The last try failed.
  case retriesExhausted
  /// The next try would have come too late.
  case eventAgeExceeded
  /// The function's reserved concurrency is zero.
  case switchedOff
}

/// What the REPORT line of a request says.
public struct InvocationReport: Hashable, Sendable, CustomStringConvertible {
  /// The request's id.
  public let requestID: String
  /// The version that ran.
  public let version: String
  /// From the beginning of INVOKE to its end.
  public let duration: Duration
  /// INIT, on a cold start; `nil` on a warm one.
  public let initDuration: Duration?
  /// Configured memory in MB.
  public let memorySize: Int
  /// The most memory that was used, in MB.
  public let maxMemoryUsed: Int
  /// `success`, `error` or `timeout`.
  public let status: Status
  /// The error's type, when the platform wrote the error.
  public let errorType: String?

  /// How a request ended.
  public enum Status: String, Hashable, Sendable {
    /// The handler returned.
    case success
    /// The handler threw, or its process ended.
    case error
    /// The handler was stopped.
    case timeout
  }

  /// The report's figures on one line, as the trace shows them.
  public var description: String {
    let cold = initDuration.map { ", INIT \($0.readable)" } ?? ""
    return "\(status.rawValue) after \(duration.readable)\(cold), billed \(billedMilliseconds) ms"
      + (errorType.map { ", \($0)" } ?? "")
  }

  /// What is billed: INIT and duration together, rounded up to the millisecond.
  ///
  /// INIT is billed for every configuration since 1 August 2025.
  public var billedMilliseconds: Int64 {
    let total = duration.nanoseconds + (initDuration?.nanoseconds ?? 0)
    return (total + 999_999) / 1_000_000
  }
}
