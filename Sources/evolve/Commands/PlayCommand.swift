import Figures
import JSON
import Playground
import Simulation
import Terminal

/// `evolve play`: a prompt at a running shop, or a script.
struct PlayCommand: Command {
  static let name = "play"
  static let summary = "opens a prompt at a stage, or runs a script of commands"
  static let help = """
    play [STAGE] [--seed N] [--pace SPEED] [--script FILE|-] [--keep-going] [--json]

    Opens a prompt: type commands, see what they do. "help" lists them, Tab completes, Ctrl-D ends. \
    Without a stage the cloud is empty, and AWS operations work on it. Endless lines are cut at a \
    terminal; "whole" prints the latest answer once more with nothing left out.

      --seed N       the number that all chance is derived from; 1 if nothing is said
      --pace SPEED   holds the clock back, for a demonstration: 1x is real time, 60x shows an hour in \
    a minute; without it commands run as fast as possible
      --script FILE  runs the commands of a file, or of standard input with "-"; stops at the first \
    error or failed expect
      --keep-going   goes on after an error
      --json         prints one JSON object for each command
    """
  static let flags: Set<String> = ["--keep-going", "--json"]

  private let stage: String?
  private let seed: UInt64
  private let pace: Double?
  private let script: String?
  private let keepsGoing: Bool
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    seed = try arguments.seed() ?? 1
    pace = try arguments.pace()
    script = try arguments.option("--script", "a file's name, or -")
    keepsGoing = try arguments.flag("--keep-going")
    isJSON = try arguments.flag("--json")
    stage = arguments.word()
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let session = Session(
      seed: seed,
      readFile: { try FileText.readForCommand($0) },
      pacer: pace.map(WallClockPacer.init(speed:))
    )
    session.onProgress = { terminal.progress($0.description) }
    let printer = OutcomePrinter(terminal: terminal, isJSON: isJSON)
    if let stage {
      let outcome = session.execute("deploy \(stage)")
      guard case .success = outcome.result else {
        printer.print(outcome)
        return .misuse
      }
      if script == nil { printer.print(outcome) }
    }
    guard let script else { return prompt(session, printer, on: terminal) }
    let text = try script == "-" ? terminal.readToEnd() : FileText.read(script)
    return play(text, session, printer)
  }

  /// Runs every line of a script, up to the first failure unless told to keep going.
  private func play(_ text: String, _ session: Session, _ printer: OutcomePrinter) -> ExitCode {
    var status = ExitCode.done
    for line in Script.lines(of: text) {
      let outcome = session.execute(line.text)
      printer.print(outcome, line: line.number)
      guard case .failure = outcome.result else { continue }
      status = .failed
      if !keepsGoing { break }
    }
    return status
  }

  private func prompt(
    _ session: Session,
    _ printer: OutcomePrinter,
    on terminal: Terminal
  ) -> ExitCode {
    if terminal.traits.isInteractive {
      terminal.print(
        .text("Type a command; \"help\" lists them, Ctrl-D ends. The seed is \(seed).")
      )
    }
    PlaygroundPrompt(session: session, printer: printer, terminal: terminal).run()
    return .done
  }
}

/// The loop of the prompt, also used by the lessons' `try`.
struct PlaygroundPrompt {
  let session: Session
  let printer: OutcomePrinter
  let terminal: Terminal

  /// The word that prints the latest answer with nothing left out.
  private static let wholeWord = "whole"

  /// Reads and runs lines until the input ends or the learner leaves.
  func run() {
    // Only who looks at a screen wants less than everything.
    var reader = printer
    if terminal.traits.isInteractive {
      reader.cutter = CutLines(remedy: "\(Self.wholeWord) shows them")
    }
    var latest: CommandOutcome?
    // The editor asks for completions on this thread only, between two commands.
    nonisolated(unsafe) let session = session
    var editor = LineEditor(terminal, completions: { session.completions(for: $0) })
    while true {
      let stage = session.stage.map { "\($0) " } ?? ""
      let time = session.now == .start ? "0 s" : session.now.description
      switch editor.readLine(prompt: StyledLine("\(stage)\(time)> ", .muted)) {
      case .end: return
      case .abandoned:
        let groups = session.stopFollowing()
        if !groups.isEmpty {
          terminal.print(.text("\(groups.joined(separator: ", ")): no longer followed."))
        }
      case .line(let line):
        if ["exit", "quit"].contains(line) { return }
        if line == Self.wholeWord, let latest {
          printer.print(latest)
        } else if !Script.lines(of: line).isEmpty {
          let outcome = session.execute(line)
          reader.print(outcome)
          latest = outcome
        }
      }
    }
  }
}
