import Simulation

/// SHUTDOWN: the runtime first, then the external extensions, each within its budget.
///
/// Without extensions there is no budget: the processes are killed and nobody is told.
extension ExecutionEnvironment {
  /// What ends a process that has used up its budget, or has not registered for SHUTDOWN.
  private static let kill = "SIGKILL"

  /// Removes the environment, which serves no request.
  func remove(_ reason: String) {
    if case .gone = state { return }
    guard case .ready(let code) = state, !processes.isEmpty else {
      end(reason)
      return
    }
    state = .gone
    simulation.spawn(on: self) { environment in
      await environment.shutDown(.spindown, with: code)
      environment.record(.environmentRemoved(environment: environment.id, reason: reason))
    }
  }

  /// Removes the environment and all that it does at once, because its machine is gone.
  func lose(_ reason: String) {
    if case .gone = state { return }
    end(reason)
  }

  /// Resets the environment after a failure: the runtime is gone already, and the extensions that
  /// go on are told.
  ///
  /// > Simplified: what is published does not say when the caller gets the answer; here that is at
  /// > the failure, while the environment takes no other request until it has been reset. That time
  /// > is not billed.
  func resetAll(because reason: String, _ cause: ShutdownReason) async {
    if case .gone = state { return }
    scope.end(reason)
    state = .empty
    if !processes.isEmpty { await shutDown(cause, with: nil) }
    reset(because: reason)
  }

  /// Ends all processes in order.
  ///
  /// - Parameters:
  ///   - reason: what the extensions are told.
  ///   - code: the runtime, if it still lives and is told.
  private func shutDown(_ reason: ShutdownReason, with code: (any FunctionCode)?) async {
    isShuttingDown = true
    let began = simulation.now
    let budget = ShutdownBudget(extensions)
    let deadline = began.advanced(by: budget.total)
    let alive = processes.filter { !$0.source.isInternal && !$0.scope.hasEnded }
    let told = alive.filter { process in
      process.code != nil && process.source.events.contains(.shutdown)
    }
    record(
      .shutdownStarted(
        environment: id,
        reason: reason,
        budget: budget.total,
        told: (code == nil ? [] : ["runtime"]) + told.map(\.source.name)
      )
    )
    for process in alive { process.scope.thaw() }
    scope.thaw()
    var killed: [String] = []
    if let code, await terminate(code, by: began.advanced(by: budget.runtime)) {
      killed.append("runtime")
    }
    scope.end(Self.kill)
    let numbers = told.map(\.number)
    for process in alive where !numbers.contains(process.number) { process.scope.end(Self.kill) }
    let event = ExtensionShutdown(
      reason: reason,
      deadlineMilliseconds: cloud.unixMilliseconds(at: deadline)
    )
    let ends = numbers.map { number in
      simulation.spawn(on: self) { await $0.shutDown(number, event, by: deadline) }
    }
    for (process, end) in zip(told, ends) where (try? await end.value) == true {
      killed.append(process.source.name)
    }
    record(
      .shutdownEnded(
        environment: id,
        reason: reason,
        duration: simulation.now.duration(since: began),
        killed: killed
      )
    )
    processes = []
    isShuttingDown = false
  }

  /// Sends SIGTERM to the runtime.
  ///
  /// - Returns: whether it had to be killed.
  private func terminate<Code: FunctionCode>(
    _ code: Code,
    by deadline: SimulationInstant
  ) async -> Bool {
    let scope = scope
    return await ended("runtime", in: scope, by: deadline) {
      let work = simulation.spawn(on: code, in: scope) { try await $0.terminate() }
      _ = await work.result
    }
  }

  /// Hands SHUTDOWN to an extension, as soon as it asks for its next event.
  ///
  /// - Returns: whether it had to be killed.
  private func shutDown(
    _ number: Int,
    _ event: ExtensionShutdown,
    by deadline: SimulationInstant
  ) async -> Bool {
    guard let process = process(number), let code = process.code else { return false }
    return await ended(process.source.name, in: process.scope, by: deadline) {
      if let work = process.work { _ = await work.result }
      let work = begin(event, with: code, in: process.scope)
      _ = await work.result
    }
  }

  private func begin<Code: LambdaExtension>(
    _ event: ExtensionShutdown,
    with code: Code,
    in scope: Scope
  ) -> Task<Void, any Error> {
    simulation.spawn(on: code, in: scope) { try await $0.shutDown(event) }
  }

  /// Waits until a process has ended by itself, and kills it at the deadline.
  private func ended(
    _ name: String,
    in scope: Scope,
    by deadline: SimulationInstant,
    _ work: () async -> Void
  ) async -> Bool {
    let watchdog = simulation.watchdog(at: deadline) { scope.end(Self.kill) }
    await work()
    watchdog.stop()
    var isKilled = false
    do throws(ScopeEnded) {
      try scope.check()
    } catch {
      isKilled = error.reason == Self.kill
    }
    scope.end("exited")
    record(.shutdownProcessEnded(environment: id, name: name, isKilled: isKilled))
    return isKilled
  }
}
