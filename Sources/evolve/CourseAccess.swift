import Course
import Figures
import FoundationEssentials
import Playground
import Terminal

/// Where the course is and where the learner's place is kept, as the command line says.
struct CourseAccess: Sendable {
  private let course: String?
  private let progressFile: String?

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    course = try arguments.option("--course", "a directory")
    progressFile = try arguments.option("--progress", "a file's name")
  }

  /// Lists the course.
  func library() throws(CourseError) -> Library {
    try Library(
      directory: CourseLocation.find(
        asked: course,
        executable: Self.executable,
        compiledIn: Self.compiledInRoot
      )
    )
  }

  /// Opens the learner's progress.
  func progress() -> LearnerProgress { LearnerProgress(path: progressPath) }

  /// The file in which progress is kept.
  ///
  /// - Throws: that there is none.
  func progressLog() throws(UsageError) -> ProgressLog {
    guard let progressPath else {
      throw UsageError(
        "There is no home directory to keep progress in.",
        remedy: "Name a file with --progress FILE."
      )
    }
    return ProgressLog(path: progressPath)
  }

  private var progressPath: String? {
    ProgressLocation.path(
      asked: progressFile,
      environment: ProcessInfo.processInfo.environment
    )
  }

  /// The running program, links resolved where the system tells; `nil` when it was found by its name
  /// alone and the system does not tell.
  static var executable: String? {
    if let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      return path
    }
    guard let path = CommandLine.arguments.first, path.contains("/") else { return nil }
    return path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }

  /// The package's directory when the program was built: three folders above this file.
  private static let compiledInRoot: String = {
    let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    return parts.dropLast(3).joined(separator: "/")
  }()
}

extension Timestamp {
  /// What the wall clock says now: when something was learnt, never what is simulated.
  static var now: Self {
    Self(millisecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000).rounded()))
  }
}

extension Terminal {
  /// Tells the learner something about her progress file, on standard error.
  func tell(_ notices: [String]) {
    printError(notices.flatMap { StyledLine($0, .warning).wrapped(to: width) })
  }

  /// A runner of lessons' and quizzes' scripts that shows its progress.
  func runner() -> PlaygroundRunner {
    PlaygroundRunner { session in
      session.onProgress = { self.progress($0.description) }
    }
  }
}
