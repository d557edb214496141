/// Proves everything in a course that can be proved.
///
/// Files parse; ids, objectives, links, lessons and code regions exist; no file lies unused; every
/// script runs, every expectation holds, and of the conditions on a prediction's options exactly the
/// one marked right; a lab's solution passes, its starter and its mutants do not; the key of every
/// quiz earns everything, a blank sheet nothing, choosing all options nothing, and guessing does not
/// pass; what a lesson teaches and a run can show has a run that is asserted.
public struct CourseCheck {
  /// The scripts that are still to be carried out, in the order of the files.
  public private(set) var trials: [Trial] = []
  private let library: Library
  private var findings: [Finding]
  private var counts = CheckReport.Counts()
  private var taught: Set<String> = []
  private var asked: Set<String> = []
  private var shown: Set<String> = []

  /// Checks a whole course, one script after the other.
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
    let check = CourseCheck(of: library)
    return check.report(
      check.trials.flatMap { trial in
        onRun(trial.position)
        return trial.findings(with: runner)
      }
    )
  }

  /// Reads a whole course, and checks what can be checked without carrying anything out.
  public init(of library: Library) {
    self.library = library
    findings = library.findings
    for entry in library.lessons { check(lesson: entry) }
    for entry in library.quizzes { check(quiz: entry) }
    findings += UnusedFiles(in: library).findings
    checkDemonstrations()
  }

  /// The report, with what the trials have found.
  public func report(_ found: [Finding]) -> CheckReport {
    let unique = Set(findings + found).sorted {
      ($0.position, $0.problem) < ($1.position, $1.problem)
    }
    return CheckReport(
      findings: unique,
      counts: counts,
      coverage: .init(
        taught: taught.sorted(),
        asked: asked.sorted(),
        shown: shown.filter { Objective.named($0)?.isDemonstrable == true }.sorted()
      )
    )
  }

  // MARK: Lessons

  private mutating func check(lesson entry: LessonEntry) {
    counts.lessons += 1
    taught.formUnion(entry.header.objectives)
    guard let source = source(entry.file) else { return }
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
    guard let lesson = parsed.value else { return }
    for (index, step) in lesson.steps.enumerated() {
      checkCode(step.passage)
      if case .lab(let lab) = step.kind {
        addTrials(of: lab)
        shown.formUnion(entry.header.objectives)
        continue
      }
      for script in step.passage.scripts {
        var conditions: [Option] = []
        if let prediction = lesson.prediction(forRunAt: index),
          case .predict(let choice) = lesson.steps[prediction].kind
        {
          conditions = choice.options.filter { $0.condition != nil }
        }
        addTrial(of: script, conditions: conditions)
        let isAsserted = !script.expectations.isEmpty || !conditions.isEmpty
        if isAsserted { shown.formUnion(entry.header.objectives) }
      }
    }
  }

  // MARK: Quizzes

  private mutating func check(quiz entry: QuizEntry) {
    counts.quizzes += 1
    guard let source = source(entry.file) else { return }
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
    guard let quiz = parsed.value else { return }
    checkCode(quiz.intro)
    findings += GuessProof(quiz: quiz).findings
    for item in quiz.items {
      counts.items += 1
      asked.formUnion(item.objectives)
      checkCode(item.passage)
      findings += KeyProof(item: item).findings
      if item.script != nil { shown.formUnion(item.objectives) }
      if case .lab(let lab) = item.question {
        addTrials(of: lab)
      } else {
        for script in item.passage.scripts { addTrial(of: script, conditions: [], item: item) }
      }
    }
  }

  // MARK: Trials

  private mutating func addTrial(
    of script: RunScript,
    conditions: [Option],
    item: QuizItem? = nil
  ) {
    trials.append(Trial(work: .run(script, conditions: conditions, item: item)))
    counts.runs += 1
    counts.expectations += script.expectations.count
    counts.conditions += conditions.count
  }

  private mutating func addTrials(of lab: Lab) {
    trials.append(Trial(work: .starter(lab)))
    trials.append(Trial(work: .solution(lab)))
    trials += lab.mutants.map { Trial(work: .mutant(lab, $0)) }
    counts.labs += 1
    counts.mutants += lab.mutants.count
  }

  // MARK: Objectives

  /// What a run can show must be shown by one, where it is taught or where it is asked.
  private mutating func checkDemonstrations() {
    for entry in library.lessons {
      let missing = entry.header.objectives.filter {
        Objective.named($0)?.isDemonstrable == true && !shown.contains($0)
      }
      guard !missing.isEmpty, let source = source(entry.file) else { continue }
      add(
        source.position(ofKey: "objectives"),
        "no run that is asserted shows \(missing.joined(separator: ", "))",
        "Write an `expect` fence below a run of this lesson, or conditions on a prediction"
      )
    }
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
