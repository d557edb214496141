/// A learner on the way through a quiz, one item at a time.
///
/// Knows no terminal. Whoever presents it shows ``item``, asks as its ``QuizItem/prompt`` says, and
/// hands the answer in; nothing moves by itself. An item may be answered once, and once more for
/// each of its hints: a hint is shown after a wrong answer, or earlier when it is asked for, and
/// either way the next answer is worth less by ``QuizHeader/penalty``.
public struct QuizWalk: Sendable {
  /// How an item stands in this round.
  public struct ItemState: Sendable, Hashable {
    /// How many answers were given.
    public internal(set) var answers = 0
    /// How many hints were shown.
    public internal(set) var hints = 0
    /// The best points so far, after the penalty; nil before the first answer.
    public internal(set) var points: Double?
    /// Whether an answer was right in full.
    public internal(set) var isRight = false
    /// Whether no answer is taken any more.
    public internal(set) var isClosed = false
    /// Whether the key could not be computed, so that the item does not count.
    public internal(set) var isUngraded = false
    /// Whether it was right in the round before, and is not asked in this retry.
    public internal(set) var isCarried = false
  }

  /// What came of an answer.
  public struct Reply: Sendable, Hashable {
    /// What there is to say about it.
    public let feedback: Feedback
    /// What it earned, after the penalty.
    public let points: Double
    /// The hint that a wrong answer brings; nil when there is none left.
    public let hint: Hint?
    /// Whether no answer is taken any more, so that the solution may be shown.
    public let isClosed: Bool
  }

  /// What came of handing something in.
  public enum Outcome: Sendable {
    /// It was graded.
    case graded(Reply)
    /// It was no answer to this item, and does not count as a try.
    case refused(ResponseError)
    /// The key could not be computed; the item does not count.
    case ungraded(CourseError)
  }

  /// The quiz.
  public let quiz: Quiz
  /// The index of the item at hand.
  public private(set) var index = 0
  /// How the items stand, in the quiz's order.
  public private(set) var states: [ItemState]
  /// The names of the items whose wording has changed since they were answered in this round.
  public private(set) var reworded: [String] = []
  /// The beliefs behind the answers since the walk began, by name, in the order of the answers.
  public private(set) var misconceptions: [String] = []
  private let seed: UInt64
  private let runtime: String
  private var keys: AnswerKeys
  private var events: [ProgressEvent] = []

  /// Begins a round, or goes on with one that was left half-answered.
  ///
  /// - Parameters:
  ///   - quiz: the quiz.
  ///   - progress: what is known of it.
  ///   - seed: the seed of a new round; a round that goes on keeps its own.
  ///   - isRetry: whether a new round asks only what the round before missed.
  ///   - runtime: the version of the runtime, for the log.
  ///   - runner: computes the keys of `predict` items, each when it is first needed.
  public init(
    _ quiz: Quiz,
    progress: QuizProgress = QuizProgress(),
    seed: UInt64,
    isRetry: Bool = false,
    runtime: String,
    runner: some ScriptRunner
  ) {
    precondition(!quiz.items.isEmpty, "the quiz \(quiz.header.id) has no items")
    self.quiz = quiz
    self.runtime = runtime
    keys = AnswerKeys(runner: runner)
    states = quiz.items.map { _ in ItemState() }
    self.seed = progress.isClosed ? seed : progress.seed
    let isNew = progress.isClosed
    let isRetry = isRetry && progress.round > 0
    if isNew { events.append(.round(quiz: quiz.header.id, seed: seed, isRetry: isRetry)) }
    if isNew, !isRetry { return }
    for (index, item) in quiz.items.enumerated() {
      guard let known = progress.item(item.id), known.round == progress.round else { continue }
      guard known.revision == item.revision else {
        reworded.append(item.id)
        continue
      }
      if isNew, !known.isRight { continue }
      states[index] = ItemState(resuming: known, of: item)
      states[index].isCarried = isNew || known.isCarried
    }
    index =
      states.firstIndex { !$0.isClosed } ?? states.lastIndex { !$0.isCarried }
      ?? quiz.items.count - 1
  }

  // MARK: What to show

  /// The item at hand.
  public var item: QuizItem { quiz.items[index] }

  /// How it stands.
  public var state: ItemState { states[index] }

