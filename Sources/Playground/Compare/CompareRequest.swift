public import Cloud
public import Shop
import Simulation

/// Several stages under the same load, the same faults and the same seed.
///
/// ``check(readFile:)`` refuses what not every stage can take before anything runs;
/// ``run(_:readFile:onProgress:)`` runs one stage and knows nothing of the others, so that stages
/// may run on threads of their own; a ``StageComparison`` puts the results side by side.
public struct CompareRequest: Hashable, Sendable {
  /// One run for each stage, in the order of the stages.
  public let runs: [RunRequest]

  /// How long a night without a customer is.
  public static let night = Duration.seconds(12 * 3_600)

  /// Creates a request.
  ///
  /// - Parameters:
  ///   - stages: the stages' names, each once; empty for all stages.
  ///   - settings: the stages' settings, each as `stage.name=value`.
  ///   - load: the load, such as `flash-sale for 10m`.
  ///   - faults: the faults, such as `fail payment-provider at 2m for 10m`.
  ///   - seed: the number from which all chance is derived.
  /// - Throws: ``CommandError`` for an unknown stage, or a setting of a stage that is not compared.
  public init(
    stages: [String] = [],
    settings: [String] = [],
    load: String,
    faults: [String] = [],
    seed: UInt64 = 1
  ) throws(CommandError) {
    let names = stages.isEmpty ? StageNames.all : stages
    for (index, name) in names.enumerated() {
      guard StageNames.all.contains(name) else {
        throw StageNames.unknown(Argument(text: name, column: 1, isQuoted: false))
      }
      guard !names[..<index].contains(name) else {
        throw CommandError(.badArgument, "\(name) is there twice.", remedy: "Write it once.")
      }
    }
    let chosen = try Self.settings(settings, of: names)
    runs = names.map { name in
      RunRequest(
        stage: name,
        settings: chosen.filter { $0.stage == name }.map(\.text),
        load: load,
        faults: faults,
        seed: seed
      )
    }
  }

  /// The stages' names, in order.
  public var stages: [String] { runs.map(\.stage) }

  /// Takes the stage's name off each setting.
  private static func settings(
    _ texts: [String],
    of stages: [String]
  ) throws(CommandError) -> [(stage: String, text: String)] {
    var chosen: [(stage: String, text: String)] = []
    for text in texts {
      let name = text.prefix { $0 != "=" }
      guard let dot = name.firstIndex(of: "."), name.endIndex < text.endIndex else {
        throw CommandError(
          .badArgument,
          "\(text) does not say whose setting it is.",
          remedy: "Write STAGE.NAME=VALUE, such as \(stages.first ?? "monolith").\(text)."
        )
      }
      let stage = String(name[..<dot])
      guard stages.contains(stage) else {
        throw CommandError(
          .notFound,
          "\(stage) is none of the compared stages.",
          remedy: Spelling.remedy(for: stage, among: stages)
        )
      }
      chosen.append((stage, String(text[text.index(after: dot)...])))
    }
    return chosen
  }

  /// Refuses what is wrong before anything runs: deploys every stage and sets every fault on it,
  /// and lets no time pass.
  ///
  /// - Parameter readFile: reads a file that a setting names; `nil` when none may be read.
  /// - Throws: ``CommandError``; for a fault that not every stage can take, it names the stages
  ///   that cannot and what all of them have.
  public func check(readFile: ((String) throws -> String)? = nil) throws(CommandError) {
    var sessions: [(stage: String, session: Session)] = []
    for run in runs { sessions.append((run.stage, try run.deploy(readFile: readFile))) }
    for fault in runs.first?.faults ?? [] {
      try runs.first?.refuseIfTooLate(fault, readFile: readFile)
      var refusals: [(stage: String, error: CommandError)] = []
      for (stage, session) in sessions {
        do {
          try RunRequest.strike(fault, in: session)
        } catch {
          refusals.append((stage, error))
        }
      }
      guard let first = refusals.first else { continue }
      // Nobody can take what is no fault at all: then the first refusal says it best.
      guard refusals.count < runs.count else { throw first.error }
      throw CommandError(
        .notPossible,
        "Not every stage can take \"\(fault)\". "
          + refusals.map { "\($0.stage): \($0.error.message)" }.joined(separator: " "),
        remedy: Self.common(sessions.map(\.session), for: fault)
          + " Or choose the stages with --stages.",
        column: first.error.column
      )
    }
  }

  /// What every stage has that a fault can strike, in words.
  private static func common(_ sessions: [Session], for fault: String) -> String {
    let isCrash = fault.trimmed.hasPrefix("crash")
    let targets = sessions.map { session in
      FaultTarget.names(in: session).filter { name in
        !isCrash || CrashCommand.canStrike(name, in: session)
      }
    }
    let names = (targets.first ?? []).filter { name in targets.allSatisfy { $0.contains(name) } }
    let zones = isCrash ? "" : " Zones are lost with lose zone \(Zones.all.joined(separator: "|"))."
    return names.isEmpty
      ? "They have nothing in common that it could strike.\(zones)"
      : "All of them have \(names.joined(separator: ", ")).\(zones)"
  }

  /// Runs one stage, and then a fresh one through a night without a customer.
  ///
  /// - Parameters:
  ///   - run: one of ``runs``.
  ///   - readFile: reads a file that the load or a setting names; `nil` when none may be read.
  ///   - onProgress: is told now and then how far the load has come.
  /// - Returns: what came of it.
  /// - Throws: ``CommandError`` about the part of the request that is wrong.
  public static func run(
    _ run: RunRequest,
    readFile: ((String) throws -> String)? = nil,
    onProgress: ((Progress) -> Void)? = nil
  ) throws(CommandError) -> StageRun {
    let result = try run.run(readFile: readFile, onProgress: onProgress)
    return StageRun(
      report: result.report,
      idleNight: try run.idleBill(for: night, readFile: readFile)
    )
  }

  /// Runs all stages, one after the other.
  ///
  /// - Throws: ``CommandError``, as ``check(readFile:)`` does, before anything runs.
  public func run(
    readFile: ((String) throws -> String)? = nil
  ) throws(CommandError) -> StageComparison {
    try check(readFile: readFile)
    var results: [StageRun] = []
    for run in runs { results.append(try Self.run(run, readFile: readFile)) }
    return StageComparison(of: results)
  }
}

/// What came of one stage of a comparison.
public struct StageRun: Sendable {
  /// The run's report.
  public let report: RunReport
  /// What a freshly deployed stage costs in a night without a customer.
  public let idleNight: Bill
}

extension RunRequest {
  /// What the freshly deployed stage costs in a length of time without a customer.
  func idleBill(
    for duration: Duration,
    readFile: ((String) throws -> String)? = nil
  ) throws(CommandError) -> Bill {
    let session = try deploy(readFile: readFile)
    guard let fernway = session.world.deployment?.fernway else {
      preconditionFailure("\(stage) was deployed and is not there")
    }
    try session.world.advance(to: session.now.advanced(by: duration))
    // The session ends its world when nobody holds it any more.
    return withExtendedLifetime(session) { RunReport(of: fernway, loads: []).bill }
  }
}
