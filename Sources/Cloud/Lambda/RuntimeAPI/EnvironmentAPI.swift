public import JSON

/// The local HTTP endpoint of one environment: the Runtime API and the Extensions API as processes
/// see them, with their paths, headers, statuses and texts.
///
/// A value like ``RuntimeAPI`` and ``ExtensionsAPI``, which it puts together: whoever attaches a
/// process of the operating system feeds its calls to ``take(_:identifier:)``, keeps those that
/// wait, and hands them what ``invoke(_:)`` returns. Source: Lambda developer guide, "Using the
/// Lambda runtime API" and "Using the Lambda Extensions API"; texts of refusals: AWS's runtime
/// interface emulator.
///
/// > Simplified: SnapStart's `restore` calls and streamed answers are refused by name; the Telemetry
/// > API answers 202 `Telemetry.NotSupported`, as AWS's own emulator does.
public struct EnvironmentAPI: Sendable {
  /// What an extension is told about the function when it registers.
  public struct Function: Hashable, Sendable {
    let name: String
    let version: String
    let handler: String
    let account: String

    /// Describes a function.
    public init(name: String, version: String, handler: String, account: String) {
      self.name = name
      self.version = version
      self.handler = handler
      self.account = account
    }
  }

  /// How a call ends.
  public enum Reply: Hashable, Sendable {
    /// At once.
    case answer(ProcessResponse)
    /// With the next event: the process may wait for it without a limit.
    case waits
  }

  /// The runtime's side.
  public private(set) var runtime = RuntimeAPI()
  /// The extensions' side.
  public private(set) var extensions: ExtensionsAPI
  private let function: Function

  /// Creates the endpoint of an environment whose external extensions have just been started.
  ///
  /// - Parameters:
  ///   - function: what extensions are told.
  ///   - names: the files under `/opt/extensions`.
  public init(of function: Function, external names: [String] = []) {
    self.function = function
    extensions = ExtensionsAPI(external: names)
  }

  /// Whether INIT, or INVOKE, is over: all processes have asked for their next event.
  public var isQuiet: Bool { runtime.isReady && extensions.isQuiet }

  /// Takes a call of a process.
  ///
  /// - Parameters:
  ///   - request: the call.
  ///   - identifier: what an extension that registers is to be known by: a UUID.
  /// - Returns: how the call ends, and what it has told; nothing when it was refused.
  public mutating func take(
    _ request: ProcessRequest,
    identifier: String
  ) -> (reply: Reply, report: ProcessReport?) {
    let path = request.path.split(separator: "/").map(String.init)
    do throws(APIRefusal) {
      switch (request.method, path.first, path.dropFirst().first) {
      case (_, "2018-06-01", "runtime"):
        return try takeRuntime(request, Array(path.dropFirst(2)))
      case (_, "2020-01-01", "extension"):
        return try takeExtension(request, Array(path.dropFirst(2)), identifier)
      case ("PUT", "2022-07-01", "telemetry"): throw .telemetry
      default: throw .noSuchPath
      }
    } catch {
      return (.answer(ProcessResponse(error)), nil)
    }
  }

  // MARK: The environment's side

  /// Hands a request over to the runtime, which waits, and to the extensions that want to know.
  ///
  /// - Parameter invocation: the request.
  /// - Returns: what the runtime's waiting call is answered, and each extension's by identifier.
  public mutating func invoke(
    _ invocation: RuntimeInvocation
  ) -> (runtime: ProcessResponse, extensions: [String: ProcessResponse]) {
    runtime.invoke(invocation.requestID)
    let event = ExtensionInvocation(
      requestID: invocation.requestID,
      invokedFunctionARN: invocation.invokedFunctionARN,
      deadlineMilliseconds: invocation.deadlineMilliseconds,
      traceHeader: invocation.traceHeader
    )
    return (invocation.response, deliver(event.json, .invoke))
  }

  /// Tells the extensions that wait and want to know that the environment ends.
  ///
  /// - Parameter event: why, and until when.
  /// - Returns: what each extension's waiting call is answered, by identifier.
  public mutating func shutDown(_ event: ExtensionShutdown) -> [String: ProcessResponse] {
    deliver(event.json, .shutdown)
  }

