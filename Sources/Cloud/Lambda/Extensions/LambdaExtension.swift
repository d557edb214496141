public import JSON
public import Simulation

/// An extension: code that runs in an execution environment beside the function.
///
/// `init` is what it does before it registers; INIT goes on when all have registered. A request, and
/// what is billed for it, lasts until every extension that has registered for `INVOKE` is done with
/// it, while the caller has the function's answer already. Stored properties survive from one event
/// to the next, until SHUTDOWN or a reset.
///
/// An external extension is a process of its own, and comes in a layer; see
/// ``Lambda/register(extension:_:)``. An internal one is a thread of the runtime, and comes with the
/// function's code; see ``FunctionCode/extensions``.
///
/// > Simplified: an extension asks for its first event as soon as it has registered, so that
/// > nothing of its INIT runs beside the runtime's.
public protocol LambdaExtension: Simulated {
  /// The name of an internal extension; an external one has its file's name.
  static var name: String { get }

  /// What it registers for.
  static var events: [ExtensionEventType] { get }

  /// What the extension runs in: variables, memory, `/tmp` and processor time are the function's.
  nonisolated var environment: FunctionEnvironment { get }

  /// Does what has to be done before the extension registers.
  init(_ environment: FunctionEnvironment) async throws

  /// Does its part for one request.
  ///
  /// - Parameter event: what an extension is told about the request.
  /// - Throws: anything; the extension's process ends with it, and the environment is reset.
  func invoked(_ event: ExtensionInvocation) async throws

  /// Cleans up before the environment ends, in what is left of the budget.
  ///
  /// - Parameter event: why, and until when.
  /// - Throws: anything; the process ends either way.
  func shutDown(_ event: ExtensionShutdown) async throws
}

extension LambdaExtension {
  /// The type's name.
  public static var name: String { "\(Self.self)" }

  /// The simulation of the environment's cloud.
  public nonisolated var simulation: Simulation { environment.cloud.simulation }

  /// Does nothing.
  public func invoked(_ event: ExtensionInvocation) async throws {}

  /// Does nothing.
  public func shutDown(_ event: ExtensionShutdown) async throws {}
}

/// What an extension is told about a request: neither the event nor the answer.
public struct ExtensionInvocation: Hashable, Sendable {
  /// The request's id.
  public let requestID: String
  /// The ARN by which the function was called.
  public let invokedFunctionARN: String
  /// When the request will be stopped, in milliseconds since 1970.
  public let deadlineMilliseconds: Int64
  /// The request's trace header.
  public let traceHeader: TraceHeader

  /// The event as the Extensions API hands it over.
  public var json: JSONValue {
    [
      "eventType": "INVOKE", "deadlineMs": .number(JSONNumber(Int(deadlineMilliseconds))),
      "requestId": .string(requestID), "invokedFunctionArn": .string(invokedFunctionARN),
      "tracing": ["type": .string(TraceHeader.name), "value": .string(traceHeader.text)],
    ]
  }
}

/// Why an environment's processes are ended.
public enum ShutdownReason: String, Hashable, Sendable {
  /// The environment is no longer needed.
  case spindown = "SPINDOWN"
  /// A request, or INIT, was not over in time.
  case timeout = "TIMEOUT"
  /// A process has failed.
  case failure = "FAILURE"
}

/// What an external extension is told when the environment ends.
public struct ExtensionShutdown: Hashable, Sendable {
  /// Why.
  public let reason: ShutdownReason
  /// When the extension will be stopped, in milliseconds since 1970.
  public let deadlineMilliseconds: Int64

  /// Describes the end.
  public init(reason: ShutdownReason, deadlineMilliseconds: Int64) {
    self.reason = reason
    self.deadlineMilliseconds = deadlineMilliseconds
  }

  /// The event as the Extensions API hands it over.
  public var json: JSONValue {
    [
      "eventType": "SHUTDOWN", "shutdownReason": .string(reason.rawValue),
      "deadlineMs": .number(JSONNumber(Int(deadlineMilliseconds))),
    ]
  }
}
