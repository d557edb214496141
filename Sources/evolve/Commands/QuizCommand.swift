import Course
import Figures
import Terminal

/// `evolve quiz`: asks the questions of a quiz, one by one.
struct QuizCommand: Command {
  static let name = "quiz"
  static let summary = "asks the questions of a quiz, or prints an answer sheet"
  static let help = """
    quiz ID [--sheet] [--seed N] [--course DIR] [--progress FILE]

    Asks the questions of a quiz, one by one, and goes on where you stopped. ID is a quiz's id or its \
    lesson's. Where a question has hints, a wrong answer brings one, and another try that is worth less.

      --sheet    prints a blank sheet to fill in, for evolve grade
      --seed N   the seed that is kept with the answers; 1 if nothing is said
    """
  static let flags: Set<String> = ["--sheet"]

  private let access: CourseAccess
  private let id: String
  private let printsSheet: Bool
  private let seed: UInt64

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    printsSheet = try arguments.flag("--sheet")
    seed = try arguments.seed() ?? 1
    id = try arguments.word("The quiz's id")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    let quiz = try library.quiz(library.quizzes(of: id).first?.header.id ?? id)
    if printsSheet {
      terminal.printRaw(AnswerSheet(quiz: quiz).text)
      return .done
    }
    var progress = access.progress()
    return try QuizVisit(terminal: terminal, library: library, seed: seed).run(quiz, &progress)
  }
}

/// A blank answer sheet: one line for each item, with how it is answered.
struct AnswerSheet {
  let quiz: Quiz

  var text: String {
    var lines = [
      "# \(quiz.header.title). Grade with: evolve grade \(quiz.header.id) FILE",
      "learner: ",
    ]
    for item in quiz.items {
      lines.append("")
      let question = item.passage.markdown.split(separator: "\n", omittingEmptySubsequences: false)
      lines += question.map { $0.isEmpty ? "#" : "# \($0)" }
      for option in item.question.choice?.options ?? [] {
        lines.append("#   \(option.letter)) \(option.text)")
      }
      for line in item.script?.text.split(separator: "\n") ?? [] { lines.append("#   > \(line)") }
      lines.append("# \(item.prompt).")
      lines.append("\(item.id) = ")
    }
    return lines.joined(separator: "\n")
  }
}

/// A quiz from where the learner stands to its end or her leave.
struct QuizVisit {
  let terminal: Terminal
  let library: Library
  var seed: UInt64 = 1

  /// Asks; a quiz that is over and not passed counts as failed.
  func run(_ quiz: Quiz, _ progress: inout LearnerProgress) throws -> ExitCode {
    terminal.tell(progress.takeNotices())
    var walk = QuizWalk(
      quiz,
      progress: progress.state.quiz(quiz.header.id),
      seed: seed,
      runtime: runtimeVersion,
      runner: terminal.runner()
    )
    for item in walk.reworded {
      terminal.print(.text("\(item) has a new wording; your answer to the old one does not count."))
    }
    terminal.printMarkdown("# \(quiz.header.title)")
    PassageView(terminal: terminal, library: library).print(quiz.intro, withScripts: true)
    let screen = QuizScreen(terminal: terminal, view: .init(terminal: terminal, library: library))
    let isOver = screen.run(&walk, &progress)
    guard isOver else {
      terminal.print(.text("Your answers are kept; evolve quiz \(quiz.header.id) goes on."))
      return .done
    }
    QuizResult(summary: walk.summary, library: library).print(on: terminal)
    return walk.summary.passed ? .done : .failed
  }
}

/// The version that is kept with each answer.
let runtimeVersion = "1"

/// How a quiz ended, in words.
struct QuizResult {
  let summary: QuizSummary
  let library: Library

  func print(on terminal: Terminal) {
    terminal.print()
    terminal.print(
      StyledLine([
        Span("\(GradeReport.number(summary.percent)) %: "),
        summary.passed ? Span("passed", .good) : Span("not passed", .bad),
        Span(" (pass mark \(summary.quiz.pass) %)", .muted),
      ])
    )
    guard !summary.weakObjectives.isEmpty else { return }
    let lessons = library.lessons.filter { entry in
      entry.header.objectives.contains { summary.weakObjectives.contains($0) }
    }
    let names = lessons.map(\.header.id).joined(separator: ", ")
    terminal.print(
      .text(
        "Worth another look: \(summary.weakObjectives.joined(separator: ", "))"
          + (names.isEmpty ? "." : " in \(names).")
      )
    )
  }
}
