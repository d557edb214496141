import Playground

/// A learner on the way through a lesson, one step at a time.
///
/// Knows no terminal. Whoever presents it shows ``step`` (its heading and the content of its
/// passage), asks what ``prompt`` says, and hands the answer in; nothing moves by itself. What is
/// worth keeping comes out of ``takeEvents()``.
public struct LessonWalk: Sendable {
  /// What the step asks of the learner.
  public enum Prompt: Sendable {
    /// Nothing: read, and go on with ``advance(skipping:)``.
    case read
    /// An option; `chosen` is the letter that was chosen before.
    case choose(Choice, chosen: String?)
    /// To hand in a file.
    case solve(Lab)
    /// To start the run.
    case run
    /// To predict first, at the step with this index.
    case locked(prediction: Int)
  }

  /// What came of wanting to go on.
  public enum Advance: Sendable, Hashable {
    /// The next step is here.
    case moved
    /// That was the last step.
    case finished
    /// Not yet; the reason says what to do first, or how to do without.
    case held(reason: String)
  }

  /// The lesson.
  public let lesson: Lesson
  /// The index of the step in the lesson.
  public private(set) var index: Int
  /// Whether a run stays locked until its outcome was predicted.
  public let requiresPredictions: Bool
  private var chosen: [String: String] = [:]
  private var done: Set<String> = []
  /// The steps that the learner passed over.
  private var skipped: Set<String> = []
  private var shownHints: [String: Int] = [:]
  private var events: [ProgressEvent] = []

  /// Begins a lesson, or goes on where the learner was.
  ///
  /// A prediction that was made on another wording is forgotten.
  public init(
    _ lesson: Lesson,
    progress: LessonProgress = LessonProgress(),
    requiresPredictions: Bool = true
  ) {
    precondition(!lesson.steps.isEmpty, "the lesson \(lesson.header.id) has no steps")
    self.lesson = lesson
    self.requiresPredictions = requiresPredictions
    let resumed = progress.step.flatMap { id in lesson.steps.firstIndex { $0.id == id } }
    index = resumed ?? 0
    for step in lesson.steps {
      if progress.isSkipped || progress.isSkipped(step.id) { skipped.insert(step.id) }
      if progress.isPassed(step.id, step.revision) { done.insert(step.id) }
      guard case .predict(let choice) = step.kind,
        let prediction = progress.prediction(at: step.id),
        prediction.revision == step.revision, choice.index(of: prediction.letter) != nil
      else { continue }
      chosen[step.id] = prediction.letter
    }
    if resumed == nil { arrive() }
  }

  // MARK: What to show

  /// The step the learner is at.
  public var step: LessonStep { lesson.steps[index] }

  /// The step's number, from 1, and the number of all.
  public var place: (number: Int, count: Int) { (index + 1, lesson.steps.count) }

  /// What the step asks.
  public var prompt: Prompt {
    switch step.kind {
    case .prose, .experiment, .explain(nil): return .read
    case .predict(let choice), .explain(.some(let choice)):
      return .choose(choice, chosen: chosen[step.id])
    case .lab(let lab): return .solve(lab)
    case .run:
      if let prediction = missingPrediction { return .locked(prediction: prediction) }
      return done.contains(step.id) ? .read : .run
    }
  }

  /// The script after which the playground stands where the lesson stands: that of the latest run up
  /// to here which is done.
  ///
  /// Nil before the first one.
  public var latestScript: RunScript? {
    for step in lesson.steps[...index].reversed() {
      if case .run(let script) = step.kind, step.id != self.step.id || done.contains(step.id) {
        return script
      }
    }
    return nil
  }

  /// The prediction that the run at hand still lacks.
  private var missingPrediction: Int? {
    guard requiresPredictions, let prediction = lesson.prediction(forRunAt: index),
      chosen[lesson.steps[prediction].id] == nil, !skipped.contains(lesson.steps[prediction].id)
    else { return nil }
    return prediction
  }

  // MARK: What the learner does

  /// Takes a letter for the options of the step.
  ///
  /// - Returns: what to say about it: of a prediction nothing but that it is kept, of an explanation
  ///   why it is right or wrong.
  /// - Throws: why the text is not an answer, and what is.
  public mutating func answer(_ text: String) throws(ResponseError) -> Remark {
    guard case .choose(let choice, _) = prompt else {
      throw ResponseError(problem: "this step asks for no letter", remedy: "Go on to the next step")
    }
    let word = text.trimmed
    guard let index = choice.index(of: String(word)) else {
      let letters = choice.options.map(\.letter).joined(separator: ", ")
      throw ResponseError(
        problem: "`\(word.prefix(40))` is not one of the options",
        remedy: "Write one letter: \(letters)"
      )
    }
    let option = choice.options[index]
    chosen[step.id] = option.letter
    if case .predict = step.kind {
      events.append(
        .predict(
          lesson: lesson.header.id,
          step: step.id,
          revision: step.revision,
          option: option.letter
        )
      )
      return Remark(markdown: "Your prediction is kept. The run will tell.", misconception: nil)
    }
    return Remark(
      markdown: "\(option.isRight ? "Right" : "Not so"). \(option.explanation)",
      misconception: option.misconception
    )
  }

