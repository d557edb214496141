import Course
import Figures
import FoundationEssentials
import Playground
import Terminal

/// Where a lab's file is written to, and read from, outside of the simulation.
struct LabDesk {
  let terminal: Terminal
  let lab: Lab

  /// Shows what the learner begins with and what will be run.
  func show() {
    terminal.print(
      StyledLine("\(lab.file), to begin with:", .muted).wrapped(to: terminal.width)
    )
    let starter = lab.starter.split(separator: "\n", omittingEmptySubsequences: false)
    terminal.print(starter.flatMap { StyledLine.code(String($0), in: terminal.width) })
    terminal.print()
  }

  private func ask(_ what: String) -> String? {
    terminal.ask("\(what) which file, such as \(lab.file)?")
  }

  /// Writes the starter to a file that is not there yet.
  func begin(_ name: String?) {
    guard let name = name ?? ask("Write it to") else { return }
    guard !FileManager.default.fileExists(atPath: name) else {
      terminal.print(
        .text("\(name) is there already and stays as it is. Name another file, or edit that one.")
      )
      return
    }
    do {
      let text = lab.starter.hasSuffix("\n") ? lab.starter : lab.starter + "\n"
      try text.write(toFile: name, atomically: true, encoding: .utf8)
      terminal.print(.text("\(name) is written. Edit it, and hand it in with @\(name)."))
    } catch {
      terminal.print(.text("\(name) cannot be written. Name a file where you may write."))
    }
  }

  /// The text of a file that is handed in; nil when it cannot be read, which is said.
  func text(of name: String?) -> String? {
    guard let name = name ?? ask("Hand in") else { return nil }
    do throws(UsageError) {
      return try FileText.read(name)
    } catch {
      terminal.print(.text(error.description))
      return nil
    }
  }

  /// Shows a solution.
  func showSolution() {
    terminal.printMarkdown("One solution, `\(lab.file)`:\n\n```text\n\(lab.solution)\n```")
    terminal.print()
  }
}
