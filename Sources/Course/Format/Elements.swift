/// A fence with one of the format's own words after its back-ticks.
struct Fence {
  let word: String
  /// The words after the fence's own, with their columns.
  let options: [(text: String, column: Int)]
  let body: [Line]
  let line: Int
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

/// What a section of a file is made of.
enum Element {
  case text(Line)
  case fence(Fence)
  case option(OptionElement)
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
