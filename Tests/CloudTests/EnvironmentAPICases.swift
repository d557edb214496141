import Cloud
import JSON
import Testing

/// The Runtime API and the Extensions API: calls of processes in order, and what each is answered.
///
/// One row, one rule of `lambda-lifecycle.md`, sections 8 to 10.
@Suite struct EnvironmentAPICases {
  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// `PROCESS CALL …`, or what the environment does: `hand ID`, `end REASON`.
    let calls: String
    /// The answer to the last call.
    let expected: String

    init(_ rule: String, _ calls: String, _ expected: String) {
      testDescription = rule
      self.calls = calls
      self.expected = expected
    }
  }

  @Test(arguments: runtimeRows + registrationRows + extensionRows + otherRows)
  func `the endpoint answers`(row: Row) {
    var endpoint = Endpoint()
    let answers = row.calls.split(separator: ",").map { endpoint.take(String($0)) }
    #expect(answers.last == row.expected)
  }

  static let forbidden = "403 InvalidStateTransition: State transition from"
  static let notAllowed = "failed for runtime. Error: State transition is not allowed"
  static let wrongID = "400 InvalidRequestID: Invalid request ID"

  /// Every state of the runtime with every call.
  static let runtimeRows: [Row] = [
    Row("started: next", "runtime next", "waits"),
    Row("started: response", "runtime response r1", wrongID),
    Row("started: error", "runtime error r1", wrongID),
    Row("started: init/error", "runtime init/error", "202"),
    Row(
      "init error: next",
      "runtime init/error,runtime next",
      "\(forbidden) InitError to Ready \(notAllowed)"
    ),
    Row("init error: response", "runtime init/error,runtime response r1", wrongID),
    Row(
      "init error: again",
      "runtime init/error,runtime init/error",
      "\(forbidden) InitError to InitError \(notAllowed)"
    ),
    Row("ready: next", "runtime next,runtime next", "waits"),
    Row("ready: response", "runtime next,runtime response r1", wrongID),
    Row(
      "ready: init/error",
      "runtime next,runtime init/error",
      "\(forbidden) Ready to InitError \(notAllowed)"
    ),
    Row(
      "running: next",
      "runtime next,hand r1,runtime next",
      "\(forbidden) Running to Ready \(notAllowed)"
    ),
    Row("running: response", "runtime next,hand r1,runtime response r1", "202"),
    Row("running: response to another", "runtime next,hand r1,runtime response r2", wrongID),
    Row("running: error", "runtime next,hand r1,runtime error r1", "202"),
    Row("running: error of another", "runtime next,hand r1,runtime error r2", wrongID),
    Row(
      "running: init/error",
      "runtime next,hand r1,runtime init/error",
      "\(forbidden) Running to InitError \(notAllowed)"
    ),
    Row("answered: next", "runtime next,hand r1,runtime response r1,runtime next", "waits"),
    Row(
      "answered: response again",
      "runtime next,hand r1,runtime response r1,runtime response r1",
      "\(forbidden) ResponseSent to InvocationResponse \(notAllowed)"
    ),
    Row(
      "answered: error",
      "runtime next,hand r1,runtime response r1,runtime error r1",
      "\(forbidden) ResponseSent to InvocationErrorResponse \(notAllowed)"
    ),
    Row(
      "answered: response to the next request too early",
      "runtime next,hand r1,runtime response r1,runtime response r2",
      wrongID
    ),
    Row(
      "the second request: response to the first",
      "runtime next,hand r1,runtime error r1,runtime next,hand r2,runtime response r1",
      wrongID
    ),
    Row(
      "a response over 6 MB",
      "runtime next,hand r1,runtime response r1 6291557",
      "413 RequestEntityTooLarge: Exceeded maximum allowed payload size (6291556 bytes)."
    ),
    Row(
      "a response over 6 MB is an error, and the request is over",
      "runtime next,hand r1,runtime response r1 6291557,runtime next",
      "waits"
    ),
    Row("what next is handed", "runtime next,hand r1", handed),
  ]

  private static let handed =
    "Lambda-Runtime-Aws-Request-Id: r1, Lambda-Runtime-Client-Context: {}, "
    + "Lambda-Runtime-Deadline-Ms: 676051, Lambda-Runtime-Invoked-Function-Arn: arn,"
    + " Lambda-Runtime-Trace-Id: Root=1-6955b900-0c0fec141ab77a00bc047aa2;Sampled=0, body: [1]"

  private static let closed =
    "403 Extension.RegistrationClosed: Extension registration closed already"

  static let registrationRows: [Row] = [
    Row(
      "register",
      "audit register INVOKE SHUTDOWN",
      #"200 {"functionName":"f","functionVersion":"$LATEST","handler":"app"}"#
    ),
    Row(
      "register, with the account",
      "audit register+ INVOKE",
      #"200 {"functionName":"f","functionVersion":"$LATEST","handler":"app","#
        + #""accountId":"123456789012"}"#
    ),
    Row("register for nothing", "audit register", registered),
    Row("internal: register", "thread register INVOKE", registered),
    Row(
      "internal: SHUTDOWN",
      "thread register INVOKE SHUTDOWN",
      "403 Extension.InvalidEventType: SHUTDOWN: ShutdownEventNotSupportedForInternalExtension"
    ),
    Row(
      "an unknown event",
      "audit register START",
      "403 Extension.InvalidEventType: START: ErrorInvalidEventType"
    ),
    Row("after INIT", "runtime next,audit register INVOKE", closed),
    Row("internal, after INIT", "runtime next,thread register INVOKE", closed),
    Row(
      "twice",
      "audit register INVOKE,audit register INVOKE",
      "403 Extension.InvalidExtensionState: State transition from Registered to Registered failed"
        + " for extension audit. Error: State transition is not allowed"
    ),
    Row(
      "internal, a name that is taken",
      "thread register INVOKE,thread register INVOKE",
      "403 Extension.InvalidExtensionState: Extension with this name already registered"
    ),
    Row("the tenth", tenth, registered),
    Row(
      "the eleventh",
      tenth + ",t11 register INVOKE",
      "403 Extension.TooManyExtensions: Extension limit (10) reached"
    ),
    Row(
      "without a name",
      " register INVOKE",
      "403 Extension.InvalidExtensionName: Empty extension name"
    ),
    Row(
      "without events",
      "audit register-body {}",
      "403 InvalidRequestFormat: The body is no object with a list of events"
    ),
  ]

  private static let registered =
    #"200 {"functionName":"f","functionVersion":"$LATEST","handler":"app"}"#
  private static let tenth = (1...10).map { "t\($0) register INVOKE" }.joined(separator: ",")

  private static func state(_ from: String, _ to: String) -> String {
    "403 Extension.InvalidExtensionState: State transition from \(from) to \(to) failed for"
      + " extension \(Endpoint.identifier("audit")). Error: State transition is not allowed"
  }

  /// Every state of an extension with every call.
  static let extensionRows: [Row] = [
    Row(
      "started: next",
      "audit next",
      "403 Extension.UnknownExtensionIdentifier: Unknown extension \(Endpoint.identifier("audit"))"
    ),
    Row("registered: next", "audit register INVOKE,audit next", "waits"),
    Row("registered: init/error", "audit register INVOKE,audit init/error E.x", "202"),
    Row("registered: exit/error", "audit register INVOKE,audit exit/error E.x", "202"),
    Row(
      "ready: next",
      "audit register INVOKE,audit next,audit next",
      state("Ready", "Ready")
    ),
    Row(
      "ready: init/error",
      "audit register INVOKE,audit next,audit init/error E.x",
      state("Ready", "InitError")
    ),
    Row("ready: exit/error", "audit register INVOKE,audit next,audit exit/error E.x", "202"),
    Row("running: next", "\(running),audit next", "waits"),
    Row("running: init/error", "\(running),audit init/error E.x", state("Running", "InitError")),
    Row("running: exit/error", "\(running),audit exit/error E.x", "202"),
    Row(
      "init error: next",
      "audit register INVOKE,audit init/error E.x,audit next",
      state("InitError", "Ready")
    ),
    Row(
      "init error: exit/error",
      "audit register INVOKE,audit init/error E.x,audit exit/error E.x",
      state("InitError", "ExitError")
    ),
    Row(
      "exit error: next",
      "audit register INVOKE,audit exit/error E.x,audit next",
      state("ExitError", "Ready")
    ),
    Row(
      "without an identifier",
      "nobody next",
      "403 Extension.MissingExtensionIdentifier: Missing Lambda-Extension-Identifier header"
    ),
    Row(
      "with no identifier at all",
      "nonsense next",
      "403 Extension.InvalidExtensionIdentifier: Invalid Lambda-Extension-Identifier"
    ),
    Row(
      "an error without its type",
      "audit register INVOKE,audit init/error",
      "403 Extension.MissingHeader: Lambda-Extension-Function-Error-Type not found"
    ),
    Row(
      "INVOKE as an extension sees it",
      "audit register INVOKE,audit next,runtime next,hand+ r1",
      #"{"eventType":"INVOKE","deadlineMs":676051,"requestId":"r1","invokedFunctionArn":"arn","#
        + #""tracing":{"type":"X-Amzn-Trace-Id","#
        + #""value":"Root=1-6955b900-0c0fec141ab77a00bc047aa2;Sampled=0"}}"#
    ),
    Row(
      "INVOKE goes to nobody else",
      "audit register SHUTDOWN,audit next,runtime next,hand+ r1",
      "nobody"
    ),
    Row(
      "SHUTDOWN as an extension sees it",
      "audit register SHUTDOWN,audit next,runtime next,end TIMEOUT",
      #"{"eventType":"SHUTDOWN","shutdownReason":"TIMEOUT","deadlineMs":676051}"#
    ),
    Row("SHUTDOWN goes to who waits", "\(running),end FAILURE", "nobody"),
  ]

  private static let running =
    "audit register INVOKE SHUTDOWN,audit next,runtime next,hand r1"

  static let otherRows: [Row] = [
    Row("INIT is not over: the runtime", "audit register INVOKE,audit next,quiet", "false"),
    Row("INIT is not over: an extension", "audit register INVOKE,runtime next,quiet", "false"),
    Row("INIT is not over: nobody registered", "runtime next,quiet", "false"),
    Row(
      "INIT is over when all have called next",
      "audit register INVOKE,audit next,runtime next,quiet",
      "true"
    ),
    Row("INVOKE is not over: the runtime", "\(running),audit next,quiet", "false"),
    Row(
      "INVOKE is not over: an extension",
      "\(running),runtime response r1,runtime next,quiet",
      "false"
    ),
    Row(
      "INVOKE is over when all have called next again",
      "\(running),runtime response r1,audit next,runtime next,quiet",
      "true"
    ),
    Row(
      "the Telemetry API is out of scope",
      "audit telemetry",
      "202 Telemetry.NotSupported: Telemetry API is not supported"
    ),
    Row("SnapStart", "runtime restore", "403 SnapStart.NotSupported: SnapStart is not supported"),
    Row(
      "a streamed response",
      "runtime next,hand r1,runtime stream r1",
      "400 InvalidFunctionResponseMode: Invalid function response mode"
    ),
    Row("no such path", "runtime nowhere", "404 NotFound: 404 page not found"),
  ]
}

