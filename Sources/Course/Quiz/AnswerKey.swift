public import Playground

/// What the runtime answers to an item of type `predict`.
public enum ComputedKey: Sendable, Hashable {
  /// The lines that the last command prints, without trailing white space.
  case output([String])
  /// A measurement, and how far an answer may be off in the measurement's unit.
  case measurement(Measurement, tolerance: Double)
}

/// The keys of a quiz that the runtime computes, each computed once.
public struct AnswerKeys: Sendable {
  private let runner: any ScriptRunner
  private var computed: [String: Result<ComputedKey, CourseError>] = [:]

  /// Makes keys that are computed when they are asked for.
  public init(runner: some ScriptRunner) { self.runner = runner }

  /// The key of an item; nil when its key is authored.
  ///
  /// - Throws: why the runtime has no answer; the item is then ungraded, and nobody's fault but the
  ///   kit's.
  public mutating func key(of item: QuizItem) throws(CourseError) -> ComputedKey? {
    guard case .predict(let prediction) = item.question else { return nil }
    let result = computed[item.id] ?? Self.compute(prediction, of: item, with: runner)
    computed[item.id] = result
    return try result.get()
  }

  private static func compute(
    _ key: PredictKey,
    of item: QuizItem,
    with runner: some ScriptRunner
  ) -> Result<ComputedKey, CourseError> {
    let run = ScriptRun(key.script, with: runner)
    if let (line, error) = run.refusal {
      return .failure(failure(item, "`\(line.command)` was refused: \(error)", at: line.position))
    }
    switch key.rule {
    case .output:
      let lines = Scoring.significant(run.output)
      guard !lines.isEmpty else {
        let position = key.script.position
        return .failure(failure(item, "its last command prints nothing", at: position))
      }
      return .success(.output(lines))
    case .metric(let name, let tolerance):
      do {
        let measured = try run.measure(name.text)
        return .success(.measurement(measured, tolerance: tolerance))
      } catch {
        return .failure(failure(item, "its metric has no value: \(error)", at: name.position))
      }
    }
  }

  private static func failure(
    _ item: QuizItem,
    _ problem: String,
    at position: SourcePosition
  ) -> CourseError {
    let remedy = "Mend the run or the key of the item"
    return CourseError(
      problem: "the key of \(item.id) cannot be computed: \(problem)",
      remedy: remedy,
      findings: [Finding(at: position, problem: problem, remedy: remedy)]
    )
  }
}
