import JSON
import Simulation

/// INVOKE, with all that the warm path leaves out: INIT before it, and extensions beside it.
extension ExecutionEnvironment {
  /// Serves one request, from a cold start if it is the first.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - answer: is called with the caller's answer when that is there before the environment can
  ///     take another request, because of extensions.
  /// - Returns: what the handler answered or how it failed, and what the REPORT line says.
  /// - Throws: `CancellationError` only when the whole simulation ends.
  func serve(
    _ request: Invocation,
    answering answer: @Sendable (Ending) -> Void
  ) async throws -> Served {
    let initDuration = isNew ? try await start() : nil
    let started = record(
      .invokeStarted(
        environment: id,
        requestID: request.id,
        version: InvokedVersion(number: version, invokedARN: request.invokedARN),
        cold: initDuration != nil
      ),
      cause: request.cause
    )
    let began = simulation.now
    let deadline = began.advanced(by: .seconds(configuration.timeout))
    lineage.begin(request.lineage)
    thaw()
    return await Trace.$cause.withValue(started) {
      var response: (ending: Ending, instant: SimulationInstant)?
      var isAnswered = false
      let ending = await run(request, until: deadline) { ending in
        response = (ending, simulation.now)
        record(
          .invokeResponded(
            environment: id,
            requestID: request.id,
            duration: simulation.now.duration(since: began),
            status: ending.status,
            errorType: ending.platformErrorType
          )
        )
        isAnswered = !isQuiet
        if isAnswered { answer(ending) }
      }
      var served = report(
        ending,
        request.id,
        request.invokedARN,
        since: began,
        initDuration: initDuration,
        responded: response?.instant
      )
      if !extensions.isEmpty, scope.hasEnded {
        if !isAnswered { answer(response?.ending ?? ending) }
        isAnswered = true
        await resetAfterFailure()
      }
      freeze()
      served.isAnswered = isAnswered
      return served
    }
  }

  /// Ends the processes that go on when one has failed.
  private func resetAfterFailure() async {
    do throws(ScopeEnded) {
      try scope.check()
    } catch {
      await resetAll(because: error.reason, EndOfEnvironment(reason: error.reason).shutdownReason)
    }
  }

  /// Runs a request to its end.
  ///
  /// - Parameters:
  ///   - request: the request.
  ///   - deadline: when it is stopped, with INIT, if that has to be done again, and extensions.
  ///   - respond: is called with the answer when extensions may go on.
  /// - Returns: how all of it has ended, which may be worse than the answer.
  private func run(
    _ request: Invocation,
    until deadline: SimulationInstant,
    respond: (Ending) -> Void
  ) async -> Ending {
    let scope = scope
    let watchdog = simulation.watchdog(at: deadline) {
      scope.end(EndOfEnvironment.timeout.reason)
    }
    defer { watchdog.stop() }
    do {
      let code = try await readyCode()
      let context = context(of: request, until: deadline)
      guard !extensions.isEmpty else {
        return Ending(
          returning: try await handle(request.payload, context, with: code, in: scope)
        )
      }
      try hand(request, until: deadline)
      let ending: Ending
      do {
        let value = try await handle(request.payload, context, with: code, in: scope)
        try runtimeCalls.respond(to: request.id)
        ending = Ending(returning: value)
      } catch let error where !(error is ScopeEnded) {
        ending = .threw(FunctionError(describing: error))
        try runtimeCalls.fail(request.id)
      }
      respond(ending)
      try runtimeCalls.next()
      try await finishExtensions(in: scope)
      return ending
    } catch let end as ScopeEnded {
      if extensions.isEmpty { reset(because: end.reason) }
      return .ended(EndOfEnvironment(reason: end.reason))
    } catch {
      return .threw(FunctionError(describing: error))
    }
  }

  /// The initialised code; after a reset it is initialised again, at the request's cost.
  private func readyCode() async throws -> any FunctionCode {
    try scope.check()
    if case .ready(let code) = state { return code }
    do {
      let code = try await initialise(phase: "invoke")
      try scope.check()
      state = .ready(code)
      return code
    } catch let error where !extensions.isEmpty && !(error is ScopeEnded) {
      // The runtime has told what is wrong and exits; the extensions' processes are still there.
      scope.end(EndOfEnvironment.exit(status: 1).reason)
      throw error
    }
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
    do {
      return try result.get()
    } catch let error where !(error is ScopeEnded) {
      throw threw(error, on: context.requestID)
    }
  }

  // MARK: Extensions

  /// Hands the request to the runtime, and its INVOKE event to the extensions.
  private func hand(_ request: Invocation, until deadline: SimulationInstant) throws {
    runtimeCalls.invoke(request.id)
    let event = ExtensionInvocation(
      requestID: request.id,
      invokedFunctionARN: request.invokedARN,
      deadlineMilliseconds: cloud.unixMilliseconds(at: deadline),
      traceHeader: TraceHeader(at: cloud.unixMilliseconds / 1_000, from: &traces)
    )
    for identifier in extensionCalls.waiting(for: .invoke) {
      guard let process = processes.first(where: { $0.identifier == identifier }),
        let code = process.code
      else { continue }
      extensionCalls.deliver(to: identifier)
      record(
        .extensionInvoked(environment: id, requestID: request.id, name: process.source.name)
      )
      let work = begin(event, with: code, in: process.scope)
      process.work = work
      let number = process.number
      simulation.spawn(on: self) { environment in
        environment.ended(number, request.id, await work.result)
      }
    }
  }

  private func begin<Code: LambdaExtension>(
    _ event: ExtensionInvocation,
    with code: Code,
    in scope: Scope
  ) -> Task<Void, any Error> {
    let cause = Trace.cause
    return simulation.spawn(on: code, in: scope) { code in
      try await Trace.$cause.withValue(cause) { try await code.invoked(event) }
      // An extension may swallow what ended it and return.
      try scope.check()
    }
  }

  /// An extension has done its part of a request, or has failed.
  private func ended(_ number: Int, _ requestID: String, _ result: Result<Void, any Error>) {
    guard let process = process(number), !isEnding else { return }
    do {
      try result.get()
      try extensionCalls.next(process.identifier)
      record(
        .extensionDone(environment: id, requestID: requestID, name: process.source.name)
      )
      noteProgress()
    } catch {
      fail(process, error)
    }
  }

  /// Waits until all extensions are done; the runtime's process stands for the environment, so that
  /// the time-out and a failed extension end the wait.
  private func finishExtensions(in scope: Scope) async throws {
    let wait = simulation.spawn(on: self, in: scope) { environment in
      try await environment.untilQuiet()
    }
    let result = await wait.result
    try scope.check()
    try result.get()
  }
}
