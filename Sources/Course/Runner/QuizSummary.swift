/// How a round of a quiz ended, or stands.
public struct QuizSummary: Sendable {
  /// The quiz.
  public let quiz: QuizHeader
  /// The points of each item, after penalties; nil where the item could not be graded.
  public let points: [(item: String, points: Double?)]
  /// The objectives whose items earned less than the pass mark, in the order of the quiz.
  public let weakObjectives: [String]

  init(_ quiz: Quiz, states: [QuizWalk.ItemState]) {
    self.quiz = quiz.header
    points = zip(quiz.items, states).map { item, state in
      (item.id, state.isUngraded ? nil : state.points ?? 0)
    }
    var order: [String] = []
    var totals: [String: (points: Double, count: Int)] = [:]
    for (item, state) in zip(quiz.items, states) where !state.isUngraded {
      for objective in item.objectives {
        if totals[objective] == nil { order.append(objective) }
        let before = totals[objective] ?? (0, 0)
        totals[objective] = (before.points + (state.points ?? 0), before.count + 1)
      }
    }
    let mark = Double(quiz.header.pass) / 100
    weakObjectives = order.filter { objective in
      guard let total = totals[objective] else { return false }
      return total.points + 1e-9 < mark * Double(total.count)
    }
  }

  /// The share of the points, from 0 to 100.
  public var percent: Double {
    let graded = points.compactMap(\.points)
    return graded.isEmpty ? 0 : 100 * graded.reduce(0, +) / Double(graded.count)
  }

  /// Whether the share reaches the pass mark.
  public var passed: Bool { percent + 1e-9 >= Double(quiz.pass) }
}
