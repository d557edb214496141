import Cloud
import Figures
import JSON
import Shop
import Simulation
import Synchronization

/// One call that a load makes again and again: `on FUNCTION|URL [with PAYLOAD]`.
///
/// Callers come as a load's customers do, each by itself, and none tries again.
struct RepeatedCall {
  private let name: String
  private let target: CallTarget
  private let payload: JSONValue?

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    let name = try arguments.required("the function or the address")
    target = try CallTarget(name, in: session.world)
    self.name = name.text
    guard arguments.take("with") else {
      payload = nil
      return
    }
    let argument = try arguments.required("the payload")
    payload = try argument.json(in: session)
  }

  /// Makes the calls, and waits for the last answer unless they come in the background.
  func run(
    _ load: Load,
    isInBackground: Bool,
    in session: Session
  ) throws(CommandError) -> CommandOutput {
    let world = session.world
    let title = "\(load) on \(name)"
    let end = session.now.advanced(by: load.duration)
    world.loadsOnTargets += 1
    let callers = Callers(
      drawing: world.simulation.randomStream("calls \(world.loadsOnTargets)"),
      noting: world.callLog,
      on: world.simulation
    )
    let (target, payload) = (target, payload)
    if isInBackground {
      world.start { _ = try await callers.come(load, to: target, with: payload) }
      return LoadCommand.announcement(title, until: end)
    }
    let figures = try world.run(expectedEnd: end) {
      try await callers.come(load, to: target, with: payload)
    }
    return CallSummary(title: title, figures: figures, in: session).output
  }
}

extension Argument {
  /// The argument as JSON, or what is in the file that it names: `file://payload.json`.
  func json(in session: Session) throws(CommandError) -> JSONValue {
    let prefix = "file://"
    let text =
      text.hasPrefix(prefix)
      ? try session.file(String(text.dropFirst(prefix.count)), column: column) : text
    do {
      return try JSONValue(parsing: text)
    } catch {
      throw CommandError(
        .badArgument,
        "This is not JSON: \(error).",
        remedy: #"Write it in single quotes, such as '{"item": "rake"}'."#,
        column: column
      )
    }
  }
}

/// The callers of one load: an actor, so that each waits for an answer of its own.
private actor Callers: Simulated {
  nonisolated let simulation: Simulation
  private let stream: RandomStream
  private let log: CallLog
  private var figures = CallLog.Figures()
  private var waiting = 0

  init(drawing stream: RandomStream, noting log: CallLog, on simulation: Simulation) {
    self.stream = stream
    self.log = log
    self.simulation = simulation
  }

  /// Lets them come, and waits until the last has its answer.
  func come(
    _ load: Load,
    to target: CallTarget,
    with payload: JSONValue?
  ) async throws -> CallLog.Figures {
    var times = stream
    let end = simulation.now.advanced(by: load.duration)
    var arrivals = load.arrivals(from: simulation.now)
    while let instant = arrivals.next(using: &times), instant <= end {
      try await simulation.sleep(until: instant)
      waiting += 1
      simulation.spawn(on: self) { try await $0.call(target, payload) }
    }
    try await simulation.sleep(until: end)
    while waiting > 0 { try await simulation.sleep(for: .milliseconds(100)) }
    return figures
  }

  private func call(_ target: CallTarget, _ payload: JSONValue?) async throws {
    defer { waiting -= 1 }
    let answer = try await target.callOnce(with: payload)
    figures.add(answer)
    log.note(answer, of: target.component)
  }
}

/// What a load on a function or an address has come to.
private struct CallSummary {
  let output: CommandOutput

  init(title: String, figures: CallLog.Figures, in session: Session) {
    let outcomes = figures.outcomes.sorted { $0.key < $1.key }
    let versions = figures.versions.sorted { $0.key < $1.key }
    let waits: [(String, Double?)] = [
      ("p50", figures.waits.quantile(.percent(50))?.milliseconds),
      ("p99", figures.waits.quantile(.percent(99))?.milliseconds),
      ("max", figures.waits.maximum?.milliseconds),
    ]
    var lines = ["\(title) is over, \(session.now) since the start."]
    let ends = outcomes.map { "\($0.value) × \($0.key)" }
    lines.append("Calls: \(figures.total). \(ends.joined(separator: ", "))")
    if !versions.isEmpty {
      let ran = versions.map { "\($0.value) × \($0.key)" }
      lines.append("Version that ran: \(ran.joined(separator: ", "))")
    }
    let times = waits.compactMap { name, value in
      value.map { "\(name) \(Measurement($0, .milliseconds))" }
    }
    if !times.isEmpty { lines.append("Callers waited: \(times.joined(separator: ", "))") }
    output = .said(
      lines.joined(separator: "\n"),
      [
        "load": .string(title),
        "now_ms": .milliseconds(session.now),
        "calls": .number(JSONNumber(figures.total)),
        "outcomes": .object(JSONObject(outcomes.map { ($0.key, .number(JSONNumber($0.value))) })),
        "versions": .object(JSONObject(versions.map { ($0.key, .number(JSONNumber($0.value))) })),
        "wait_ms": .object(
          JSONObject(waits.map { ($0, $1.map { .number(JSONNumber($0)) } ?? .null) })
        ),
      ]
    )
  }
}
