import Course
import Figures
import JSON
import Terminal

/// `evolve grade`: grades answers, one file or ten thousand.
struct GradeCommand: Command {
  static let name = "grade"
  static let summary = "grades files of answers to a quiz, one or thousands"
  static let help = """
    grade QUIZ PATH… [--json|--csv|--junit] [--course DIR]
    grade --quiz FILE PATH… [--json|--csv|--junit]

    Grades the answers in files and folders; hidden files are left out. QUIZ is a quiz's id or its \
    lesson's. "evolve quiz ID --sheet" prints a blank sheet; the same as JSON is \
    {"learner": "ada", "q1": "b", "q2": ["a", "c"]}. Of a learner who handed in more than once \
    the latest counts: by "submitted: 2026-11-22T18:30" in the file, else by the files' names. A file \
    that cannot be read is told with its line and its reason, and the others are graded.

      --quiz FILE   grades by a quiz file that is not part of the course: an exam that stays with you
      --json        prints grades and statistics as JSON
      --csv         prints a line for each learner, for a spreadsheet
      --junit       prints a JUnit report

    Exit status, the highest that is met: 0 all passed, 1 somebody did not pass, 2 a file or the quiz \
    could not be read, 3 an item could not be graded through no fault of the learner's.
    """
  static let flags: Set<String> = ["--json", "--csv", "--junit"]

  private enum Format: String, CaseIterable { case json, csv, junit }

  private let access: CourseAccess
  private let quizFile: String?
  private let quizID: String?
  private let paths: [String]
  private let format: Format?

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    quizFile = try arguments.option("--quiz", "a quiz file")
    var formats: [Format] = []
    for format in Format.allCases where try arguments.flag("--\(format.rawValue)") {
      formats.append(format)
    }
    guard formats.count < 2 else {
      throw UsageError("Only one form can be printed.", remedy: "Choose --json, --csv or --junit.")
    }
    format = formats.first
    quizID = quizFile == nil ? try arguments.word("The quiz") : nil
    var paths = [try arguments.word("The file or folder of answers")]
    while let path = arguments.word() { paths.append(path) }
    self.paths = paths
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let quiz = try find()
    let files = SubmissionFiles(at: paths)
    let book = GradeBook(files, of: quiz, with: terminal.runner()) { done in
      if done.isMultiple(of: 100) { terminal.progress("reading \(done) of \(files.files.count)") }
    }
    terminal.clearProgress()
    switch format {
    case .json: terminal.printRaw(book.json.prettyText(indent: 2))
    // The terminal brings the last line feed.
    case .csv: terminal.printRaw(String(decoding: book.csv.utf8.dropLast(), as: UTF8.self))
    case .junit: terminal.printRaw(book.junit)
    case nil: show(book, on: terminal)
    }
    if !book.broken.isEmpty { return .broken }
    if !book.rejected.isEmpty { return .misuse }
    return book.passed == book.submissions.count ? .done : .failed
  }

  private func find() throws -> Quiz {
    if let quizFile { return try Library.quiz(atPath: quizFile) }
    let id = quizID ?? ""
    guard !id.hasSuffix(".md") else {
      throw UsageError("\(id) is not a quiz's id.", remedy: "Write grade --quiz \(id).")
    }
    let library = try access.library()
    return try library.unambiguousQuiz(library.quizzes(of: id).first?.header.id ?? id)
  }

  /// One learner's grade in full, or what many have done in tables.
  private func show(_ book: GradeBook, on terminal: Terminal) {
    guard book.submissions.count == 1, book.submissions[0].earlier.isEmpty, paths.count == 1,
      let graded = book.submissions.first
    else {
      for figure in book.figures {
        terminal.print(figure)
        terminal.print()
      }
      return
    }
    var keys = AnswerKeys(runner: terminal.runner())
    let grade = Grade(graded.submission, of: book.quiz, keys: &keys)
    terminal.clearProgress()
    GradeReport(grade: grade).print(on: terminal)
    if let words = book.rejectedWords { terminal.print(.text("\n" + words)) }
  }
}

/// A grade for a reader: each item with its reason, then the sum.
struct GradeReport {
  let grade: Grade

  func print(on terminal: Terminal) {
    terminal.printMarkdown("# \(grade.quiz.title): \(grade.name ?? grade.learner)")
    for item in grade.items {
      terminal.print()
      terminal.print([headline(of: item)])
      let remarks = item.feedback?.remarks ?? []
      for remark in remarks { terminal.printMarkdown(remark) }
      if remarks.isEmpty, item.score != 1, let solution = item.feedback?.solution {
        terminal.printMarkdown(solution)
      }
      if let comparison = item.feedback?.comparison, item.score != 1 {
        terminal.print(
          .text(comparison.text(unicode: terminal.traits.hasUnicode).joined(separator: "\n"))
        )
      }
      if let problem = item.problem { terminal.print(.text("Not graded: \(problem).")) }
    }
    terminal.print()
    let verdict = grade.passed ? "passed" : "not passed"
    terminal.print([
      StyledLine([
        Span("\(Self.number(grade.points)) of \(grade.possible) points, "),
        Span("\(Self.number(grade.percent)) %: \(verdict)", grade.passed ? .good : .bad),
        Span(" (pass mark \(grade.quiz.pass) %)", .muted),
      ])
    ])
  }

  private func headline(of item: ItemGrade) -> StyledLine {
    let answer = item.response.map { $0.split(separator: "\n").count > 1 ? "(lines)" : $0 }
    let verdict: Span =
      switch item.feedback?.verdict {
      case .right: Span("right", .good)
      case .partly: Span("partly right, \(Self.number(item.score ?? 0)) of 1", .warning)
      case .wrong: Span("not right", .bad)
      case .blank: Span("not answered", .bad)
      case nil: Span("not graded", .warning)
      }
    return StyledLine([
      Span(item.item.id, .emphasis), Span(": "), Span(answer ?? "(blank)", .code), Span(", "),
      verdict,
    ])
  }

  /// A number with at most two decimals.
  static func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    guard rest != 0 else { return "\(whole)" }
    return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
  }
}
