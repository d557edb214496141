/// The belief behind a wrong answer, and where the course refutes it.
public struct Belief: Sendable {
  /// The name by which lessons and quizzes mark it: `one-feature-fails`.
  public let slug: String
  /// The run that refutes it; nil when the course has none.
  public let refutation: Refutation?

  /// Puts a belief down.
  public init(slug: String, refutation: Refutation? = nil) {
    self.slug = slug
    self.refutation = refutation
  }

  /// The belief in words: `one feature fails`.
  public var words: String { slug.split(separator: "-").joined(separator: " ") }
}

/// A run of a lesson whose outcome is not what a belief predicts.
public struct Refutation: Sendable {
  /// The lesson.
  public let lesson: LessonHeader
  /// The step of the run, by its id.
  public let step: String
  /// What stands over the run.
  public let heading: String
  private let believed: Option
  private let choice: Choice
  private let script: RunScript

  init?(of slug: String, in lesson: Lesson) {
    for (index, step) in lesson.steps.enumerated() {
      guard case .run(let script) = step.kind, let prediction = lesson.prediction(forRunAt: index),
        case .predict(let choice) = lesson.steps[prediction].kind,
        let believed = choice.options.first(where: { $0.misconception == slug })
      else { continue }
      self.lesson = lesson.header
      self.step = step.id
      heading = step.heading
      self.believed = believed
      self.choice = choice
      self.script = script
      return
    }
    return nil
  }

  /// Carries the run out, and compares it with what the belief predicts.
  ///
  /// `onLine` is handed each command as soon as it is done.
  public func run(
    with runner: some ScriptRunner,
    onLine: (ScriptLine) -> Void = { _ in }
  ) -> LessonRun {
    let run = ScriptRun(script, with: runner, onLine: onLine)
    let comparison = PredictionComparison(predicted: believed, among: choice, after: run)
    return LessonRun(run, of: script, comparison: run.refusal == nil ? comparison : nil)
  }
}

extension Library {
  /// The belief with a name, and the run that refutes it: in the lesson `home` if that has one, else
  /// in the first lesson that does.
  public func belief(_ slug: String, home: String?) -> Belief {
    let ids = (home.map { [$0] } ?? []) + lessons.map(\.header.id).filter { $0 != home }
    for id in ids {
      if let lesson = try? lesson(id), let refutation = Refutation(of: slug, in: lesson) {
        return Belief(slug: slug, refutation: refutation)
      }
    }
    return Belief(slug: slug)
  }
}
