import JSON
import Simulation

/// One request to run a function.
struct Invocation {
  let id: String
  let invokedARN: String
  let payload: JSONValue
  /// What the client tells about itself.
  let clientContext: JSONValue?
  /// The record because of which the request was made.
  var cause: TraceID?

  init(
    id: String,
    invokedARN: String,
    payload: JSONValue,
    clientContext: JSONValue? = nil,
    cause: TraceID? = Trace.cause
  ) {
    self.id = id
    self.invokedARN = invokedARN
    self.payload = payload
    self.clientContext = clientContext
    self.cause = cause
  }
}

/// How the handler's run ended.
enum Ending {
  /// It returned.
  case returned(JSONValue)
  /// It threw; the environment stays warm.
  case threw(FunctionError)
  /// Its process was ended; the environment is reset.
  case ended(EndOfEnvironment)

  var status: InvocationReport.Status {
    switch self {
    case .returned: .success
    case .ended(.timeout): .timeout
    case .threw, .ended: .error
    }
  }

  /// The error's type, when the platform and not the function wrote it.
  var platformErrorType: String? {
    switch self {
    case .returned, .threw: nil
    case .ended(let end): end.errorType
    }
  }

  /// What the caller gets as payload.
  func payload(for requestID: String, timeout: Int) -> JSONValue {
    switch self {
    case .returned(let value): value
    case .threw(let error):
      ["errorMessage": .string(error.message), "errorType": .string(error.type)]
    case .ended(let end):
      [
        "errorType": .string(end.errorType),
        "errorMessage": .string(
          "RequestId: \(requestID) Error: \(end.message(timeout: timeout))"
        ),
      ]
    }
  }
}

extension Ending {
  /// How it ended when the handler has returned `value`: with an error when that is too large.
  init(returning value: JSONValue) {
    let limit = LambdaQuotas.synchronousPayload.bytes
    guard value.textSize > limit else {
      self = .returned(value)
      return
    }
    self = .threw(
      FunctionError(
        type: "Function.ResponseSizeTooLarge",
        message: "Response payload size exceeded maximum allowed payload size (\(limit) bytes)."
      )
    )
  }
}

/// What an environment made of a request.
struct Served {
  let ending: Ending
  let report: InvocationReport
  /// Whether the caller has got its answer before.
  var isAnswered = false
}

extension FunctionError {
  /// What any error that a handler throws looks like to the caller.
  init(describing error: any Error) {
    switch error {
    case let error as FunctionError:
      self = error
    case let error as ServiceError:
      self.init(type: error.code, message: error.message)
    default:
      self.init(type: "\(Swift.type(of: error))", message: "\(error)")
    }
  }
}
