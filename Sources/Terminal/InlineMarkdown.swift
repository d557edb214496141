import Figures

/// Reads `code`, **bold**, *italic* and links within a paragraph.
///
/// Code keeps its backquotes and a link shows where it goes, so that nothing rests on colour.
struct InlineMarkdown {
  private var rest: Substring
  private var result = StyledLine()

  init(_ text: String) {
    rest = text[...]
  }

  mutating func line() -> StyledLine {
    read(.plain)
    return result
  }

  private mutating func read(_ role: Role) {
    while let character = rest.first {
      switch character {
      case "\\":
        rest.removeFirst()
        let isEscape = rest.first.map { $0.isPunctuation || $0.isSymbol } ?? false
        result.append(isEscape ? String(rest.removeFirst()) : "\\", role)
      case "`": code(role)
      case "*", "_": emphasis(character, role)
      case "[": link(role)
      default:
        result.append(String(character), role)
        rest.removeFirst()
      }
    }
  }

  private mutating func take(_ count: Int, _ role: Role) {
    result.append(String(rest.prefix(count)), role)
    rest = rest.dropFirst(count)
  }

  private mutating func code(_ role: Role) {
    let marks = rest.prefix { $0 == "`" }
    let content = rest.dropFirst(marks.count)
    guard let end = content.firstRange(of: marks) else { return take(marks.count, role) }
    result.append("`" + content[..<end.lowerBound] + "`", .code)
    rest = content[end.upperBound...]
  }

  /// `**bold**`, `*italic*`: the marks must touch the text, and `_` must not stand within a word.
  private mutating func emphasis(_ mark: Character, _ role: Role) {
    let marks = rest.prefix { $0 == mark }.prefix(2)
    let content = rest.dropFirst(marks.count)
    let isWithinWord = mark == "_" && (result.text.last.map { $0.isLetter || $0.isNumber } ?? false)
    guard !isWithinWord, let first = content.first, !first.isWhitespace,
      let end = Self.end(of: marks, in: content)
    else { return take(marks.count, role) }
    var inner = InlineMarkdown(String(content[..<end.lowerBound]))
    inner.read(.emphasis)
    result.append(inner.result)
    rest = content[end.upperBound...]
  }

  private static func end(
    of marks: Substring,
    in content: Substring
  ) -> Range<Substring.Index>? {
    var place = content.startIndex
    while let range = content[place...].firstRange(of: marks) {
      let last = content[..<range.lowerBound].last
      let next = content[range.upperBound...].first
      let isWithinWord = marks.first == "_" && (next.map { $0.isLetter || $0.isNumber } ?? false)
      // "*a **b** c*" ends at the single mark.
      if last?.isWhitespace == false, !isWithinWord, next != marks.first || marks.count == 2 {
        return range
      }
      place = range.upperBound
      while marks.count == 1, place < content.endIndex, content[place] == marks.first {
        place = content.index(after: place)
      }
    }
    return nil
  }

  private mutating func link(_ role: Role) {
    let content = rest.dropFirst()
    guard let middle = content.firstRange(of: "]("),
      let end = content[middle.upperBound...].firstIndex(of: ")"),
      !content[..<middle.lowerBound].contains("[")
    else { return take(1, role) }
    let target = String(content[middle.upperBound..<end])
    var inner = InlineMarkdown(String(content[..<middle.lowerBound]))
    inner.read(role)
    result.append(inner.result)
    if inner.result.text != target { result.append(" (\(target))", .muted) }
    rest = content[content.index(after: end)...]
  }
}
