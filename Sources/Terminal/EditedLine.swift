/// A line of text with a cursor, as characters that a reader sees as one.
struct EditedLine: Sendable, Equatable {
  private(set) var before = ""
  private(set) var after = ""

  init(_ text: String = "") {
    before = text
  }

  var text: String { before + after }

  /// Inserts at the cursor; a combining mark joins the character before it.
  mutating func insert(_ string: String) { before += string }

  /// Deletes backwards by one character, or by one mark of the last if it was joined just now.
  mutating func deleteBackwards() { _ = before.popLast() }

  mutating func deleteForwards() {
    if !after.isEmpty { after.removeFirst() }
  }

  mutating func moveLeft() {
    if let character = before.popLast() { after = String(character) + after }
  }

  mutating func moveRight() {
    if !after.isEmpty { before.append(after.removeFirst()) }
  }

  mutating func moveToStart() { (before, after) = ("", before + after) }
  mutating func moveToEnd() { (before, after) = (before + after, "") }
  mutating func deleteToStart() { before = "" }
  mutating func deleteToEnd() { after = "" }

  mutating func deleteWordBackwards() {
    while before.last == " " { before.removeLast() }
    while let last = before.last, last != " " { before.removeLast() }
  }

  /// The word that ends at the cursor; empty after a space.
  var word: Substring {
    before.lastIndex(of: " ").map { before[before.index(after: $0)...] } ?? before[...]
  }

  mutating func replaceWord(with replacement: String) {
    before.removeLast(word.count)
    before += replacement
  }
}
