/// Where a learner stands: a replay of the progress log.
public struct ProgressState: Sendable {
  /// Where a learner was last.
  public enum Place: Sendable, Hashable {
    /// In a lesson.
    case lesson(String)
    /// In a quiz.
    case quiz(String)
  }

  private var lessonNames = NameTable()
  private var lessons: [LessonProgress] = []
  private var quizNames = NameTable()
  private var quizzes: [QuizProgress] = []
  private var latest: (isLesson: Bool, index: Int)?

  /// Knows nothing yet.
  public init() {}

  /// Where the learner was last; nil at the very beginning.
  public var place: Place? {
    guard let latest else { return nil }
    return latest.isLesson
      ? .lesson(lessonNames.name(latest.index)) : .quiz(quizNames.name(latest.index))
  }

  /// What is known of a lesson.
  public func lesson(_ id: String) -> LessonProgress {
    lessonNames.find(id).map { lessons[$0] } ?? LessonProgress()
  }

  /// What is known of a quiz.
  public func quiz(_ id: String) -> QuizProgress {
    quizNames.find(id).map { quizzes[$0] } ?? QuizProgress()
  }

  // MARK: Replay

  /// What a line of the log was.
  enum Reading { case read, unreadable }

  /// Takes an entry in.
  mutating func apply(_ entry: ProgressEntry) {
    var line = entry.line
    line.withUTF8 { bytes in
      var record = ProgressRecord()
      if record.scan(bytes) { _ = apply(record, of: bytes) }
    }
  }

  /// Takes one scanned line of the log in.
  mutating func apply(_ record: ProgressRecord, of line: ProgressRecord.Bytes) -> Reading {
    switch record.kind {
    case .unknown: return .unreadable
    case .reset: return reset(record, line)
    case .step, .skip, .finish, .predict, .pass: return applyToLesson(record, line)
    case .round, .hint, .answer, .result: return applyToQuiz(record, line)
    }
  }

  private mutating func applyToLesson(
    _ record: ProgressRecord,
    _ line: ProgressRecord.Bytes
  ) -> Reading {
    let needsStep = [.step, .predict, .pass].contains(record.kind)
    guard !record.lesson.isEmpty, !needsStep || !record.step.isEmpty else { return .unreadable }
    let index = lesson(record, line)
    // To pass something over is not to be there.
    if record.kind != .skip { latest = (true, index) }
    switch record.kind {
    case .skip: lessons[index].skip(line.part(record.step))
    case .finish: lessons[index].finish()
    case .pass:
      lessons[index].pass(Revision(hash: record.revision), at: line.part(record.step))
    case .predict:
      let prediction = LessonProgress.Prediction(
        revision: Revision(hash: record.revision),
        letter: String(decoding: line.part(record.choice), as: UTF8.self)
      )
      lessons[index].predict(prediction, at: line.part(record.step))
    default: lessons[index].arrive(at: line.part(record.step))
    }
    return .read
  }

  private mutating func applyToQuiz(
    _ record: ProgressRecord,
    _ line: ProgressRecord.Bytes
  ) -> Reading {
    let isAboutItem = record.kind == .answer || record.kind == .hint
    guard !record.quiz.isEmpty, !isAboutItem || !record.item.isEmpty else { return .unreadable }
    let index = quiz(record, line)
    latest = (false, index)
    switch record.kind {
    case .round:
      let seed = UInt64(String(decoding: line.part(record.seed), as: UTF8.self))
      quizzes[index].begin(seed: seed ?? 0, isRetry: record.isRetry)
    case .result:
      quizzes[index].finish(percent: record.percent, passed: record.passed)
    default:
      quizzes[index].note(record, item: line.part(record.item))
    }
    return .read
  }

  private mutating func reset(_ record: ProgressRecord, _ line: ProgressRecord.Bytes) -> Reading {
    if !record.lesson.isEmpty {
      let index = lesson(record, line)
      lessons[index] = LessonProgress()
      if let latest, latest == (true, index) { self.latest = nil }
    } else if !record.quiz.isEmpty {
      let index = quiz(record, line)
      quizzes[index] = QuizProgress()
      if let latest, latest == (false, index) { self.latest = nil }
    } else {
      self = ProgressState()
    }
    return .read
  }

  // MARK: Places in the lists

  private mutating func lesson(_ record: ProgressRecord, _ line: ProgressRecord.Bytes) -> Int {
    let index = lessonNames.number(of: line.part(record.lesson))
    if index == lessons.count { lessons.append(LessonProgress()) }
    return index
  }

  private mutating func quiz(_ record: ProgressRecord, _ line: ProgressRecord.Bytes) -> Int {
    let index = quizNames.number(of: line.part(record.quiz))
    if index == quizzes.count { quizzes.append(QuizProgress()) }
    return index
  }
}
