import Course
import Figures
import FoundationEssentials
import Terminal

/// `evolve new`: begins a lesson or a quiz.
struct NewCommand: Command {
  static let name = "new"
  static let summary = "for authors: begins a lesson or a quiz"
  static let help = """
    new lesson|quiz ID [--course DIR]

    Writes a file with every part of a lesson, or with questions of several types, which passes \
    evolve check as it is. The quiz of a lesson has the lesson's id: new quiz one-box. A file that is \
    there already is never touched.
    """

  private enum Kind: String { case lesson, quiz }

  private let access: CourseAccess
  private let kind: Kind
  private let id: String

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    let word = try arguments.word("What to begin, lesson or quiz,")
    guard let kind = Kind(rawValue: word) else {
      throw UsageError("\"\(word)\" cannot be begun.", remedy: "Write new lesson or new quiz.")
    }
    self.kind = kind
    id = try arguments.word("The \(kind.rawValue)'s id")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    let scaffold =
      switch kind {
      case .lesson: try Scaffold.lesson(id, in: library)
      case .quiz: try Scaffold.quiz(id, in: library)
      }
    let path = "\(library.directory)/\(scaffold.file)"
    do {
      try Data(scaffold.text.utf8).write(to: URL(filePath: path), options: .withoutOverwriting)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: path)
      throw UsageError(
        "\(path) \(isThere ? "is there already" : "cannot be written").",
        remedy: isThere ? "Choose another id." : "Check that you may write there."
      )
    }
    terminal.print(.text("\(path) is there. Change it, and then: evolve check"))
    return .done
  }
}
