import Course
import Figures
import Playground
import Terminal

/// Names the beliefs behind wrong answers, and shows the runs that refute them.
struct BeliefView {
  let terminal: Terminal
  let library: Library?
  /// The lesson in which a refutation is looked for first.
  let home: String?

  /// Names the beliefs, each in a line.
  ///
  /// - Returns: the first run that refutes one of them.
  func name(_ slugs: [String]) -> Refutation? {
    var found: Refutation?
    for slug in slugs {
      let belief = library?.belief(slug, home: home) ?? Belief(slug: slug)
      terminal.printMarkdown("The belief behind it: *\(belief.words)*.")
      found = found ?? belief.refutation
    }
    return found
  }

  /// Carries out a run that refutes a belief.
  func show(_ refutation: Refutation) {
    terminal.print(
      .text("\(refutation.heading), from the lesson \(refutation.lesson.id):")
    )
    terminal.print()
    let printer = RunPrinter(terminal: terminal)
    terminal.paged {
      printer.finish(refutation.run(with: terminal.runner()) { printer.print($0) })
    }
  }
}

/// Prints a run of a lesson: each command with what it showed, then what there is to say about it.
struct RunPrinter {
  let terminal: Terminal

  /// Prints one command and what came of it.
  func print(_ line: ScriptLine) {
    terminal.print(
      StyledLine([Span("> ", .muted), Span(line.command, .code)]).wrapped(to: terminal.width)
    )
    OutcomePrinter(terminal: terminal, isBrief: true, cutter: CutLines())
      .print(line.result, of: line.command)
    terminal.print()
  }

  /// Prints the prediction beside the observation.
  func finish(_ run: LessonRun) {
    terminal.clearProgress()
    guard !run.markdown.isEmpty else { return }
    terminal.printMarkdown(run.markdown)
    terminal.print()
  }
}
