/// What stands in the columns of one lane.
struct TimelineCells {
  /// How kinds look and where instants are.
  struct Style {
    let axis: FoldedAxis
    let unicode: Bool
    let fill: (String) -> Span
    /// What fills a column in which several short bars of one kind leave most of it free.
    let sparse: String
    let symbol: (String) -> String
  }

  private let style: Style
  private let bars: [Timeline.Bar]
  private(set) var cells: [Span]
  /// The bar that each column shows.
  private var owners: [Int?]
  /// How many bars have a part in each column, those that only wait left out.
  private var crowds: [Int]
  /// The share of each column that they fill.
  private var busy: [Double]
  /// Whether they are of several kinds.
  private var mixed: [Bool]
  /// Whether some column shows that it is mostly free.
  private(set) var hasSparse = false

  init(_ lane: Timeline.Lane, _ style: Style) {
    self.style = style
    bars = lane.bars
    let count = style.axis.count
    cells = Array(repeating: " ", count: count)
    owners = Array(repeating: nil, count: count)
    crowds = Array(repeating: 0, count: count)
    busy = Array(repeating: 0, count: count)
    mixed = Array(repeating: false, count: count)
    shareOut()
    for column in cells.indices {
      guard let owner = owners[column] else { continue }
      cells[column] = style.fill(bars[owner].kind)
      guard !bars[owner].isIdle, crowds[column] > 1, busy[column] < 0.5, !mixed[column] else {
        continue
      }
      cells[column].text = style.sparse
      hasSparse = true
    }
    fold()
    label()
    mark(lane.marks)
  }

  // MARK: Who owns a column

  /// The columns in which a bar has a part.
  ///
  /// A bar that ends where a column begins has no part in that column.
  private func columns(_ bar: Timeline.Bar) -> ClosedRange<Int> {
    let first = style.axis.column(bar.start)
    let end = Int(style.axis.position(bar.end).rounded(.up)) - 1
    return first...min(max(first, end), style.axis.count - 1)
  }

  /// Gives each column to the bar that fills most of it; waiting counts only where nothing else is.
  private mutating func shareOut() {
    var shares = Array(repeating: -1.0, count: style.axis.count)
    for isIdle in [true, false] {
      for (number, bar) in bars.enumerated() where bar.isIdle == isIdle {
        let (from, to) = (style.axis.position(bar.start), style.axis.position(bar.end))
        for column in columns(bar) {
          guard !isIdle else {
            owners[column] = number
            continue
          }
          let share = min(to, Double(column + 1)) - max(from, Double(column))
          count(bar, share, in: column)
          guard share > shares[column] else { continue }
          shares[column] = share
          owners[column] = number
        }
      }
    }
    for (number, bar) in bars.enumerated() where !bar.isIdle { makeRoom(for: number, bar) }
  }

  private mutating func count(_ bar: Timeline.Bar, _ share: Double, in column: Int) {
    if let owner = owners[column], !bars[owner].isIdle, bars[owner].kind != bar.kind {
      mixed[column] = true
    }
    crowds[column] += 1
    busy[column] += share
  }

  /// A short bar takes the edge of its neighbour that has columns to spare, so that it is seen.
  private mutating func makeRoom(for number: Int, _ bar: Timeline.Bar) {
    let columns = columns(bar)
    guard !owners[columns].contains(number), let owner = owners[columns.lowerBound],
      self.columns(bars[owner]).filter({ owners[$0] == owner }).count > 1
    else { return }
    owners[columns.lowerBound] = number
  }

  // MARK: What is written into them

  private mutating func fold() {
    for column in style.axis.foldColumns {
      cells[column] = owners[column] == nil ? " " : Span(style.unicode ? "≈" : "~", .muted)
    }
  }

  private mutating func label() {
    let folds = Set(style.axis.foldColumns)
    var column = 0
    while column < cells.count {
      let owner = owners[column]
      let end =
        cells.indices[column...].first { owners[$0] != owner || folds.contains($0) } ?? cells.count
      if let owner, end > column { label(bars[owner], column..<end) }
      column = max(end, column + 1)
    }
  }

  /// Writes into a bar what there is room for, and parts it from a like one to its left.
  private mutating func label(_ bar: Timeline.Bar, _ columns: Range<Int>) {
    let before = columns.lowerBound > 0 ? owners[columns.lowerBound - 1] : nil
    let isParted = before.map { bars[$0].kind == bar.kind && $0 != owners[columns.lowerBound] }
    if isParted == true, columns.count > 1 {
      cells[columns.lowerBound] = Span(
        style.unicode ? "│" : "|",
        cells[columns.lowerBound].role
      )
    }
    guard !bar.isIdle else { return }
    let whole = bar.label.map { "\(bar.kind) \($0)" }
    for text in [whole, bar.kind].compactMap({ $0 }) where columns.count >= text.count + 4 {
      write(" " + text + " ", from: columns.lowerBound + 1)
      return
    }
    // A number alone would say whose a crowded column is, and that would be wrong.
    guard let label = bar.label, columns.allSatisfy({ crowds[$0] < 2 }) else { return }
    let room = columns.count - (isParted == true && columns.count > 1 ? 1 : 0)
    guard room >= label.count else { return }
    write(label, from: columns.upperBound - room + (room - label.count) / 2)
  }

  private mutating func write(_ text: String, from column: Int) {
    // One cell a character: only text of narrow characters fits the grid.
    guard text.displayWidth == text.count else { return }
    for (place, character) in text.enumerated() { cells[column + place].text = String(character) }
  }

  /// Puts a mark into its column, or into the next one where another kind is in its way.
  private mutating func mark(_ marks: [Timeline.Mark]) {
    var taken: [Int: String] = [:]
    for mark in marks {
      let column = style.axis.column(mark.instant)
      let isTaken = taken[column].map { $0 != mark.kind } ?? false
      let place = isTaken && column + 1 < cells.count ? column + 1 : column
      taken[place] = mark.kind
      cells[place] = Span(style.symbol(mark.kind), .bad)
    }
  }
}
