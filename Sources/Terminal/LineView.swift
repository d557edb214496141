import Figures

/// Draws a prompt and a line that may take several rows of the screen, over what it drew before.
struct LineView {
  private let prompt: String
  private let promptWidth: Int
  /// The row of the cursor, counted from the prompt's.
  private var cursorRow = 0

  /// Makes a view; the prompt may hold colours, so its width is given.
  init(prompt: String, width: Int) {
    self.prompt = prompt
    promptWidth = width
  }

  /// What it drew is gone from beneath the cursor: begin at the present row.
  mutating func forget() { cursorRow = 0 }

  /// The bytes that replace the last drawing by one of `line`.
  mutating func drawing(of line: EditedLine, width: Int) -> String {
    var text = Escape.up(cursorRow) + "\r" + Escape.clearBelow + prompt
    var position = Position(width: max(2, width))
    for _ in 0..<promptWidth { position.advance(by: 1) }
    for character in line.before { text += position.put(character) }
    let cursor = position.settled
    for character in line.after { text += position.put(character) }
    // A full last row leaves the cursor hanging at its end: step onto the next row.
    let end = position.settled
    if end != position { text += "\r\n" }
    text += Escape.up(end.row - cursor.row) + "\r" + Escape.right(cursor.column)
    cursorRow = cursor.row
    return text
  }
}

/// Where the next character goes.
private struct Position: Equatable {
  let width: Int
  var row = 0
  var column = 0

  init(width: Int) {
    self.width = width
  }

  mutating func advance(by columns: Int) {
    if column + columns > width {
      row += 1
      column = 0
    }
    column += columns
  }

  /// Adds a character; control characters that were pasted show as a question mark.
  mutating func put(_ character: Character) -> String {
    let isControl = character.unicodeScalars.contains {
      $0.properties.generalCategory == .control
    }
    advance(by: isControl ? 1 : character.displayWidth)
    return isControl ? "?" : String(character)
  }

  /// The position on the next row if this row is full.
  var settled: Self {
    guard column >= width else { return self }
    var next = self
    next.row += 1
    next.column = 0
    return next
  }
}
