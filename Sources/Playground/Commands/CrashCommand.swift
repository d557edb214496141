import Cloud
import JSON
import Shop
import Simulation

/// Ends a component's process by force, or cuts a provider off.
struct CrashCommand: PlainCommand {
  static let help = CommandHelp(
    word: "crash",
    usage: "crash COMPONENT [at DURATION] [for DURATION]",
    summary: "end a component's process by force",
    details: """
      It starts again by itself, after the time that you say or as soon as it can: a start takes its
      time, too. A provider stays away for that time, or until it is healed. at counts from now:
      crash before you load.
      """,
    examples: ["crash shop", "crash shop at 4m for 3m", "crash payment-provider for 10m"]
  )
  static let needsStage = false

  private let target: FaultTarget
  private let timing: Timing
  /// Those of the components that have a process of their own.
  private let processes: [String]
  private let providers: [String]

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    guard session.stage != nil || !session.world.components(.provider).isEmpty else {
      throw CommandError(
        .noStage,
        "crash needs a shop, and none is deployed.",
        remedy: StageNames.deployFirst,
        column: 1
      )
    }
    let word = try arguments.required("the component")
    target = try FaultTarget(word, in: session)
    timing = try Timing(parsing: &arguments)
    let crashable = session.world.deployment?.stage.crashable ?? []
    let all = session.world.components(.provider)
    processes = target.components.filter { crashable.contains($0) }
    providers = target.components.filter { all.contains($0) && !crashable.contains($0) }
    guard !processes.isEmpty || !providers.isEmpty else {
      throw CommandError(
        .notPossible,
        "\(target.text) has no process that could crash.",
        remedy: "Crash \((crashable + all).joined(separator: ", ")), or write fail \(word.text).",
        column: word.column
      )
    }
  }

  /// Whether something behind a target's name can crash.
  static func canStrike(_ name: String, in session: Session) -> Bool {
    let word = Argument(text: name, column: 1, isQuoted: false)
    guard let target = try? FaultTarget(word, in: session) else { return false }
    let crashable = candidates(after: [], in: session)
    return target.components.contains { crashable.contains($0) }
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    guard words.isEmpty else { return ["at", "for"] }
    return (session.world.deployment?.stage.crashable ?? []) + session.world.components(.provider)
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (world, lasting) = (session.world, timing.lasting)
    let (processes, providers) = (processes, providers)
    let (stage, faults) = (world.deployment?.stage, world.cloud.faults)
    try world.schedule(timing) {
      let outages = providers.map { faults.fail($0, .all) }
      for process in processes { try await stage?.crash(process, for: lasting) }
      return outages
    } end: { outages in
      for outage in outages { faults.end(outage) }
    }
    return .said(
      "\(target.text): crashes\(timing.text.isEmpty ? " now" : timing.text).",
      target.json
    )
  }
}

/// Makes a component well again.
struct HealCommand: PlainCommand {
  static let help = CommandHelp(
    word: "heal",
    usage: "heal COMPONENT | heal zone ZONE",
    summary: "end every failure and slowness of a component, or give a zone its power back",
    examples: ["heal payment-provider", "heal zone b"]
  )
  static let needsStage = false

  private enum Patient {
    case target(FaultTarget)
    case zone(ZoneWord)
  }

  private let patient: Patient

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    if let zone = try ZoneWord(parsing: &arguments) {
      patient = .zone(zone)
    } else {
      patient = .target(try FaultTarget(arguments.required("the component"), in: session))
    }
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    guard let last = words.last else { return FaultTarget.names(in: session) + ["zone"] }
    return last == "zone" ? Zones.all : []
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let cloud = session.world.cloud
    switch patient {
    case .target(let target):
      for component in target.components { cloud.faults.heal(component) }
      try session.world.run {
        for component in target.components { await cloud.sqs.calm(component) }
      }
      return .said("\(target.text): well again.", target.json)
    case .zone(let zone):
      try session.world.run { try await cloud.restore(zone: zone.letter) }
      return .said("\(zone): has its power back.", zone.json)
    }
  }
}
