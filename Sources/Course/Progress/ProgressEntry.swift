import JSON

/// Something a learner did that is worth remembering.
public enum ProgressEvent: Sendable, Hashable {
  /// Arrived at a step of a lesson.
  case step(lesson: String, step: String)
  /// Passed a step over, or a whole lesson when no step is named.
  case skip(lesson: String, step: String?)
  /// Came to a lesson's end.
  case finish(lesson: String)
  /// Predicted what a run will show; the option by its letter.
  case predict(lesson: String, step: String, revision: Revision, option: String)
  /// Passed the lab of a step.
  case pass(lesson: String, step: String, revision: Revision)
  /// Began a quiz from its first item, or a retry of what the round before missed.
  case round(quiz: String, seed: UInt64, isRetry: Bool)
  /// Took a hint.
  case hint(quiz: String, item: String, revision: Revision, level: Int)
  /// Answered an item.
  case answer(AnswerEntry)
  /// Came to a quiz's end.
  case result(quiz: String, percent: Double, passed: Bool)
  /// Wants to be forgotten what went before.
  case reset(ResetScope)
}

/// An answer as progress keeps it.
public struct AnswerEntry: Sendable, Hashable {
  /// The quiz.
  public let quiz: String
  /// The item.
  public let item: String
  /// The item's wording.
  public let revision: Revision
  /// The score before the penalty, from 0 to 1.
  public let score: Double
  /// The score after the penalty for tries and hints.
  public let points: Double
  /// Which try it was, from 1.
  public let attempt: Int
  /// How many hints were taken before.
  public let hints: Int
  /// The seed of the round.
  public let seed: UInt64
  /// The answer, with options by their letters as authored.
  public let response: String
  /// The version of the runtime that graded it.
  public let runtime: String

  /// Puts an answer down.
  public init(
    quiz: String,
    item: String,
    revision: Revision,
    score: Double,
    points: Double,
    attempt: Int,
    hints: Int,
    seed: UInt64,
    response: String,
    runtime: String
  ) {
    self.quiz = quiz
    self.item = item
    self.revision = revision
    self.score = score
    self.points = points
    self.attempt = attempt
    self.hints = hints
    self.seed = seed
    self.response = response
    self.runtime = runtime
  }

  /// The longest answer that is kept, in bytes.
  static let longestResponse = 16_384
}

/// What a reset forgets.
public enum ResetScope: Sendable, Hashable {
  /// Everything.
  case everything
  /// One lesson.
  case lesson(String)
  /// One quiz.
  case quiz(String)
}

/// One line of a progress log.
public struct ProgressEntry: Sendable, Hashable {
  /// When it happened.
  public let time: Timestamp
  /// What happened.
  public let event: ProgressEvent

  /// Puts an event down with its time.
  public init(time: Timestamp, event: ProgressEvent) {
    self.time = time
    self.event = event
  }

  /// The version of the lines that this kit writes; lines of a later one are kept and not read.
  public static let version = 1

  /// The entry as one line of JSON, without its line end.
  ///
  /// Names come before what is long, so that a replay can stop reading early.
  public var line: String {
    let head: [(String, JSONValue)] = [
      ("v", .number(JSONNumber(Self.version))), ("time", .string(time.description)),
    ]
    return JSONValue.object(JSONObject(head + event.fields)).text()
  }
}

extension ProgressEvent {
  fileprivate var fields: [(String, JSONValue)] {
    switch self {
    case .step(let lesson, let step):
      return [("kind", "step"), ("lesson", .string(lesson)), ("step", .string(step))]
    case .skip(let lesson, let step):
      let fields: [(String, JSONValue)] = [("kind", "skip"), ("lesson", .string(lesson))]
      return fields + (step.map { [("step", .string($0))] } ?? [])
    case .finish(let lesson):
      return [("kind", "finish"), ("lesson", .string(lesson))]
    case .predict(let lesson, let step, let revision, let option):
      return [
        ("kind", "predict"), ("lesson", .string(lesson)), ("step", .string(step)),
        ("revision", .string(revision.description)), ("choice", .string(option)),
      ]
    case .pass(let lesson, let step, let revision):
      return [
        ("kind", "pass"), ("lesson", .string(lesson)), ("step", .string(step)),
        ("revision", .string(revision.description)),
      ]
    case .round(let quiz, let seed, let isRetry):
      let fields: [(String, JSONValue)] = [
        ("kind", "round"), ("quiz", .string(quiz)), ("seed", .string(String(seed))),
      ]
      return fields + (isRetry ? [("retry", true)] : [])
    case .hint(let quiz, let item, let revision, let level):
      return [
        ("kind", "hint"), ("quiz", .string(quiz)), ("item", .string(item)),
        ("revision", .string(revision.description)), ("hints", .number(JSONNumber(level))),
      ]
    case .answer(let answer): return answer.fields
    case .result(let quiz, let percent, let passed):
      return [
        ("kind", "result"), ("quiz", .string(quiz)), ("percent", .number(rounded(percent))),
        ("passed", .bool(passed)),
      ]
    case .reset(.everything): return [("kind", "reset")]
    case .reset(.lesson(let lesson)): return [("kind", "reset"), ("lesson", .string(lesson))]
    case .reset(.quiz(let quiz)): return [("kind", "reset"), ("quiz", .string(quiz))]
    }
  }
}

extension AnswerEntry {
  fileprivate var fields: [(String, JSONValue)] {
    let kept = String(decoding: response.utf8.prefix(Self.longestResponse), as: UTF8.self)
    return [
      ("kind", "answer"), ("quiz", .string(quiz)), ("item", .string(item)),
      ("revision", .string(revision.description)), ("score", .number(rounded(score))),
      ("points", .number(rounded(points))), ("try", .number(JSONNumber(attempt))),
      ("hints", .number(JSONNumber(hints))), ("seed", .string(String(seed))),
      ("response", .string(kept)), ("runtime", .string(runtime)),
    ]
  }
}
