/// What a grade book says about a quiz: by item, by objective and by misconception.
public struct GradeSummary: Sendable {
  /// How many answers to an objective earned how much.
  public struct ObjectiveLine: Sendable, Hashable {
    /// The objective.
    public let objective: String
    /// The items that ask about it.
    public let items: [String]
    /// How many learners reached one of them.
    public let count: Int
    /// The mean score, from 0 to 1; nil without answers.
    public let mean: Double?
    /// How many of the learners reached the pass mark on it.
    public let passed: Int
  }

  /// Who holds a belief.
  public struct MisconceptionLine: Sendable, Hashable {
    /// The name of the belief.
    public let misconception: String
    /// The items where it showed.
    public let items: [String]
    /// The number of learners with it.
    public let count: Int
  }

  /// The items in the quiz's order.
  public let items: [ItemStatistics]
  /// The objectives in the order of the quiz.
  public let objectives: [ObjectiveLine]
  /// The beliefs, the most frequent first.
  public let misconceptions: [MisconceptionLine]
  /// Cronbach's α: `k/(k−1) · (1 − Σ var x / var T)`.
  ///
  /// What somebody did not reach counts 0, what nobody reached does not count. Nil for fewer than
  /// two items or submissions, and where all have one total.
  public let alpha: Double?

  /// Sums a grade book up.
  ///
  /// - Complexity: O(k · n log n) for k items and n submissions.
  public init(of book: GradeBook) {
    let submissions = book.submissions
    items = book.quiz.items.enumerated().map {
      ItemStatistics(of: $1, at: $0, in: submissions)
    }
    objectives = Self.objectives(of: book)
    misconceptions = Self.misconceptions(of: book)
    let graded = book.quiz.items.indices.filter { index in
      submissions.contains { $0.answers[index].isReached && $0.answers[index].score != nil }
    }
    let spread = Moments.variance(submissions.map(\.points))
    if graded.count > 1, spread > 0 {
      let parts = graded.map { index in
        Moments.variance(submissions.map { $0.answers[index].score ?? 0 })
      }
      let count = Double(graded.count)
      alpha = count / (count - 1) * (1 - parts.reduce(0, +) / spread)
    } else {
      alpha = nil
    }
  }

  private static func objectives(of book: GradeBook) -> [ObjectiveLine] {
    var order: [String] = []
    var indices: [String: [Int]] = [:]
    for (index, item) in book.quiz.items.enumerated() {
      for objective in item.objectives {
        if indices[objective] == nil { order.append(objective) }
        indices[objective, default: []].append(index)
      }
    }
    let mark = Double(book.quiz.header.pass) / 100
    return order.map { objective in
      let asked = indices[objective] ?? []
      let means = book.submissions.compactMap { submission -> Double? in
        let scores = asked.map { submission.answers[$0] }.filter(\.isReached).compactMap(\.score)
        return Moments.mean(scores)
      }
      return ObjectiveLine(
        objective: objective,
        items: asked.map { book.quiz.items[$0].id },
        count: means.count,
        mean: Moments.mean(means),
        passed: means.count { $0 + 1e-9 >= mark }
      )
    }
  }

  private static func misconceptions(of book: GradeBook) -> [MisconceptionLine] {
    var holders: [String: Int] = [:]
    var places: [String: Set<Int>] = [:]
    for submission in book.submissions {
      var own: Set<String> = []
      for (index, answer) in submission.answers.enumerated() {
        for name in answer.misconceptions {
          places[name, default: []].insert(index)
          own.insert(name)
        }
      }
      for name in own { holders[name, default: 0] += 1 }
    }
    return holders.map { name, count in
      MisconceptionLine(
        misconception: name,
        items: (places[name] ?? []).sorted().map { book.quiz.items[$0].id },
        count: count
      )
    }.sorted { ($1.count, $0.misconception) < ($0.count, $1.misconception) }
  }
}