  /// The item's number among those that this round asks, from 1, and the number of those.
  public var place: (number: Int, count: Int) {
    (
      states[..<index].count { !$0.isCarried } + 1,
      max(1, states.count { !$0.isCarried })
    )
  }

  /// The number of items that are not right in this round: what a retry would ask.
  public var missed: Int { states.count { !$0.isRight && !$0.isUngraded } }

  /// Which try the next answer is, from 1.
  public var attempt: Int { state.hints + 1 }

  /// What a right answer earns now, from 0 to 1.
  public var worth: Double {
    Scoring.penalised(1, penalty: quiz.header.penalty, attempt: attempt)
  }

  /// What a right answer would earn after one more hint; nil when there is no hint left.
  public var worthAfterHint: Double? {
    guard !state.isClosed, state.hints < item.passage.hints.count else { return nil }
    return Scoring.penalised(1, penalty: quiz.header.penalty, attempt: attempt + 1)
  }

  /// The hints that were shown.
  public var shownHints: ArraySlice<Hint> { item.passage.hints.prefix(state.hints) }

  // MARK: What the learner does

  /// Takes an answer to the item at hand.
  public mutating func answer(_ text: String) -> Outcome {
    do throws(ResponseError) {
      guard !state.isClosed else {
        throw ResponseError(problem: "this question is answered", remedy: "Go on to the next one")
      }
      guard let response = try Response.parse(text, for: item) else {
        throw ResponseError(
          problem: "that is empty",
          remedy: "\(item.prompt); or go on and leave it blank"
        )
      }
      return grade(response)
    } catch {
      return .refused(error)
    }
  }

  private mutating func grade(_ response: Response) -> Outcome {
    let key: ComputedKey?
    do throws(CourseError) {
      key = try keys.key(of: item, for: response)
    } catch {
      states[index].isUngraded = true
      states[index].isClosed = true
      return .ungraded(error)
    }
    let feedback = Feedback(on: response, to: item, key: key)
    let points = Scoring.penalised(
      feedback.score,
      penalty: quiz.header.penalty,
      attempt: attempt
    )
    events.append(
      .answer(
        AnswerEntry(
          quiz: quiz.header.id,
          item: item.id,
          revision: item.revision,
          score: feedback.score,
          points: points,
          attempt: attempt,
          hints: state.hints,
          seed: seed,
          response: response.text(for: item),
          runtime: runtime
        )
      )
    )
    misconceptions += feedback.misconceptions
    states[index].answers += 1
    states[index].points = max(state.points ?? 0, points)
    states[index].isRight = feedback.verdict == .right
    var hint: Hint?
    if state.isRight || state.hints == item.passage.hints.count {
      states[index].isClosed = true
    } else {
      hint = item.passage.hints[state.hints]
      states[index].hints += 1
    }
    return .graded(
      Reply(feedback: feedback, points: points, hint: hint, isClosed: state.isClosed)
    )
  }

  /// Shows the next hint, at the price of a try; nil when there is none left.
  public mutating func hint() -> Hint? {
    guard worthAfterHint != nil else { return nil }
    let hint = item.passage.hints[state.hints]
    states[index].hints += 1
    events.append(
      .hint(
        quiz: quiz.header.id,
        item: item.id,
        revision: item.revision,
        level: states[index].hints
      )
    )
    return hint
  }

  // MARK: Moving

  /// Goes to the next item; false when that was the last one, which ends the round.
  public mutating func advance() -> Bool {
    guard let next = states[(index + 1)...].firstIndex(where: { !$0.isCarried }) else {
      let summary = summary
      events.append(
        .result(quiz: quiz.header.id, percent: summary.percent, passed: summary.passed)
      )
      return false
    }
    index = next
    return true
  }

  /// Goes to the item before; at the first one nothing happens.
  public mutating func back() {
    index = states[..<index].lastIndex { !$0.isCarried } ?? index
  }

  /// How the round stands.
  public var summary: QuizSummary { QuizSummary(quiz, states: states) }

  /// What has happened since it was last asked, for the progress log.
  public mutating func takeEvents() -> [ProgressEvent] {
    defer { events = [] }
    return events
  }
}

extension QuizWalk.ItemState {
  fileprivate init(resuming known: ItemProgress, of item: QuizItem) {
    answers = known.answers
    hints = min(known.hints, item.passage.hints.count)
    points = known.answers > 0 ? known.points : nil
    isRight = known.isRight
    isClosed = known.isRight || known.hints > item.passage.hints.count
  }
}
