import Course
import Figures
import Terminal

/// A quiz from where the learner stands to its end or her leave.
struct QuizVisit {
  let terminal: Terminal
  let library: Library
  var seed: UInt64 = 1
  var isRetry = false

  /// Asks; a quiz that is over and not passed counts as failed.
  func run(_ quiz: Quiz, _ progress: inout LearnerProgress) throws -> ExitCode {
    terminal.tell(progress.takeNotices())
    terminal.setFarewell(farewell(quiz, progress))
    defer { terminal.setFarewell(nil) }
    terminal.printMarkdown("# \(quiz.header.title)")
    PassageView(terminal: terminal, library: library).print(quiz.intro, withScripts: true)
    var isRetry = isRetry
    while true {
      guard let walk = ask(quiz, isRetry: isRetry, &progress) else {
        terminal.print(.text(farewell(quiz, progress)))
        return .done
      }
      QuizResult(summary: walk.summary, library: library).print(on: terminal)
      guard walk.missed > 0, wantsRetry(walk) else { return walk.summary.passed ? .done : .failed }
      isRetry = true
    }
  }

  private func farewell(_ quiz: Quiz, _ progress: LearnerProgress) -> String {
    progress.refusal == nil
      ? "Your answers are kept; evolve quiz \(quiz.header.id) goes on."
      : "Your answers are not kept, because the progress file cannot be used."
  }

  /// One round; nil when the learner leaves before its end.
  private func ask(
    _ quiz: Quiz,
    isRetry: Bool,
    _ progress: inout LearnerProgress
  ) -> QuizWalk? {
    var walk = QuizWalk(
      quiz,
      progress: progress.state.quiz(quiz.header.id),
      seed: seed,
      isRetry: isRetry,
      runtime: runtimeVersion,
      runner: terminal.runner()
    )
    for item in walk.reworded {
      terminal.print(.text("\(item) has a new wording; your answer to the old one does not count."))
    }
    let screen = QuizScreen(
      terminal: terminal,
      view: PassageView(terminal: terminal, library: library),
      beliefs: BeliefView(terminal: terminal, library: library, home: quiz.header.lesson)
    )
    return screen.run(&walk, &progress) ? walk : nil
  }

  private func wantsRetry(_ walk: QuizWalk) -> Bool {
    let missed = walk.missed == 1 ? "the one" : "the \(walk.missed)"
    let word = terminal.ask("retry asks \(missed) missed; Enter ends:")?.lowercased()
    return word == "retry" || word == "r"
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
    terminal.print(.text("Worth another look\(names.isEmpty ? "" : " in \(names)"):"))
    for id in summary.weakObjectives {
      let text = Objective.named(id).map { "\($0.text) (\(id))" } ?? id
      terminal.print(StyledLine(text).wrapped(to: terminal.width, first: "- ", rest: "  "))
    }
  }
}
