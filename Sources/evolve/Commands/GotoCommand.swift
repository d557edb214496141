import Course
import Figures
import Terminal

/// `evolve goto`: opens a lesson at a step, also for a latecomer.
struct GotoCommand: Command {
  static let name = "goto"
  static let summary = "opens a lesson at a step; --ready for who comes late"
  static let help = """
    goto LESSON [STEP] [--ready] [--course DIR] [--progress FILE]

    Opens a lesson, by its id or number, at a step, by its number or name; without STEP at the first \
    one.

      --ready    for who comes late: passes over all lessons and steps before, so that you stand where \
    the room is, and no run there waits for a prediction
    """
  static let flags: Set<String> = ["--ready"]

  private let access: CourseAccess
  private let id: String
  private let step: String?
  private let isReady: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isReady = try arguments.flag("--ready")
    id = try arguments.name(of: "lesson")
    step = arguments.word()
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    let id = library.lessonID(of: id)
    var progress = access.progress()
    var walk = LessonWalk(try library.lesson(id), progress: progress.state.lesson(id))
    try walk.go(to: step ?? "1")
    if isReady {
      walk.skipEarlierSteps()
      let earlier = library.lessons.prefix { $0.header.id != id }.map(\.header.id)
      let missed = earlier.filter {
        let lesson = progress.state.lesson($0)
        return !lesson.isFinished && !lesson.isSkipped
      }
      progress.record(missed.map { .skip(lesson: $0, step: nil) }, at: .now)
      if !missed.isEmpty {
        terminal.print(
          .text(
            "Passed over: \(missed.joined(separator: ", ")). evolve list shows them as skipped."
          )
        )
      }
    }
    LessonVisit(terminal: terminal, library: library).run(&walk, &progress)
    return .done
  }
}
