import Course
import Figures
import Terminal

/// `evolve check`: proves what can be proved about the course.
struct CheckCommand: Command {
  static let name = "check"
  static let summary = "for authors: checks every lesson, quiz and run"
  static let help = """
    check [--course DIR]

    Reads all lessons and quizzes, carries every run out, and checks what they claim. Each mistake is \
    told with its file, line and column, and what to write instead.

    Exit status: 0 nothing is wrong, 1 something is.
    """

  private let access: CourseAccess

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    let report = CourseCheck.report(on: library, with: PlaygroundRunner()) { position in
      terminal.progress("running \(position)")
    }
    terminal.clearProgress()
    for finding in report.findings {
      terminal.print(StyledLine("\(finding)").wrapped(to: terminal.width))
    }
    terminal.print(.text(report.summary))
    return report.isSound ? .done : .failed
  }
}
