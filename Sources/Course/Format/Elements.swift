/// A fence with one of the format's own words after its back-ticks.
struct Fence {
  let word: String
  /// The words after the fence's own, with their columns.
  let options: [(text: String, column: Int)]
  let body: [Line]
  let line: Int

  /// The lines of the body as a text.
  var text: String { body.map(\.text).joined(separator: "\n") }
}

/// An option as it stands in the file.
struct OptionElement {
  enum Marker { case one, many }

  struct Comment {
    let text: String
    /// Where the comment begins.
    let column: Int
    /// Where its text begins.
    let textColumn: Int
  }

  let marker: Marker
  let isRight: Bool
  var text: String
  let comments: [Comment]
  var explanation: [String] = []
  let line: Int
  let column: Int
}

/// A line of a table, of which a question of type `match` is made.
struct TableRow {
  let cells: [(text: String, column: Int)]
  let line: Int

  /// Reads a line; nil when it does not begin with a bar.
  init?(_ line: Line) {
    guard line.content.first == "|" else { return nil }
    self.line = line.number
    var cells: [(text: String, column: Int)] = []
    var (text, column) = ("", line.contentColumn + 1)
    var isEscaped = false
    for (offset, character) in line.content.dropFirst().enumerated() {
      if character == "|", !isEscaped {
        cells.append(Self.cell(text, column))
        (text, column) = ("", line.contentColumn + offset + 2)
      } else {
        if isEscaped, character == "|" { text.removeLast() }
        text.append(character)
      }
      isEscaped = character == "\\" && !isEscaped
    }
    if !text.trimmed.isEmpty { cells.append(Self.cell(text, column)) }
    self.cells = cells
  }

  private static func cell(_ text: String, _ column: Int) -> (text: String, column: Int) {
    let blanks = text.prefix { $0 == " " || $0 == "\t" }.count
    let content = text.trimmed
    return (String(content), column + (content.isEmpty ? 0 : blanks))
  }

  /// Whether this is the line of dashes between a table's head and its body.
  var isRule: Bool {
    !cells.isEmpty
      && cells.allSatisfy { $0.text.contains("-") && $0.text.allSatisfy { "-: ".contains($0) } }
  }
}

/// An entry of a question of type `order`: `1. Init`, or `- ~~Compile~~` for one that is not used.
struct ListEntry {
  let belongs: Bool
  var text: String
  let comments: [OptionElement.Comment]
  var explanation: [String] = []
  let line: Int
  let column: Int

  /// Reads a line; nil when it is not meant as an entry.
  init?(_ line: Line) {
    let content = line.content
    let digits = content.prefix { $0.isASCII && $0.isNumber }
    let rest: Substring
    if (1...3).contains(digits.count), content.dropFirst(digits.count).hasPrefix(". ") {
      belongs = true
      rest = content.dropFirst(digits.count + 2)
    } else if content.hasPrefix("- ~~") {
      belongs = false
      rest = content.dropFirst(2)
    } else {
      return nil
    }
    let (text, comments) = OptionHead.split(rest, of: line)
    let struck = text.trimmed
    let isStruck = struck.hasPrefix("~~") && struck.hasSuffix("~~") && struck.count > 4
    self.text = String(isStruck && !belongs ? struck.dropFirst(2).dropLast(2).trimmed : struck)
    self.comments = comments
    self.line = line.number
    column = line.contentColumn
  }
}

/// What a section of a file is made of.
enum Element {
  case text(Line)
  case fence(Fence)
  case option(OptionElement)
  case row(TableRow)
  case entry(ListEntry)
  case hint(Hint)
  case note(InstructorNote)
  case code(CodeReference)
}

/// A heading of level 1 or 2 and what stands below it until the next one.
struct Section {
  struct Heading {
    let level: Int
    let text: String
    let line: Int
    let column: Int
  }

  /// Nil for what stands above the first heading.
  let heading: Heading?
  var elements: [Element] = []
  /// The lines below the heading, for the revision of what they say.
  var lines: [Line] = []

  var line: Int { heading?.line ?? lines.first?.number ?? 1 }

  /// The type in the heading of a quiz item: the second part of `q1 | match | OBJ-001 | d1`.
  var itemType: Substring? {
    guard let cells = heading?.text.split(separator: "|"), cells.count > 2 else { return nil }
    return cells[1].trimmed
  }
}

extension Line {
  /// The heading on this line, if it is one.
  var heading: Section.Heading? {
    let level = text.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let rest = text.dropFirst(level)
    guard rest.isEmpty || rest.first == " " else { return nil }
    let content = rest.trimmed
    return Section.Heading(
      level: level,
      text: String(content),
      line: number,
      column: content.isEmpty ? level + 1 : column(of: content.startIndex)
    )
  }

  /// Whether a section begins here.
  var beginsSection: Bool { (heading?.level).map { $0 <= 2 } ?? false }

  /// The fence that opens here: its character, its length and the words after it.
  var fenceOpening: (mark: Character, length: Int, info: Substring)? {
    guard indent < 4, let mark = content.first, mark == "`" || mark == "~" else { return nil }
    let length = content.prefix { $0 == mark }.count
    guard length >= 3 else { return nil }
    let info = content.dropFirst(length).trimmed
    return mark == "`" && info.contains("`") ? nil : (mark, length, info)
  }

  /// Whether this line closes a fence.
  func closes(mark: Character, length: Int) -> Bool {
    indent < 4 && content.count >= length && content.allSatisfy { $0 == mark }
  }
}