/// Spells calls in words.
private struct Endpoint {
  var api = EnvironmentAPI(
    of: .init(name: "f", version: "$LATEST", handler: "app", account: "123456789012"),
    external: ["audit"]
  )

  /// The same for each name.
  static func identifier(_ name: String) -> String {
    let number = name.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_000 }
    return "00000000-0000-0000-0000-000000" + String(number + 100_000)
  }

  mutating func take(_ call: String) -> String {
    let words = call.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    switch words[0] {
    case "quiet": return "\(api.isQuiet)"
    case "hand", "hand+":
      let invocation = RuntimeInvocation(
        requestID: words[1],
        invokedFunctionARN: "arn",
        deadlineMilliseconds: 676_051,
        payload: [1],
        traceHeader: TraceHeader("Root=1-6955b900-0c0fec141ab77a00bc047aa2;Sampled=0"),
        clientContext: [:]
      )
      let handed = api.invoke(invocation)
      if words[0] == "hand+" { return handed.extensions.values.first?.body ?? "nobody" }
      let headers = handed.runtime.headers.sorted { $0.key < $1.key }
      return headers.map { "\($0.key): \($0.value)" }.joined(separator: ", ")
        + ", body: \(handed.runtime.body)"
    case "end":
      let reason = ShutdownReason(rawValue: words[1]) ?? .spindown
      let event = ExtensionShutdown(reason: reason, deadlineMilliseconds: 676_051)
      return api.shutDown(event).values.first?.body ?? "nobody"
    case "runtime": return text(runtime(words))
    default: return text(callOfExtension(words))
    }
  }

  private func runtime(_ words: [String]) -> ProcessRequest {
    let base = "/2018-06-01/runtime"
    switch words[1] {
    case "next": return ProcessRequest("GET", "\(base)/invocation/next")
    case "init/error": return ProcessRequest("POST", "\(base)/init/error", body: "{}")
    case "restore": return ProcessRequest("GET", "\(base)/restore/next")
    case "nowhere": return ProcessRequest("GET", "\(base)/nowhere")
    case "stream":
      return ProcessRequest(
        "POST",
        "\(base)/invocation/\(words[2])/response",
        headers: ["lambda-runtime-function-response-mode": "streaming"]
      )
    default:
      let size = words.count > 3 ? Int(words[3]) ?? 1 : 1
      return ProcessRequest(
        "POST",
        "\(base)/invocation/\(words[2])/\(words[1])",
        body: String(repeating: "1", count: size)
      )
    }
  }

  private func callOfExtension(_ words: [String]) -> ProcessRequest {
    let base = "/2020-01-01/extension"
    let id = words[0] == "nonsense" ? "x" : words[0] == "nobody" ? "" : Self.identifier(words[0])
    var headers = ["Lambda-Extension-Identifier": id]
    switch words[1] {
    case "register", "register+":
      headers = ["lambda-extension-name": words[0]]
      if words[1] == "register+" { headers["Lambda-Extension-Accept-Feature"] = "accountId" }
      let events = words.dropFirst(2).map { "\"\($0)\"" }.joined(separator: ",")
      return ProcessRequest(
        "POST",
        "\(base)/register",
        headers: headers,
        body: #"{"events":[\#(events)]}"#
      )
    case "register-body":
      headers = ["lambda-extension-name": words[0]]
      return ProcessRequest("POST", "\(base)/register", headers: headers, body: words[2])
    case "telemetry": return ProcessRequest("PUT", "/2022-07-01/telemetry", headers: headers)
    case "next": return ProcessRequest("GET", "\(base)/event/next", headers: headers)
    default:
      if words.count > 2 { headers["Lambda-Extension-Function-Error-Type"] = words[2] }
      return ProcessRequest("POST", "\(base)/\(words[1])", headers: headers)
    }
  }

  private mutating func text(_ request: ProcessRequest) -> String {
    let name = request.headers["lambda-extension-name"] ?? ""
    switch api.take(request, identifier: Self.identifier(name)).reply {
    case .waits: return "waits"
    case .answer(let response):
      if response.status == 200 { return "200 \(response.body)" }
      guard let error = response.error else { return "\(response.status)" }
      return "\(response.status) \(error)"
    }
  }
}

extension ProcessResponse {
  fileprivate var error: String? {
    let match = body.wholeMatch(of: /\{"errorMessage":"(.*)","errorType":"(.*)"\}/)
    return match.map { "\($0.2): \($0.1)" }
  }
}
