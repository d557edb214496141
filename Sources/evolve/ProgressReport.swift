import Course
import Figures
import JSON
import Terminal

/// What a learner has done and mastered, for a reader and as data.
struct ProgressReport {
  let progress: LearnerProgress
  let library: Library
  private let mastery: Mastery

  init(progress: LearnerProgress, library: Library) {
    self.progress = progress
    self.library = library
    mastery = Mastery(of: progress.state, in: library)
  }

  // MARK: For a reader

  func print(on terminal: Terminal) {
    let state = progress.state
    let done = library.lessons.count { state.lesson($0.header.id).isFinished }
    terminal.print(.text("Lessons: \(done) of \(library.lessons.count) done."))
    let passed = library.quizzes.count { state.quiz($0.header.id).isPassed }
    terminal.print(.text("Quizzes: \(passed) of \(library.quizzes.count) passed."))
    let all = Set(library.lessons.flatMap(\.header.objectives)).count
    let mastered = mastery.objectives.count(where: \.isMastered)
    terminal.print(.text("Objectives: \(mastered) of \(all) mastered."))
    let weak = mastery.objectives.filter { !$0.isMastered }
    if !weak.isEmpty {
      terminal.print()
      terminal.print(.text("Below their pass mark, and worth practising:"))
      terminal.print(.table(table(of: weak)))
    }
    if !mastery.reworded.isEmpty {
      terminal.print()
      terminal.print(
        .text(
          "Reworded since you answered, and not counted until you answer again:"
            + " \(mastery.reworded.joined(separator: ", "))."
        )
      )
    }
    if let path = progress.path {
      terminal.print()
      terminal.print(StyledLine("\(progress.entries) entries in \(path)", .muted))
    }
  }

  private func table(of weak: [ObjectiveMastery]) -> Table {
    Table(
      columns: ["Objective", .init("Reached", .trailing), "Lesson"],
      rows: weak.map { objective in
        let lessons = library.lessons.filter { $0.header.objectives.contains(objective.objective) }
        return [
          Span(objective.objective, .emphasis), Span("\(Int(objective.percent)) %"),
          Span(lessons.map(\.header.id).joined(separator: ", "), .code),
        ]
      }
    )
  }

  // MARK: As data

  var json: JSONValue {
    [
      "version": 1,
      "file": progress.path.map { .string($0) } ?? .null,
      "entries": .number(JSONNumber(progress.entries)),
      "place": place,
      "lessons": .array(library.lessons.map { json(of: $0.header) }),
      "quizzes": .array(library.quizzes.map { json(of: $0.header) }),
      "objectives": .array(mastery.objectives.map { json(of: $0) }),
      "reworded": .array(mastery.reworded.map { .string($0) }),
    ]
  }

  private var place: JSONValue {
    switch progress.state.place {
    case .lesson(let id):
      [
        "lesson": .string(id),
        "step": progress.state.lesson(id).step.map { .string($0) } ?? .null,
      ]
    case .quiz(let id): ["quiz": .string(id)]
    case nil: .null
    }
  }

  private func json(of lesson: LessonHeader) -> JSONValue {
    let known = progress.state.lesson(lesson.id)
    return [
      "id": .string(lesson.id),
      "finished": .bool(known.isFinished),
      "skipped": .bool(known.isSkipped),
      "step": known.step.map { .string($0) } ?? .null,
      "objectives": .number(JSONNumber(lesson.objectives.count)),
      "mastered": .number(JSONNumber(mastery.mastered(of: lesson))),
    ]
  }

  private func json(of quiz: QuizHeader) -> JSONValue {
    let known = progress.state.quiz(quiz.id)
    return [
      "id": .string(quiz.id),
      "rounds": .number(JSONNumber(known.round)),
      "open": .bool(!known.isClosed),
      "best_percent": known.bestPercent.map { .number(JSONNumber($0)) } ?? .null,
      "passed": .bool(known.isPassed),
    ]
  }

  private func json(of objective: ObjectiveMastery) -> JSONValue {
    [
      "id": .string(objective.objective),
      "answered": .number(JSONNumber(objective.answered)),
      "percent": .number(JSONNumber((objective.percent * 100).rounded() / 100)),
      "mastered": .bool(objective.isMastered),
    ]
  }
}

extension ObjectiveMastery {
  /// The share of the points, from 0 to 100.
  fileprivate var percent: Double { answered == 0 ? 0 : 100 * points / Double(answered) }
}
