public import Playground

/// Carries scripts out on the course's own runtime, each in a session of its own.
public struct PlaygroundRunner: ScriptRunner {
  private let prepare: @Sendable (Session) -> Void

  /// Makes a runner.
  ///
  /// - Parameter prepare: is handed each session before its first command, for a display of what
  ///   long commands are doing.
  public init(prepare: @escaping @Sendable (Session) -> Void = { _ in }) {
    self.prepare = prepare
  }

  /// Begins an empty session.
  public func begin(
    seed: UInt64,
    files: [String: String],
    budget: Int?
  ) -> any ScriptSession {
    let session = Session(seed: seed, files: files, budget: budget)
    prepare(session)
    return session
  }
}

extension Session: ScriptSession {
  /// Carries out one command.
  public func perform(_ command: String) -> Result<CommandOutput, CommandError> {
    execute(command).result
  }

  /// Says whether an expectation holds now.
  ///
  /// - Throws: that it is not an expectation, or that its metric has no value yet.
  public func observe(_ expectation: String) throws(CommandError) -> Observation {
    let evaluation = try Expectation(parsing: expectation).evaluate(in: self)
    return Observation(
      holds: evaluation.holds,
      metric: evaluation.metric,
      actual: evaluation.actual
    )
  }
}
