/// What a run of a lesson showed.
public struct LessonRun: Sendable {
  /// The commands in order, each with what it showed.
  public let lines: [ScriptLine]
  /// What the lesson says must hold, and what was observed.
  public let expectations: [ConditionResult]
  /// The prediction beside the observation; nil for a run without a prediction.
  public let comparison: PredictionComparison?

  init(_ run: ScriptRun, of script: RunScript, comparison: PredictionComparison?) {
    lines = run.lines
    expectations = run.refusal == nil ? script.expectations.map { run.observe($0) } : []
    self.comparison = comparison
  }

  /// What did not come as the lesson promises: a mistake of the course, not of the learner.
  public var surprises: [String] {
    var surprises: [String] = []
    if let last = lines.last, case .failure(let error) = last.result {
      surprises.append("`\(last.command)` was refused: \(error)")
    }
    for expectation in expectations where !expectation.holds {
      surprises.append(
        "This lesson expects \(expectation.condition.text), but \(expectation.words)."
      )
    }
    return surprises
  }

  /// What to say after the run's own output, in Markdown.
  public var markdown: String {
    var parts = comparison.map { [$0.markdown] } ?? []
    parts += surprises.map { "> Not as it should be: \($0)" }
    return parts.joined(separator: "\n\n")
  }
}
