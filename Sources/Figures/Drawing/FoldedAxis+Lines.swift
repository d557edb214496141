/// How a folded axis is printed.
extension FoldedAxis {
  /// The axis with its ticks, and the labels beneath: where each piece begins, and round values
  /// between where there is room.
  ///
  /// - Parameters:
  ///   - indent: how many columns stand before the first of the axis.
  ///   - layout: how it is printed.
  /// - Returns: two lines.
  func lines(indent: Int, _ layout: Layout) -> [StyledLine] {
    var rule = Array(repeating: layout.unicode ? "─" : "-", count: count)
    for column in foldColumns { rule[column] = " " }
    var labels = AxisLabels(count: count)
    let ticks = pieces.map { Ticks($0.range, about: max(1, $0.count / 12), .time) }
    let marks =
      zip(pieces, ticks).map { (instant: $0.range.lowerBound, step: $1.fineStep) }
      + zip(pieces, ticks).flatMap { piece, ticks in
        piece.range.length > 0 ? ticks.values.map { ($0, ticks.step) } : []
      }
    for (instant, step) in marks {
      let column = column(instant)
      guard labels.place(Ticks.text(instant, .time, step: step), at: column) else { continue }
      rule[column] = layout.unicode ? "┬" : "+"
    }
    let corner = String(repeating: " ", count: max(0, indent - 1)) + (layout.unicode ? "└" : "+")
    return [
      StyledLine(corner + rule.joined(), .muted),
      StyledLine(String(repeating: " ", count: indent) + labels.text, .muted).trimmed,
    ]
  }
}

extension Ticks {
  /// A step that tells the beginning of the axis from what follows it.
  fileprivate var fineStep: Double { step < 1 ? step / 10 : 1 }
}

/// Labels in one line that do not touch each other.
private struct AxisLabels {
  private var cells: [Character?]

  init(count: Int) {
    cells = Array(repeating: nil, count: count)
  }

  /// Places a label at a column, or further left where the line ends; false when there is no room.
  mutating func place(_ label: String, at column: Int) -> Bool {
    let left = max(0, min(column, cells.count - label.count))
    let right = left + label.count
    guard right <= cells.count else { return false }
    let around = max(0, left - 1)..<min(cells.count, right + 1)
    guard cells[around].allSatisfy({ $0 == nil }) else { return false }
    for (place, character) in label.enumerated() { cells[left + place] = character }
    return true
  }

  var text: String { String(cells.map { $0 ?? " " }) }
}
