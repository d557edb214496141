/// Where the course is found.
///
/// The directory that was asked for; else the one beside the executable or in one of its ancestors;
/// else the root that was compiled in. Never merely the working directory, which may be anybody's.
public enum CourseLocation {
  /// Finds the directory that holds `lessons` and `quizzes`.
  ///
  /// - Parameters:
  ///   - asked: the directory of `--course DIR`, when one was given.
  ///   - executable: the absolute path of the running program, links resolved.
  ///   - compiledIn: the package's directory when the program was built.
  ///   - isCourse: whether a directory holds a course; the default looks at the disk.
  /// - Returns: the directory, as it was given or found.
  /// - Throws: where was looked, and how to name the directory.
  public static func find(
    asked: String?,
    executable: String?,
    compiledIn: String?,
    isCourse: (String) -> Bool = CourseLocation.holdsCourse
  ) throws(CourseError) -> String {
    if let asked {
      if isCourse(asked) { return asked }
      throw CourseError(
        problem: "\(asked) holds no course: it has no directories `lessons` and `quizzes`",
        remedy: "Name the directory that contains both, as in --course ~/evolve"
      )
    }
    var searched: [String] = []
    var directory = executable.map(parent)
    while let candidate = directory {
      if isCourse(candidate) { return candidate }
      searched.append(candidate)
      directory = candidate == "/" || candidate.isEmpty ? nil : parent(of: candidate)
    }
    if let compiledIn {
      if isCourse(compiledIn) { return compiledIn }
      searched.append(compiledIn)
    }
    let places = searched.isEmpty ? "nowhere" : searched.joined(separator: ", ")
    throw CourseError(
      problem: "the course is not where the program is; looked in \(places)",
      remedy: "Name its directory with --course DIR"
    )
  }

  /// Whether a directory holds `lessons` and `quizzes`.
  public static func holdsCourse(_ directory: String) -> Bool {
    FileAccess.isDirectory(joined(directory, "lessons"))
      && FileAccess.isDirectory(joined(directory, "quizzes"))
  }

  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
