import Figures
import Simulation

/// One process or environment on a timeline.
struct TimelineLane {
  let component: String
  /// The environment's number among its function's; `nil` for a process.
  let environment: Int?
  private(set) var lane: Timeline.Lane

  /// The lanes of a component: its process, or its environments in the order of their numbers.
  ///
  /// - Parameters:
  ///   - line: the component's life.
  ///   - end: the present instant in seconds, up to which what is under way is drawn.
  /// - Returns: the lanes.
  static func all(of line: Lifelines.Line, until end: Double) -> [Self] {
    var builders: [Int?: Builder] = [:]
    var order: [Int?] = []
    for entry in line.entries {
      let key = entry.environment
      if builders[key] == nil {
        order.append(key)
        builders[key] = Builder(isEnvironment: key != nil)
      }
      builders[key]?.add(entry)
    }
    // One that has been idle for longer than entries are kept still exists.
    for number in line.numbers.values where builders[number] == nil {
      guard let life = line.environments[number] else { continue }
      order.append(number)
      builders[number] = Builder(frozenSince: life.since.duration(since: .start).seconds)
    }
    return order.sorted { $0 ?? 0 < $1 ?? 0 }.compactMap { key in
      guard var builder = builders[key] else { return nil }
      builder.finish(at: end)
      let life = key.flatMap { line.environments[$0] }
      var lane = Timeline.Lane(line.component, bars: builder.bars, marks: builder.marks)
      if let key {
        lane.name = "#\(key)" + (life.map { " \($0.shortID) \($0.zone)" } ?? "")
        lane.group = line.component + (life.map { ":\($0.version)" } ?? "")
      }
      return Self(component: line.component, environment: key, lane: lane)
    }
  }

  /// The part of it that lies in a stretch of time; `nil` when there is none.
  func clipped(to range: ClosedRange<Double>) -> Self? {
    var clipped = self
    clipped.lane.bars = lane.bars.compactMap { bar in
      var part = bar
      part.start = max(bar.start, range.lowerBound)
      part.end = min(bar.end, range.upperBound)
      return part.start < part.end || (bar.start == bar.end && range.contains(bar.start))
        ? part : nil
    }
    clipped.lane.marks = lane.marks.filter { range.contains($0.instant) }
    return clipped.lane.bars.isEmpty && clipped.lane.marks.isEmpty ? nil : clipped
  }
}

extension TimelineLane {
  /// Turns what happened to one process or environment into bars and marks.
  fileprivate struct Builder {
    /// A bar that has begun and not ended: an INIT may be done again within an INVOKE.
    private struct Open {
      let kind: String
      let request: Int?
      var hasParts = false
    }

    /// How much of what happened to an environment is told in the legend.
    private static let longestMark = 40

    /// An environment that does nothing is frozen; a process is then not there.
    let isEnvironment: Bool
    var bars: [Timeline.Bar] = []
    var marks: [Timeline.Mark] = []
    private var open: [Open] = []
    /// Since when the innermost bar, or nothing, goes on.
    private var since = 0.0
    private var exists = false

    init(isEnvironment: Bool) {
      self.isEnvironment = isEnvironment
    }

    init(frozenSince: Double) {
      isEnvironment = true
      since = frozenSince
      exists = true
    }

    mutating func add(_ entry: Lifelines.Entry) {
      let instant = entry.instant.duration(since: .start).seconds
      switch entry.change {
      case .begins(let text):
        // What has begun at this very instant and has a part of its own is drawn behind that part.
        if open.isEmpty || since < instant { close(at: instant) }
        if let outer = open.indices.last { open[outer].hasParts = true }
        open.append(Open(kind: Self.kind(text), request: entry.request))
        exists = true
      case .ends(let kind):
        guard let place = open.lastIndex(where: { kind == nil || $0.kind == kind }) else { break }
        close(at: instant)
        open.removeSubrange(place...)
      case .happens(let what):
        let kind = isEnvironment ? String(what.prefix(Self.longestMark)) : Self.kind(what)
        marks.append(.init(kind, at: instant))
      case .goes(let what):
        finish(at: instant)
        open = []
        exists = false
        marks.append(.init(what, at: instant))
      }
    }

    /// Draws what is under way up to an instant.
    mutating func finish(at instant: Double) {
      close(at: instant)
    }

    private mutating func close(at instant: Double) {
      defer { since = instant }
      if let bar = open.last {
        if bar.hasParts, since == instant { return }
        let label = bar.request.map { "\($0)" }
        bars.append(.init(bar.kind, from: since, to: instant, label: label))
      } else if isEnvironment, exists, since < instant {
        bars.append(.init("frozen", from: since, to: instant, isIdle: true))
      }
    }

    /// The kind without its reason, so that equal kinds look alike: `create: all busy` → `create`.
    private static func kind(_ text: String) -> String {
      String(text.prefix { $0 != ":" && $0 != "," })
    }
  }
}
