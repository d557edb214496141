extension StyledLine {
  /// The line broken at spaces into lines of at most `width` columns; lines of its own stay apart.
  ///
  /// `first` stands before the first line and `rest` before each further one. A word longer than a
  /// line is broken where the line ends. Spaces within a line are kept.
  ///
  /// - Complexity: O(n).
  public func wrapped(
    to width: Int,
    first: StyledLine = StyledLine(),
    rest: StyledLine = StyledLine()
  ) -> [StyledLine] {
    var wrapper = Wrapper(width: max(1, width), first: first, rest: rest)
    for span in spans {
      for character in span.text { wrapper.add(character, span.role) }
    }
    return wrapper.finish()
  }

  /// A line of source text, broken where it must be.
  ///
  /// Its own indentation stays, and indents what follows from it too.
  ///
  /// - Parameters:
  ///   - text: the line.
  ///   - width: the columns that there are.
  ///   - margin: how many columns stand before everything.
  /// - Returns: the lines.
  public static func code(_ text: String, in width: Int, margin: Int = 2) -> [StyledLine] {
    if text.allSatisfy(\.isWhitespace) { return [StyledLine()] }
    let indent = min(text.prefix { $0 == " " }.count + margin, width / 2)
    let space = StyledLine(String(repeating: " ", count: indent))
    let words = StyledLine(String(text.drop { $0 == " " }), .code)
    return words.wrapped(to: width, first: space, rest: space)
  }
}

extension String {
  /// The text broken at spaces into lines of at most `width` columns; its own lines stay apart.
  ///
  /// The spaces with which a line begins indent what follows from it too.
  public func wrapped(to width: Int) -> [String] {
    split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
      let indent = StyledLine(String(line.prefix { $0 == " " }.prefix(width / 2)))
      let words = StyledLine(String(line.drop { $0 == " " }))
      return words.wrapped(to: width, first: indent, rest: indent).map(\.text)
    }
  }
}

/// Collects characters into words and words into lines.
private struct Wrapper {
  private struct Piece {
    var line = StyledLine()
    var width = 0

    mutating func add(_ character: Character, _ role: Role, _ width: Int) {
      line.append(String(character), role)
      self.width += width
    }
  }

  private let width: Int
  private let rest: StyledLine
  private let restWidth: Int
  private var lines: [StyledLine] = []
  private var current: StyledLine
  private var currentWidth: Int
  /// Whether the current line holds more than what stands before it.
  private var hasText = false
  private var spaces = Piece()
  private var word = Piece()

  init(width: Int, first: StyledLine, rest: StyledLine) {
    self.width = width
    // What stands before the text must leave room for one wide character at least.
    current = first.width + 2 <= width ? first : StyledLine()
    self.rest = rest.width + 2 <= width ? rest : StyledLine()
    restWidth = self.rest.width
    currentWidth = current.width
  }

  mutating func add(_ character: Character, _ role: Role) {
    if character == " " {
      endWord()
      spaces.add(" ", role, 1)
      return
    }
    if character == "\n" {
      endWord()
      startLine()
      return
    }
    let characterWidth = character.displayWidth
    guard characterWidth <= width else { return add("?", role) }
    let start = hasText ? restWidth : currentWidth
    if start + word.width + characterWidth > width { breakWord() }
    word.add(character, role, characterWidth)
  }

  mutating func finish() -> [StyledLine] {
    endWord()
    return lines + [current]
  }

  private mutating func endWord() {
    guard word.width > 0 || !word.line.spans.isEmpty else { return }
    if hasText, currentWidth + spaces.width + word.width > width { startLine() }
    if hasText {
      current.append(spaces.line)
      currentWidth += spaces.width
    }
    current.append(word.line)
    currentWidth += word.width
    hasText = true
    spaces = Piece()
    word = Piece()
  }

  /// Puts down a word that fills a line by itself.
  private mutating func breakWord() {
    if hasText { startLine() }
    endWord()
    startLine()
  }

  private mutating func startLine() {
    lines.append(current)
    current = rest
    currentWidth = restWidth
    hasText = false
    spaces = Piece()
  }
}
