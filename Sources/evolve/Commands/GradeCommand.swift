import Course
import Figures
import JSON
import Terminal

/// `evolve grade`: grades a file of answers.
struct GradeCommand: Command {
  static let name = "grade"
  static let summary = "grades a file of answers to a quiz"
  static let help = """
    grade QUIZ FILE [--json] [--course DIR]

    Grades the answers in FILE. QUIZ is a quiz's id or its lesson's, or the path of a quiz file that is not part of \
    the course. "evolve quiz ID --sheet" prints a blank sheet.

      --json    prints the grade as JSON

    Exit status: 0 passed, 1 not passed, 2 the quiz or the answers could not be read, 3 an item could \
    not be graded through no fault of the learner's.
    """
  static let flags: Set<String> = ["--json"]

  private let access: CourseAccess
  private let quiz: String
  private let file: String
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    isJSON = try arguments.flag("--json")
    quiz = try arguments.word("The quiz")
    file = try arguments.word("The file of answers")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let quiz = try find()
    let parsed = Submission.read(path: file, quiz: quiz)
    guard let submission = parsed.value, parsed.findings.isEmpty else {
      throw CourseError(
        problem: "\(file) cannot be graded",
        remedy: "Mend what is listed; nothing has been graded",
        findings: parsed.findings
      )
    }
    var keys = AnswerKeys(runner: terminal.runner())
    let grade = Grade(submission, of: quiz, keys: &keys)
    terminal.clearProgress()
    if isJSON {
      terminal.printRaw(grade.json.prettyText(indent: 2))
    } else {
      GradeReport(grade: grade).print(on: terminal)
    }
    guard grade.ungraded.isEmpty else { return .broken }
    return grade.passed ? .done : .failed
  }

  private func find() throws(CourseError) -> Quiz {
    if quiz.hasSuffix(".md") || quiz.contains("/") { return try Library.quiz(atPath: quiz) }
    let library = try access.library()
    return try library.quiz(library.quizzes(of: quiz).first?.header.id ?? quiz)
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
