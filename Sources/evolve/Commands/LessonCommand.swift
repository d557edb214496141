import Course
import Figures
import Terminal

/// `evolve lesson`: opens a lesson.
struct LessonCommand: Command {
  static let name = "lesson"
  static let summary = "opens a lesson where you were in it"
  static let help = """
    lesson ID [--step STEP] [--no-predict] [--course DIR] [--progress FILE]

    Opens a lesson where you were in it. Without a terminal each line of the input is a wish: a \
    letter, or next, hint, back, skip, play, quit.

      --step STEP    begins at a step, by its number or name
      --no-predict   runs things without asking for a prediction first
    """
  static let flags: Set<String> = ["--no-predict"]

  private let access: CourseAccess
  private let id: String
  private let step: String?
  private let predicts: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    step = try arguments.option("--step", "a step's number or name")
    predicts = try !arguments.flag("--no-predict")
    id = try arguments.word("The lesson's id")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    var progress = access.progress()
    let lesson = try library.lesson(id)
    var walk = LessonWalk(
      lesson,
      progress: progress.state.lesson(id),
      requiresPredictions: predicts
    )
    if let step { try walk.go(to: step) }
    LessonVisit(terminal: terminal, library: library).run(&walk, &progress)
    return .done
  }
}

/// A lesson from where the learner stands to its end or her leave, and what comes after.
struct LessonVisit {
  let terminal: Terminal
  let library: Library

  func run(_ walk: inout LessonWalk, _ progress: inout LearnerProgress) {
    terminal.tell(progress.takeNotices())
    let ending = LessonScreen(on: terminal, of: library).run(&walk, &progress)
    let id = walk.lesson.header.id
    terminal.print()
    switch ending {
    case .stopped:
      terminal.print(.text("Your place is kept; evolve goes on from here."))
    case .finished:
      terminal.print(.text("That was \(walk.lesson.header.title)."))
      for quiz in library.quizzes(of: id) {
        terminal.print(.text("Its questions: evolve quiz \(quiz.header.id)"))
      }
      if let next = library.lesson(after: id) {
        terminal.print(.text("The next lesson: evolve lesson \(next.header.id)"))
      }
    }
    progress.record(walk.takeEvents(), at: .now)
    terminal.tell(progress.takeNotices())
  }
}
