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
    let state = progress.state
    switch state.place {
    case .quiz(let id)
    where !state.quiz(id).isClosed && library.quizzes.contains { $0.header.id == id }:
      return try QuizVisit(terminal: terminal, library: library).run(library.quiz(id), &progress)
    case .lesson(let id)
    where state.lesson(id).step != nil && library.lessons.contains { $0.header.id == id }:
      return try open(id, library, &progress, on: terminal)
    case let place:
      if case .lesson(let id) = place,
        let quiz = library.quizzes(of: id).first(where: { state.quiz($0.header.id).round == 0 })
      {
        return try QuizVisit(terminal: terminal, library: library)
          .run(library.quiz(quiz.header.id), &progress)
      }
      guard let next = NextCommand.lesson(after: state, in: library) else {
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
      Nothing goes on by itself: the line at the bottom says what you can do, and h explains it. \
      `evolve --help` lists everything else.
      """
    )
  }

  private func open(
    _ id: String,
    _ library: Library,
    _ progress: inout LearnerProgress,
    on terminal: Terminal
  ) throws -> ExitCode {
    var walk = LessonWalk(try library.lesson(id), progress: progress.state.lesson(id))
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
    guard let id = Self.lesson(after: progress.state, in: library) else {
      terminal.print(.text("That was the last lesson; evolve list shows them all."))
      return .done
    }
    var walk = LessonWalk(try library.lesson(id), progress: progress.state.lesson(id))
    LessonVisit(terminal: terminal, library: library).run(&walk, &progress)
    return .done
  }

  /// The lesson that follows where the learner was; the first one that is not done where that is no
  /// part of the course, or at the very beginning.
  static func lesson(after state: ProgressState, in library: Library) -> String? {
    let latest: String? =
      switch state.place {
      case nil: nil
      case .lesson(let id): id
      case .quiz(let id): library.quizzes.first { $0.header.id == id }?.header.lesson
      }
    guard let latest, library.lessons.contains(where: { $0.header.id == latest }) else {
      return library.lessons.first { !state.lesson($0.header.id).isFinished }?.header.id
    }
    return library.lesson(after: latest)?.header.id
  }
}
