/// Lays a chart out as curves over an axis, or in words where there is no room.
struct ChartLayout {
  private static let height = 12
  /// A plot narrower than this says less than words do.
  private static let narrowestPlot = 16
  private static let symbols = (
    unicode: ["●", "○", "▲", "△", "■", "□"], ascii: ["*", "o", "+", "x", "#", "@"]
  )

  private let chart: Chart
  private let layout: Layout
  private let series: [Chart.Series]

  init(_ chart: Chart, _ layout: Layout) {
    self.chart = chart
    self.layout = layout
    series = chart.series.map { series in
      Chart.Series(
        layout.readableLine(series.name),
        points: series.points.filter { $0.x.isFinite && $0.y.isFinite }.sorted { $0.x < $1.x }
      )
    }
  }

  func lines() -> [StyledLine] {
    let points = series.flatMap(\.points)
    guard let first = points.map(\.x).min(), let last = points.map(\.x).max() else {
      return [StyledLine("no data", .muted)]
    }
    let range = roundedRange(points.map(\.y))
    let ticks = Ticks(range, about: 4, chart.yAxis.scale)
    let labelWidth = ticks.values.map { ticks.label($0).displayWidth }.max() ?? 0
    let axis = HorizontalAxis(
      range: first...last,
      scale: chart.xAxis.scale,
      start: labelWidth + 2,
      count: min(layout.width, 120) - labelWidth - 2,
      layout: layout
    )
    let name = StyledLine(name(of: chart.yAxis), .muted).wrapped(to: layout.width)
    guard !layout.inWords, axis.count >= Self.narrowestPlot else {
      return name + legend(axis, drawn: false) + axis.words(for: chart.marks)
    }
    return name + plot(axis, range, ticks, labelWidth) + axis.lines()
      + axis.lines(for: chart.marks) + legend(axis, drawn: true)
  }

  /// A range that includes zero and ends on a tick.
  private func roundedRange(_ values: [Double]) -> ClosedRange<Double> {
    let low = min(0, values.min() ?? 0)
    let high = max(0, values.max() ?? 0)
    guard high > low else { return low...low + 1 }
    let step = Ticks(low...high, about: 4, chart.yAxis.scale).step
    return (low / step).rounded(.down) * step...(high / step).rounded(.up) * step
  }

  private func name(of axis: Chart.Axis) -> String {
    guard case .amount(let unit) = axis.scale, !unit.isEmpty else {
      return layout.readableLine(axis.title)
    }
    return layout.readableLine("\(axis.title) (\(unit))")
  }

  // MARK: - Plot

  private func plot(
    _ axis: HorizontalAxis,
    _ range: ClosedRange<Double>,
    _ ticks: Ticks,
    _ labelWidth: Int
  ) -> [StyledLine] {
    func row(_ value: Double) -> Int {
      let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
      return Self.height - Int((share * Double(Self.height)).rounded())
    }
    var cells = Array(
      repeating: Array(repeating: Span(" "), count: axis.count),
      count: Self.height + 1
    )
    for (number, one) in series.enumerated().reversed() {
      let rows = columnValues(one, axis).map { $0.map(row) }
      if series.count == 1, layout.unicode {
        drawLine(rows, number, &cells)
      } else {
        drawSymbols(rows, number, &cells)
      }
    }
    var labels: [Int: String] = [:]
    for value in ticks.values { labels[row(value)] = ticks.label(value) }
    return cells.enumerated().map { number, cells in
      let label = labels[number] ?? ""
      let pad = String(repeating: " ", count: labelWidth - label.displayWidth)
      let edge = layout.unicode ? (label.isEmpty ? "│" : "┤") : (label.isEmpty ? "|" : "+")
      var line = StyledLine("\(pad)\(label) \(edge)", .muted)
      for cell in cells { line.append(cell.text, cell.role) }
      return line.trimmed
    }
  }

  /// The value that each column shows; nil where the series has none.
  private func columnValues(_ series: Chart.Series, _ axis: HorizontalAxis) -> [Double?] {
    var values: [Double?] = Array(repeating: nil, count: axis.count)
    for point in series.points {
      let column = axis.column(point.x)
      values[column] = max(values[column] ?? -.infinity, point.y)
    }
    var previous: Int?
    for column in values.indices {
      guard let value = values[column] else { continue }
      if let previous, let start = values[previous] {
        for between in previous + 1..<max(previous + 1, column) {
          let share = Double(between - previous) / Double(column - previous)
          values[between] = chart.style == .step ? start : start + (value - start) * share
        }
      }
      previous = column
    }
    return values
  }

  /// Draws one curve with corners where it rises and falls.
  private func drawLine(_ rows: [Int?], _ number: Int, _ cells: inout [[Span]]) {
    for (column, row) in rows.enumerated() {
      guard let row else { continue }
      let before = (column > 0 ? rows[column - 1] : nil) ?? row
      func put(_ text: String, _ row: Int) { cells[row][column] = Span(text, .series(number)) }
      if before == row {
        put("─", row)
      } else {
        let rises = row < before
        put(rises ? "╯" : "╮", before)
        put(rises ? "╭" : "╰", row)
        for between in min(before, row) + 1..<max(before, row) { put("│", between) }
      }
    }
  }

  private func drawSymbols(_ rows: [Int?], _ number: Int, _ cells: inout [[Span]]) {
    for (column, row) in rows.enumerated() {
      if let row { cells[row][column] = Span(symbol(number), .series(number)) }
    }
  }

  private func symbol(_ number: Int) -> String {
    if series.count == 1, layout.unicode { return "─" }
    let symbols = layout.unicode ? Self.symbols.unicode : Self.symbols.ascii
    return symbols[number % symbols.count]
  }

  // MARK: - Words

  /// Each series with its least, largest and last value.
  private func legend(_ axis: HorizontalAxis, drawn: Bool) -> [StyledLine] {
    series.enumerated().flatMap { number, series -> [StyledLine] in
      var line = StyledLine()
      if drawn { line.append(symbol(number) + " ", .series(number)) }
      line.append(series.name, .emphasis)
      line.append(": " + summary(series, axis))
      return line.wrapped(to: layout.width, rest: "    ")
    }
  }

  private func summary(_ series: Chart.Series, _ axis: HorizontalAxis) -> String {
    guard let least = series.points.min(by: { $0.y < $1.y }),
      let largest = series.points.max(by: { $0.y < $1.y }), let last = series.points.last
    else { return "no data" }
    let spread = max(abs(least.y), abs(largest.y), 1e-9)
    let step = Ticks(0...spread, about: 100, chart.yAxis.scale).step
    func amount(_ value: Double) -> String {
      layout.readableLine(Ticks.textWithUnit(value, chart.yAxis.scale, step: step))
    }
    return "least \(amount(least.y)), most \(amount(largest.y)) at \(axis.words(largest.x)), "
      + "last \(amount(last.y))"
  }
}
