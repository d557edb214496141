/// Lays a timeline out as bars in lanes, or in words where there is no room.
struct TimelineLayout {
  private static let narrowestPlot = 16
  private static let fills = (
    unicode: ["█", "▒", "░", "▓", "▞", "▚"], ascii: ["#", "=", "-", "%", "~", ":"]
  )
  private static let symbols = (
    unicode: ["×", "!", "*", "^", "?", "+"], ascii: ["x", "!", "*", "^", "?", "+"]
  )
  /// Beyond this many bars, words give sums.
  private static let mostBarsInWords = 8

  private let layout: Layout
  private let lanes: [Timeline.Lane]
  private let kinds: [String]
  private let markKinds: [String]

  init(_ timeline: Timeline, _ layout: Layout) {
    self.layout = layout
    lanes = timeline.lanes.map { lane in
      Timeline.Lane(
        layout.readableLine(lane.name),
        bars: lane.bars.filter { $0.start.isFinite && $0.end.isFinite && $0.end >= $0.start }
          .map { Timeline.Bar(layout.readableLine($0.kind), from: $0.start, to: $0.end) },
        marks: lane.marks.filter(\.instant.isFinite)
          .map { Timeline.Mark(layout.readableLine($0.kind), at: $0.instant) }
      )
    }
    kinds = Self.inOrder(lanes.flatMap(\.bars).map(\.kind))
    markKinds = Self.inOrder(lanes.flatMap(\.marks).map(\.kind))
  }

  private static func inOrder(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func lines() -> [StyledLine] {
    let starts = lanes.flatMap { $0.bars.map(\.start) + $0.marks.map(\.instant) }
    let ends = lanes.flatMap { $0.bars.map(\.end) + $0.marks.map(\.instant) }
    guard let first = starts.min(), let last = ends.max() else {
      return [StyledLine("nothing happened", .muted)]
    }
    let longest = lanes.map(\.name.displayWidth).max() ?? 0
    let nameWidth = min(longest, layout.width / 3)
    let axis = HorizontalAxis(
      range: first...last,
      scale: .time,
      start: nameWidth + 2,
      count: min(layout.width, 120) - nameWidth - 2,
      layout: layout
    )
    guard !layout.inWords, axis.count >= Self.narrowestPlot else {
      return lanes.flatMap { words($0, axis) }
    }
    return lanes.flatMap { row($0, axis, nameWidth) } + axis.lines() + legend()
  }

  // MARK: - Bars

  private func row(
    _ lane: Timeline.Lane,
    _ axis: HorizontalAxis,
    _ nameWidth: Int
  ) -> [StyledLine] {
    var cells = self.cells(lane.bars, axis)
    for mark in lane.marks {
      let number = markKinds.firstIndex(of: mark.kind) ?? 0
      cells[axis.column(mark.instant)] = Span(symbol(number), .bad)
    }
    return StyledLine(lane.name).wrapped(to: max(1, nameWidth)).enumerated().map { number, name in
      var line = name
      line.pad(to: nameWidth + 1)
      line.append(layout.unicode ? "│" : "|", .muted)
      if number == 0 { for cell in cells { line.append(cell.text, cell.role) } }
      return line.trimmed
    }
  }

  /// What each column shows: the bar that fills most of it, its kind written where there is room.
  private func cells(_ bars: [Timeline.Bar], _ axis: HorizontalAxis) -> [Span] {
    var owners: [Int?] = Array(repeating: nil, count: axis.count)
    var shares = Array(repeating: -1.0, count: axis.count)
    let length = axis.range.upperBound - axis.range.lowerBound
    let columnLength = length > 0 ? length / Double(axis.count) : 1
    for (number, bar) in bars.enumerated() {
      let from = (bar.start - axis.range.lowerBound) / columnLength
      let to = (bar.end - axis.range.lowerBound) / columnLength
      let first = min(axis.count - 1, max(0, Int(from)))
      // A bar that ends where a column begins has no part in that column.
      let last = min(axis.count - 1, max(first, Int(to.rounded(.up)) - 1))
      for column in first...last {
        let share = min(to, Double(column + 1)) - max(from, Double(column))
        guard share > shares[column] else { continue }
        shares[column] = share
        owners[column] = number
      }
    }
    var cells = owners.map { $0.map { fill(bars[$0].kind) } ?? " " }
    var column = 0
    while column < axis.count {
      let end = owners[column...].firstIndex { $0 != owners[column] } ?? axis.count
      if let owner = owners[column] {
        label(bars[owner].kind, column..<end, owners, bars, &cells)
      }
      column = end
    }
    return cells
  }

  /// Writes the kind into a bar that is wide enough, and parts it from a like one to its left.
  private func label(
    _ kind: String,
    _ columns: Range<Int>,
    _ owners: [Int?],
    _ bars: [Timeline.Bar],
    _ cells: inout [Span]
  ) {
    let before = columns.lowerBound > 0 ? owners[columns.lowerBound - 1] : nil
    if let before, bars[before].kind == kind, columns.count > 1 {
      cells[columns.lowerBound] = Span(layout.unicode ? "│" : "|", cells[columns.lowerBound].role)
    }
    // One cell a character: only text of narrow characters fits the grid.
    guard columns.count >= kind.count + 4, kind.displayWidth == kind.count else { return }
    for (place, character) in (" " + kind + " ").enumerated() {
      cells[columns.lowerBound + 1 + place].text = String(character)
    }
  }

  private func fill(_ kind: String) -> Span {
    let number = kinds.firstIndex(of: kind) ?? 0
    let fills = layout.unicode ? Self.fills.unicode : Self.fills.ascii
    return Span(fills[number % fills.count], .series(number))
  }

  private func symbol(_ number: Int) -> String {
    let symbols = layout.unicode ? Self.symbols.unicode : Self.symbols.ascii
    return symbols[number % symbols.count]
  }

  // MARK: - Words

  private func legend() -> [StyledLine] {
    var line = StyledLine()
    for kind in kinds {
      if !line.spans.isEmpty { line.append("   ") }
      let fill = fill(kind)
      line.append(fill.text + fill.text, fill.role)
      line.append(" " + kind)
    }
    for (number, kind) in markKinds.enumerated() {
      if !line.spans.isEmpty { line.append("   ") }
      line.append(symbol(number), .bad)
      line.append(" " + kind)
    }
    return line.wrapped(to: layout.width)
  }

  private func words(_ lane: Timeline.Lane, _ axis: HorizontalAxis) -> [StyledLine] {
    var parts: [String] = []
    if lane.bars.count <= Self.mostBarsInWords {
      parts = lane.bars.map { "\($0.kind) \(axis.words($0.start)) to \(axis.words($0.end))" }
    } else {
      parts = kinds.compactMap { kind in
        let bars = lane.bars.filter { $0.kind == kind }
        let total = bars.reduce(0) { $0 + $1.end - $1.start }
        return bars.isEmpty ? nil : "\(kind) \(bars.count) times, \(axis.words(total)) in all"
      }
    }
    parts += lane.marks.map { "\($0.kind) at \(axis.words($0.instant))" }
    var line = StyledLine(lane.name, .emphasis)
    line.append(": " + (parts.isEmpty ? "idle" : parts.joined(separator: "; ")))
    return line.wrapped(to: layout.width, rest: "    ")
  }
}
