/// What is known of a quiz.
public struct QuizProgress: Sendable {
  private var names = NameTable()
  private var items: [ItemProgress] = []
  /// The number of rounds begun; an answer belongs to the latest.
  public private(set) var round = 0
  /// The seed of the latest round.
  public private(set) var seed: UInt64 = 0
  /// Whether the latest round has come to its end, or none was begun.
  public private(set) var isClosed = true
  /// The best share of the points in a whole round, from 0 to 100; nil before the first.
  public private(set) var bestPercent: Double?
  /// Whether a round was passed.
  public private(set) var isPassed = false

  /// Nothing was answered yet.
  public init() {}

  /// What is known of an item, in whatever wording it was last answered.
  public func item(_ id: String) -> ItemProgress? { names.find(id).map { items[$0] } }

  /// What is known of an item as it is worded now.
  public func item(_ id: String, revision: Revision) -> ItemProgress? {
    item(id).flatMap { $0.revision == revision ? $0 : nil }
  }

  /// Begins a round; a retry takes over what was right in the round before.
  mutating func begin(seed: UInt64, isRetry: Bool) {
    if isRetry {
      for index in items.indices where items[index].round == round && items[index].isRight {
        items[index].carry(to: round + 1)
      }
    }
    round += 1
    self.seed = seed
    isClosed = false
  }

  mutating func finish(percent: Double, passed: Bool) {
    bestPercent = max(bestPercent ?? 0, percent)
    isPassed = isPassed || passed
    isClosed = true
  }

  mutating func note(_ record: ProgressRecord, item: ProgressRecord.Bytes) {
    let index = names.number(of: item)
    let revision = Revision(hash: record.revision)
    if index == items.count { items.append(ItemProgress(revision: revision)) }
    if items[index].revision != revision { items[index] = ItemProgress(revision: revision) }
    items[index].enter(round: round)
    if record.kind == .hint {
      items[index].hint(level: record.hints)
    } else {
      items[index].answer(score: record.score, points: record.points, hints: record.hints)
    }
  }
}

/// What is known of an item in one wording.
public struct ItemProgress: Sendable, Hashable {
  /// The wording.
  public let revision: Revision
  /// The best points of all rounds, after the penalty; nil before the first answer.
  public private(set) var best: Double?
  /// The score of the very first answer, which statistics use.
  public private(set) var first: Double?
  /// The round that the following is about.
  public private(set) var round = 0
  /// How often it was answered in that round.
  public private(set) var answers = 0
  /// How many hints were shown in that round, by asking or after a wrong answer.
  public private(set) var hints = 0
  /// The best points of that round.
  public private(set) var points: Double = 0
  /// Whether an answer of that round was right in full.
  public private(set) var isRight = false
  /// Whether that round is a retry, and took it over as it was.
  public private(set) var isCarried = false

  init(revision: Revision) { self.revision = revision }

  mutating func enter(round: Int) {
    guard round != self.round else { return }
    self.round = round
    (answers, hints, points, isRight, isCarried) = (0, 0, 0, false, false)
  }

  mutating func carry(to round: Int) {
    self.round = round
    isCarried = true
  }

  mutating func hint(level: Int) { hints = max(hints, level) }

  mutating func answer(score: Double, points: Double, hints: Int) {
    answers += 1
    if first == nil { first = score }
    best = max(best ?? 0, points)
    self.points = max(self.points, points)
    isRight = isRight || score >= 1
    // A wrong answer shows the next hint; beyond the last one the item is closed.
    self.hints = max(self.hints, score < 1 ? hints + 1 : hints)
  }
}
