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
  private let tmp: TemporaryStorage
  private var state = State.empty
  private var isNew = true
  private var scope: Scope
  private var underway: Underway?

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
    tmp = TemporaryStorage(capacity: .mebibytes(configuration.ephemeralStorage))
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
    return served(ending, request.id, since: began, initDuration)
  }

  /// Freezes the environment after a request, and reports on it.
  private func served(
    _ ending: Ending,
    _ requestID: String,
    since began: SimulationInstant,
    _ initDuration: Duration?
  ) -> Served {
    scope.freeze()
    let served = Served(
      ending: ending,
      report: InvocationReport(
        requestID: requestID,
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

  // MARK: The warm path

  /// A request that runs in the initialised environment.
  private struct Underway {
    let requestID: String
    let started: TraceID
    let began: SimulationInstant
    let watchdog: Watchdog
    let scope: Scope
    let finish: @Sendable (Served) -> Void
  }

  /// Begins a request in an environment that has been initialised: the same as ``serve(_:)``, with
  /// one task and without a wait, because nearly all requests come this way.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - finish: is called on the simulation's executor when the request has ended.
  /// - Returns: false, and nothing has been done, when the environment has to be initialised first.
  func begin(_ request: Invocation, _ finish: @escaping @Sendable (Served) -> Void) -> Bool {
    guard case .ready(let code) = state, !scope.hasEnded else { return false }
    let started = record(
      .invokeStarted(environment: id, requestID: request.id, version: version, cold: false),
      cause: request.cause
    )
    let deadline = simulation.now.advanced(by: .seconds(configuration.timeout))
    scope.thaw()
    underway = Underway(
      requestID: request.id,
      started: started,
      began: simulation.now,
      watchdog: simulation.watchdog(at: deadline) { [scope] in
        scope.end(EndOfEnvironment.timeout.reason)
      },
      scope: scope,
      finish: finish
    )
    handle(request, until: deadline, because: started, with: code)
    return true
  }

  private func handle<Code: FunctionCode>(
    _ request: Invocation,
    until deadline: SimulationInstant,
    because started: TraceID,
    with code: Code
  ) {
    let context = context(of: request, until: deadline)
    let (id, payload) = (request.id, request.payload)
    simulation.spawn(on: code, in: scope) { [self] code in
      let result: Result<JSONValue, any Error>
      do {
        try await code.simulation.sleep(for: LambdaAssumptions.requestOverhead)
        result = .success(
          try await Trace.$cause.withValue(started) { try await code.handle(payload, context) }
        )
      } catch {
        result = .failure(error)
      }
      handlerEnded(id, result)
    }
  }

  /// All simulated actors share one executor, so the handler's task need not hop.
  private nonisolated func handlerEnded(
    _ requestID: String,
    _ result: Result<JSONValue, any Error>
  ) {
    assumeIsolated { $0.end(requestID, result) }
  }

  /// Ends the request that began on the warm path, unless it has ended before.
  private func end(_ requestID: String, _ result: Result<JSONValue, any Error>) {
    guard let request = underway, request.requestID == requestID else { return }
    underway = nil
    request.watchdog.stop()
    let ending: Ending
    do {
      // A handler may swallow what ended it and return: the environment is gone all the same.
      try request.scope.check()
      ending = Ending(returning: try result.get())
    } catch let end as ScopeEnded {
      Trace.$cause.withValue(request.started) { reset(because: end.reason) }
      ending = .ended(EndOfEnvironment(reason: end.reason))
    } catch {
      ending = .threw(FunctionError(describing: error))
    }
    request.finish(served(ending, requestID, since: request.began, nil))
  }

  private nonisolated func context(
    of request: Invocation,
    until deadline: SimulationInstant
  ) -> InvocationContext {
    InvocationContext(
      requestID: request.id,
      invokedFunctionARN: request.invokedARN,
      deadline: deadline,
      clientContext: request.clientContext,
      log: { [self] line in
        record(.logged(environment: id, requestID: request.id, line: line))
      }
    )
  }

  /// Creates the environment and initialises it ahead of any request.
  ///
  /// - Returns: whether it is ready.
  func prepare() async -> Bool {
    guard (try? await start()) != nil, case .ready = state else { return false }
    scope.freeze()
    return true
  }

  /// Ends the environment and the request that it may serve; function code gets no notice, only
  /// extensions would.
  func remove(_ reason: String) {
    if case .gone = state { return }
    state = .gone
    scope.thaw()
    scope.end(reason)
    record(.environmentRemoved(environment: id, reason: reason))
    // The handler's task may not even have begun, and would then never end the request.
    if let underway { end(underway.requestID, .failure(CancellationError())) }
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
      scope.end(EndOfEnvironment.timeout.reason)
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
    (error as? ScopeEnded)?.reason == EndOfEnvironment.timeout.reason ? "timeout" : "error"
  }

  // MARK: INVOKE

  private func run(_ request: Invocation, until deadline: SimulationInstant) async -> Ending {
    let scope = scope
    let watchdog = simulation.watchdog(at: deadline) {
      scope.end(EndOfEnvironment.timeout.reason)
    }
    defer { watchdog.stop() }
    do {
      let code = try await readyCode()
      let context = context(of: request, until: deadline)
      return Ending(
        returning: try await handle(request.payload, context, with: code, in: scope)
      )
    } catch let end as ScopeEnded {
      reset(because: end.reason)
      return .ended(EndOfEnvironment(reason: end.reason))
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
      tmp: tmp,
      memory: memory,
      scope: scope
    )
  }

  @discardableResult
  private nonisolated func record(
    _ event: LambdaEvent,
    cause: TraceID? = Trace.cause
  ) -> TraceID {
    let now = simulation.now
    if let entry = LambdaLogEntry(event, at: now, of: configuration, version: version) {
      cloud.logs.write(entry, to: configuration.logging.group, stream: id, at: now)
    }
    return simulation.record(event, from: configuration.functionName, cause: cause)
  }
}

/// Why an environment's processes were ended.
enum EndOfEnvironment: Hashable {
  case timeout
  case outOfMemory
  case exit(status: Int)

  private static let exitPrefix = "exit status "

  /// The end as scopes and the trace tell it.
  var reason: String {
    switch self {
    case .timeout: "timeout"
    case .outOfMemory: "out of memory"
    case .exit(let status): Self.exitPrefix + "\(status)"
    }
  }

  /// Reads the reason; any other ends the process without one.
  init(reason: String) {
    switch reason {
    case "timeout": self = .timeout
    case "out of memory": self = .outOfMemory
    default:
      let status = reason.hasPrefix(Self.exitPrefix) ? Int(reason.dropFirst(12)) : nil
      self = .exit(status: status ?? 0)
    }
  }
}
