import Figures
import JSON
import Simulation

/// The lives of processes and execution environments: running, INIT, INVOKE, gone.
struct TimelineView {
  /// How many lanes, and how many steps, are shown at most.
  static let limit = (lanes: 24, steps: 200)

  private let lines: [Lifelines.Line]
  private let end: Double

  init(of world: World, component: String?) {
    lines = world.lifelines.lines().filter { line in
      !line.entries.isEmpty && component.map { Self.name($0, covers: line.component) } != false
    }
    end = world.now.duration(since: .start).seconds
  }

  /// Whether a line is the component's own, or that of a member of its group: `app-2` of `app`.
  private static func name(_ component: String, covers line: String) -> Bool {
    guard line.hasPrefix(component) else { return false }
    let rest = line.dropFirst(component.count)
    return rest.isEmpty || (rest.first == "-" && Int(rest.dropFirst()) != nil)
  }

  // MARK: Bars over time

  /// One lane for each process and environment.
  var figures: [Figure] {
    guard !lines.isEmpty else { return [Self.nothing] }
    let lanes = lines.flatMap { self.lanes(of: $0) }
    let shown = Array(lanes.prefix(Self.limit.lanes))
    return [.timeline(Timeline(title: "Processes and environments", lanes: shown))]
      + notes(leftOut: lanes.count - shown.count, "lanes")
  }

  private func lanes(of line: Lifelines.Line) -> [Timeline.Lane] {
    var lanes: [Timeline.Lane] = []
    var places: [Int: Int] = [:]
    var open: [Int: OpenBars] = [:]
    for entry in line.entries {
      let number = entry.environment ?? 0
      let place = places[number] ?? lanes.count
      if place == lanes.count {
        places[number] = place
        lanes.append(Timeline.Lane(Self.name(line.component, entry.environment)))
      }
      let instant = entry.instant.duration(since: .start).seconds
      switch entry.change {
      case .begins(let kind):
        let bar = open[number, default: OpenBars()].begin(Self.kind(kind), at: instant)
        if let bar { lanes[place].bars.append(bar) }
      case .ends:
        if let bar = open[number]?.end(at: instant) { lanes[place].bars.append(bar) }
      case .happens(let what): lanes[place].marks.append(.init(Self.kind(what), at: instant))
      }
    }
    for (number, var bars) in open.sorted(by: { $0.key < $1.key }) {
      if let place = places[number], let bar = bars.end(at: end) { lanes[place].bars.append(bar) }
    }
    return lanes
  }

  /// The bars that have begun and not ended: an INIT may be done again within an INVOKE.
  private struct OpenBars {
    private var kinds: [String] = []
    private var since = 0.0

    /// Begins a bar, and returns the part of the one around it that is over.
    mutating func begin(_ kind: String, at instant: Double) -> Timeline.Bar? {
      let bar = part(until: instant)
      kinds.append(kind)
      return bar
    }

    /// Ends the innermost bar; the one around it goes on.
    mutating func end(at instant: Double) -> Timeline.Bar? {
      let bar = part(until: instant)
      _ = kinds.popLast()
      return bar
    }

    private mutating func part(until instant: Double) -> Timeline.Bar? {
      defer { since = instant }
      return kinds.last.map { .init($0, from: since, to: instant) }
    }
  }

  private static func name(_ component: String, _ environment: Int?) -> String {
    environment.map { "\(component) #\($0)" } ?? component
  }

  /// The kind without its reason, so that equal kinds look alike: `crash: out of memory` → `crash`.
  private static func kind(_ text: String) -> String {
    String(text.prefix { $0 != ":" && $0 != "," })
  }

  // MARK: Steps without times

  /// What happened, in order and without times: the same wherever chance leaves the order alone.
  var stepFigures: [Figure] {
    let steps = steps
    guard !steps.isEmpty else { return [Self.nothing] }
    let shown = steps.suffix(Self.limit.steps)
    let table = Table(
      columns: [Table.Column("step", .trailing), "where", "what"],
      rows: shown.enumerated().map { index, step in
        [Span("\(steps.count - shown.count + index + 1)"), Span(step.place), Span(step.text)]
      }
    )
    return [.table(table)] + notes(leftOut: steps.count - shown.count, "steps")
  }

  private var steps: [(place: String, text: String)] {
    let entries = lines.flatMap { line in line.entries.map { (line.component, $0) } }
    // The sort is stable, so that what happens at one instant stays in order.
    let sorted = entries.sorted { $0.1.instant < $1.1.instant }
    return sorted.compactMap { component, entry in
      let place = Self.name(component, entry.environment)
      switch entry.change {
      case .begins(let text), .happens(let text): return (place, text)
      case .ends: return nil
      }
    }
  }

  /// The steps as data.
  var json: JSONValue {
    .array(steps.map { ["where": .string($0.place), "step": .string($0.text)] })
  }

  private func notes(leftOut: Int, _ what: String) -> [Figure] {
    var notes: [String] = []
    if leftOut > 0 { notes.append("\(leftOut) more \(what) are left out.") }
    for line in lines where line.gone > 0 {
      notes.append("\(line.component): \(line.gone) earlier entries are gone.")
    }
    return notes.isEmpty ? [] : [.text(notes.joined(separator: "\n"))]
  }

  private static let nothing = Figure.text("No process and no function has run yet.")
}