  private mutating func deliver(
    _ event: JSONValue,
    _ type: ExtensionEventType
  ) -> [String: ProcessResponse] {
    var responses: [String: ProcessResponse] = [:]
    for identifier in extensions.waiting(for: type) {
      extensions.deliver(to: identifier)
      responses[identifier] = ProcessResponse(status: 200, body: event.text())
    }
    return responses
  }
}

// The Runtime API, version 2018-06-01.
extension EnvironmentAPI {
  private mutating func takeRuntime(
    _ request: ProcessRequest,
    _ path: [String]
  ) throws(APIRefusal) -> (Reply, ProcessReport?) {
    switch (request.method, path.first, path.last) {
    case ("GET", "invocation", "next") where path.count == 2:
      try runtime.next()
      // From the first one on nobody can register any more.
      extensions.close()
      return (.waits, nil)
    case ("POST", "invocation", "response") where path.count == 3:
      return try takeResponse(request, path[1])
    case ("POST", "invocation", "error") where path.count == 3:
      try runtime.fail(path[1])
      let type = Self.errorType(of: request)
      return (.accepted, .error(requestID: path[1], type: type, body: request.body))
    case ("POST", "init", "error") where path.count == 2:
      try runtime.initError()
      return (.accepted, .initError(type: Self.errorType(of: request), body: request.body))
    case (_, "restore", _): throw .snapStart
    default: throw .noSuchPath
    }
  }

  private mutating func takeResponse(
    _ request: ProcessRequest,
    _ requestID: String
  ) throws(APIRefusal) -> (Reply, ProcessReport?) {
    if request.header("Lambda-Runtime-Function-Response-Mode") != nil { throw .responseMode }
    try runtime.respond(to: requestID)
    guard request.body.utf8.count > LambdaQuotas.responsePayload.bytes else {
      return (.accepted, .response(requestID: requestID, body: request.body))
    }
    let limit = LambdaQuotas.responsePayload.bytes
    let message = "Exceeded maximum allowed payload size (\(limit) bytes)."
    let refusal = APIRefusal(status: 413, errorType: "RequestEntityTooLarge", message: message)
    let type = "Function.ResponseSizeTooLarge"
    return (
      .answer(ProcessResponse(refusal)),
      .error(requestID: requestID, type: type, body: refusal.body)
    )
  }

  private static func errorType(of request: ProcessRequest) -> String {
    request.header("Lambda-Runtime-Function-Error-Type")
      ?? (try? JSONValue(parsing: request.body))?["errorType"]?.stringValue
      ?? "Runtime.Unknown"
  }
}

// The Extensions API, version 2020-01-01.
extension EnvironmentAPI {
  private static let identifierHeader = "Lambda-Extension-Identifier"
  private static let errorHeader = "Lambda-Extension-Function-Error-Type"

  private mutating func takeExtension(
    _ request: ProcessRequest,
    _ path: [String],
    _ identifier: String
  ) throws(APIRefusal) -> (Reply, ProcessReport?) {
    switch (request.method, path) {
    case ("POST", ["register"]): return (.answer(try register(request, identifier)), nil)
    case ("GET", ["event", "next"]):
      let identifier = try Self.identifier(of: request)
      try extensions.next(identifier)
      return (.waits, extensions.member(identifier).map { .extensionReady(name: $0.name) })
    case ("POST", ["init", "error"]), ("POST", ["exit", "error"]):
      let identifier = try Self.identifier(of: request)
      guard let type = request.header(Self.errorHeader) else {
        throw .forbidden("Extension.MissingHeader", "\(Self.errorHeader) not found")
      }
      if path[0] == "init" {
        try extensions.initError(identifier, type)
      } else {
        try extensions.exitError(identifier, type)
      }
      let name = extensions.member(identifier)?.name ?? ""
      return (.accepted, .extensionFailed(name: name, type: type))
    default: throw .noSuchPath
    }
  }

