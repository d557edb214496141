import Simulation

/// The processes of an environment's extensions.
extension ExecutionEnvironment {
  /// Starts the external or the internal extensions, all at once, and waits until each has
  /// registered.
  func startExtensions(isInternal: Bool) async throws {
    for source in extensions where source.isInternal == isInternal { start(source) }
    try await untilQuiet()
  }

  private func start(_ source: ExtensionSource) {
    lastProcess += 1
    let number = lastProcess
    let scope = source.isInternal ? scope : Scope(name: "\(source.name) in \(id)")
    let process = ExtensionProcess(
      source,
      number: number,
      in: scope,
      identifier: Identifiers.uuid(from: &identifiers)
    )
    processes.append(process)
    let seen = FunctionEnvironment(
      self,
      recipe: source.recipe,
      isExtension: true,
      in: scope,
      background,
      write: { [self] line in
        record(.extensionLogged(environment: id, name: source.name, line: line))
      }
    )
    let code = source.code
    let make = simulation.spawn(on: self, in: scope) { _ -> any LambdaExtension in
      let made = try await code.init(seen)
      try scope.check()
      return made
    }
    simulation.spawn(on: self) { environment in
      environment.started(number, await make.result)
    }
  }

  /// An extension is ready to register, or has failed before.
  private func started(_ number: Int, _ result: Result<any LambdaExtension, any Error>) {
    guard let process = process(number), !isEnding else { return }
    do {
      let code = try result.get()
      try register(process)
      try extensionCalls.next(process.identifier)
      process.code = code
      noteProgress()
    } catch {
      fail(process, error)
    }
  }

  private func register(_ process: ExtensionProcess) throws(APIRefusal) {
    try extensionCalls.register(
      process.source.name,
      for: process.source.events.map(\.rawValue),
      as: process.identifier
    )
  }

  /// Whether extensions end because the environment does, and not the other way round.
  var isEnding: Bool {
    if case .gone = state { return true }
    return isShuttingDown
  }

  /// The process with that number, if it still belongs to the environment.
  func process(_ number: Int) -> ExtensionProcess? {
    processes.first { $0.number == number }
  }

  // MARK: Waiting for all

  /// Whether each extension has asked for its next event.
  var isQuiet: Bool {
    extensionCalls.isQuiet && processes.allSatisfy { $0.code != nil }
  }

  /// Waits until each extension has asked for its next event.
  func untilQuiet() async throws {
    if isQuiet { return }
    try await simulation.suspend(waitingFor: "the extensions of \(self.id)") {
      waiting = $0
    }
  }

  /// Lets go on who waits for all extensions, if they are done.
  func noteProgress() {
    guard isQuiet, let waiting else { return }
    self.waiting = nil
    waiting.resume(returning: ())
  }

  // MARK: Failures

  /// An extension has failed: all processes are ended, the runtime's at once.
  func fail(_ process: ExtensionProcess, _ error: any Error) {
    let isInInit = process.code == nil
    var (type, message) = ("Extension.Crash", "exit code 0")
    var state = ExtensionsAPI.State.exited
    var said: String?
    switch error {
    case let end as ScopeEnded:
      // An internal extension ends with its runtime, which tells by itself why.
      if process.source.isInternal { return }
      message = Self.exitMessage(EndOfEnvironment(reason: end.reason))
    case let refusal as APIRefusal:
      message = "exit status 1"
      said = refusal.errorType
      record(
        .extensionLogged(environment: id, name: process.source.name, line: refusal.message)
      )
    default:
      let failure = FunctionError(describing: error)
      said = failure.type
      record(
        .extensionLogged(environment: id, name: process.source.name, line: failure.message)
      )
      state = isInInit ? .initError : .exitError
      type = isInInit ? "Extension.InitError" : "Extension.ExitError"
      if isInInit {
        try? register(process)
        try? extensionCalls.initError(process.identifier, failure.type)
      } else {
        try? extensionCalls.exitError(process.identifier, failure.type)
      }
    }
    if state == .exited { extensionCalls.ended(process.source.name) }
    report(process, state, said ?? type)
    let end = EndOfEnvironment.extensionFailed(type: type, message: message)
    if !process.source.isInternal { process.scope.end(end.reason) }
    scope.end(end.reason)
  }

  private static func exitMessage(_ end: EndOfEnvironment) -> String {
    switch end {
    case .exit(0): "exit code 0"
    case .exit(let status): "exit status \(status)"
    default: "signal: killed"
    }
  }

  /// Says what has become of an extension.
  func report(
    _ process: ExtensionProcess,
    _ state: ExtensionsAPI.State = .ready,
    _ errorType: String? = nil
  ) {
    record(
      .extensionReported(
        environment: id,
        report: ExtensionReport(
          name: process.source.name,
          isInternal: process.source.isInternal,
          state: state,
          events: extensionCalls.member(process.identifier)?.events ?? [],
          errorType: errorType
        )
      )
    )
  }
}
