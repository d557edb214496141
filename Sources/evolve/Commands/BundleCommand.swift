import Course
import Figures
import FoundationEssentials
import Terminal

/// `evolve bundle`: the course in one file, for machines without a network or a toolchain.
struct BundleCommand: Command {
  static let name = "bundle"
  static let summary = "packs program and course into one file, to run without a toolchain"
  static let help = """
    bundle FILE [--course DIR] [--force]

    Writes a tar archive with this program, the libraries it needs from the Swift toolchain, the \
    course, and the code that lessons quote. A file that is there already is kept, unless --force \
    says otherwise. On a machine with the same system and processor:

      tar xf FILE
      evolve-course/evolve

    gzip makes the archive about a third of its size; tar xzf unpacks it then.

    Build with "swift build -c release" first, so that everybody's runs are fast.
    """

  private let access: CourseAccess
  private let file: String
  private let isForced: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isForced = try arguments.flag("--force")
    file = try arguments.word("The archive's name")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    if !isForced, FileManager.default.fileExists(atPath: file) {
      throw UsageError("\(file) is there already.", remedy: "Name another file, or add --force.")
    }
    let library = try access.library()
    guard let program = CourseAccess.executable else {
      throw UsageError("The program does not find itself.", remedy: "Start it by its full path.")
    }
    let bundle = try CourseBundle(
      of: library,
      program: program,
      libraries: CourseBundle.loadedLibraries()
    )
    terminal.progress("packing \(bundle.entries.count.counting("file"))")
    let archive = try bundle.archive()
    do {
      try Data(archive).write(to: URL(filePath: file), options: .atomic)
    } catch {
      throw UsageError(
        "\(file) cannot be written.",
        remedy: "Name a file in a directory where you may write and that has"
          + " \(archive.count / 1_000_000 + 1) MB left."
      )
    }
    terminal.clearProgress()
    terminal.print(
      .text(
        "\(file): \(library.lessons.count.counting("lesson")),"
          + " \(library.quizzes.count.counting("quiz", "quizzes")),"
          + " \(archive.count / 1_000_000 + 1) MB, for \(Machine.kind)."
      )
    )
    terminal.print(.text("There: tar xf \(file), then \(CourseBundle.directory)/evolve"))
    return .done
  }
}
