/// Lays a table out as a grid, or as records where a grid does not fit.
struct TableLayout {
  private let layout: Layout
  private let columns: [Table.Column]
  private let rows: [[Span]]
  private static let gap = 2
  /// A column of words is not made narrower than this to let the others in.
  private static let minimumColumn = 12

  init(_ table: Table, _ layout: Layout) {
    self.layout = layout
    columns = table.columns.map { Table.Column(layout.readableLine($0.title), $0.alignment) }
    rows = table.rows.map { row in
      (0..<table.columns.count).map { place in
        place < row.count ? Span(layout.readableLine(row[place].text), row[place].role) : ""
      }
    }
  }

  func lines() -> [StyledLine] {
    guard !columns.isEmpty else { return [] }
    guard let widths = columnWidths() else { return records() }
    let header = columns.map { Span($0.title, .heading) }
    let rule = String(
      repeating: layout.unicode ? "─" : "-",
      count: widths.reduce(0, +) + Self.gap * (widths.count - 1)
    )
    return gridLines(header, widths) + [StyledLine(rule, .muted)]
      + rows.flatMap { gridLines($0, widths) }
  }

  /// The widths at which the table fits; nil if it does not fit at any.
  private func columnWidths() -> [Int]? {
    var widths = columns.map(\.title.displayWidth)
    var minimums = widths
    for row in rows {
      for (place, cell) in row.enumerated() {
        widths[place] = max(widths[place], cell.text.displayWidth)
        let words = cell.text.split(separator: " ").map { String($0).displayWidth }
        minimums[place] = max(minimums[place], words.max() ?? 0)
      }
    }
    let room = layout.width - Self.gap * (columns.count - 1)
    var excess = widths.reduce(0, +) - room
    while excess > 0 {
      let shrinkable = columns.indices.filter {
        columns[$0].alignment == .leading && widths[$0] > max(minimums[$0], Self.minimumColumn)
      }
      guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return nil }
      widths[widest] -= 1
      excess -= 1
    }
    return widths
  }

  private func gridLines(_ row: [Span], _ widths: [Int]) -> [StyledLine] {
    let cells = row.enumerated().map { place, cell in
      StyledLine(cell.text, cell.role).wrapped(to: max(1, widths[place]))
    }
    return (0..<(cells.map(\.count).max() ?? 0)).map { number in
      var line = StyledLine()
      var start = 0
      for (place, cell) in cells.enumerated() {
        if number < cell.count, !cell[number].spans.isEmpty {
          let indent =
            columns[place].alignment == .trailing ? widths[place] - cell[number].width : 0
          line.pad(to: start + indent)
          line.append(cell[number])
        }
        start += widths[place] + Self.gap
      }
      return line
    }
  }

  private func records() -> [StyledLine] {
    let records = rows.map { row in
      zip(columns, row).filter { !$1.text.isEmpty }.flatMap { column, cell in
        var line = StyledLine(column.title.isEmpty ? "" : column.title + ":", .heading)
        line.append((column.title.isEmpty ? "" : " "))
        line.append(cell.text, cell.role)
        return line.wrapped(to: layout.width, rest: "  ")
      }
    }
    return Array(records.filter { !$0.isEmpty }.joined(separator: [StyledLine()]))
  }
}
