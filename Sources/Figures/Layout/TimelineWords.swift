/// A timeline in words: a paragraph for each lane, in the order of time.
struct TimelineWords {
  /// Beyond this many bars, words give sums.
  private static let mostBars = 12

  let layout: Layout
  let lanes: [Timeline.Lane]
  let kinds: [String]

  func lines() -> [StyledLine] {
    var group: String?
    var lines: [StyledLine] = []
    for lane in lanes {
      if let name = lane.group, name != group {
        lines += StyledLine(name, .heading).wrapped(to: layout.width)
      }
      group = lane.group
      lines += words(lane)
    }
    return lines
  }

  private func words(_ lane: Timeline.Lane) -> [StyledLine] {
    let bars = lane.bars.count <= Self.mostBars ? lane.bars.map(words) : sums(lane)
    let marks = lane.marks.map {
      (at: $0.instant, text: "\($0.kind) at \(time($0.instant, 0.001))")
    }
    // The sort is stable, so that a mark at the end of a bar stays behind it.
    let parts = (bars + marks).sorted { $0.at < $1.at }.map(\.text)
    var line = StyledLine(lane.name, .emphasis)
    line.append(": " + (parts.isEmpty ? "idle" : parts.joined(separator: "; ")))
    return line.wrapped(to: layout.width, rest: "    ")
  }

  private func words(_ bar: Timeline.Bar) -> (at: Double, text: String) {
    let name = bar.label.map { "\(bar.kind) \($0)" } ?? bar.kind
    // Finely enough to tell the end from the beginning.
    let step = max(0.001, (bar.end - bar.start) / 100)
    return (bar.start, "\(name) \(time(bar.start, step)) to \(time(bar.end, step))")
  }

  private func sums(_ lane: Timeline.Lane) -> [(at: Double, text: String)] {
    kinds.compactMap { kind in
      let bars = lane.bars.filter { $0.kind == kind }
      guard let first = bars.first else { return nil }
      let total = bars.reduce(0) { $0 + $1.end - $1.start }
      let times = bars.count == 1 ? "once" : "\(bars.count) times"
      return (first.start, "\(kind) \(times), \(time(total, total / 100)) in all")
    }
  }

  private func time(_ seconds: Double, _ step: Double) -> String {
    Ticks.text(seconds, .time, step: min(1, max(0.001, step)))
  }
}
