/// One word of a command as it was typed: text, and values to be put in.
struct Word: Hashable {
  /// A part of a word.
  enum Piece: Hashable {
    /// Text that stands for itself.
    case text(String)
    /// A value that is put in, such as `{m.Messages[0].Body}`.
    case reference(Reference)
  }

  /// The parts in order.
  var pieces: [Piece] = []
  /// Where the word begins, counted from 1.
  let column: Int
  /// Whether it begins with a quote: such a word is text, and never one of the language's own.
  var isQuoted = false

  /// The word when it holds no value to be put in.
  var literal: String? {
    var literal = ""
    for piece in pieces {
      guard case .text(let text) = piece else { return nil }
      literal += text
    }
    return literal
  }

  fileprivate mutating func append(_ character: Character) {
    if case .text(let text) = pieces.last {
      pieces[pieces.count - 1] = .text(text + String(character))
    } else {
      pieces.append(.text(String(character)))
    }
  }
}

extension Word {
  /// Splits a line into words as a POSIX shell does, without expansions.
  ///
  /// Single quotes keep everything as it is; double quotes keep spaces, and in them `\` escapes
  /// `" \ $ {` and the backquote; elsewhere `\` escapes any character. A word that begins with `#`
  /// begins a comment. Outside of single quotes `{NAME.path}` is a value that is put in.
  ///
  /// - Throws: ``CommandError`` at a quote that is not closed or a backslash at the line's end.
  static func split(_ line: String) throws(CommandError) -> [Word] {
    var scanner = WordScanner(line)
    var words: [Word] = []
    while let word = try scanner.next() { words.append(word) }
    return words
  }
}

private struct WordScanner {
  private let characters: [Character]
  private var index = 0

  init(_ line: String) {
    characters = Array(line)
  }

  private var current: Character? { index < characters.count ? characters[index] : nil }
  private var column: Int { index + 1 }

  mutating func next() throws(CommandError) -> Word? {
    while let character = current, character.isWhitespace { index += 1 }
    guard let first = current, first != "#" else { return nil }
    var word = Word(column: column)
    while let character = current, !character.isWhitespace {
      switch character {
      case "'": try single(into: &word)
      case "\"": try double(into: &word)
      case "\\":
        index += 1
        guard let escaped = current else {
          throw CommandError(
            .badQuoting,
            "The line ends in a backslash, which says that something follows.",
            remedy: "Take it away, or write \\\\ for a backslash.",
            column: column - 1
          )
        }
        if word.pieces.isEmpty { word.isQuoted = true }
        word.append(escaped)
        index += 1
      default: plain(character, into: &word)
      }
    }
    return word
  }

  private mutating func plain(_ character: Character, into word: inout Word) {
    if character == "{", let reference = Reference(at: index, in: characters) {
      word.pieces.append(.reference(reference))
      index += reference.length
    } else {
      word.append(character)
      index += 1
    }
  }

  private mutating func single(into word: inout Word) throws(CommandError) {
    let start = column
    if word.pieces.isEmpty {
      word.isQuoted = true
      word.pieces.append(.text(""))
    }
    index += 1
    while let character = current {
      index += 1
      if character == "'" { return }
      word.append(character)
    }
    throw unclosed("'", at: start)
  }

  private mutating func double(into word: inout Word) throws(CommandError) {
    let start = column
    if word.pieces.isEmpty {
      word.isQuoted = true
      word.pieces.append(.text(""))
    }
    index += 1
    while let character = current {
      if character == "\"" {
        index += 1
        return
      }
      if character == "\\", index + 1 < characters.count, "\"\\$`{".contains(characters[index + 1])
      {
        index += 1
        word.append(characters[index])
        index += 1
      } else {
        plain(character, into: &word)
      }
    }
    throw unclosed("\"", at: start)
  }

  private func unclosed(_ quote: String, at column: Int) -> CommandError {
    CommandError(
      .badQuoting,
      "The quote \(quote) that begins here is never closed.",
      remedy: "Write \(quote) at the end of the text, or \\\(quote) for the character itself.",
      column: column
    )
  }
}
