import Course
import Figures
import JSON
import Terminal

/// `evolve list`: the lessons and how far the learner has come.
struct ListCommand: Command {
  static let name = "list"
  static let summary = "lists the lessons, with your progress"
  static let help = """
    list [--json] [--course DIR] [--progress FILE]

    Lists the lessons with their minutes, how far you have come in each, and how many of its \
    objectives your best answers have mastered.

      --json    prints the list as JSON
    """
  static let flags: Set<String> = ["--json"]

  private let access: CourseAccess
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isJSON = try arguments.flag("--json")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    var progress = access.progress()
    if isJSON {
      terminal.printRaw(json(of: library, progress.state).prettyText(indent: 2))
    } else {
      let mastery = Mastery(of: progress.state, in: library)
      terminal.print(.table(table(of: library, progress.state, mastery)))
      terminal.print()
      terminal.print(.text("evolve goes on where you were; evolve lesson ID opens a lesson."))
    }
    terminal.tell(progress.takeNotices())
    return .done
  }

  private func table(
    of library: Library,
    _ state: ProgressState,
    _ mastery: Mastery
  ) -> Table {
    Table(
      columns: [
        "Lesson", "Id", .init("Minutes", .trailing), "Progress", "Quiz", "Mastered",
      ],
      rows: library.lessons.map { entry in
        let title = "\(entry.number < 10 ? "0" : "")\(entry.number) \(entry.header.title)"
        return [
          Span(title), Span(entry.header.id, .code), Span("\(entry.header.minutes)"),
          progressText(of: entry, state), quizText(of: entry, library, state),
          masteryText(of: entry.header, mastery),
        ]
      }
    )
  }

  private func progressText(of entry: LessonEntry, _ state: ProgressState) -> Span {
    let lesson = state.lesson(entry.header.id)
    if lesson.isFinished { return Span("done", .good) }
    if lesson.step != nil { return Span("begun", .warning) }
    return Span(lesson.isSkipped ? "skipped" : "-", .muted)
  }

  private func masteryText(of lesson: LessonHeader, _ mastery: Mastery) -> Span {
    let mastered = mastery.mastered(of: lesson)
    let all = lesson.objectives.count
    let role: Role = mastered == all ? .good : mastered == 0 ? .muted : .plain
    return Span("\(mastered) of \(all)", role)
  }

  private func quizText(of entry: LessonEntry, _ library: Library, _ state: ProgressState) -> Span {
    let quizzes = library.quizzes(of: entry.header.id)
    guard let quiz = quizzes.first else { return Span("none", .muted) }
    let known = state.quiz(quiz.header.id)
    guard let best = known.bestPercent else {
      return known.isClosed ? Span("-", .muted) : Span("begun", .warning)
    }
    return known.isPassed
      ? Span("\(Int(best)) %, passed", .good) : Span("\(Int(best)) %, not passed", .bad)
  }

  private func json(of library: Library, _ state: ProgressState) -> JSONValue {
    [
      "version": 1,
      "lessons": .array(
        library.lessons.map { entry in
          let lesson = state.lesson(entry.header.id)
          return [
            "id": .string(entry.header.id),
            "number": .number(JSONNumber(entry.number)),
            "title": .string(entry.header.title),
            "part": .number(JSONNumber(entry.header.part)),
            "minutes": .number(JSONNumber(entry.header.minutes)),
            "objectives": .array(entry.header.objectives.map { .string($0) }),
            "finished": .bool(lesson.isFinished),
            "skipped": .bool(lesson.isSkipped),
            "step": lesson.step.map { .string($0) } ?? .null,
            "quizzes": .array(
              library.quizzes(of: entry.header.id).map { json(of: $0, state) }
            ),
          ]
        }
      ),
    ]
  }

  private func json(of quiz: QuizEntry, _ state: ProgressState) -> JSONValue {
    let known = state.quiz(quiz.header.id)
    return [
      "id": .string(quiz.header.id),
      "best_percent": known.bestPercent.map { .number(JSONNumber($0)) } ?? .null,
      "passed": .bool(known.isPassed),
    ]
  }
}
