/// Lays a timeline out as bars in lanes, or in words where there is no room.
struct TimelineLayout {
  private static let narrowestPlot = 16
  private static let widest = 120
  /// How wide names may be on a narrow screen.
  private static let widestNarrowName = 14
  private static let fills = (
    unicode: ["█", "▒", "░", "▓", "▞", "▚", "▤", "▥", "▦"],
    ascii: ["#", "=", "-", "%", "&", ":", "$", "o", "@"]
  )
  private static let idleFill = (unicode: "·", ascii: ".")
  private static let sparseFill = (unicode: "▂", ascii: "_")
  private static let symbols = (
    unicode: ["×", "!", "*", "^", "?", "+"], ascii: ["x", "!", "*", "^", "?", "+"]
  )

  private let layout: Layout
  private let lanes: [Timeline.Lane]
  private let kinds: [String]
  private let idleKinds: [String]
  private let markKinds: [String]
  private let labelMeaning: String?

  init(_ timeline: Timeline, _ layout: Layout) {
    self.layout = layout
    lanes = timeline.lanes.map { $0.readable(in: layout) }
    let bars = lanes.flatMap(\.bars)
    idleKinds = Self.inOrder(bars.filter(\.isIdle).map(\.kind))
    kinds = Self.inOrder(
      timeline.kinds.map(layout.readableLine) + bars.filter { !$0.isIdle }.map(\.kind)
    )
    markKinds = Self.inOrder(lanes.flatMap(\.marks).map(\.kind))
    labelMeaning = timeline.labelMeaning.map(layout.readableLine)
  }

  private static func inOrder(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  func lines() -> [StyledLine] {
    let busy = lanes.flatMap { lane in
      lane.bars.filter { !$0.isIdle }.map { $0.start...$0.end }
        // Waiting begins and ends somewhere, and that is to be seen.
        + lane.bars.filter(\.isIdle).flatMap { [$0.start...$0.start, $0.end...$0.end] }
        + lane.marks.map { $0.instant...$0.instant }
    }
    guard !busy.isEmpty else { return [StyledLine("nothing happened", .muted)] }
    let longest = lanes.map(\.name.displayWidth).max() ?? 0
    let nameWidth = min(longest, max(layout.width / 3, Self.widestNarrowName))
    let count = min(layout.width, Self.widest) - nameWidth - 2
    guard !layout.inWords, count >= Self.narrowestPlot else {
      return TimelineWords(layout: layout, lanes: lanes, kinds: kinds + idleKinds).lines()
    }
    let axis = FoldedAxis(busy: busy, count: count)
    let style = TimelineCells.Style(
      axis: axis,
      unicode: layout.unicode,
      fill: fill,
      sparse: layout.unicode ? Self.sparseFill.unicode : Self.sparseFill.ascii,
      symbol: symbol
    )
    let cells = lanes.map { TimelineCells($0, style) }
    return rows(cells, nameWidth) + axis.lines(indent: nameWidth + 2, layout)
      + legend(axis, hasSparse: cells.contains(where: \.hasSparse))
  }

  // MARK: - Bars

  private func rows(_ cells: [TimelineCells], _ nameWidth: Int) -> [StyledLine] {
    var group: String?
    var rows: [StyledLine] = []
    for (lane, cells) in zip(lanes, cells) {
      if let name = lane.group, name != group {
        rows += StyledLine(name, .emphasis).wrapped(to: layout.width)
      }
      group = lane.group
      rows += row(lane, cells.cells, nameWidth)
    }
    return rows
  }

  private func row(_ lane: Timeline.Lane, _ cells: [Span], _ nameWidth: Int) -> [StyledLine] {
    StyledLine(lane.name).wrapped(to: max(1, nameWidth)).enumerated().map { number, name in
      var line = name
      line.pad(to: nameWidth + 1)
      line.append(layout.unicode ? "│" : "|", .muted)
      if number == 0 { for cell in cells { line.append(cell.text, cell.role) } }
      return line.trimmed
    }
  }

  private func fill(_ kind: String) -> Span {
    guard let number = kinds.firstIndex(of: kind) else {
      return Span(layout.unicode ? Self.idleFill.unicode : Self.idleFill.ascii, .muted)
    }
    let fills = layout.unicode ? Self.fills.unicode : Self.fills.ascii
    return Span(fills[number % fills.count], .series(number))
  }

  private func symbol(_ kind: String) -> String {
    let symbols = layout.unicode ? Self.symbols.unicode : Self.symbols.ascii
    return symbols[(markKinds.firstIndex(of: kind) ?? 0) % symbols.count]
  }

  // MARK: - What the signs mean

  private func legend(_ axis: FoldedAxis, hasSparse: Bool) -> [StyledLine] {
    let shown = Set(lanes.flatMap(\.bars).map(\.kind))
    let labelled = Set(lanes.flatMap(\.bars).filter { $0.label != nil }.map(\.kind))
    var line = StyledLine()
    func append(_ sign: Span, _ meaning: String) {
      if !line.spans.isEmpty { line.append("   ") }
      line.append(sign.text, sign.role)
      line.append(" " + meaning)
    }
    for kind in kinds + idleKinds where shown.contains(kind) {
      let fill = fill(kind)
      let number = labelMeaning.map { labelled.contains(kind) ? " (number: \($0))" : "" }
      append(Span(fill.text + fill.text, fill.role), kind + (number ?? ""))
    }
    let sparse = layout.unicode ? Self.sparseFill.unicode : Self.sparseFill.ascii
    if hasSparse { append(Span(sparse + sparse), "several short ones") }
    for kind in markKinds { append(Span(symbol(kind), .bad), kind) }
    let folds = axis.folds.map { Ticks.text($0.length, .time, step: $0.length < 10 ? 0.1 : 1) }
    let cut = Span(layout.unicode ? "≈" : "~", .muted)
    if !folds.isEmpty { append(cut, "cut out: \(folds.joined(separator: ", "))") }
    return line.wrapped(to: layout.width)
  }
}

extension Timeline.Lane {
  /// The lane as a layout may print it, without what has no place on a time axis.
  fileprivate func readable(in layout: Layout) -> Self {
    Self(
      layout.readableLine(name),
      in: group.map(layout.readableLine),
      bars: bars.filter { $0.start.isFinite && $0.end.isFinite && $0.end >= $0.start }.map { bar in
        var readable = bar
        readable.kind = layout.readableLine(bar.kind)
        readable.label = bar.label.map(layout.readableLine)
        return readable
      },
      marks: marks.filter(\.instant.isFinite)
        .map { Timeline.Mark(layout.readableLine($0.kind), at: $0.instant) }
    )
  }
}
