import Figures
import Playground

/// A lesson in the list of a library.
public struct LessonEntry: Sendable, Hashable {
  /// The number in its file's name, which gives the order.
  public let number: Int
  /// The file, relative to the course's directory.
  public let file: String
  /// What its front matter says.
  public let header: LessonHeader
}

/// A quiz in the list of a library.
public struct QuizEntry: Sendable, Hashable {
  /// The file, relative to the course's directory.
  public let file: String
  /// What its front matter says.
  public let header: QuizHeader
}

/// The lessons and quizzes of a course directory.
///
/// Opening a library reads front matter only; a lesson or quiz is read in full when it is asked
/// for. A file that cannot be listed is left out and reported in ``findings``, so that one mistake
/// does not close the course.
public struct Library: Sendable {
  /// The course's directory.
  public let directory: String
  /// The lessons in the order of their files' numbers.
  public let lessons: [LessonEntry]
  /// The quizzes in the order of their files' names.
  public let quizzes: [QuizEntry]
  /// What is wrong with files, front matter and ids.
  public let findings: [Finding]

  /// Lists the course in a directory.
  ///
  /// - Throws: why a directory cannot be read.
  public init(directory: String) throws(CourseError) {
    self.directory = directory
    var lister = Lister(directory: directory)
    lessons = try lister.lessons()
    quizzes = try lister.quizzes()
    findings = lister.findings
  }

  // MARK: Asking for one

  /// Reads a lesson in full.
  ///
  /// - Throws: that there is none of that id, or all that is wrong with its file.
  public func lesson(_ id: String) throws(CourseError) -> Lesson {
    guard let entry = lessons.first(where: { $0.header.id == id }) else {
      throw unknown("lesson", id, among: lessons.map(\.header.id))
    }
    return try sound(Lesson.parse(source(entry.file)), file: entry.file)
  }

  /// Reads a quiz in full.
  ///
  /// - Throws: that there is none of that id, or all that is wrong with its file.
  public func quiz(_ id: String) throws(CourseError) -> Quiz {
    guard let entry = quizzes.first(where: { $0.header.id == id }) else {
      throw unknown("quiz", id, among: quizzes.map(\.header.id))
    }
    return try sound(Quiz.parse(source(entry.file)), file: entry.file)
  }

  /// Reads a quiz in full by which others are graded, so that it must be the only one of its id.
  ///
  /// - Throws: that there is none of that id or more than one, or all that is wrong with its file.
  public func unambiguousQuiz(_ id: String) throws(CourseError) -> Quiz {
    let twins = findings.filter { $0.isTwin(of: "quiz", id) }
    guard twins.isEmpty else {
      throw CourseError(
        problem: "there are two quizzes `\(id)`, and no telling which one is meant",
        remedy: "Give one of them another id, or name its file with --quiz FILE",
        findings: twins
      )
    }
    return try quiz(id)
  }

  /// Reads a quiz that is not part of the course: an exam that stays with the instructor.
  ///
  /// - Throws: why it cannot be read, or all that is wrong with it.
  public static func quiz(atPath path: String) throws(CourseError) -> Quiz {
    try sound(Quiz.parse(SourceText(path: path, shownAs: path)), file: path)
  }

  /// The id of the lesson that somebody names: by its id, or by the number that lists give it.
  ///
  /// - Returns: the id; the word itself where it names no lesson.
  public func lessonID(of word: String) -> String {
    let number = Int(word)
    return lessons.first { $0.number == number }?.header.id ?? word
  }

  /// The lesson that comes after another; the first one after nil.
  public func lesson(after id: String?) -> LessonEntry? {
    guard let id else { return lessons.first }
    guard let index = lessons.firstIndex(where: { $0.header.id == id }) else { return nil }
    return index + 1 < lessons.count ? lessons[index + 1] : nil
  }

  /// The quizzes that belong to a lesson.
  public func quizzes(of lesson: String) -> [QuizEntry] {
    quizzes.filter { $0.header.lesson == lesson }
  }

  // MARK: What a passage shows

  /// The lines of a region of code.
  ///
  /// - Throws: that the file or the region is not there, or that the region is not well marked.
  public func excerpt(_ reference: CodeReference) throws(CourseError) -> CodeExcerpt {
    try CodeExcerpt(reference, in: source(reference.path))
  }

  /// A passage as it is shown, with the code it refers to.
  ///
  /// Code that is not in this copy of the course is said to be missing, in one line of Markdown.
  public func content(of passage: Passage) -> [PassageContent] {
    passage.parts.map { part in
      switch part {
      case .markdown(let text, _): return .markdown(text)
      case .script(let script): return .script(script)
      case .file(let file): return .file(file)
      case .code(let reference):
        do throws(CourseError) {
          return .code(try excerpt(reference))
        } catch {
          return .markdown("> Not shown: \(error.problem).")
        }
      }
    }
  }

  // MARK: Helpers

  func source(_ file: String) throws(CourseError) -> SourceText {
    try SourceText(path: joined(directory, file), shownAs: file)
  }

  private func sound<Value>(_ parsed: Parsed<Value>, file: String) throws(CourseError) -> Value {
    try Self.sound(parsed, file: file)
  }

  private static func sound<Value>(
    _ parsed: Parsed<Value>,
    file: String
  ) throws(CourseError) -> Value {
    if let value = parsed.value, parsed.findings.isEmpty { return value }
    throw CourseError(
      problem: "\(file) has mistakes in \(parsed.findings.count.counting("place"))",
      remedy: "Mend what is listed, and look with evolve check",
      findings: parsed.findings
    )
  }

  private func unknown(_ what: String, _ id: String, among known: [String]) -> CourseError {
    let nearest = Spelling.nearest(to: id, among: known)
    return CourseError(
      problem: "there is no \(what) `\(id)`",
      remedy: nearest.map { "Did you mean `\($0)`? evolve list shows all" }
        ?? "evolve list shows all"
    )
  }
}

/// One piece of a passage, ready to be shown.
public enum PassageContent: Sendable, Hashable {
  /// Markdown.
  case markdown(String)
  /// Code from where it lives.
  case code(CodeExcerpt)
  /// A script of the command language.
  case script(RunScript)
  /// A file that scripts can read.
  case file(ScriptFile)
}
