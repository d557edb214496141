import Course
import Figures
import Playground
import Terminal

/// A quiz at a terminal or in a pipe: one item at a time, a line for each answer.
struct QuizScreen {
  let terminal: Terminal
  let view: PassageView
  let beliefs: BeliefView

  /// Asks until the round is over (true) or the learner leaves (false).
  func run(_ walk: inout QuizWalk, _ progress: inout LearnerProgress) -> Bool {
    var editor = LineEditor(terminal)
    // What refutes a wrong answer stays at hand when the learner goes away and comes back.
    var refutations: [Int: Refutation] = [:]
    show(walk)
    while true {
      keep(&walk, &progress)
      guard let entry = ask(walk, canSee: refutations[walk.index] != nil, &editor) else {
        return false
      }
      switch entry {
      case .quit: return false
      case .next:
        guard walk.advance() else {
          keep(&walk, &progress)
          return true
        }
        show(walk)
      case .back:
        walk.back()
        show(walk)
      case .hint: hint(&walk)
      case .see: if let refutation = refutations[walk.index] { beliefs.show(refutation) }
      case .file(let name): desk(walk)?.begin(name)
      case .answer(let text): refutations[walk.index] = answer(text, &walk)
      }
    }
  }

  private func keep(_ walk: inout QuizWalk, _ progress: inout LearnerProgress) {
    progress.record(walk.takeEvents(), at: .now)
    terminal.tell(progress.takeNotices())
  }

  // MARK: Showing

  private func show(_ walk: QuizWalk) {
    terminal.print()
    terminal.print(
      StyledLine([
        Span("Question \(walk.place.number) of \(walk.place.count)", .heading),
        Span("  \(walk.item.id), difficulty \(walk.item.difficulty) of 5", .muted),
      ]).wrapped(to: terminal.width)
    )
    terminal.print()
    view.print(walk.item.passage, withScripts: false)
    desk(walk)?.show()
    if let script = walk.item.script {
      let commands = script.text.split(separator: "\n").map { StyledLine("  > \($0)", .code) }
      terminal.print(commands.flatMap { $0.wrapped(to: terminal.width) })
      terminal.print()
    }
    view.print(walk.item.question)
    for hint in walk.shownHints { view.print(hint) }
    if walk.state.isClosed, let points = walk.state.points {
      terminal.print(
        StyledLine("You have answered this: \(GradeReport.number(points)) of 1.", .muted)
      )
      terminal.print()
    }
  }

  private func desk(_ walk: QuizWalk) -> LabDesk? {
    guard case .lab(let lab) = walk.item.question else { return nil }
    return LabDesk(terminal: terminal, lab: lab)
  }

  // MARK: Asking

  /// What was entered.
  private enum Entry {
    case next, back, hint, see, quit
    case file(String?)
    case answer(String)
  }

  /// Reads one line, or several up to an empty one for an item that asks for lines.
  private func ask(_ walk: QuizWalk, canSee: Bool, _ editor: inout LineEditor) -> Entry? {
    terminal.print(StyledLine(offer(walk, canSee: canSee), .muted).wrapped(to: terminal.width))
    guard let first = line(&editor, walk) else { return nil }
    if let entry = entry(first, walk) { return entry }
    let isWhole = !walk.item.takesLines || walk.state.isClosed || first.hasPrefix("@")
    var lines = [first]
    while !isWhole, let next = line(&editor, walk), !next.isEmpty { lines.append(next) }
    return .answer(lines.joined(separator: "\n"))
  }

  private func line(_ editor: inout LineEditor, _ walk: QuizWalk) -> String? {
    while true {
      switch editor.readLine(prompt: StyledLine("\(walk.item.id)> ", .emphasis)) {
      case .line(let text): return text
      case .abandoned:
        terminal.print(.text("Nothing was handed in. quit or Ctrl-D leaves the quiz."))
      case .end: return nil
      }
    }
  }

