import Course
import Figures
import Terminal

/// A quiz at a terminal or in a pipe: one item at a time, a line for each answer.
struct QuizScreen {
  let terminal: Terminal
  let view: PassageView

  /// Asks until the round is over (true) or the learner leaves (false).
  func run(_ walk: inout QuizWalk, _ progress: inout LearnerProgress) -> Bool {
    var editor = LineEditor(terminal)
    show(walk)
    while true {
      progress.record(walk.takeEvents(), at: .now)
      terminal.tell(progress.takeNotices())
      guard let line = ask(walk, &editor) else { return false }
      switch line.lowercased() {
      case "quit", "q", "exit": return false
      case "next", "n":
        guard walk.advance() else {
          progress.record(walk.takeEvents(), at: .now)
          return true
        }
        show(walk)
      case "back":
        walk.back()
        show(walk)
      case "hint", "?": hint(&walk)
      default: answer(line, &walk)
      }
    }
  }

  private func show(_ walk: QuizWalk) {
    terminal.print()
    terminal.print(
      StyledLine([
        Span("Question \(walk.place.number) of \(walk.place.count)", .heading),
        Span("  difficulty \(walk.item.difficulty) of 5", .muted),
      ])
    )
    terminal.print()
    view.print(walk.item.passage, withScripts: false)
    if let script = walk.item.script {
      let commands = script.text.split(separator: "\n").map { StyledLine("  > \($0)", .code) }
      terminal.print(commands.flatMap { $0.wrapped(to: terminal.width) })
      terminal.print()
    }
    if let choice = walk.item.question.choice { view.print(choice) }
    for hint in walk.shownHints { view.print(hint) }
  }

  /// Reads one line, or several up to an empty one for an item that asks for output.
  private func ask(_ walk: QuizWalk, _ editor: inout LineEditor) -> String? {
    terminal.print(StyledLine(offer(walk), .muted).wrapped(to: terminal.width))
    guard let first = line(&editor, walk) else { return nil }
    guard walk.item.takesLines, !walk.state.isClosed, !isWord(first) else { return first }
    var lines = [first]
    while let next = line(&editor, walk), !next.isEmpty { lines.append(next) }
    return lines.joined(separator: "\n")
  }

  private func line(_ editor: inout LineEditor, _ walk: QuizWalk) -> String? {
    while true {
      switch editor.readLine(prompt: StyledLine("\(walk.item.id)> ", .emphasis)) {
      case .line(let text): return text
      case .abandoned: continue
      case .end: return nil
      }
    }
  }

  private func isWord(_ text: String) -> Bool {
    ["next", "n", "back", "hint", "?", "quit", "q", "exit"].contains(text.lowercased())
  }

  private func offer(_ walk: QuizWalk) -> String {
    var parts: [String] = []
    if !walk.state.isClosed {
      parts.append("\(walk.item.prompt)\(walk.item.takesLines ? ", an empty line ends" : "")")
      if let worth = walk.worthAfterHint {
        parts.append("hint (then worth \(GradeReport.number(worth)) of 1)")
      }
    }
    return (parts + ["next", "back", "quit"]).joined(separator: "; ")
  }

  private func hint(_ walk: inout QuizWalk) {
    if let hint = walk.hint() {
      view.print(hint)
    } else {
      terminal.print(.text("There is no hint left."))
    }
  }

  private func answer(_ text: String, _ walk: inout QuizWalk) {
    switch walk.answer(text) {
    case .refused(let error):
      terminal.printMarkdown(error.description)
    case .ungraded(let error):
      terminal.printMarkdown("This item cannot be graded and does not count. \(error.problem).")
    case .graded(let reply):
      print(reply, walk)
    }
    terminal.print()
  }

  private func print(_ reply: QuizWalk.Reply, _ walk: QuizWalk) {
    let verdict: StyledLine =
      switch reply.feedback.verdict {
      case .right: StyledLine("Right. \(GradeReport.number(reply.points)) of 1.", .good)
      case .partly:
        StyledLine("Partly right. \(GradeReport.number(reply.points)) of 1.", .warning)
      case .wrong, .blank: StyledLine("Not so.", .bad)
      }
    // The remark on a wrong option says by itself that it is wrong.
    let saysSo = reply.feedback.verdict == .wrong && walk.item.question.choice != nil
    if !saysSo { terminal.print(verdict) }
    for remark in reply.feedback.remarks { terminal.printMarkdown(remark) }
    if let comparison = reply.feedback.comparison, reply.feedback.verdict != .right {
      terminal.print(
        .text(comparison.text(unicode: terminal.traits.hasUnicode).joined(separator: "\n"))
      )
    }
    if let hint = reply.hint {
      view.print(hint)
    } else if reply.isClosed, reply.feedback.verdict != .right {
      terminal.printMarkdown(reply.feedback.solution)
    }
  }
}
