import Course
import Figures
import Playground
import Terminal

/// Prints what a learner reads: passages with their code and scripts, options, hints.
struct PassageView {
  let terminal: Terminal
  let library: Library?

  /// Prints a passage; scripts of a run are left out, since their commands are shown as they run.
  func print(_ passage: Passage, withScripts: Bool) {
    for content in contents(of: passage) {
      switch content {
      case .markdown(let text): terminal.printMarkdown(text)
      case .code(let excerpt): print(excerpt)
      case .script(let script):
        guard withScripts else { continue }
        let commands = script.text.split(separator: "\n")
        terminal.print(commands.flatMap { StyledLine.code(String($0), in: terminal.width) })
      case .file(let file):
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        let title = StyledLine("\(file.name)", .muted).wrapped(to: terminal.width)
        terminal.print(title + lines.flatMap { StyledLine.code(String($0), in: terminal.width) })
      }
      terminal.print()
    }
  }

  /// A quiz that is not part of a course has no code to show.
  private func contents(of passage: Passage) -> [PassageContent] {
    if let library { return library.content(of: passage) }
    return passage.parts.compactMap { part in
      switch part {
      case .markdown(let text, _): .markdown(text)
      case .script(let script): .script(script)
      case .file(let file): .file(file)
      case .code: nil
      }
    }
  }

  private func print(_ excerpt: CodeExcerpt) {
    let title = StyledLine("\(excerpt.path), from line \(excerpt.firstLine)", .muted)
    let code = excerpt.lines.flatMap { StyledLine.code($0, in: terminal.width) }
    terminal.print(title.wrapped(to: terminal.width) + code)
  }

  /// Prints the options with their letters, the chosen one marked in words.
  func print(_ choice: Choice, chosen: String? = nil) {
    for option in choice.options {
      let mark = option.letter == chosen ? " (your choice)" : ""
      terminal.printMarkdown("**\(option.letter))** \(option.text)\(mark)")
    }
    terminal.print()
  }

  /// Prints what a question offers to answer with, each by its letter or number.
  func print(_ question: Question) {
    if let choice = question.choice { return print(choice) }
    if case .match(let matching) = question {
      terminal.print(StyledLine(matching.heading, .emphasis))
      for (index, stem) in matching.stems.enumerated() {
        terminal.printMarkdown("**\(index + 1))** \(stem.text)")
      }
      terminal.print()
      terminal.print(StyledLine(matching.choiceHeading, .emphasis))
    }
    let texts = question.letteredTexts
    for (letter, text) in texts { terminal.printMarkdown("**\(letter))** \(text)") }
    if !texts.isEmpty { terminal.print() }
  }

  /// Prints a hint.
  func print(_ hint: Hint) {
    terminal.printMarkdown("> Hint \(hint.level), \(hint.title): \(hint.text)")
    terminal.print()
  }
}
