import JSON
import Simulation
import Synchronization

/// One execution environment: created, initialised once, used for one request at a time, frozen in
/// between, and removed when it has been idle for long.
///
/// A crash or a time-out resets it: its processes are gone and with them what they held in memory;
/// the next request begins with INIT again, within its own time-out ("suppressed init").
actor ExecutionEnvironment: Simulated {
  enum State {
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
  nonisolated let initialization: InitializationType
  nonisolated var simulation: Simulation { cloud.simulation }

  nonisolated let code: any FunctionCode.Type
  nonisolated let extensions: [ExtensionSource]
  nonisolated let memory = MemoryAccount()
  nonisolated let tmp: TemporaryStorage
  nonisolated let lineage: LineageVariable
  /// Whether the execution role keeps the environment from writing to its log.
  nonisolated let logIsWithheld = Atomic<Bool>(false)
  /// What its processes see as environment variables.
  nonisolated var variables: ProcessVariables { ProcessVariables(of: self) }
  var state = State.empty
  var isNew = true
  /// The runtime's process.
  var scope: Scope
  /// What counts the processes' unfinished work.
  var background = BackgroundWork()
  private var underway: Underway?

  // With extensions alone.
  var processes: [ExtensionProcess] = []
  var runtimeCalls = RuntimeAPI()
  var extensionCalls = ExtensionsAPI(external: [])
  /// Who waits until all extensions have asked for their next event.
  var waiting: Suspension<Void>?
  var isShuttingDown = false
  var lastProcess = 0
  lazy var identifiers = cloud.randomStream("extensions of \(id)")
  lazy var traces = cloud.randomStream("traces of \(id)")

  init(
    id: String,
    in zone: String,
    of target: Target,
    code: any FunctionCode.Type,
    extensions: [ExtensionSource],
    initialization: InitializationType,
    in cloud: Cloud
  ) {
    self.id = id
    self.zone = zone
    self.cloud = cloud
    configuration = target.configuration
    version = target.version
    self.code = code
    self.extensions = extensions
    self.initialization = initialization
    scope = Scope(name: id)
    lineage = LineageVariable(of: target.configuration.functionName)
    tmp = TemporaryStorage(capacity: .mebibytes(configuration.ephemeralStorage))
  }

  // MARK: The warm path

  /// A request that runs in the initialised environment.
  private struct Underway {
    let requestID: String
    let invokedARN: String
    let started: TraceID
    let began: SimulationInstant
    let watchdog: Watchdog
    let scope: Scope
    let finish: @Sendable (Served) -> Void
  }

  /// Begins a request in an environment that has been initialised and has no extensions: the same
  /// as ``serve(_:answering:)``, with one task and without a wait, because nearly all requests come
  /// this way.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - finish: is called on the simulation's executor when the request has ended.
  /// - Returns: false, and nothing has been done, when the request cannot begin like this.
  func begin(_ request: Invocation, _ finish: @escaping @Sendable (Served) -> Void) -> Bool {
    guard case .ready(let code) = state, extensions.isEmpty, !scope.hasEnded else { return false }
    let started = record(
      .invokeStarted(
        environment: id,
        requestID: request.id,
        version: InvokedVersion(number: version, invokedARN: request.invokedARN),
        cold: false
      ),
      cause: request.cause
    )
    let deadline = simulation.now.advanced(by: .seconds(configuration.timeout))
    lineage.begin(request.lineage)
    thaw()
    underway = Underway(
      requestID: request.id,
      invokedARN: request.invokedARN,
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
      let thrown = Trace.$cause.withValue(request.started) { threw(error, on: requestID) }
      ending = .threw(thrown)
    }
    let served = report(ending, requestID, request.invokedARN, since: request.began)
    freeze()
    request.finish(served)
  }

  /// Lets the runtime write to the log that the function threw an error.
  func threw(_ error: any Error, on requestID: String) -> FunctionError {
    let error = FunctionError(describing: error)
    record(
      .threw(
        environment: id,
        requestID: requestID,
        type: error.type,
        message: error.message,
        runtime: configuration.runtime
      )
    )
    return error
  }

  nonisolated func context(
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

  /// Reports on a request that has ended.
  ///
  /// - Parameters:
  ///   - ending: how.
  ///   - requestID: which.
  ///   - invokedARN: the ARN by which the function was asked for.
  ///   - began: when INVOKE began.
  ///   - initDuration: how long INIT took, on a cold start.
  ///   - responded: when the caller got the answer, if that was before the end.
  /// - Returns: the ending with its report.
  func report(
    _ ending: Ending,
    _ requestID: String,
    _ invokedARN: String,
    since began: SimulationInstant,
    initDuration: Duration? = nil,
    responded: SimulationInstant? = nil
  ) -> Served {
    var report = InvocationReport(
      requestID: requestID,
      version: version,
      invokedARN: invokedARN,
      duration: simulation.now.duration(since: began),
      initDuration: initDuration,
      memorySize: configuration.memorySize,
      maxMemoryUsed: memory.peak.mebibytes,
      status: ending.status,
      errorType: ending.platformErrorType
    )
    report.postRuntimeExtensionsDuration = responded.map { simulation.now.duration(since: $0) }
    record(.invokeEnded(environment: id, report: report))
    return Served(ending: ending, report: report)
  }

  /// Ends the environment at once, and the request that it may serve; nobody is told.
  func end(_ reason: String) {
    state = .gone
    scope.thaw()
    scope.end(reason)
    for process in processes { process.scope.end(reason) }
    record(.environmentRemoved(environment: id, reason: reason))
    // The handler's task may not even have begun, and would then never end the request.
    if let underway { end(underway.requestID, .failure(CancellationError())) }
  }

  // MARK: Freeze, thaw and reset

  /// Pauses the processes until the next request.
  func freeze() {
    scope.freeze()
    guard !extensions.isEmpty || background.count > 0, case .ready = state else { return }
    for process in processes { process.scope.freeze() }
    record(.frozen(environment: id, unfinished: background.count))
  }

  /// Lets the processes go on, and what they had not finished.
  func thaw() {
    if !extensions.isEmpty || background.count > 0, case .ready = state, scope.isFrozen {
      record(.thawed(environment: id, unfinished: background.count))
      for process in processes { process.scope.thaw() }
    }
    scope.thaw()
  }

  /// The processes have been ended by force: what they held is gone, but not `/tmp`.
  func reset(because reason: String) {
    if case .gone = state { return }
    scope.end(reason)
    scope = Scope(name: id)
    background = BackgroundWork()
    memory.reset()
    state = .empty
    record(.environmentReset(environment: id, reason: reason))
  }

  @discardableResult
  nonisolated func record(_ event: LambdaEvent, cause: TraceID? = Trace.cause) -> TraceID {
    let now = simulation.now
    if let entry = LambdaLogEntry(event, at: now, of: self) { write(entry, at: now) }
    return cloud.record(event, from: configuration.functionName, cause: cause)
  }
}

/// On what an environment is initialised.
enum InitializationType: String, Hashable {
  /// A request that found no other.
  case onDemand = "on-demand"
  /// It is kept ready.
  case provisionedConcurrency = "provisioned-concurrency"

  /// How long INIT may take.
  ///
  /// - Parameter timeout: the function's time-out in seconds.
  /// - Returns: the limit.
  func initTimeout(_ timeout: Int) -> Duration {
    switch self {
    case .onDemand: LambdaQuotas.initTimeout
    case .provisionedConcurrency: max(LambdaQuotas.provisionedInitTimeout, .seconds(timeout))
    }
  }
}
