/// How well a learner knows an objective, by the questions about it.
public struct ObjectiveMastery: Sendable, Hashable {
  /// The objective.
  public let objective: String
  /// How many questions about it were answered in their present wording.
  public internal(set) var answered = 0
  /// The sum of the best points of those questions.
  public internal(set) var points: Double = 0
  /// The sum of what those questions had to earn to pass.
  public internal(set) var needed: Double = 0

  init(objective: String) { self.objective = objective }

  /// Whether the best answers reach the pass mark.
  public var isMastered: Bool { answered > 0 && points + 1e-9 >= needed }
}

/// What a learner knows of the course's objectives: the best answers to the questions about each.
///
/// Only the present wording of a question counts, so that an edited one neither keeps nor silently
/// loses a score: ``reworded`` names those whose answer no longer fits.
public struct Mastery: Sendable {
  /// The objectives with an answer, in the order of their numbers.
  public let objectives: [ObjectiveMastery]
  /// The answered questions whose wording has changed since, as `quiz-one-box q3`.
  public let reworded: [String]

  /// Looks at the quizzes that the learner has begun; the others are not read.
  public init(of state: ProgressState, in library: Library) {
    var known: [String: ObjectiveMastery] = [:]
    var reworded: [String] = []
    for entry in library.quizzes {
      let progress = state.quiz(entry.header.id)
      guard progress.round > 0, let quiz = try? library.quiz(entry.header.id) else { continue }
      for item in quiz.items {
        guard let answer = progress.item(item.id) else { continue }
        guard answer.revision == item.revision else {
          reworded.append("\(quiz.header.id) \(item.id)")
          continue
        }
        guard let best = answer.best else { continue }
        for objective in item.objectives {
          var mastery = known[objective] ?? ObjectiveMastery(objective: objective)
          mastery.answered += 1
          mastery.points += best
          mastery.needed += Double(quiz.header.pass) / 100
          known[objective] = mastery
        }
      }
    }
    objectives = known.values.sorted { $0.objective < $1.objective }
    self.reworded = reworded
  }

  /// What is known of an objective; nil when no question about it was answered.
  public func objective(_ id: String) -> ObjectiveMastery? {
    objectives.first { $0.objective == id }
  }

  /// How many of a lesson's objectives are mastered.
  public func mastered(of header: LessonHeader) -> Int {
    header.objectives.count { objective($0)?.isMastered == true }
  }
}
