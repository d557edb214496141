import Course
import Figures
import Terminal

/// `evolve quiz`: asks the questions of a quiz, one by one.
struct QuizCommand: Command {
  static let name = "quiz"
  static let summary = "asks the questions of a quiz, or prints an answer sheet"
  static let help = """
    quiz ID [--retry] [--sheet|--key] [--seed N] [--course DIR] [--progress FILE]

    Asks the questions of a quiz, one by one, and goes on where you stopped. ID is a quiz's id, or \
    its lesson's id or number. Where a question has hints, a wrong answer brings one, and another \
    try that is worth less.

      --retry    asks only what you missed in the last round
      --sheet    prints a blank sheet to fill in, for evolve grade
      --key      prints the answers with their explanations, for who teaches
      --seed N   the seed that is kept with the answers; 1 if nothing is said
    """
  static let flags: Set<String> = ["--sheet", "--key", "--retry"]

  private let access: CourseAccess
  private let id: String
  private let printsSheet: Bool
  private let printsKey: Bool
  private let isRetry: Bool
  private let seed: UInt64

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    access = try CourseAccess(parsing: &arguments)
    printsSheet = try arguments.flag("--sheet")
    printsKey = try arguments.flag("--key")
    isRetry = try arguments.flag("--retry")
    seed = try arguments.seed() ?? 1
    id = try arguments.name(of: "quiz")
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let library = try access.library()
    let lesson = library.lessonID(of: id)
    let quiz = try library.quiz(library.quizzes(of: lesson).first?.header.id ?? id)
    if printsSheet {
      terminal.printRaw(QuizSheet.text(of: quiz))
      return .done
    }
    if printsKey {
      let text = AnswerKeySheet.text(of: quiz, with: terminal.runner())
      terminal.clearProgress()
      terminal.printMarkdown(text)
      return .done
    }
    var progress = access.progress()
    if isRetry, progress.state.quiz(quiz.header.id).round == 0 {
      throw UsageError("There is nothing to retry yet.", remedy: "Leave --retry out.")
    }
    let visit = QuizVisit(terminal: terminal, library: library, seed: seed, isRetry: isRetry)
    return try visit.run(quiz, &progress)
  }
}
