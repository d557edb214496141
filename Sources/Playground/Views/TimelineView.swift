import Cloud
import Figures
import JSON
import Simulation

/// The lives of processes and execution environments on the virtual clock: running, INIT, INVOKE,
/// frozen, SHUTDOWN, and why each environment had to be made.
struct TimelineView {
  /// How many lanes, and how many steps, are shown at most.
  static let limit = (lanes: 24, steps: 200)
  /// The kinds of an environment's bars in the order of their looks.
  private static let kinds = [
    "INIT function", "INVOKE", "create", "INIT runtime", "INIT extension", "extensions", "SHUTDOWN",
    "INIT", "INIT again",
  ]

  private let lines: [Lifelines.Line]
  private let lanes: [TimelineLane]
  private let now: SimulationInstant
  private let last: Duration?

  /// Reads the lives.
  ///
  /// - Parameters:
  ///   - world: whose they are.
  ///   - component: the one component, or group of components, that is shown; `nil` for all.
  ///   - last: how much of the time up to now is shown; `nil` for all of it.
  init(of world: World, component: String?, last: Duration? = nil) {
    now = world.now
    self.last = last
    lines = world.lifelines.lines().filter { line in
      !line.entries.isEmpty && component.map { Self.name($0, covers: line.component) } != false
    }
    let end = now.duration(since: .start).seconds
    let begin = last.map { end - $0.seconds } ?? 0
    lanes = lines.flatMap { TimelineLane.all(of: $0, until: end) }
      .compactMap { $0.clipped(to: max(0, begin)...end) }
  }

  /// Whether a line is the component's own, or that of a member of its group: `app-2` of `app`.
  private static func name(_ component: String, covers line: String) -> Bool {
    guard line.hasPrefix(component) else { return false }
    let rest = line.dropFirst(component.count)
    return rest.isEmpty || (rest.first == "-" && Int(rest.dropFirst()) != nil)
  }

  // MARK: Bars over time

  /// One lane for each process and environment, and a sentence for each cold start.
  var figures: [Figure] {
    guard !lines.isEmpty else { return [Self.nothing] }
    guard !lanes.isEmpty else {
      return [.text("Nothing has run in the last \((last ?? .zero).readable).")]
    }
    let shown = Array(lanes.prefix(Self.limit.lanes))
    let timeline = Timeline(
      title: title(shown),
      lanes: shown.map(\.lane),
      kinds: shown.contains { $0.environment != nil } ? Self.kinds : [],
      labelMeaning: "request"
    )
    return [.timeline(timeline)] + coldStarts(of: shown)
      + notes(leftOut: lanes.count - shown.count, "lanes")
  }

  private func title(_ shown: [TimelineLane]) -> String {
    let hasProcesses = shown.contains { $0.environment == nil }
    let hasEnvironments = shown.contains { $0.environment != nil }
    let what =
      switch (hasProcesses, hasEnvironments) {
      case (true, true): "Processes and environments"
      case (true, false): "Processes"
      default: "Environments (number, log stream, zone)"
      }
    return what + (last.map { ", the last \($0.readable)" } ?? "") + ", time since the start"
  }

  /// Why each of the environments was made, as far as that was in the window.
  private func coldStarts(of shown: [TimelineLane]) -> [Figure] {
    let begin = last.map { now.nanoseconds - $0.nanoseconds } ?? 0
    let numbers = Dictionary(grouping: shown, by: \.component)
    let starts = lines.flatMap { line in
      ColdStart.all(of: line, since: SimulationInstant(nanoseconds: max(0, begin)))
        .filter { start in
          numbers[line.component]?.contains { $0.environment == start.environment } ?? false
        }
    }
    return ColdStart.figures(of: starts.sorted { $0.instant < $1.instant }, among: numbers.count)
  }

  // MARK: Steps without times

  /// What happened, in order and without times: the same wherever chance leaves the order alone.
  var stepFigures: [Figure] {
    let steps = steps
    guard !steps.isEmpty else { return [Self.nothing] }
    let shown = steps.suffix(Self.limit.steps)
    let table = Table(
      columns: [
        Table.Column("step", .trailing), "where", "what", Table.Column("request", .trailing),
      ],
      rows: shown.enumerated().map { index, step in
        [
          Span("\(steps.count - shown.count + index + 1)"), Span(step.place), Span(step.text),
          Span(step.entry.request.map { "\($0)" } ?? ""),
        ]
      }
    )
    return [.table(table)] + notes(leftOut: steps.count - shown.count, "steps")
  }

  private struct Step {
    let place: String
    let text: String
    let entry: Lifelines.Entry
  }

  private var steps: [Step] {
    let begin = last.map { now.nanoseconds - $0.nanoseconds } ?? 0
    let entries = lines.flatMap { line in
      line.entries.filter { $0.instant.nanoseconds >= begin }.map { (line.component, $0) }
    }
    // The sort is stable, so that what happens at one instant stays in order.
    let sorted = entries.sorted { $0.1.instant < $1.1.instant }
    return sorted.compactMap { component, entry in
      let place = entry.environment.map { "\(component) #\($0)" } ?? component
      switch entry.change {
      case .begins(let text), .happens(let text), .goes(let text):
        return Step(place: place, text: text, entry: entry)
      case .ends: return nil
      }
    }
  }

  /// The steps as data, without times.
  var stepJSON: JSONValue { .array(steps.map { .object(Self.json($0)) }) }

  /// The steps as data.
  var json: JSONValue {
    .array(
      steps.map { step in
        var object = Self.json(step)
        let time = step.entry.instant.duration(since: .start)
        object["time_ms"] = .number(JSONNumber(time.milliseconds))
        return .object(object)
      }
    )
  }

  private static func json(_ step: Step) -> JSONObject {
    var object: JSONObject = ["where": .string(step.place), "step": .string(step.text)]
    if let request = step.entry.request { object["request"] = .number(JSONNumber(request)) }
    return object
  }

  private func notes(leftOut: Int, _ what: String) -> [Figure] {
    var notes: [String] = []
    if leftOut > 0 {
      notes.append(
        "\(leftOut) more \(what) are left out; name a component, or take less time: --last 1m."
      )
    }
    for line in lines where line.gone > 0 {
      notes.append("\(line.component): \(line.gone) earlier entries are gone.")
    }
    return notes.isEmpty ? [] : [.text(notes.joined(separator: "\n"))]
  }

  private static let nothing = Figure.text("No process and no function has run yet.")
}
