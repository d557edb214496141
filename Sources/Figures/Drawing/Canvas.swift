/// A grid of cells on which strokes meet properly.
struct Canvas {
  /// The directions in which strokes leave a cell.
  struct Directions: OptionSet {
    let rawValue: Int
    static let up = Self(rawValue: 1)
    static let down = Self(rawValue: 2)
    static let left = Self(rawValue: 4)
    static let right = Self(rawValue: 8)
    static let vertical: Self = [.up, .down]
    static let horizontal: Self = [.left, .right]
  }

  private struct Stroke {
    let net: Int
    var directions: Directions
    let style: Graph.Style
  }

  private struct Cell {
    var text: String?
    var role = Role.plain
    var strokes: [Stroke] = []
  }

  let width: Int
  private let unicode: Bool
  private var rows: [[Cell]] = []

  init(width: Int, unicode: Bool) {
    self.width = width
    self.unicode = unicode
  }

  private mutating func extend(to y: Int) {
    while rows.count <= y { rows.append(Array(repeating: Cell(), count: width)) }
  }

  /// Writes text from column `x`; a wide character empties the cell behind it.
  mutating func put(_ text: String, x: Int, y: Int, _ role: Role = .plain) {
    extend(to: y)
    var column = x
    for character in text {
      let characterWidth = character.displayWidth
      guard column >= 0, characterWidth > 0, column + characterWidth <= width else { continue }
      rows[y][column] = Cell(text: String(character), role: role)
      if characterWidth == 2 { rows[y][column + 1] = Cell(text: "") }
      column += characterWidth
    }
  }

  /// Adds a stroke that leaves the cell in `directions`.
  mutating func stroke(_ directions: Directions, x: Int, y: Int, net: Int, _ style: Graph.Style) {
    guard 0..<width ~= x, y >= 0 else { return }
    extend(to: y)
    if let same = rows[y][x].strokes.firstIndex(where: { $0.net == net }) {
      rows[y][x].strokes[same].directions.formUnion(directions)
    } else {
      rows[y][x].strokes.append(Stroke(net: net, directions: directions, style: style))
    }
  }

  /// Tells whether nothing stands in these columns of row `y`; beyond the edges nothing does.
  func isFree(_ columns: Range<Int>, y: Int) -> Bool {
    guard rows.indices.contains(y) else { return true }
    return rows[y][columns.clamped(to: 0..<width)].allSatisfy {
      $0.text == nil && $0.strokes.isEmpty
    }
  }

  func lines() -> [StyledLine] {
    rows.map { row in
      let end = row.lastIndex { $0.text != nil || !$0.strokes.isEmpty } ?? -1
      var line = StyledLine()
      for cell in row[...end] { line.append(cell.text ?? glyph(cell.strokes), cell.role) }
      return line
    }
  }

  private func glyph(_ strokes: [Stroke]) -> String {
    guard let first = strokes.first else { return " " }
    let all = strokes.reduce(into: Directions()) { $0.formUnion($1.directions) }
    // Two nets that merely cross do not join: the upright one passes over the other.
    if all == [.vertical, .horizontal],
      let upright = strokes.first(where: { $0.directions == .vertical }),
      strokes.contains(where: { $0.directions == .horizontal })
    {
      return Self.glyph(.vertical, upright.style, unicode)
    }
    return Self.glyph(all, first.style, unicode)
  }

  private static let joints = [
    "", "│", "│", "│", "─", "╯", "╮", "┤", "─", "╰", "╭", "├", "─", "┴", "┬", "┼",
  ]

  static func glyph(_ directions: Directions, _ style: Graph.Style, _ unicode: Bool) -> String {
    let isUpright = directions.isSubset(of: .vertical)
    guard isUpright || directions.isSubset(of: .horizontal) else {
      return unicode ? joints[directions.rawValue] : "+"
    }
    return switch (style, unicode) {
    case (.synchronous, true): isUpright ? "│" : "─"
    case (.asynchronous, true): isUpright ? "┆" : "╌"
    case (.polling, true): isUpright ? "┊" : "┈"
    case (.synchronous, false): isUpright ? "|" : "-"
    case (.asynchronous, false): isUpright ? ":" : "."
    case (.polling, false): isUpright ? "!" : "~"
    }
  }
}
