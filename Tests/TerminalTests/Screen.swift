import Figures

/// As much of a VT100 as the line editor needs.
struct Screen {
  private let width: Int
  private var cells: [[String]] = [[]]
  private(set) var row = 0
  /// Equal to the width while the cursor hangs at the end of a full row.
  private(set) var column = 0

  init(width: Int) {
    self.width = width
  }

  /// The rows without spaces at their ends, and without empty rows at the bottom.
  var rows: [String] {
    var rows = cells.map { row in
      var text = row.joined()
      while text.last == " " { text.removeLast() }
      return text
    }
    while rows.last == "" { rows.removeLast() }
    return rows
  }

  mutating func show(_ text: String) {
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "\r": column = 0
      case "\n": move(to: row + 1)
      case "\u{1B}": sequence(&rest)
      default: put(scalar)
      }
    }
  }

  private mutating func move(to wanted: Int) {
    row = wanted
    while cells.count <= row { cells.append([]) }
  }

  private mutating func sequence(_ rest: inout Substring.UnicodeScalarView) {
    guard rest.popFirst() == "[" else { return }
    var digits = ""
    while let scalar = rest.popFirst() {
      guard scalar.value < 0x40 else {
        obey(scalar, Int(digits))
        return
      }
      digits.unicodeScalars.append(scalar)
    }
  }

  private mutating func obey(_ command: Unicode.Scalar, _ count: Int?) {
    switch command {
    case "A": row = max(0, row - (count ?? 1))
    case "C": column = min(width - 1, column + (count ?? 1))
    case "K": cells[row].removeSubrange(min(column, cells[row].count)...)
    case "J" where count == 2: cells = [[]]
    case "J":
      cells[row].removeSubrange(min(column, cells[row].count)...)
      cells.removeSubrange((row + 1)...)
    case "H": (row, column) = (0, 0)
    default: break
    }
  }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let scalarWidth = Character(scalar).displayWidth
    guard scalarWidth > 0 else {
      // A mark joins the character before it.
      if column > 0, column <= cells[row].count {
        var place = column - 1
        if cells[row][place].isEmpty { place -= 1 }
        cells[row][place].unicodeScalars.append(scalar)
      }
      return
    }
    if column + scalarWidth > width {
      move(to: row + 1)
      column = 0
    }
    while cells[row].count < column + scalarWidth { cells[row].append(" ") }
    cells[row][column] = String(scalar)
    if scalarWidth == 2 { cells[row][column + 1] = "" }
    column += scalarWidth
  }
}
