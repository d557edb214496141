import Simulation

/// INIT: the external extensions, then the runtime with the internal ones, then the function.
extension ExecutionEnvironment {
  /// Creates the environment and initialises it ahead of any request.
  ///
  /// - Returns: whether it is ready.
  func prepare() async -> Bool {
    guard (try? await start()) != nil, case .ready = state else { return false }
    freeze()
    return true
  }

  /// Creates the environment and initialises it, ahead of the first request.
  ///
  /// An INIT that fails or is not over in time is not the request's end: it is tried again within
  /// the request.
  ///
  /// - Returns: how long INIT took.
  func start() async throws -> Duration {
    isNew = false
    record(.environmentCreated(environment: id, version: version))
    try await simulation.sleep(for: configuration.creationTime)
    let began = simulation.now
    let deadline = began.advanced(by: initialization.initTimeout(configuration.timeout))
    let watchdog = simulation.watchdog(at: deadline) { [scope] in
      scope.end(EndOfEnvironment.timeout.reason)
    }
    var failure: (any Error)?
    do {
      let code = try await initialise(phase: "init")
      try scope.check()
      state = .ready(code)
    } catch {
      failure = error
    }
    watchdog.stop()
    let duration = simulation.now.duration(since: began)
    if let failure { await resetAll(because: "INIT: \(failure)", Self.shutdownReason(failure)) }
    return duration
  }

  /// Runs all of INIT.
  ///
  /// - Parameter phase: `init`, or `invoke` within a request.
  /// - Returns: the function's code.
  /// - Throws: `ScopeEnded` when the time is over, a process exits or an extension fails; what the
  ///   function's INIT throws.
  func initialise(phase: String) async throws -> any FunctionCode {
    let began = simulation.now
    record(.initStarted(environment: id, phase: phase))
    let make = simulation.spawn(on: self, in: scope) { environment in
      try await environment.initialiseParts()
    }
    let result = await make.result
    var (status, errorType): (String, String?) = ("success", nil)
    if case .failure(let error) = result {
      let end = (error as? ScopeEnded).map { EndOfEnvironment(reason: $0.reason) }
      status = end == .timeout ? "timeout" : "error"
      if end != .timeout { errorType = (end ?? .exit(status: 1)).errorType }
      if end == nil { _ = threw(error, on: "") }
    }
    record(
      .initEnded(
        environment: id,
        phase: phase,
        duration: simulation.now.duration(since: began),
        status: status,
        errorType: errorType
      )
    )
    return try result.get()
  }

  private static func shutdownReason(_ error: any Error) -> ShutdownReason {
    let end = (error as? ScopeEnded).map { EndOfEnvironment(reason: $0.reason) }
    return end?.shutdownReason ?? .failure
  }

  private func initialiseParts() async throws -> any FunctionCode {
    if !extensions.isEmpty {
      runtimeCalls = RuntimeAPI()
      extensionCalls = ExtensionsAPI(
        external: extensions.filter { !$0.isInternal }.map(\.name)
      )
    }
    if extensions.contains(where: { !$0.isInternal }) {
      try await take(.extensions) { try await $0.startExtensions(isInternal: false) }
    }
    try await take(.runtime) { environment in
      try await environment.simulation.sleep(for: environment.configuration.runtimeStart)
      try await environment.startExtensions(isInternal: true)
    }
    let code = try await take(.function) { environment in
      try await environment.code.init(environment.functionEnvironment)
    }
    if !extensions.isEmpty {
      try runtimeCalls.next()
      extensionCalls.close()
      for process in processes { report(process) }
    }
    return code
  }

  /// Takes a part of INIT between two records.
  private func take<Value>(
    _ part: InitPart,
    _ body: (isolated ExecutionEnvironment) async throws -> Value
  ) async throws -> Value {
    record(.initPartStarted(environment: id, part: part))
    defer { record(.initPartEnded(environment: id, part: part)) }
    return try await body(self)
  }

  private var functionEnvironment: FunctionEnvironment {
    FunctionEnvironment(
      self,
      recipe: configuration.recipe,
      in: scope,
      background,
      write: { [self] line in record(.logged(environment: id, requestID: "", line: line)) }
    )
  }
}