  /// A word that is no answer; `q7 = next` is one, as on an answer sheet.
  private func entry(_ text: String, _ walk: QuizWalk) -> Entry? {
    let words = text.split(whereSeparator: \.isWhitespace)
    if words.count > 2, words[0] == walk.item.id, words[1] == "=" {
      return .answer(words.dropFirst(2).joined(separator: " "))
    }
    if words.first == "file", words.count <= 2, desk(walk) != nil {
      return .file(words.count == 2 ? String(words[1]) : nil)
    }
    // Enter goes on, as in a lesson; where an answer is due it may be an empty one.
    if words.isEmpty, walk.state.isClosed { return .next }
    guard words.count == 1, let word = QuizWord(words[0]) else { return nil }
    return switch word {
    case .next: .next
    case .back: .back
    case .hint: .hint
    case .see: .see
    case .quit: .quit
    }
  }

  private func offer(_ walk: QuizWalk, canSee: Bool) -> String {
    var parts: [String] = []
    if !walk.state.isClosed {
      parts.append("\(walk.item.prompt)\(walk.item.takesLines ? ", an empty line ends" : "")")
      if let lab = desk(walk)?.lab {
        parts.append("file NAME writes \(lab.file) to a file, to edit and hand in with @NAME")
      }
      if let worth = walk.worthAfterHint {
        parts.append("hint (then worth \(GradeReport.number(worth)) of 1)")
      }
    }
    if canSee { parts.append("see (the run that refutes it)") }
    let next = walk.state.isClosed ? "next or Enter" : "next"
    return (parts + [next, "back", "quit"]).joined(separator: "; ")
  }

  // MARK: Answering

  private func hint(_ walk: inout QuizWalk) {
    if let hint = walk.hint() {
      view.print(hint)
    } else {
      let left = walk.shownHints.isEmpty ? "This question has no hint." : "There is no hint left."
      terminal.print(.text(left))
    }
  }

  /// Takes an answer; the run that refutes the belief behind a wrong one, if there is one.
  private func answer(_ text: String, _ walk: inout QuizWalk) -> Refutation? {
    defer { terminal.print() }
    guard let text = content(of: text, walk) else { return nil }
    let outcome = walk.answer(text)
    terminal.clearProgress()
    switch outcome {
    case .refused(let error):
      let text = error.description
      terminal.printMarkdown(text.prefix(1).uppercased() + text.dropFirst())
      return nil
    case .ungraded(let error):
      terminal.printMarkdown("This item cannot be graded and does not count. \(error.problem).")
      return nil
    case .graded(let reply):
      return print(reply, walk)
    }
  }

  /// The answer itself, from the file that `@FILE` names.
  private func content(of text: String, _ walk: QuizWalk) -> String? {
    guard text.hasPrefix("@"), walk.item.takesLines else { return text }
    let name = text.dropFirst().split(separator: "\n").first.map(String.init) ?? ""
    do throws(UsageError) {
      return try FileText.read(String(name.drop { $0 == " " }))
    } catch {
      terminal.print(.text(error.description))
      return nil
    }
  }

  private func print(_ reply: QuizWalk.Reply, _ walk: QuizWalk) -> Refutation? {
    let feedback = reply.feedback
    let verdict: StyledLine =
      switch feedback.verdict {
      case .right: StyledLine("Right. \(GradeReport.number(reply.points)) of 1.", .good)
      case .partly:
        StyledLine("Partly right. \(GradeReport.number(reply.points)) of 1.", .warning)
      case .wrong, .blank: StyledLine("Not so.", .bad)
      }
    // The remark on a wrong option says by itself that it is wrong.
    let saysSo = feedback.verdict == .wrong && walk.item.question.choice != nil
    if !saysSo { terminal.print(verdict) }
    for remark in feedback.remarks { terminal.printMarkdown(remark) }
    let refutation = beliefs.name(feedback.misconceptions)
    if let comparison = feedback.comparison, feedback.verdict != .right {
      print(comparison, isClosed: reply.isClosed)
    }
    if let hint = reply.hint {
      view.print(hint)
    } else if reply.isClosed, feedback.verdict != .right {
      terminal.printMarkdown(feedback.solution)
    }
    return refutation
  }

  /// Expected and given lines; while there is a try left, only how many agree.
  private func print(_ comparison: LineComparison, isClosed: Bool) {
    guard isClosed else {
      terminal.print(
        .text("\(comparison.matches.counting("line agrees", "lines agree")) with what it prints.")
      )
      return
    }
    terminal.print(
      .text(comparison.text(unicode: terminal.traits.hasUnicode).joined(separator: "\n"))
    )
  }
}
