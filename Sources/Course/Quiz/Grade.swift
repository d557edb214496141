/// One item of a graded submission.
public struct ItemGrade: Sendable, Hashable {
  /// The item.
  public let item: QuizItem
  /// The answer as text; nil for a blank.
  public let response: String?
  /// What there is to say about the answer; nil when it could not be graded.
  public let feedback: Feedback?
  /// Why it could not be graded.
  public let problem: String?

  /// The score from 0 to 1; nil when it could not be graded.
  public var score: Double? { feedback?.score }
}

/// A graded submission, with what there is to say about each answer.
public struct Grade: Sendable, Hashable {
  /// The quiz.
  public let quiz: QuizHeader
  /// Who answered.
  public let learner: String
  /// The learner's name, when one is given.
  public let name: String?
  /// The items in the quiz's order.
  public let items: [ItemGrade]

  /// Grades a submission: each item counts the same, and counts once.
  ///
  /// Hand in the same `keys` for many submissions, so that each key is computed once.
  public init(_ submission: Submission, of quiz: Quiz, keys: inout AnswerKeys) {
    self.quiz = quiz.header
    learner = submission.learner
    name = submission.name
    var items: [ItemGrade] = []
    for item in quiz.items {
      let response = submission.answers[item.id]
      let text = response?.text(for: item)
      do throws(CourseError) {
        let key = try keys.key(of: item, for: response)
        let feedback = Feedback(on: response, to: item, key: key)
        items.append(ItemGrade(item: item, response: text, feedback: feedback, problem: nil))
      } catch {
        items.append(
          ItemGrade(item: item, response: text, feedback: nil, problem: error.problem)
        )
      }
    }
    self.items = items
  }

  /// The sum of the scores.
  public var points: Double { items.compactMap(\.score).reduce(0, +) }

  /// The number of items that could be graded.
  public var possible: Int { items.count { $0.score != nil } }

  /// The share of the points, from 0 to 100.
  public var percent: Double { possible == 0 ? 0 : 100 * points / Double(possible) }

  /// Whether the share reaches the quiz's pass mark.
  public var passed: Bool { possible > 0 && percent + 1e-9 >= Double(quiz.pass) }

  /// The items that could not be graded through no fault of the learner's.
  public var ungraded: [ItemGrade] { items.filter { $0.score == nil } }
}
