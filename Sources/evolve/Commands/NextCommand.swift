import Course
import Figures
import Terminal

/// `evolve` alone: goes on where the learner was.
struct ContinueCommand: Command {
  static let name = "continue"
  static let summary = "goes on where you were"
  static let help = "[--course DIR] [--progress FILE]\n\nGoes on where you were."

  private let access: CourseAccess

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    var progress = access.progress()
    switch progress.state.place {
    case .quiz(let id)
    where !progress.state.quiz(id).isClosed && library.quizzes.contains { $0.header.id == id }:
      return try QuizVisit(terminal: terminal, library: library).run(library.quiz(id), &progress)
    case .lesson(let id)
    where progress.state.lesson(id).step != nil && library.lessons.contains { $0.header.id == id }:
      return try open(id, library, &progress, on: terminal)
    case let place:
      guard let next = NextCommand.lesson(after: place, in: library) else {
        terminal.print(.text("You have been through all lessons; evolve list shows them."))
        return .done
      }
      if place == nil { welcome(on: terminal) }
      return try open(next, library, &progress, on: terminal)
    }
  }

  private func welcome(on terminal: Terminal) {
    terminal.printMarkdown(
      """
      This is a course you run. You deploy a small shop, put it under load, break it and measure it. \
      Nothing goes on by itself: the line at the bottom says what you can do. `evolve --help` lists \
      everything else.
      """
    )
  }

  private func open(
    _ id: String,
    _ library: Library,
    _ progress: inout LearnerProgress,
    on terminal: Terminal
  ) throws -> ExitCode {
    let lesson = try library.lesson(id)
    var walk = LessonWalk(lesson, progress: progress.state.lesson(id))
    LessonVisit(terminal: terminal, library: library).run(&walk, &progress)
    return .done
  }
}

/// `evolve next`: opens the lesson after the one the learner was in last.
struct NextCommand: Command {
  static let name = "next"
  static let summary = "opens the lesson after the one you were in"
  static let help = """
    next [--course DIR] [--progress FILE]

    Opens the lesson after the one you were in last, finished or not.
    """

  private let access: CourseAccess

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    var progress = access.progress()
    guard let id = Self.lesson(after: progress.state.place, in: library) else {
      terminal.print(.text("That was the last lesson; evolve list shows them all."))
      return .done
    }
    var walk = LessonWalk(try library.lesson(id), progress: progress.state.lesson(id))
    LessonVisit(terminal: terminal, library: library).run(&walk, &progress)
    return .done
  }

  /// The lesson that follows a place; the first one at the very beginning.
  static func lesson(after place: ProgressState.Place?, in library: Library) -> String? {
    switch place {
    case nil: return library.lessons.first?.header.id
    case .lesson(let id): return library.lesson(after: id)?.header.id
    case .quiz(let id):
      let quiz = library.quizzes.first { $0.header.id == id }
      return library.lesson(after: quiz?.header.lesson)?.header.id
    }
  }
}
