/// The first line of an option: `1. [x] text <!-- m=slug -->`.
struct OptionHead {
  let marker: OptionElement.Marker
  let isRight: Bool
  let text: String
  let comments: [OptionElement.Comment]
  /// What is not as it should be, although it is plain that an option is meant.
  let mistake: String?

  /// Reads a line; nil when it is not meant as an option.
  init?(_ line: Line) {
    var rest = line.content
    guard let marker = Self.marker(&rest) else { return nil }
    let spaced = rest.first == " "
    rest = rest.trimmed
    guard rest.first == "[", let close = rest.firstIndex(of: "]") else { return nil }
    let box = rest[rest.index(after: rest.startIndex)..<close]
    let after = rest[rest.index(after: close)...]
    // `[text](link)` and `[text][ref]` are links that open a list entry, not boxes.
    guard box.count <= 2, box.allSatisfy({ " \txXvV*".contains($0) }),
      after.first != "(", after.first != "["
    else { return nil }
    self.marker = marker.kind
    isRight = box == "x" || box == "X"
    let (text, comments) = Self.split(after, of: line)
    self.text = String(text.trimmed)
    self.comments = comments
    if line.indent > 0 {
      mistake = "this option is indented"
    } else if !marker.isExact || !spaced {
      mistake = "this option's marker is not one of the two"
    } else if box != " " && !isRight {
      mistake = "`[\(box)]` is not a box"
    } else if after.first != " " && !after.isEmpty {
      mistake = "there is no space after the box"
    } else {
      mistake = nil
    }
  }

  /// Takes the list marker off; `*` and `+` and `1)` are understood and reported.
  private static func marker(
    _ rest: inout Substring
  ) -> (kind: OptionElement.Marker, isExact: Bool)? {
    if let first = rest.first, "-*+".contains(first) {
      rest = rest.dropFirst()
      return (.many, first == "-")
    }
    let digits = rest.prefix { $0.isASCII && $0.isNumber }
    guard (1...3).contains(digits.count) else { return nil }
    let mark = rest.dropFirst(digits.count).first
    guard mark == "." || mark == ")" else { return nil }
    rest = rest.dropFirst(digits.count + 1)
    return (.one, mark == ".")
  }

  /// Parts the text from the comments behind it.
  static func split(
    _ content: Substring,
    of line: Line
  ) -> (text: Substring, comments: [OptionElement.Comment]) {
    guard let first = content.firstRange(of: "<!--") else { return (content, []) }
    var comments: [OptionElement.Comment] = []
    var rest = content[first.lowerBound...]
    while let open = rest.firstRange(of: "<!--") {
      let column = line.column(of: open.lowerBound)
      let inside = rest[open.upperBound...]
      let close = inside.firstRange(of: "-->")
      let text = inside[..<(close?.lowerBound ?? inside.endIndex)]
      let trimmed = text.trimmed
      comments.append(
        OptionElement.Comment(
          text: String(trimmed),
          column: column,
          textColumn: line.column(of: trimmed.isEmpty ? open.upperBound : trimmed.startIndex)
        )
      )
      guard let close else { break }
      rest = inside[close.upperBound...]
    }
    return (content[..<first.lowerBound], comments)
  }
}
