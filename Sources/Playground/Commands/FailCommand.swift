import Cloud
import JSON
import Simulation

/// Lets requests to a component fail.
struct FailCommand: PlainCommand {
  static let help = CommandHelp(
    word: "fail",
    usage: "fail COMPONENT [N times | P%] [before effects] [at DURATION] [for DURATION]",
    summary: "let requests to a component fail",
    details: """
      Without a number every request fails. A failure strikes after the work is done and before the
      answer, so that the caller cannot know, unless it is before effects.
      """,
    examples: [
      "fail take-payment 2 times", "fail payment-provider 5% before effects",
      "fail payment-provider at 2m for 10m",
    ]
  )
  static let needsStage = false

  private let target: FaultTarget
  private let failures: FaultBoard.Failures
  private let moment: FaultBoard.Moment
  private let timing: Timing

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    target = try FaultTarget(arguments.required("the component"), in: session)
    failures = try FaultBoard.Failures(parsing: &arguments, before: ["before", "at", "for"])
    let isEarly = arguments.take("before", "effects")
    moment = isEarly ? .beforeEffects : .afterEffects
    timing = try Timing(parsing: &arguments)
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    switch words.last {
    case nil: FaultTarget.names(in: session)
    case "before": ["effects"]
    case let last? where Int(last) != nil: ["times"]
    default: ["before", "at", "for"]
    }
  }

  func run(in session: Session) throws(CommandError) -> CommandOutput {
    let (faults, failures, moment) = (session.world.cloud.faults, failures, moment)
    let components = target.components
    try session.world.schedule(timing) {
      components.map { faults.fail($0, failures, moment) }
    } end: { failing in
      for fault in failing { faults.end(fault) }
    }
    return .said("\(target.text)\(timing.text): \(text).", target.json)
  }

  private var text: String {
    let place = moment == .beforeEffects ? ", before anything is done" : ", after the work is done"
    return switch failures {
    case .next(1): "the next request fails\(place)"
    case .next(let count): "the next \(count) requests fail\(place)"
    case .each(let ratio): "\(ratio) of the requests fail\(place)"
    case .all: "every request fails"
    }
  }
}
