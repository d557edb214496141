import Figures
import JSON
import Playground
import Simulation
import Terminal

/// Prints what came of commands: for a reader, or as one JSON object a line.
struct OutcomePrinter {
  let terminal: Terminal
  var isJSON = false
  /// Whether the long answers of commands that change something are shortened.
  var isBrief = false
  /// Cuts endless lines; nil to print all there is.
  var cutter: CutLines?

  /// Prints an outcome.
  ///
  /// - Parameters:
  ///   - outcome: what came of a command.
  ///   - line: the command's line in its script, for errors.
  func print(_ outcome: CommandOutcome, line: Int? = nil) {
    if isJSON {
      terminal.printRaw(json(of: outcome).text())
      return
    }
    print(outcome.result, of: outcome.command, line: line)
  }

  /// Prints what a command showed, or why it was refused.
  func print(
    _ result: Result<CommandOutput, CommandError>,
    of command: String,
    line: Int? = nil
  ) {
    switch result {
    case .success(let output):
      let brief = isBrief ? BriefAnswer(output, of: command)?.text : nil
      if let text = brief ?? output.verbatim {
        terminal.printRaw(cutter?.cut(text) ?? text)
      } else {
        output.figures.forEach { terminal.print(cutter?.cut($0) ?? $0) }
      }
      output.followed.forEach { terminal.printRaw($0) }
    case .failure(let error):
      explain(error, in: command, line: line)
    }
  }

  private func explain(_ error: CommandError, in command: String, line: Int?) {
    if line != nil { terminal.printError([StyledLine(command, .code)]) }
    if let column = error.column, column <= command.count + 1, line != nil {
      let mark = String(repeating: " ", count: column - 1) + "^"
      terminal.printError([StyledLine(mark, .bad)])
    }
    let place = line.map { "line \($0): " } ?? ""
    terminal.explain(place + error.message, remedy: error.remedy)
  }

  private func json(of outcome: CommandOutcome) -> JSONValue {
    var object: JSONObject = ["command": .string(outcome.command)]
    switch outcome.result {
    case .success(let output):
      object["output"] = output.json ?? .string(text(of: output.figures))
      if !output.followed.isEmpty {
        object["followed"] = .array(output.followed.map { .string($0) })
      }
    case .failure(let error):
      object["error"] = ["code": .string(error.code), "message": .string(error.message)]
    }
    object["time"] = .number(JSONNumber(outcome.time.duration(since: .start).seconds))
    return .object(object)
  }

  /// Figures in plain words, the same on every terminal.
  private func text(of figures: [Figure]) -> String {
    let layout = Layout(width: 80, unicode: false)
    return figures.flatMap { layout.lines(for: $0) }.map(\.text).joined(separator: "\n")
  }
}
