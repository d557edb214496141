import Course
import Figures
import Terminal

/// `evolve lesson`: opens a lesson.
struct LessonCommand: Command {
  static let name = "lesson"
  static let summary = "opens a lesson where you were in it"
  static let help = """
    lesson ID [--no-predict] [--course DIR] [--progress FILE]
    lesson ID --notes [--course DIR]

    Opens a lesson where you were in it. ID is its id or its number, as evolve list shows them. \
    Without a terminal each line of the input is a wish: a \
    letter, or next, back, hint, try, skip, goto STEP, search WORD, quit.

      --no-predict   runs things without asking for a prediction first
      --notes        for instructors: prints what to say and ask at each step, with minutes and answers
    """
  static let flags: Set<String> = ["--no-predict", "--notes"]

  private let access: CourseAccess
  private let id: String
  private let predicts: Bool
  private let showsNotes: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    predicts = try !arguments.flag("--no-predict")
    showsNotes = try arguments.flag("--notes")
    id = try arguments.name(of: "lesson")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    let id = library.lessonID(of: id)
    let lesson = try library.lesson(id)
    if showsNotes {
      let notes = LessonNotes(lesson: lesson, library: library, runner: terminal.runner())
      terminal.printMarkdown(notes.markdown)
      return .done
    }
    var progress = access.progress()
    var walk = LessonWalk(
      lesson,
      progress: progress.state.lesson(id),
      requiresPredictions: predicts
    )
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
    terminal.setFarewell(farewell(progress))
    defer { terminal.setFarewell(nil) }
    let ending = LessonScreen(on: terminal, of: library).run(&walk, &progress)
    let id = walk.lesson.header.id
    terminal.print()
    switch ending {
    case .stopped:
      terminal.print(.text(farewell(progress)))
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

  private func farewell(_ progress: LearnerProgress) -> String {
    progress.refusal == nil
      ? "Your place is kept; evolve goes on from here."
      : "Your place is not kept, because the progress file cannot be used."
  }
}
