import Course
import Figures
import Terminal

/// `evolve reset`: forgets progress, after a copy was made.
struct ResetCommand: Command {
  static let name = "reset"
  static let summary = "forgets your progress, or that of a lesson or quiz; a copy is kept"
  static let help = """
    reset [ID] [--course DIR] [--progress FILE]

    Forgets what you did in a lesson or a quiz, or everything without ID. A copy of the progress file \
    is made beside it first; put it back to undo.
    """

  private let access: CourseAccess
  private let id: String?

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    id = arguments.word()
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    var progress = access.progress()
    if let refusal = progress.refusal { throw refusal }
    let scope = try scope()
    guard let path = progress.path, progress.entries > 0 else {
      terminal.print(.text("There is no progress to forget."))
      return .done
    }
    let copy = try progress.reset(scope, at: .now)
    let what = id ?? "everything"
    terminal.print(.text("Forgotten: \(what). To undo, put the copy back:"))
    terminal.print(StyledLine("mv \(quoted(copy)) \(quoted(path))", .code))
    return .done
  }

  private func scope() throws -> ResetScope {
    guard let id else { return .everything }
    let library = try access.library()
    if library.quizzes.contains(where: { $0.header.id == id }) { return .quiz(id) }
    let lesson = library.lessonID(of: id)
    _ = try library.lesson(lesson)
    return .lesson(lesson)
  }

  /// A path as a shell takes it.
  private func quoted(_ path: String) -> String {
    let isPlain = path.allSatisfy { $0.isLetter || $0.isNumber || "/._-~".contains($0) }
    return isPlain ? path : "'" + path.split(separator: "'").joined(separator: "'\\''") + "'"
  }
}
