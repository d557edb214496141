import Playground

/// One script to be carried out, and what must be true of it.
///
/// Trials know nothing of each other, and may be carried out at the same time.
public struct Trial: Sendable {
  /// What is carried out.
  enum Work {
    /// A script with its expectations, and what else hangs on it.
    case run(RunScript, conditions: [Option], item: QuizItem?)
    /// A lab with what the learner begins with: it must not pass.
    case starter(Lab)
    /// A lab with its solution: it must pass.
    case solution(Lab)
    /// A lab with a wrong file: the checks that it names must fail, and no others.
    case mutant(Lab, Lab.Mutant)
  }

  let work: Work

  /// Where its text stands.
  public var position: SourcePosition {
    switch work {
    case .run(let script, _, _): script.position
    case .starter(let lab), .solution(let lab): lab.position
    case .mutant(_, let mutant): mutant.position
    }
  }

  /// Carries the script out on a session of its own.
  ///
  /// - Returns: what is not as it must be.
  public func findings(with runner: some ScriptRunner) -> [Finding] {
    switch work {
    case .run(let script, let conditions, let item):
      return findings(script, conditions, item, with: runner)
    case .starter(let lab):
      guard lab.run(lab.starter, with: runner).passed else { return [] }
      let remedy = "Leave something to do in the `lab` fence"
      return [Self.finding(position, "what the learner begins with passes already", remedy)]
    case .solution(let lab): return solutionFindings(lab, with: runner)
    case .mutant(let lab, let mutant): return mutantFindings(lab, mutant, with: runner)
    }
  }

  // MARK: Runs

  private func findings(
    _ script: RunScript,
    _ conditions: [Option],
    _ item: QuizItem?,
    with runner: some ScriptRunner
  ) -> [Finding] {
    let run = ScriptRun(script, with: runner)
    if let refusal = Self.refusal(of: run) { return [refusal] }
    var findings = Self.expectations(of: script, after: run)
    for option in conditions {
      guard let condition = option.condition else { continue }
      findings += Self.finding(
        run.observe(condition),
        mustHold: option.isRight,
        option.isRight
          ? "option \(option.letter) is marked right, and its condition does not hold"
          : "option \(option.letter) is not marked right, and its condition holds"
      )
    }
    if case .predict(let key) = item?.question, let item {
      findings += keyFindings(key, of: item, run)
    }
    return findings
  }

  private static func refusal(of run: ScriptRun) -> Finding? {
    guard let (line, error) = run.refusal else { return nil }
    let place = SourcePosition(
      file: line.position.file,
      line: line.position.line,
      column: error.column ?? 1
    )
    return finding(place, "this command is refused: \(error.message)", error.remedy)
  }

  private static func expectations(of script: RunScript, after run: ScriptRun) -> [Finding] {
    script.expectations.flatMap {
      finding(run.observe($0), mustHold: true, "this expectation does not hold")
    }
  }

  private static func finding(
    _ result: ConditionResult,
    mustHold: Bool,
    _ problem: String
  ) -> [Finding] {
    let position = result.condition.position
    switch result.result {
    case .failure(let error):
      let place = SourcePosition(
        file: position.file,
        line: position.line,
        column: position.column + max(0, (error.column ?? 1) - 1)
      )
      return [finding(place, "this cannot be observed: \(error.message)", error.remedy)]
    case .success(let observation):
      if observation.holds == mustHold { return [] }
      return [
        finding(
          position,
          "\(problem): \(observation.words)",
          "Mend the run, the condition or the mark"
        )
      ]
    }
  }

  /// The computed key must exist, and earn everything when it is given as the answer.
  private func keyFindings(_ key: PredictKey, of item: QuizItem, _ run: ScriptRun) -> [Finding] {
    switch key.rule {
    case .output:
      if !Scoring.significant(run.output).isEmpty { return [] }
      let remedy = "End the run with a command that shows something, such as show orders"
      return [Self.finding(position, "the last command prints nothing", remedy)]
    case .metric(let name, let tolerance):
      do {
        let measured = try run.measure(name.text)
        let computed = ComputedKey.measurement(measured, tolerance: tolerance)
        let answer = Response.number(measured.value, text: "\(measured.value)")
        if Scoring.score(answer, to: item, key: computed) == 1 { return [] }
        return [Self.finding(name.position, "the key \(measured) does not earn everything", nil)]
      } catch {
        let place = SourcePosition(
          file: name.position.file,
          line: name.position.line,
          column: name.position.column + max(0, (error.column ?? 1) - 1)
        )
        return [Self.finding(place, "the key cannot be measured: \(error.message)", error.remedy)]
      }
    }
  }

  // MARK: Labs

  private func solutionFindings(_ lab: Lab, with runner: some ScriptRunner) -> [Finding] {
    let files = [lab.file: lab.solution]
    let run = ScriptRun(lab.script, files: files, budget: Lab.budget, with: runner)
    if let refusal = Self.refusal(of: run) { return [refusal] }
    return Self.expectations(of: lab.script, after: run)
      + lab.checks.flatMap {
        Self.finding(
          run.observe($0.assertion),
          mustHold: true,
          "with the solution the check \($0.id) does not hold"
        )
      }
  }

  private func mutantFindings(
    _ lab: Lab,
    _ mutant: Lab.Mutant,
    with runner: some ScriptRunner
  ) -> [Finding] {
    let result = lab.run(mutant.text, with: runner)
    // A file that the run refuses is caught by every check.
    if result.refusal != nil { return [] }
    return result.lines.compactMap { line in
      let mustFail = mutant.fails.contains(line.check.id)
      switch line.outcome {
      case .passed where mustFail:
        let remedy = "Make the check stricter, or the mutant worse"
        return Self.finding(position, "the check \(line.check.id) lets this mutant pass", remedy)
      case .failed where !mustFail:
        let remedy = "Write fails=\((mutant.fails + [line.check.id]).joined(separator: ","))"
        return Self.finding(position, "this mutant fails the check \(line.check.id), too", remedy)
      case .notRun(.some(let needed)) where mustFail:
        let remedy = "Name only checks that are run, or take the need out"
        return Self.finding(
          position,
          "the check \(line.check.id) is not run, because \(needed) has not passed",
          remedy
        )
      default: return nil
      }
    }
  }

  /// The runtime's sentences end with a full stop, findings bring their own.
  private static func finding(
    _ position: SourcePosition,
    _ problem: String,
    _ remedy: String?
  ) -> Finding {
    func bare(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }
    return Finding(
      at: position,
      problem: bare(problem),
      remedy: bare(remedy ?? "Try it with evolve play")
    )
  }
}
