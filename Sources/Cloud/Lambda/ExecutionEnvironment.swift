import JSON
import Simulation

/// One execution environment: created, initialised once, used for one request at a time, frozen in
/// between, and removed when it has been idle for long.
///
/// A crash or a time-out resets it: its processes are gone and with them what they held in memory;
/// the next request begins with INIT again, within its own time-out ("suppressed init").
actor ExecutionEnvironment: Simulated {
  private enum State {
    /// Not initialised yet, or reset.
    case empty
    /// Initialised, and frozen or in use.
    case ready(any FunctionCode)
    /// Removed.
    case gone
  }

  nonisolated let id: String
  /// The letter of the Availability Zone that it is in.
  nonisolated let zone: String
  nonisolated let cloud: Cloud
  nonisolated let configuration: FunctionConfiguration
  nonisolated let version: String
  nonisolated var simulation: Simulation { cloud.simulation }

  private let code: any FunctionCode.Type
  private let memory = MemoryAccount()
  private var state = State.empty
  private var isNew = true
  private var scope: Scope

  init(
    id: String,
    in zone: String,
    of configuration: FunctionConfiguration,
    version: String,
    code: any FunctionCode.Type,
    in cloud: Cloud
  ) {
    self.id = id
    self.zone = zone
    self.cloud = cloud
    self.configuration = configuration
    self.version = version
    self.code = code
    scope = Scope(name: id)
  }

  /// Serves one request, from a cold start if it is the first.
  ///
  /// - Returns: what the handler answered or how it failed, and what the REPORT line says.
  /// - Throws: `CancellationError` only when the whole simulation ends.
  func serve(_ request: Invocation) async throws -> Served {
    let initDuration = isNew ? try await start() : nil
    let started = record(
      .invokeStarted(
        environment: id,
        requestID: request.id,
        version: version,
        cold: initDuration != nil
      ),
      cause: request.cause
    )
    let began = simulation.now
    let deadline = began.advanced(by: .seconds(configuration.timeout))
    scope.thaw()
    let ending = await Trace.$cause.withValue(started) {
      await run(request, until: deadline)
    }
    scope.freeze()
    let served = Served(
      ending: ending,
      report: InvocationReport(
        requestID: request.id,
        version: version,
        duration: simulation.now.duration(since: began),
        initDuration: initDuration,
        memorySize: configuration.memorySize,
        maxMemoryUsed: memory.peak.mebibytes,
        status: ending.status,
        errorType: ending.platformErrorType
      )
    )
    record(.invokeEnded(environment: id, report: served.report))
    return served
  }

  /// Ends the environment and the request that it may serve; function code gets no notice, only
  /// extensions would.
  func remove(_ reason: String) {
    if case .gone = state { return }
    state = .gone
    scope.thaw()
    scope.end(reason)
    record(.environmentRemoved(environment: id, reason: reason))
  }

  // MARK: INIT

  /// Creates the environment and initialises it, ahead of the first request.
  ///
  /// An INIT that fails or is not over in time is not the request's end: it is tried again within
  /// the request.
  private func start() async throws -> Duration {
    isNew = false
    record(.environmentCreated(environment: id, version: version))
    try await simulation.sleep(for: configuration.creationTime)
    let began = simulation.now
    let deadline = began.advanced(by: LambdaQuotas.initTimeout)
    let watchdog = simulation.watchdog(at: deadline) { [scope] in
      scope.end(EndOfEnvironment.timeout.rawValue)
    }
    do {
      let code = try await initialise(phase: "init")
      try scope.check()
      state = .ready(code)
    } catch {
      reset(because: "INIT: \(error)")
    }
    watchdog.stop()
    return simulation.now.duration(since: began)
  }

  private func initialise(phase: String) async throws -> any FunctionCode {
    let began = simulation.now
    record(.initStarted(environment: id, phase: phase))
    let scope = scope
    let make = simulation.spawn(on: self, in: scope) { environment in
      try await environment.simulation.sleep(for: environment.configuration.runtimeStart)
      return try await environment.code.init(environment.functionEnvironment(scope))
    }
    let result = await make.result
    let status =
      switch result {
      case .success: "success"
      case .failure(let error): Self.status(of: error)
      }
    record(
      .initEnded(
        environment: id,
        phase: phase,
        duration: simulation.now.duration(since: began),
        status: status
      )
    )
    return try result.get()
  }

  private static func status(of error: any Error) -> String {
    (error as? ScopeEnded)?.reason == EndOfEnvironment.timeout.rawValue ? "timeout" : "error"
  }

  // MARK: INVOKE

  private func run(_ request: Invocation, until deadline: SimulationInstant) async -> Ending {
    let scope = scope
    let watchdog = simulation.watchdog(at: deadline) {
      scope.end(EndOfEnvironment.timeout.rawValue)
    }
    defer { watchdog.stop() }
    do {
      let code = try await readyCode()
      let context = InvocationContext(
        requestID: request.id,
        invokedFunctionARN: request.invokedARN,
        deadline: deadline,
        log: { [self] line in
          record(.logged(environment: id, requestID: request.id, line: line))
        }
      )
      return .returned(try await handle(request.payload, context, with: code, in: scope))
    } catch let end as ScopeEnded {
      reset(because: end.reason)
      return .ended(EndOfEnvironment(rawValue: end.reason) ?? .exit)
    } catch {
      return .threw(FunctionError(describing: error))
    }
  }

  /// The initialised code; after a reset it is initialised again, at the request's cost.
  private func readyCode() async throws -> any FunctionCode {
    try scope.check()
    if case .ready(let code) = state { return code }
    let code = try await initialise(phase: "invoke")
    try scope.check()
    state = .ready(code)
    return code
  }

  private func handle<Code: FunctionCode>(
    _ payload: JSONValue,
    _ context: InvocationContext,
    with code: Code,
    in scope: Scope
  ) async throws -> JSONValue {
    let cause = Trace.cause
    let task = simulation.spawn(on: code, in: scope) { code in
      try await code.simulation.sleep(for: LambdaAssumptions.requestOverhead)
      return try await Trace.$cause.withValue(cause) {
        try await code.handle(payload, context)
      }
    }
    let result = await task.result
    // A handler may swallow what ended it and return: the environment is gone all the same.
    try scope.check()
    return try result.get()
  }

  private func reset(because reason: String) {
    if case .gone = state { return }
    scope.end(reason)
    scope = Scope(name: id)
    memory.reset()
    state = .empty
    record(.environmentReset(environment: id, reason: reason))
  }

  private nonisolated func functionEnvironment(_ scope: Scope) -> FunctionEnvironment {
    FunctionEnvironment(
      cloud: cloud,
      functionName: configuration.functionName,
      functionVersion: version,
      memorySize: configuration.memorySize,
      variables: configuration.variables,
      recipe: configuration.recipe,
      memory: memory,
      scope: scope
    )
  }

  @discardableResult
  private nonisolated func record(
    _ event: LambdaEvent,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    simulation.record(event, from: configuration.functionName, cause: cause)
  }
}

/// Why an environment's processes were ended by force.
enum EndOfEnvironment: String {
  case timeout
  case outOfMemory = "out of memory"
  case exit
}
