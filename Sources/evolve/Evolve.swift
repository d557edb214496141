import Course
import Figures
import Playground
import Terminal

/// The commands, in the order in which the help lists them.
let commands: [any Command.Type] = [
  ListCommand.self, LessonCommand.self, NextCommand.self, GotoCommand.self, QuizCommand.self,
  SearchCommand.self, ProgressCommand.self, ResetCommand.self,
  PlayCommand.self, RunCommand.self, CompareCommand.self, DiffCommand.self, GradeCommand.self,
  AgendaCommand.self, DoctorCommand.self, BundleCommand.self, CheckCommand.self, NewCommand.self,
]

/// Looks the command up, runs it, and ends with its exit status.
@main
enum Evolve {
  static func main() {
    let terminal = Terminal.standard()
    let status = run(Array(CommandLine.arguments.dropFirst()), on: terminal)
    terminal.end(status.rawValue)
  }

  static func run(_ arguments: [String], on terminal: Terminal) -> ExitCode {
    do {
      return try command(for: arguments, on: terminal)
    } catch let error as UsageError {
      terminal.explain(error.problem, remedy: error.remedy)
      return .misuse
    } catch let error as CourseError {
      terminal.explain(
        error.problem.asSentence,
        remedy: "\(error.remedy).",
        details: error.findings.map(\.description)
      )
      return .misuse
    } catch let error as ResponseError {
      terminal.explain(error.problem.asSentence, remedy: "\(error.remedy).")
      return .misuse
    } catch let error as CommandError {
      terminal.explain(error.message, remedy: error.remedy)
      return .misuse
    } catch {
      terminal.explain("evolve itself has failed: \(error)", remedy: nil)
      return .broken
    }
  }

  private static func command(
    for arguments: [String],
    on terminal: Terminal
  ) throws -> ExitCode {
    var rest = arguments
    let name = commandIndex(in: arguments).map { rest.remove(at: $0) }
    let asksForHelp = rest.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
    if name == "help" { return try help(rest.first, on: terminal) }
    if asksForHelp { return try help(name, on: terminal) }
    guard let name else {
      // Without a command evolve goes on, also with the course or the progress of its options.
      return try run(ContinueCommand.self, rest, on: terminal)
    }
    guard let type = commands.first(where: { $0.name == name }) else { throw unknown(name) }
    return try run(type, rest, on: terminal)
  }

  /// Where the command's word is: options that every command takes may stand before it.
  private static func commandIndex(in arguments: [String]) -> Int? {
    var index = 0
    while index < arguments.count, arguments[index].hasPrefix("-") {
      index += ["--course", "--progress"].contains(arguments[index]) ? 2 : 1
    }
    return index < arguments.count ? index : nil
  }

  private static func run(
    _ type: any Command.Type,
    _ words: [String],
    on terminal: Terminal
  ) throws -> ExitCode {
    var cursor = ArgumentCursor(words, of: type.name, flags: type.flags)
    let command = try type.init(parsing: &cursor)
    try cursor.finish()
    return try command.run(on: terminal)
  }

  private static func unknown(_ name: String) -> UsageError {
    let names = commands.map { $0.name }
    let nearest =
      Spelling.nearest(to: name, among: names + ["help"])
      .map { "Did you mean \($0)? " } ?? ""
    return UsageError(
      "There is no command \"\(name)\".",
      remedy: "\(nearest)There are: \(names.joined(separator: ", "))."
    )
  }

  private static func help(_ name: String?, on terminal: Terminal) throws -> ExitCode {
    guard let name else {
      terminal.print(.text(overview))
      return .done
    }
    guard let type = commands.first(where: { $0.name == name }) else { throw unknown(name) }
    // Some commands have more than one form, each on a line of its own.
    let help = "\n\(type.help)".replacing("\n\(type.name) ", with: "\nevolve \(type.name) ")
    terminal.print(.text(String(help.dropFirst())))
    return .done
  }

  private static var overview: String {
    let width = commands.map { $0.name.count }.max() ?? 0
    let lines = commands.map { type in
      "  \(type.name)\(String(repeating: " ", count: width - type.name.count))  \(type.summary)"
    }
    return """
      evolve is a course you run: one small shop, from one server to an event-driven design.

      evolve              goes on where you were
      evolve COMMAND      does one of these:

      \(lines.joined(separator: "\n"))

      evolve COMMAND --help tells more about one.

      Every command that reads the course takes --course DIR; every one that keeps your place takes \
      --progress FILE.
      Exit status: 0 done, 1 a check or a grade failed, 2 the command or its input could not be \
      understood, 3 evolve itself has failed.
      """
  }
}

extension String {
  /// The text with a full stop and a capital letter, unless a file's name is its first word.
  fileprivate var asSentence: String {
    let startsWithWord = prefix { !$0.isWhitespace }.allSatisfy(\.isLetter)
    return (startsWithWord ? prefix(1).uppercased() + dropFirst() : self) + "."
  }
}

extension Terminal {
  /// Says on standard error what went wrong and what to do next.
  func explain(_ problem: String, remedy: String?, details: [String] = []) {
    var lines = [StyledLine([Span("evolve: ", .muted), Span(problem, .bad)])]
    if let remedy { lines.append(StyledLine(remedy)) }
    lines += details.map { StyledLine($0) }
    printError(lines.flatMap { $0.wrapped(to: width) })
  }
}
