/// What is known of a lesson.
public struct LessonProgress: Sendable {
  /// A prediction that was made.
  public struct Prediction: Sendable, Hashable {
    /// The wording that was answered.
    public let revision: Revision
    /// The chosen option's letter.
    public let letter: String
  }

  private var names = NameTable()
  private var predictions: [Prediction?] = []
  private var skippedSteps: Set<Int> = []
  /// The wordings in which labs were passed, by step.
  private var passedLabs: [Int: Revision] = [:]
  private var current: Int?
  /// Whether the lesson's end was reached.
  public private(set) var isFinished = false
  /// Whether the whole lesson was passed over.
  public private(set) var isSkipped = false

  /// Nothing was done yet.
  public init() {}

  /// The step at which the learner is; nil before the first and after the last.
  public var step: String? { current.map { names.name($0) } }

  /// What was predicted at a step, in whatever wording.
  public func prediction(at step: String) -> Prediction? {
    names.find(step).flatMap { predictions[$0] }
  }

  /// Whether the lab of a step was passed in this wording.
  public func isPassed(_ step: String, _ revision: Revision) -> Bool {
    names.find(step).map { passedLabs[$0] == revision } ?? false
  }

  /// Whether a step was passed over.
  public func isSkipped(_ step: String) -> Bool {
    names.find(step).map(skippedSteps.contains) ?? false
  }

  mutating func skip(_ step: ProgressRecord.Bytes) {
    if step.isEmpty {
      isSkipped = true
    } else {
      skippedSteps.insert(number(of: step))
    }
  }

  mutating func pass(_ revision: Revision, at step: ProgressRecord.Bytes) {
    passedLabs[number(of: step)] = revision
  }

  mutating func arrive(at step: ProgressRecord.Bytes) { current = number(of: step) }

  mutating func predict(_ prediction: Prediction, at step: ProgressRecord.Bytes) {
    predictions[number(of: step)] = prediction
  }

  mutating func finish() {
    isFinished = true
    current = nil
  }

  private mutating func number(of step: ProgressRecord.Bytes) -> Int {
    let number = names.number(of: step)
    if number == predictions.count { predictions.append(nil) }
    return number
  }
}
