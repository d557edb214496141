import Dispatch
import Figures
import JSON
import Playground
import Synchronization
import Terminal

/// `evolve compare`: every stage under the same load, faults and seed, side by side.
struct CompareCommand: Command {
  static let name = "compare"
  static let summary = "runs the stages under the same load and faults, side by side"
  static let help = """
    compare --load LOAD [--fault FAULT …] [--stages A,B] [--set STAGE.NAME=VALUE …] [--seed N] \
    [--json]

    Runs every stage with the same load, the same faults and the same seed, and puts what came of it \
    side by side. The same words give the same figures.

      --load LOAD    such as "flash-sale for 10m" or "steady --rate 4/s for 12m"
      --fault FAULT  such as "fail payment-provider at 2m for 10m", "lose zone a at 2m for 5m" or \
    "photo bug.jpg --poison at 4m"; may be repeated. It must name what all stages have: the \
    providers, the zones, and the features checkout, questions, restock and photos
      --stages A,B   only these stages
      --set S.N=V    a setting of one stage, such as monolith.instance-type=m5.xlarge; may be repeated
      --seed N       the number that all chance is derived from; 1 if nothing is said
      --json         prints the comparison as JSON
    """
  static let flags: Set<String> = ["--json"]

  private let request: CompareRequest
  private let isJSON: Bool

  init(parsing arguments: inout ArgumentCursor) throws(UsageError) {
    let load = try arguments.option("--load", "a load such as \"steady for 5m\"")
    let faults = try arguments.values(of: "--fault", "a fault such as \"lose zone b at 4m\"")
    let settings = try arguments.values(of: "--set", "a setting such as monolith.idempotency=off")
    let stages = try arguments.option("--stages", "stages such as monolith,event-driven")
    let seed = try arguments.seed() ?? 1
    isJSON = try arguments.flag("--json")
    guard let load else {
      throw UsageError("A load is missing.", remedy: "Write --load \"steady for 5m\".")
    }
    let names = stages?.split(separator: ",", omittingEmptySubsequences: false) ?? []
    do {
      request = try CompareRequest(
        stages: names.map { String($0) },
        settings: settings,
        load: load,
        faults: faults,
        seed: seed
      )
    } catch {
      throw UsageError(error.message, remedy: error.remedy ?? "See --help.")
    }
  }

  func run(on terminal: Terminal) throws -> ExitCode {
    try request.check(readFile: { try FileText.readForCommand($0) })
    let comparison = StageComparison(of: try runAll(on: terminal))
    terminal.clearProgress()
    if isJSON {
      terminal.printRaw(comparison.json.prettyText(indent: 2))
    } else {
      terminal.print(.stack(comparison.figures(width: terminal.width)))
    }
    return .done
  }

  /// Runs the stages, as many at once as there are processors.
  ///
  /// Each stage has a session and a simulation of its own and shares nothing with the others, so
  /// that the results are the same in whichever order they come.
  private func runAll(on terminal: Terminal) throws -> [StageRun] {
    let runs = request.runs
    let results = Mutex<[Int: Result<StageRun, CommandError>]>([:])
    let progress = CompareProgress(stages: request.stages)
    DispatchQueue.concurrentPerform(iterations: runs.count) { index in
      let result = Result { () throws(CommandError) in
        try CompareRequest.run(
          runs[index],
          readFile: { try FileText.readForCommand($0) },
          onProgress: { terminal.progress(progress.note($0, of: index)) }
        )
      }
      terminal.progress(progress.end(of: index))
      results.withLock { $0[index] = result }
    }
    let all = results.withLock { $0 }
    return try runs.indices.compactMap { try all[$0]?.get() }
  }
}

/// How far each of the stages has come.
private final class CompareProgress: Sendable {
  private let parts: Mutex<[(stage: String, share: String)]>

  init(stages: [String]) {
    parts = Mutex(stages.map { ($0, "") })
  }

  /// The line to show after one stage has told how far it is: `monolith done, tiered 42 %`.
  func note(_ progress: Progress, of index: Int) -> String {
    set("\(Int(progress.share * 100)) %", of: index)
  }

  /// The line to show after one stage has ended.
  func end(of index: Int) -> String { set("done", of: index) }

  private func set(_ share: String, of index: Int) -> String {
    parts.withLock { parts in
      parts[index].share = share
      return parts.filter { !$0.share.isEmpty }.map { "\($0.stage) \($0.share)" }
        .joined(separator: ", ")
    }
  }
}
