import Playground

/// One script to be carried out, and what must be true of it.
///
/// Trials know nothing of each other.
struct Trial {
  let script: RunScript
  /// The options of the prediction that have a condition.
  var conditions: [Option] = []
  /// The item whose key the run computes.
  var item: QuizItem?

  /// Carries the script out on a session of its own.
  func findings(with runner: some ScriptRunner) -> [Finding] {
    let run = ScriptRun(script, with: runner)
    if let (line, error) = run.refusal {
      let place = SourcePosition(
        file: line.position.file,
        line: line.position.line,
        column: error.column ?? 1
      )
      return [Self.finding(place, "this command is refused: \(error.message)", error.remedy)]
    }
    var findings: [Finding] = []
    for expectation in script.expectations {
      findings += finding(
        run.observe(expectation),
        mustHold: true,
        "this expectation does not hold"
      )
    }
    for option in conditions {
      guard let condition = option.condition else { continue }
      findings += finding(
        run.observe(condition),
        mustHold: option.isRight,
        option.isRight
          ? "option \(option.letter) is marked right, and its condition does not hold"
          : "option \(option.letter) is not marked right, and its condition holds"
      )
    }
    if let item { findings += keyFindings(item, run) }
    return findings
  }

  private func finding(
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
      return [Self.finding(place, "this cannot be observed: \(error.message)", error.remedy)]
    case .success(let observation):
      if observation.holds == mustHold { return [] }
      return [
        Self.finding(
          position,
          "\(problem): \(observation.words)",
          "Mend the run, the condition or the mark"
        )
      ]
    }
  }

  /// The computed key must exist, and earn everything when it is given as the answer.
  private func keyFindings(_ item: QuizItem, _ run: ScriptRun) -> [Finding] {
    guard case .predict(let key) = item.question else { return [] }
    switch key.rule {
    case .output:
      if !Scoring.significant(run.output).isEmpty { return [] }
      let remedy = "End the run with a command that shows something, such as show orders"
      return [Self.finding(script.position, "the last command prints nothing", remedy)]
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
