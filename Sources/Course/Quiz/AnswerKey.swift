public import Playground

/// What the runtime says about an item of type `predict`, or about an answer to one of type `lab`.
public enum ComputedKey: Sendable, Hashable {
  /// The lines that the last command prints, without trailing white space.
  case output([String])
  /// A measurement, and how far an answer may be off in the measurement's unit.
  case measurement(Measurement, tolerance: Double)
  /// The checks after a run with the answer in place.
  case lab(LabResult)
}

/// The keys of a quiz that the runtime computes, each computed once.
///
/// A lab runs once for each different answer; before the first one it is proved that its own
/// solution passes, so that an answer never pays for a mistake of the kit.
public struct AnswerKeys: Sendable {
  private let runner: any ScriptRunner
  private var computed: [String: Result<ComputedKey, CourseError>] = [:]
  private var labs: [String: [String: LabResult]] = [:]
  /// So many answers to a lab are remembered.
  private static let remembered = 1_000

  /// Makes keys that are computed when they are asked for.
  public init(runner: some ScriptRunner) { self.runner = runner }

  /// The key of an item, by which `response` is scored; nil when its key is authored, and for a
  /// blank.
  ///
  /// - Throws: why the runtime has no answer; the item is then ungraded, and nobody's fault but the
  ///   kit's.
  public mutating func key(
    of item: QuizItem,
    for response: Response?
  ) throws(CourseError) -> ComputedKey? {
    switch item.question {
    case .predict(let prediction):
      let result = computed[item.id] ?? Self.compute(prediction, of: item, with: runner)
      computed[item.id] = result
      return try result.get()
    case .lab(let lab):
      let result = computed[item.id] ?? Self.proof(of: lab, in: item, with: runner)
      computed[item.id] = result
      let key = try result.get()
      guard case .lines(let lines) = response else { return response == nil ? nil : key }
      return .lab(run(lab, of: item, with: lines.joined(separator: "\n")))
    default: return nil
    }
  }

  private mutating func run(_ lab: Lab, of item: QuizItem, with text: String) -> LabResult {
    if let known = labs[item.id]?[text] { return known }
    let result = lab.run(text, with: runner)
    if labs[item.id, default: [:]].count < Self.remembered {
      labs[item.id, default: [:]][text] = result
    }
    return result
  }

  private static func proof(
    of lab: Lab,
    in item: QuizItem,
    with runner: some ScriptRunner
  ) -> Result<ComputedKey, CourseError> {
    let result = lab.run(lab.solution, with: runner)
    if result.passed { return .success(.lab(result)) }
    let reason = result.remarks.joined(separator: " ")
    return .failure(
      failure(item, "its own solution does not pass: \(reason)", at: lab.position)
    )
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
