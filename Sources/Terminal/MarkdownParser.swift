import Figures

/// Reads blocks line by line.
struct MarkdownParser {
  private let lines: [Substring]
  private var place = 0

  init(_ text: String) {
    lines = Self.withoutComments(text).split(
      omittingEmptySubsequences: false,
      whereSeparator: \.isNewline
    )
  }

  private init(lines: [Substring]) {
    self.lines = lines
  }

  /// Takes out `<!-- … -->` outside of fences.
  private static func withoutComments(_ text: String) -> String {
    var result: [Substring] = []
    var fence: String?
    var isComment = false
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if let open = fence {
        if closes(line, open) { fence = nil }
        result.append(line)
        continue
      }
      if !isComment, let open = openingFence(line) {
        fence = open
        result.append(line)
        continue
      }
      var kept = ""
      var rest = line
      while !rest.isEmpty {
        let mark = isComment ? "-->" : "<!--"
        let range = rest.firstRange(of: mark)
        if !isComment { kept += rest[..<(range?.lowerBound ?? rest.endIndex)] }
        guard let range else { break }
        isComment.toggle()
        rest = rest[range.upperBound...]
      }
      let isEmptied = kept.allSatisfy { $0 == " " } && !line.allSatisfy { $0 == " " }
      if !isEmptied { result.append(Substring(kept)) }
    }
    return result.joined(separator: "\n")
  }

  mutating func blocks() -> [Markdown.Block] {
    var blocks: [Markdown.Block] = []
    while place < lines.count {
      if Self.isBlank(lines[place]) {
        place += 1
      } else {
        blocks.append(block())
      }
    }
    return blocks
  }

  private mutating func block() -> Markdown.Block {
    let line = lines[place]
    if let fence = Self.openingFence(line) { return code(fence, indent: Self.indent(line)) }
    if let (level, text) = Self.heading(line) {
      place += 1
      return .heading(level: level, text: text)
    }
    if Self.isRule(line) {
      place += 1
      return .rule
    }
    if Self.content(line).hasPrefix(">") { return quote() }
    if let item = Self.item(line) { return list(item) }
    if let table = table() { return table }
    return paragraph()
  }

  // MARK: - Blocks

  private mutating func code(_ fence: String, indent: Int) -> Markdown.Block {
    place += 1
    var content: [String] = []
    while place < lines.count {
      let line = lines[place]
      place += 1
      if Self.closes(line, fence) { break }
      content.append(String(line.dropFirst(min(indent, Self.indent(line)))))
    }
    return .code(content)
  }

  private mutating func quote() -> Markdown.Block {
    var inner: [Substring] = []
    while place < lines.count, Self.content(lines[place]).hasPrefix(">") {
      let text = Self.content(lines[place]).dropFirst()
      inner.append(text.hasPrefix(" ") ? text.dropFirst() : text)
      place += 1
    }
    var parser = MarkdownParser(lines: inner)
    return .quote(parser.blocks())
  }

  private mutating func list(
    _ item: (marker: String?, content: Substring, indent: Int)
  ) -> Markdown.Block {
    var inner = [item.content]
    place += 1
    while place < lines.count {
      let line = lines[place]
      if Self.isBlank(line) {
        // An empty line belongs to the item only if something indented follows.
        guard place + 1 < lines.count, !Self.isBlank(lines[place + 1]),
          Self.indent(lines[place + 1]) >= item.indent
        else { break }
        inner.append("")
      } else if Self.indent(line) >= item.indent {
        inner.append(line.dropFirst(item.indent))
      } else if Self.beginsBlock(line) {
        break
      } else {
        inner.append(Self.content(line))
      }
      place += 1
    }
    var parser = MarkdownParser(lines: inner)
    return .item(marker: item.marker, blocks: parser.blocks())
  }

  private mutating func paragraph() -> Markdown.Block {
    var words: [Substring] = [Self.content(lines[place])]
    place += 1
    while place < lines.count, !Self.isBlank(lines[place]), !Self.beginsBlock(lines[place]) {
      words.append(Self.content(lines[place]))
      place += 1
    }
    return .paragraph(words.joined(separator: " "))
  }

  /// A line of cells, a line of dashes, more lines of cells.
  private mutating func table() -> Markdown.Block? {
    guard place + 1 < lines.count, lines[place].contains("|"),
      let header = Self.cells(lines[place]), let rule = Self.cells(lines[place + 1]),
      rule.count == header.count,
      rule.allSatisfy({ $0.contains("-") && $0.allSatisfy { "-: ".contains($0) } })
    else { return nil }
    place += 2
    var rows: [[String]] = []
    while place < lines.count, lines[place].contains("|"), let row = Self.cells(lines[place]) {
      rows.append(row)
      place += 1
    }
    let alignments = rule.map { cell -> Table.Alignment in
      cell.hasSuffix(":") && !cell.hasPrefix(":") ? .trailing : .leading
    }
    return .table(header: header, alignments: alignments, rows: rows)
  }

  private static func cells(_ line: Substring) -> [String]? {
    var text = content(line)
    if text.hasPrefix("|") { text = text.dropFirst() }
    if text.hasSuffix("|"), !text.hasSuffix("\\|") { text = text.dropLast() }
    var cells = [""]
    var isEscaped = false
    for character in text {
      if character == "|", !isEscaped {
        cells.append("")
      } else {
        if character == "|" { cells[cells.count - 1].removeLast() }
        cells[cells.count - 1].append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    return cells.map { String(content($0[...])) }
  }

  // MARK: - Lines

  private static func isBlank(_ line: Substring) -> Bool { line.allSatisfy(\.isWhitespace) }

  private static func indent(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }

  /// The line without the spaces around it.
  private static func content(_ line: Substring) -> Substring {
    var text = line.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  private static func openingFence(_ line: Substring) -> String? {
    let text = content(line)
    guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let fence = text.prefix { $0 == mark }
    guard fence.count >= 3, !(mark == "`" && text.dropFirst(fence.count).contains("`")) else {
      return nil
    }
    return String(fence)
  }

  private static func closes(_ line: Substring, _ fence: String) -> Bool {
    let text = content(line)
    return text.hasPrefix(fence) && text.allSatisfy { $0 == fence.first }
  }

  private static func heading(_ line: Substring) -> (Int, String)? {
    guard indent(line) < 4 else { return nil }
    let text = content(line)
    let level = text.prefix { $0 == "#" }.count
    guard 1...6 ~= level, text.count == level || text.dropFirst(level).first == " " else {
      return nil
    }
    return (level, String(content(text.dropFirst(level))))
  }

  private static func isRule(_ line: Substring) -> Bool {
    let marks = line.filter { $0 != " " }
    guard marks.count >= 3, let first = marks.first, "-*_".contains(first) else { return false }
    return marks.allSatisfy { $0 == first }
  }

  /// The marker (nil for a bullet), the text behind it, and the column at which that begins.
  private static func item(
    _ line: Substring
  ) -> (marker: String?, content: Substring, indent: Int)? {
    let text = line.drop { $0 == " " }
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let isNumbered = 1...9 ~= digits.count
    let mark = text.dropFirst(isNumbered ? digits.count : 0)
    guard let sign = mark.first, isNumbered ? sign == "." || sign == ")" : "-*+".contains(sign),
      mark.count == 1 || mark.dropFirst().first == " "
    else { return nil }
    let content = mark.dropFirst().drop { $0 == " " }
    let spaces = min(4, max(1, mark.count - 1 - content.count))
    let indent = indent(line) + (isNumbered ? digits.count : 0) + 1 + spaces
    return (isNumbered ? digits + "." : nil, content, indent)
  }

  private static func beginsBlock(_ line: Substring) -> Bool {
    openingFence(line) != nil || heading(line) != nil || isRule(line)
      || content(line).hasPrefix(">") || item(line) != nil
  }
}
