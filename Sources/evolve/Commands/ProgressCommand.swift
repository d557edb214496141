import Course
import Figures
import JSON
import Terminal

/// `evolve progress`: what is known of the learner, and progress from other machines.
struct ProgressCommand: Command {
  static let name = "progress"
  static let summary = "shows what you have done and mastered, or merges progress files"
  static let help = """
    progress [--json] [--course DIR] [--progress FILE]
    progress merge FILE… [--progress FILE]

    Shows the lessons, the quizzes and the objectives you have mastered: those whose questions your \
    best answers pass.

    merge takes over what FILEs from other machines say and this one does not know. The files stay as \
    they are; to merge again changes nothing.

      --json    prints everything as JSON
    """
  static let flags: Set<String> = ["--json"]

  private let access: CourseAccess
  private let isJSON: Bool
  private let merged: [String]

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isJSON = try arguments.flag("--json")
    guard let word = arguments.word() else {
      merged = []
      return
    }
    guard word == "merge" else {
      throw UsageError(
        "progress knows no word \"\(word)\".",
        remedy: "There is: merge, with the names of files."
      )
    }
    var files = [try arguments.word("The file to merge")]
    while let file = arguments.word() { files.append(file) }
    merged = files
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    if !merged.isEmpty { return try merge(on: terminal) }
    var progress = access.progress()
    if let refusal = progress.refusal { throw refusal }
    let library = try access.library()
    let report = ProgressReport(progress: progress, library: library)
    if isJSON {
      terminal.printRaw(report.json.prettyText(indent: 2))
    } else {
      report.print(on: terminal)
    }
    terminal.tell(progress.takeNotices())
    return .done
  }

  private func merge(on terminal: Terminal) throws -> ExitCode {
    let result = try access.progressLog().merge(merged)
    terminal.print(
      .text(
        "\(result.added.counting("entry is", "entries are")) new here,"
          + " \(result.known.counting("was", "were")) known already."
      )
    )
    if result.unreadable > 0 {
      terminal.print(.text("\(result.unreadable.counting("line")) could not be read and left out."))
    }
    return .done
  }
}
