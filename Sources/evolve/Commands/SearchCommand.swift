import Course
import Terminal

/// `evolve search`: finds words in all lessons.
struct SearchCommand: Command {
  static let name = "search"
  static let summary = "finds words in all lessons"
  static let help = """
    search WORD… [--course DIR]

    Finds words in the text, the scripts and the options of all lessons, and says how to get there. \
    Exit status: 0 found, 1 not found.
    """

  private let access: CourseAccess
  private let words: String

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    var words = [try arguments.word("The word to look for")]
    while let word = arguments.word() { words.append(word) }
    self.words = words.joined(separator: " ")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let hits = try access.library().search(words)
    SearchView(terminal: terminal).print(hits, of: words)
    return hits.isEmpty ? .failed : .done
  }
}