  /// What there is to say about an answer.
  public struct Remark: Sendable, Hashable {
    /// The words, in Markdown.
    public let markdown: String
    /// The name of the belief behind a wrong answer.
    public let misconception: String?
  }

  /// Carries the step's script out and compares it with the prediction.
  ///
  /// `onLine` is handed each command as soon as it is done.
  ///
  /// - Returns: the commands with what they showed, and the prediction beside the observation.
  /// - Throws: that the step has nothing to run, or that the prediction comes first.
  public mutating func run(
    with runner: some ScriptRunner,
    onLine: (ScriptLine) -> Void = { _ in }
  ) throws(ResponseError) -> LessonRun {
    guard case .run(let script) = step.kind else {
      throw ResponseError(problem: "this step runs nothing", remedy: "Go on to the next step")
    }
    if let prediction = missingPrediction {
      throw ResponseError(
        problem: "this run is locked until you predict its outcome",
        remedy: "Answer `\(lesson.steps[prediction].heading)` first, or use --no-predict"
      )
    }
    let run = ScriptRun(script, with: runner, onLine: onLine)
    done.insert(step.id)
    var comparison: PredictionComparison?
    if run.refusal == nil, let prediction = lesson.prediction(forRunAt: index),
      case .predict(let choice) = lesson.steps[prediction].kind
    {
      let letter = chosen[lesson.steps[prediction].id]
      let option = letter.flatMap { choice.index(of: $0) }.map { choice.options[$0] }
      comparison = PredictionComparison(predicted: option, among: choice, after: run)
    }
    return LessonRun(run, of: script, comparison: comparison)
  }

  /// Runs the step's lab with a text as the learner's file.
  ///
  /// - Throws: that the step is no lab.
  public mutating func solve(
    _ text: String,
    with runner: some ScriptRunner
  ) throws(ResponseError) -> LabResult {
    guard case .lab(let lab) = step.kind else {
      throw ResponseError(problem: "this step takes no file", remedy: "Go on to the next step")
    }
    let result = lab.run(text, with: runner)
    if result.passed, done.insert(step.id).inserted {
      events.append(
        .pass(lesson: lesson.header.id, step: step.id, revision: step.revision)
      )
    }
    return result
  }

  /// Whether the step's run was started, or its lab passed.
  public var isDone: Bool { done.contains(step.id) }

  /// The next hint of the step; nil when all are shown.
  public mutating func hint() -> Hint? {
    let shown = shownHints[step.id] ?? 0
    guard shown < step.passage.hints.count else { return nil }
    shownHints[step.id] = shown + 1
    return step.passage.hints[shown]
  }

  /// How many hints the step has left.
  public var hintsLeft: Int { step.passage.hints.count - (shownHints[step.id] ?? 0) }

  // MARK: Moving

  /// Goes to the next step, when this one is done or is to be skipped.
  public mutating func advance(skipping: Bool = false) -> Advance {
    if skipping, skipped.insert(step.id).inserted {
      events.append(.skip(lesson: lesson.header.id, step: step.id))
    }
    if !skipping, requiresPredictions {
      if case .predict = step.kind, chosen[step.id] == nil {
        return .held(reason: "Predict first: write the letter of an option, or skip the step.")
      }
      if case .run = step.kind, !done.contains(step.id) {
        return .held(reason: "Start the run first, or skip the step.")
      }
    }
    guard index + 1 < lesson.steps.count else {
      events.append(.finish(lesson: lesson.header.id))
      return .finished
    }
    index += 1
    arrive()
    return .moved
  }

  /// Goes to the step before; at the first one nothing happens.
  public mutating func back() {
    guard index > 0 else { return }
    index -= 1
    arrive()
  }

  /// Goes to a step by its number from 1, or as ``Lesson/index(ofStep:)`` finds it.
  ///
  /// - Throws: that there is no such step, and how steps are named.
  public mutating func go(to word: String) throws(ResponseError) {
    guard let target = lesson.index(ofStep: word) else {
      let nearest =
        Spelling.nearest(to: word, among: lesson.steps.map(\.id))
        .map { "Did you mean `\($0)`? " } ?? ""
      throw ResponseError(
        problem: "the lesson has no step `\(word.prefix(40))`",
        remedy:
          "\(nearest)Write a number from 1 to \(lesson.steps.count), or what stands over a step"
      )
    }
    index = target
    arrive()
  }

  /// Passes over all steps before the one at hand that ask for something: for a latecomer, who
  /// stands where the room is.
  public mutating func skipEarlierSteps() {
    for step in lesson.steps[..<index] where skipped.insert(step.id).inserted {
      events.append(.skip(lesson: lesson.header.id, step: step.id))
    }
  }

  private mutating func arrive() {
    events.append(.step(lesson: lesson.header.id, step: step.id))
  }

  /// What has happened since it was last asked, for the progress log.
  public mutating func takeEvents() -> [ProgressEvent] {
    defer { events = [] }
    return events
  }
}
