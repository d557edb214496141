/// The calls of one runtime process on the Runtime API, version 2018-06-01, and which of them are
/// allowed when.
///
/// A value that knows nothing of time or of processes: the mini cloud's own functions go through
/// it, and a process of the operating system can be attached to it by ``EnvironmentAPI``. Source:
/// Lambda developer guide, "Using the Lambda runtime API", and AWS's runtime interface emulator.
public struct RuntimeAPI: Hashable, Sendable {
  /// How far the runtime is.
  public enum State: Hashable, Sendable {
    /// Its process runs, and has not asked for an event yet.
    case started
    /// It has told that it cannot begin; it should exit.
    case initError
    /// It waits for an event.
    case ready
    /// It handles a request.
    case running(requestID: String)
    /// It has answered a request, and has not asked for the next one yet.
    case responseSent(requestID: String)

    /// The state's name in refusals.
    var name: String {
      switch self {
      case .started: "Started"
      case .initError: "InitError"
      case .ready: "Ready"
      case .running: "Running"
      case .responseSent: "ResponseSent"
      }
    }
  }

  /// How far the runtime is.
  public private(set) var state = State.started

  /// Creates the state of a runtime whose process has just been started.
  public init() {}

  /// Whether a request can be handed over.
  public var isReady: Bool { state == .ready }

  /// `GET /runtime/invocation/next`: the runtime asks for an event, and waits.
  ///
  /// - Throws: ``APIRefusal`` when the last request has not been answered.
  public mutating func next() throws(APIRefusal) {
    switch state {
    case .started, .ready, .responseSent: state = .ready
    case .initError, .running: throw refusal("Ready")
    }
  }

  /// Hands a request over to the runtime that waits for one.
  public mutating func invoke(_ requestID: String) {
    precondition(isReady, "a runtime that is \(state.name) cannot take request \(requestID)")
    state = .running(requestID: requestID)
  }

  /// `POST /runtime/invocation/{AwsRequestId}/response`: the runtime answers.
  ///
  /// - Throws: ``APIRefusal`` when that is not the request that it handles.
  public mutating func respond(to requestID: String) throws(APIRefusal) {
    try answer(requestID, "InvocationResponse")
  }

  /// `POST /runtime/invocation/{AwsRequestId}/error`: the handler has failed.
  ///
  /// - Throws: ``APIRefusal`` when that is not the request that it handles.
  public mutating func fail(_ requestID: String) throws(APIRefusal) {
    try answer(requestID, "InvocationErrorResponse")
  }

  /// `POST /runtime/init/error`: the runtime cannot begin.
  ///
  /// - Throws: ``APIRefusal`` when it has begun already.
  public mutating func initError() throws(APIRefusal) {
    guard state == .started else { throw refusal("InitError") }
    state = .initError
  }

  private mutating func answer(_ requestID: String, _ target: String) throws(APIRefusal) {
    switch state {
    case .running(requestID): state = .responseSent(requestID: requestID)
    case .responseSent(requestID): throw refusal(target)
    default: throw .invalidRequestID
    }
  }

  private func refusal(_ target: String) -> APIRefusal {
    .stateTransition(from: state.name, to: target, of: "runtime", "InvalidStateTransition")
  }
}

/// Why a process's call on the Runtime API or the Extensions API is refused.
public struct APIRefusal: Error, Hashable, Sendable {
  /// The HTTP status.
  public let status: Int
  /// The body's `errorType`.
  public let errorType: String
  /// The body's `errorMessage`.
  public let message: String

  static let invalidRequestID = Self(
    status: 400,
    errorType: "InvalidRequestID",
    message: "Invalid request ID"
  )

  static func forbidden(_ errorType: String, _ message: String) -> Self {
    Self(status: 403, errorType: errorType, message: message)
  }

  static func stateTransition(
    from state: String,
    to target: String,
    of process: String,
    _ errorType: String
  ) -> Self {
    forbidden(
      errorType,
      "State transition from \(state) to \(target) failed for \(process)."
        + " Error: State transition is not allowed"
    )
  }
}
