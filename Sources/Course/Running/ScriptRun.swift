import Figures
public import Playground

/// One command of a script and what came of it.
public struct ScriptLine: Sendable {
  /// Where the command stands.
  public let position: SourcePosition
  /// The command.
  public let command: String
  /// What it showed, or why it was refused.
  public let result: Result<CommandOutput, CommandError>
}

/// A script that has been carried out, with the session it was carried out on.
///
/// It ends at the first command that is refused.
public struct ScriptRun {
  /// The commands that were carried out, in order.
  public let lines: [ScriptLine]
  private let session: any ScriptSession

  /// Carries a script out.
  ///
  /// - Parameters:
  ///   - script: the script.
  ///   - files: files that its commands may read besides its own, by name: a lab's answer.
  ///   - budget: how many jobs and timers the simulation may run; nil for any number.
  ///   - runner: what carries it out.
  ///   - onLine: is handed each command as soon as it is done.
  public init(
    _ script: RunScript,
    files: [String: String] = [:],
    budget: Int? = nil,
    with runner: some ScriptRunner,
    onLine: (ScriptLine) -> Void = { _ in }
  ) {
    let session = runner.begin(
      seed: script.seed,
      files: script.files.merging(files) { _, given in given },
      budget: budget
    )
    var lines: [ScriptLine] = []
    for (number, command) in Script.lines(of: script.text) {
      let position = SourcePosition(
        file: script.position.file,
        line: script.position.line + number - 1,
        column: 1
      )
      let line = ScriptLine(
        position: position,
        command: command,
        result: session.perform(command)
      )
      lines.append(line)
      onLine(line)
      if case .failure = line.result { break }
    }
    self.lines = lines
    self.session = session
  }

  /// The command that was refused, and why.
  public var refusal: (line: ScriptLine, error: CommandError)? {
    guard let last = lines.last, case .failure(let error) = last.result else { return nil }
    return (last, error)
  }

  /// Observes a condition after the last command.
  public func observe(_ condition: Condition) -> ConditionResult {
    do {
      return ConditionResult(
        condition: condition,
        result: .success(try session.observe(condition.text))
      )
    } catch {
      return ConditionResult(condition: condition, result: .failure(error))
    }
  }

  /// Measures a metric after the last command.
  ///
  /// - Throws: that there is no such metric, or that it has no value.
  public func measure(_ metric: String) throws(CommandError) -> Measurement {
    try session.measure(metric)
  }

  /// What the last command printed, in plain words on 80 columns, without trailing white space.
  public var output: [String] {
    guard let last = lines.last, case .success(let output) = last.result else { return [] }
    let layout = Layout(width: 80, unicode: false)
    var lines = output.figures.flatMap { layout.lines(for: $0).map(\.text) }
    if let text = output.verbatim {
      lines += text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
    lines += output.followed
    return lines.map { String($0.withoutTrailingSpace) }
  }
}
