import Course
import Dispatch
import Figures
import Synchronization
import Terminal

/// `evolve check`: proves what can be proved about the course.
struct CheckCommand: Command {
  static let name = "check"
  static let summary = "for authors: checks every lesson, quiz and run"
  static let help = """
    check [--course DIR]

    Reads all lessons and quizzes, carries every run, lab and mutant out, and checks what they claim. \
    Each mistake is told with its file, line and column, and what to write instead. At the end stands \
    how many of the course's objectives are taught, asked and shown.

    Exit status: 0 nothing is wrong, 1 something is.
    """

  private let access: CourseAccess

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let check = CourseCheck(of: try access.library())
    let report = check.report(findings(of: check.trials, on: terminal))
    terminal.clearProgress()
    for finding in report.findings {
      terminal.print(StyledLine("\(finding)").wrapped(to: terminal.width))
    }
    terminal.print(.text(report.summary))
    return report.isSound ? .done : .failed
  }

  /// Carries the trials out on all processors: each has a session of its own.
  private func findings(of trials: [Trial], on terminal: Terminal) -> [Finding] {
    let done = Mutex<(count: Int, findings: [Finding])>((0, []))
    DispatchQueue.concurrentPerform(iterations: trials.count) { index in
      let found = trials[index].findings(with: PlaygroundRunner())
      let count = done.withLock { state in
        state.count += 1
        state.findings += found
        return state.count
      }
      terminal.progress("\(count) of \(trials.count) runs, last \(trials[index].position)")
    }
    return done.withLock { $0.findings }
  }
}
