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
  enum Reading { case read, unreadable, newer }

  /// Takes an entry in.
  mutating func apply(_ entry: ProgressEntry) {
    var line = entry.line
    _ = line.withUTF8 { apply($0) }
  }

  /// Takes one line of the log in, without its line end.
  mutating func apply(_ line: ProgressRecord.Bytes) -> Reading {
    guard let record = ProgressRecord(line), record.version > 0 else { return .unreadable }
    guard record.version <= ProgressEntry.version else { return .newer }
    switch record.kind {
    case .unknown: return .newer
    case .reset: return reset(record, line)
    case .step, .finish, .predict: return applyToLesson(record, line)
    case .round, .hint, .answer, .result: return applyToQuiz(record, line)
    }
  }

  private mutating func applyToLesson(
    _ record: ProgressRecord,
    _ line: ProgressRecord.Bytes
  ) -> Reading {
    guard let name = record.lesson else { return .unreadable }
    let index = lessonNames.number(of: line.part(name))
    if index == lessons.count { lessons.append(LessonProgress()) }
    latest = (true, index)
    if record.kind == .finish {
      lessons[index].finish()
      return .read
    }
    guard let step = record.step else { return .unreadable }
    if record.kind == .step {
      lessons[index].arrive(at: line.part(step))
    } else if let choice = record.choice {
      let prediction = LessonProgress.Prediction(
        revision: Revision(hash: record.revision),
        letter: String(decoding: line.part(choice), as: UTF8.self)
      )
      lessons[index].predict(prediction, at: line.part(step))
    }
    return .read
  }

  private mutating func applyToQuiz(
    _ record: ProgressRecord,
    _ line: ProgressRecord.Bytes
  ) -> Reading {
    guard let name = record.quiz else { return .unreadable }
    let index = quizNames.number(of: line.part(name))
    if index == quizzes.count { quizzes.append(QuizProgress()) }
    latest = (false, index)
    switch record.kind {
    case .round:
      let seed = record.seed.flatMap { UInt64(String(decoding: line.part($0), as: UTF8.self)) }
      quizzes[index].begin(seed: seed ?? 0)
    case .result:
      quizzes[index].finish(percent: record.percent, passed: record.passed)
    default:
      guard let item = record.item else { return .unreadable }
      quizzes[index].note(record, item: line.part(item))
    }
    return .read
  }

  private mutating func reset(
    _ record: ProgressRecord,
    _ line: ProgressRecord.Bytes
  ) -> Reading {
    if let name = record.lesson {
      let index = lessonNames.number(of: line.part(name))
      if index < lessons.count {
        lessons[index] = LessonProgress()
      } else {
        lessons.append(.init())
      }
      if latest.map({ $0 == (true, index) }) == true { latest = nil }
    } else if let name = record.quiz {
      let index = quizNames.number(of: line.part(name))
      if index < quizzes.count { quizzes[index] = QuizProgress() } else { quizzes.append(.init()) }
      if latest.map({ $0 == (false, index) }) == true { latest = nil }
    } else {
      self = ProgressState()
    }
    return .read
  }
}
