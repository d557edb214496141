import JSON

/// How the handler's run ended.
enum Ending {
  /// It returned.
  case returned(JSONValue)
  /// It threw; the environment stays warm.
  case threw(FunctionError)
  /// What it returned cannot be given to the caller; the environment stays warm.
  case unusable(FunctionError)
  /// Its process was ended; the environment is reset.
  case ended(EndOfEnvironment)

  /// How it ended when the handler has returned `value`: with an error when that is too large.
  init(returning value: JSONValue) {
    let limit = LambdaQuotas.responsePayload.bytes
    guard value.textSize > limit else {
      self = .returned(value)
      return
    }
    self = .unusable(
      FunctionError(
        type: "Function.ResponseSizeTooLarge",
        message: "Response payload size exceeded maximum allowed payload size (\(limit) bytes)."
      )
    )
  }

  var status: InvocationReport.Status {
    switch self {
    case .returned: .success
    case .ended(.timeout): .timeout
    case .threw, .unusable, .ended: .error
    }
  }

  /// The error's type, when the platform and not the function wrote it.
  var platformErrorType: String? {
    switch self {
    case .returned, .threw: nil
    case .unusable(let error): error.type
    case .ended(let end): end.errorType
    }
  }

  /// What the caller gets as payload.
  ///
  /// - Parameters:
  ///   - requestID: the request's id.
  ///   - configuration: the settings of the version that ran.
  /// - Returns: the result, or the error object.
  func payload(for requestID: String, of configuration: FunctionConfiguration) -> JSONValue {
    switch self {
    case .returned(let value): value
    case .threw(let error): error.object(of: configuration.runtime, for: requestID)
    case .unusable(let error):
      ["errorType": .string(error.type), "errorMessage": .string(error.message)]
    case .ended(let end):
      [
        "errorType": .string(end.errorType),
        "errorMessage": .string(
          "RequestId: \(requestID) Error: \(end.message(timeout: configuration.timeout))"
        ),
      ]
    }
  }
}

extension FunctionError {
  /// What any error that a handler throws looks like to the caller.
  init(describing error: any Error) {
    switch error {
    case let error as FunctionError:
      self = error
    case let error as ServiceError:
      self.init(type: error.code, message: error.message)
    case is EncodingError:
      self.init(type: "Runtime.MarshalError", message: "Unable to marshal response: \(error)")
    default:
      self.init(type: "\(Swift.type(of: error))", message: "\(error)")
    }
  }

  /// The error as a runtime writes it: each adds what it knows of the place.
  ///
  /// > Simplified: a recipe has no source lines, so that stack traces are empty.
  fileprivate func object(of runtime: String, for requestID: String) -> JSONValue {
    var object: JSONObject = ["errorMessage": .string(message), "errorType": .string(type)]
    switch runtime.prefix(while: \.isLetter) {
    case "python":
      object["requestId"] = .string(requestID)
      object["stackTrace"] = []
    case "nodejs": object["trace"] = [.string("\(type): \(message)")]
    case "java", "dotnet": object["stackTrace"] = []
    case "ruby":
      object["errorType"] = .string("Function<\(type)>")
      object["stackTrace"] = []
    default: break
    }
    return .object(object)
  }
}
