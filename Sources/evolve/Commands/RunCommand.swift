import Figures
import JSON
import Playground
import Terminal

/// `evolve run`: a stage under a load, struck by faults, and what came of it.
struct RunCommand: Command {
  static let name = "run"
  static let summary = "runs a stage under a load and reports"
  static let help = """
    run STAGE --load LOAD [--fault FAULT …] [--set NAME=VALUE …] [--seed N] [--json]

    Deploys a stage, lets a load and faults loose on it, and reports what came of it. The same words \
    and the same seed give the same report.

      --load LOAD    such as "flash-sale for 10m" or "steady --rate 20/s for 5m"
      --fault FAULT  such as "crash shop at 4m for 3m"; may be repeated
      --set N=V      a setting of the stage; may be repeated
      --seed N       the number that all chance is derived from; 1 if nothing is said
      --json         prints the report as JSON
    """
  static let flags: Set<String> = ["--json"]

  private let request: RunRequest
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    let load = try arguments.option("--load", "a load such as \"steady for 5m\"")
    let faults = try arguments.values(of: "--fault", "a fault such as \"crash shop at 4m\"")
    let settings = try arguments.values(of: "--set", "a setting such as instance-type=m5.xlarge")
    let seed = try arguments.seed() ?? 1
    isJSON = try arguments.flag("--json")
    let stage = try arguments.word("The stage")
    guard let load else {
      throw UsageError("A load is missing.", remedy: "Write --load \"steady for 5m\".")
    }
    request = RunRequest(stage: stage, settings: settings, load: load, faults: faults, seed: seed)
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    let result = try request.run(
      readFile: { try FileText.readForCommand($0) },
      onProgress: { terminal.progress($0.description) }
    )
    terminal.clearProgress()
    if isJSON {
      terminal.printRaw(result.json.prettyText(indent: 2))
    } else {
      terminal.print(.stack(result.figures))
    }
    return .done
  }
}
