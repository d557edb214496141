import Figures
import JSON
import Playground
import Terminal

/// `evolve diff`: what changes from one stage to another.
struct DiffCommand: Command {
  static let name = "diff"
  static let summary = "tells what changes from one stage to another"
  static let help = """
    diff STAGE STAGE [--json]

    Deploys two stages and tells what changes from the first to the second: components, connections, \
    what each feature needs in order to answer, what can grow by itself, and the price of an idle \
    hour. What a feature needs is found out by letting each component fail and asking the shop.

      --json         prints the difference as JSON
    """
  static let flags: Set<String> = ["--json"]

  private let stages: (String, String)
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    isJSON = try arguments.flag("--json")
    stages = (try arguments.word("The first stage"), try arguments.word("The second stage"))
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    terminal.progress("\(stages.0) and \(stages.1) are being tried out")
    let difference = try StageDifference(from: stages.0, to: stages.1)
    terminal.clearProgress()
    if isJSON {
      terminal.printRaw(difference.json.prettyText(indent: 2))
    } else {
      terminal.print(.stack(difference.figures))
    }
    return .done
  }
}