  private mutating func register(
    _ request: ProcessRequest,
    _ identifier: String
  ) throws(APIRefusal) -> ProcessResponse {
    let name = request.header("Lambda-Extension-Name") ?? ""
    guard !name.isEmpty else {
      throw .forbidden("Extension.InvalidExtensionName", "Empty extension name")
    }
    let events = (try? JSONValue(parsing: request.body))?["events"]?.arrayValue
    guard let names = events?.map(\.stringValue), !names.contains(nil) else {
      throw .forbidden("InvalidRequestFormat", "The body is no object with a list of events")
    }
    try extensions.register(name, for: names.compactMap(\.self), as: identifier)
    var body: JSONObject = [
      "functionName": .string(function.name), "functionVersion": .string(function.version),
      "handler": .string(function.handler),
    ]
    let features = request.header("Lambda-Extension-Accept-Feature")?.split(separator: ",") ?? []
    if features.contains(where: { $0.filter { $0 != " " } == "accountId" }) {
      body["accountId"] = .string(function.account)
    }
    return ProcessResponse(
      status: 200,
      headers: [Self.identifierHeader: identifier],
      body: JSONValue.object(body).text()
    )
  }

  private static func identifier(of request: ProcessRequest) throws(APIRefusal) -> String {
    guard let identifier = request.header(identifierHeader) else {
      throw .forbidden(
        "Extension.MissingExtensionIdentifier",
        "Missing \(identifierHeader) header"
      )
    }
    guard identifier.wholeMatch(of: /[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}/) != nil
    else {
      throw .forbidden("Extension.InvalidExtensionIdentifier", "Invalid \(identifierHeader)")
    }
    return identifier
  }
}

extension EnvironmentAPI.Reply {
  fileprivate static let accepted = Self.answer(
    ProcessResponse(status: 202, body: #"{"status":"OK"}"#)
  )
}

extension ProcessResponse {
  fileprivate init(_ refusal: APIRefusal) {
    self.init(status: refusal.status, body: refusal.body)
  }
}

extension APIRefusal {
  /// The body as the APIs write it.
  fileprivate var body: String {
    let object: JSONValue = [
      "errorMessage": .string(message), "errorType": .string(errorType),
    ]
    return object.text()
  }

  fileprivate static let noSuchPath = Self(
    status: 404,
    errorType: "NotFound",
    message: "404 page not found"
  )
  fileprivate static let responseMode = Self(
    status: 400,
    errorType: "InvalidFunctionResponseMode",
    message: "Invalid function response mode"
  )
  /// AWS's emulator answers the same.
  fileprivate static let telemetry = Self(
    status: 202,
    errorType: "Telemetry.NotSupported",
    message: "Telemetry API is not supported"
  )
  fileprivate static let snapStart = forbidden(
    "SnapStart.NotSupported",
    "SnapStart is not supported"
  )
}

/// A request as the Runtime API hands it over.
public struct RuntimeInvocation: Hashable, Sendable {
  /// Its id.
  public let requestID: String
  /// The ARN by which the function was called.
  public let invokedFunctionARN: String
  /// When it will be stopped, in milliseconds since 1970.
  public let deadlineMilliseconds: Int64
  /// The event.
  public let payload: JSONValue
  /// The trace that it belongs to.
  public let traceHeader: TraceHeader
  /// What the client tells about itself.
  public let clientContext: JSONValue?

  /// Describes a request.
  public init(
    requestID: String,
    invokedFunctionARN: String,
    deadlineMilliseconds: Int64,
    payload: JSONValue,
    traceHeader: TraceHeader,
    clientContext: JSONValue? = nil
  ) {
    self.requestID = requestID
    self.invokedFunctionARN = invokedFunctionARN
    self.deadlineMilliseconds = deadlineMilliseconds
    self.payload = payload
    self.traceHeader = traceHeader
    self.clientContext = clientContext
  }

  fileprivate var response: ProcessResponse {
    var headers = [
      "Lambda-Runtime-Aws-Request-Id": requestID,
      "Lambda-Runtime-Deadline-Ms": "\(deadlineMilliseconds)",
      "Lambda-Runtime-Invoked-Function-Arn": invokedFunctionARN,
      "Lambda-Runtime-Trace-Id": traceHeader.text,
    ]
    if let clientContext { headers["Lambda-Runtime-Client-Context"] = clientContext.text() }
    return ProcessResponse(status: 200, headers: headers, body: payload.text())
  }
}
