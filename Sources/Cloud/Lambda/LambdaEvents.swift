public import Simulation

/// What happens to a function's environments and requests.
public enum LambdaEvent: TraceEvent {
  /// An environment is being created, because no idle one was there.
  case environmentCreated(environment: String, version: String)
  /// INIT begins; `phase` is `init`, or `invoke` when it is done again within a request.
  case initStarted(environment: String, phase: String)
  /// A part of INIT begins.
  case initPartStarted(environment: String, part: InitPart)
  /// A part of INIT has ended, well or not.
  case initPartEnded(environment: String, part: InitPart)
  /// INIT has ended; `errorType` says what was wrong when `status` is `error`.
  case initEnded(
    environment: String,
    phase: String,
    duration: Duration,
    status: String,
    errorType: String?
  )
  /// What has become of an extension: in INIT, and when it fails.
  case extensionReported(environment: String, report: ExtensionReport)
  /// A request begins in an environment; `cold` when the environment was made for it.
  case invokeStarted(
    environment: String,
    requestID: String,
    version: InvokedVersion,
    cold: Bool
  )
  /// An extension begins its part of a request.
  case extensionInvoked(environment: String, requestID: String, name: String)
  /// An extension has done its part of a request.
  case extensionDone(environment: String, requestID: String, name: String)
  /// The caller has the answer; the request lasts until all extensions are done. Only with
  /// extensions: without, ``invokeEnded(environment:report:)`` is that moment.
  case invokeResponded(
    environment: String,
    requestID: String,
    duration: Duration,
    status: InvocationReport.Status,
    errorType: String?
  )
  /// A request has ended.
  case invokeEnded(environment: String, report: InvocationReport)
  /// The environment is frozen, with so much work that has not ended and goes on with the next thaw.
  ///
  /// Only with extensions or such work: without, it is frozen from the end of a request to the
  /// beginning of the next.
  case frozen(environment: String, unfinished: Int)
  /// The environment is thawed, and so much unfinished work goes on; see
  /// ``frozen(environment:unfinished:)``.
  case thawed(environment: String, unfinished: Int)
  /// The function wrote a line; `requestID` is empty in INIT.
  case logged(environment: String, requestID: String, line: String)
  /// The function threw an error, which its runtime wrote to the log: see ``ThrownError``;
  /// `requestID` is empty in INIT.
  case threw(
    environment: String,
    requestID: String,
    type: String,
    message: String,
    runtime: String
  )
  /// An extension wrote a line.
  case extensionLogged(environment: String, name: String, line: String)
  /// SHUTDOWN begins, because there are extensions: the processes that are `told`, in order, have
  /// until the end of the budget.
  case shutdownStarted(
    environment: String,
    reason: ShutdownReason,
    budget: Duration,
    told: [String]
  )
  /// A process that was told has ended: by itself, or killed when its time was over.
  case shutdownProcessEnded(environment: String, name: String, isKilled: Bool)
  /// SHUTDOWN has ended; it was clean when no process had to be killed.
  case shutdownEnded(
    environment: String,
    reason: ShutdownReason,
    duration: Duration,
    killed: [String]
  )
  /// The environment's processes were ended by force; `/tmp` stays.
  case environmentReset(environment: String, reason: String)
  /// The environment is gone.
  case environmentRemoved(environment: String, reason: String)
  /// A request was refused for want of concurrency.
  case throttled(
    requestID: String,
    version: String,
    reason: ThrottleReason,
    invokedARN: String
  )
  /// An asynchronous event was taken over.
  case eventAccepted(requestID: String)
  /// An asynchronous event will be tried again.
  case eventRetried(requestID: String, attempt: Int, after: Duration, because: String)
  /// An asynchronous event has ended; `outcome` says how.
  case eventEnded(requestID: String, attempts: Int, outcome: AsynchronousOutcome)
}

/// The version that runs a request, and the name by which it was asked for.
public struct InvokedVersion: Hashable, Sendable, CustomStringConvertible {
  /// The version.
  public let number: String
  /// The ARN by which it was asked for.
  public let invokedARN: String

  /// The version, as the trace shows it.
  public var description: String { number }
}

/// The parts of INIT, in order.
public enum InitPart: String, Hashable, Sendable {
  /// The external extensions begin, all at once; ends when each has registered.
  case extensions = "extension"
  /// The runtime begins, and with it the internal extensions.
  case runtime
  /// The function's static code runs.
  case function
}

/// What has become of an extension, as the log's EXTENSION line says it.
public struct ExtensionReport: Hashable, Sendable, CustomStringConvertible {
  /// Its name.
  public let name: String
  /// Whether it is a thread of the runtime.
  public let isInternal: Bool
  /// How far it is.
  public let state: ExtensionsAPI.State
  /// What it has registered for.
  public let events: [ExtensionEventType]
  /// What was wrong; `nil` when nothing was.
  public let errorType: String?

  /// The report on one line, as the trace shows it.
  public var description: String {
    "\(name) \(state.rawValue)" + (errorType.map { ", \($0)" } ?? "")
  }
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
  /// The function would have been invoked once more in a loop.
  case recursionStopped
}

/// What the REPORT line of a request says.
public struct InvocationReport: Hashable, Sendable, CustomStringConvertible {
  /// The request's id.
  public let requestID: String
  /// The version that ran.
  public let version: String
  /// The ARN by which it was asked for.
  public let invokedARN: String
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
  /// From the answer until the last extension was done, part of the duration.
  ///
  /// The metric of the same name; `nil` when there are no extensions or there was no answer.
  public internal(set) var postRuntimeExtensionsDuration: Duration?

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
