import Cloud
import Figures
import Simulation

/// Why an environment had to be made, or initialised again, in a sentence.
struct ColdStart {
  /// How many are told one by one.
  static let limit = 8

  let function: String
  let environment: Int
  let instant: SimulationInstant
  let reason: ColdStartReason
  /// The sentence behind the environment's name.
  private let text: String

  /// The cold starts of a function's environments from an instant on.
  static func all(of line: Lifelines.Line, since: SimulationInstant) -> [Self] {
    let made = line.environments.values.filter { $0.wanted >= since }
      .sorted { $0.number < $1.number }.map { Self($0, of: line.component) }
    return made + initialisedAgain(of: line, since: since)
  }

  private init(_ life: EnvironmentLife, of function: String) {
    self.function = function
    environment = life.number
    instant = life.wanted
    reason = life.reason
    var text = "was made at \(life.wanted.clock)"
    if life.reason == .provisioned {
      text += " ahead of any request: provisioned concurrency"
    } else {
      let request = life.firstRequest.map { "request \($0.number)" } ?? "a request"
      text += " for \(request), because \(Self.cause(of: life))"
    }
    if let creation = life.creation, let initialisation = life.initialisation {
      text += "; creating it took \(creation.readableLength), INIT \(initialisation.readableLength)"
    }
    self.text = text + "."
  }

  private init(again number: Int, of function: String, _ entry: Lifelines.Entry, _ cause: String) {
    self.function = function
    environment = number
    instant = entry.instant
    reason = .reset
    text =
      "began with INIT again at \(entry.instant.clock), because its processes had been ended"
      + " (\(cause))."
  }

  private static func initialisedAgain(
    of line: Lifelines.Line,
    since: SimulationInstant
  ) -> [Self] {
    var causes: [Int: String] = [:]
    return line.entries.compactMap { entry in
      guard let number = entry.environment else { return nil }
      switch entry.change {
      case .happens(let what) where what.hasPrefix("reset: "):
        causes[number] = String(what.dropFirst("reset: ".count))
      case .begins("INIT again") where entry.instant >= since:
        return Self(again: number, of: line.component, entry, causes[number] ?? "reset")
      default: break
      }
      return nil
    }
  }

  private static func cause(of life: EnvironmentLife) -> String {
    switch life.reason {
    case .firstRequest: "no request had come before"
    case .allBusy where life.others == 1: "the only other one was taken"
    case .allBusy where life.others == 2: "both others were taken"
    case .allBusy: "all \(life.others) others were taken"
    case .idleTooLong:
      "the last one had gone"
        + (life.lastGone.map { " at \($0.clock)" } ?? "")
        + " after \(LambdaAssumptions.idleTime.readable) without a request"
    case .recycled: "the last one had lived for hours and was replaced"
    case .replaced: "an update had replaced the environments"
    case .zoneLost: "the environments were in a zone that was lost"
    case .failed: "the last one had failed"
    case .provisioned, .reset: life.reason.rawValue
    }
  }

  // MARK: All together

  /// The sentences; beyond the limit, how many there are for which reason.
  static func figures(of starts: [Self], among functions: Int) -> [Figure] {
    guard !starts.isEmpty else { return [] }
    let lines = starts.prefix(limit).map { start in
      (functions > 1 ? "\(start.function) " : "") + "#\(start.environment) \(start.text)"
    }
    var text = "Cold starts: \(starts.count)\n" + lines.joined(separator: "\n")
    let rest = starts.dropFirst(limit)
    if !rest.isEmpty {
      let reasons = rest.map(\.reason.rawValue)
      let counts = reasons.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        .map { reason in "\(reasons.filter { $0 == reason }.count) \(reason)" }
      text += "\nand \(rest.count) more: \(counts.joined(separator: ", "))."
    }
    return [.text(text)]
  }
}

extension Duration {
  /// The length to the millisecond.
  fileprivate var readableLength: String {
    Duration.milliseconds((nanoseconds + 500_000) / 1_000_000).readable
  }
}
