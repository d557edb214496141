/// Proves everything in a course that can be proved.
///
/// Files parse; ids, objectives, links, lessons and code regions exist; every script runs, every
/// expectation holds, and of the conditions on a prediction's options exactly the one marked right;
/// the key of every quiz earns everything, a blank sheet nothing, and choosing all options nothing.
public struct CourseCheck {
  private let library: Library
  private let runner: any ScriptRunner
  private var findings: [Finding]
  private var counts = CheckReport.Counts()
  private var taught: Set<String> = []
  private var asked: Set<String> = []

  /// Checks a whole course.
  ///
  /// `onRun` is told where a script stands before it is carried out.
  ///
  /// - Returns: all that is wrong, and how much was looked at.
  /// - Complexity: one session for each script; by far the most of it is running them.
  public static func report(
    on library: Library,
    with runner: some ScriptRunner,
    onRun: (SourcePosition) -> Void = { _ in }
  ) -> CheckReport {
    var check = CourseCheck(library: library, runner: runner)
    var trials: [Trial] = []
    for entry in library.lessons { trials += check.trials(inLesson: entry) }
    for entry in library.quizzes { trials += check.trials(inQuiz: entry) }
    for trial in trials {
      onRun(trial.script.position)
      check.findings += trial.findings(with: runner)
      check.counts.runs += 1
      check.counts.expectations += trial.script.expectations.count
      check.counts.conditions += trial.conditions.count
    }
    return check.finish()
  }

  private init(library: Library, runner: some ScriptRunner) {
    self.library = library
    self.runner = runner
    findings = library.findings
  }

  private func finish() -> CheckReport {
    let unique = Set(findings).sorted {
      ($0.position, $0.problem) < ($1.position, $1.problem)
    }
    return CheckReport(
      findings: unique,
      counts: counts,
      taught: taught.sorted(),
      asked: asked.sorted()
    )
  }

  // MARK: Lessons

  private mutating func trials(inLesson entry: LessonEntry) -> [Trial] {
    counts.lessons += 1
    taught.formUnion(entry.header.objectives)
    guard let source = source(entry.file) else { return [] }
    let parsed = Lesson.parse(source)
    findings += parsed.findings
    for required in entry.header.requires {
      let before = library.lessons.first { $0.header.id == required }
      if before == nil || (before?.number ?? 0) >= entry.number {
        add(
          source.position(ofKey: "requires"),
          before == nil
            ? "there is no lesson `\(required)`" : "the lesson `\(required)` comes later",
          "Name lessons that come before this one"
        )
      }
    }
    findings += Links(of: source).findings(in: library.directory)
    guard let lesson = parsed.value else { return [] }
    var trials: [Trial] = []
    for (index, step) in lesson.steps.enumerated() {
      checkCode(step.passage)
      for script in step.passage.scripts {
        var trial = Trial(script: script)
        if let prediction = lesson.prediction(forRunAt: index),
          case .predict(let choice) = lesson.steps[prediction].kind
        {
          trial.conditions = choice.options.filter { $0.condition != nil }
        }
        trials.append(trial)
      }
    }
    return trials
  }

  // MARK: Quizzes

  private mutating func trials(inQuiz entry: QuizEntry) -> [Trial] {
    counts.quizzes += 1
    guard let source = source(entry.file) else { return [] }
    let parsed = Quiz.parse(source)
    findings += parsed.findings
    if let lesson = entry.header.lesson,
      !library.lessons.contains(where: { $0.header.id == lesson })
    {
      add(
        source.position(ofKey: "lesson"),
        "there is no lesson `\(lesson)`",
        "Name the lesson that the quiz belongs to by its id"
      )
    }
    findings += Links(of: source).findings(in: library.directory)
    guard let quiz = parsed.value else { return [] }
    var trials: [Trial] = []
    checkCode(quiz.intro)
    for item in quiz.items {
      counts.items += 1
      asked.formUnion(item.objectives)
      checkCode(item.passage)
      findings += KeyProof(item: item).findings
      trials += item.passage.scripts.map { Trial(script: $0, item: item) }
    }
    return trials
  }

  // MARK: Helpers

  private mutating func source(_ file: String) -> SourceText? {
    do throws(CourseError) {
      return try library.source(file)
    } catch {
      findings += error.findings
      return nil
    }
  }

  private mutating func checkCode(_ passage: Passage) {
    for case .code(let reference) in passage.parts {
      counts.regions += 1
      do throws(CourseError) {
        _ = try library.excerpt(reference)
      } catch {
        add(reference.position, error.problem, error.remedy)
      }
    }
  }

  private mutating func add(_ position: SourcePosition, _ problem: String, _ remedy: String) {
    findings.append(Finding(at: position, problem: problem, remedy: remedy))
  }
}

extension Passage {
  /// The scripts among the parts.
  var scripts: [RunScript] {
    parts.compactMap { part in
      guard case .script(let script) = part else { return nil }
      return script
    }
  }
}

extension SourceText {
  /// Where a key of the front matter stands.
  func position(ofKey key: String) -> SourcePosition {
    let line = lines.first { $0.text.hasPrefix(key + ":") }
    return SourcePosition(file: file, line: line?.number ?? 1, column: 1)
  }
}
