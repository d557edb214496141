import Simulation

/// Reads `METRIC("argument") OP LITERAL`, piece by piece.
struct ExpressionScanner {
  private let characters: [Character]
  private(set) var index = 0
  /// How many columns stand before the expression on its line.
  private let offset: Int

  init(_ text: String, offset: Int = 0) {
    characters = Array(text)
    self.offset = offset
  }

  private var current: Character? { index < characters.count ? characters[index] : nil }
  var column: Int { offset + index + 1 }

  mutating func skipSpaces() {
    while let character = current, character.isWhitespace { index += 1 }
  }

  /// Whether nothing but spaces and a comment is left.
  mutating func isAtEnd() -> Bool {
    skipSpaces()
    return current == nil || current == "#"
  }

  /// The rest up to a comment, without spaces at its end.
  mutating func rest() -> String {
    let start = index
    while let character = current, character != "#", !character.isNewline { index += 1 }
    return String(String(characters[start..<index]).trimmed)
  }

  /// Whether a comparison comes next.
  var isAtComparison: Bool {
    characters[index...].first { !$0.isWhitespace }.map { "=!<>≤≥≠".contains($0) } ?? false
  }

  /// All up to the next space.
  mutating func word() -> String {
    skipSpaces()
    let start = index
    while let character = current, !character.isWhitespace { index += 1 }
    return String(characters[start..<index])
  }

  mutating func name() -> String {
    let start = index
    while let character = current, character.isASCII,
      character.isLetter || character.isNumber || character == "." || character == "_"
        || character == "-"
    { index += 1 }
    return String(characters[start..<index])
  }

  /// `("text")` or `('text')`, if it comes next.
  mutating func argument() throws(CommandError) -> (text: String, column: Int)? {
    guard current == "(" else { return nil }
    index += 1
    skipSpaces()
    let start = column
    guard let quote = current, quote == "\"" || quote == "'" else {
      throw error("The name in parentheses needs quotes.", "Write (\"orders\").")
    }
    index += 1
    var text = ""
    while let character = current, character != quote {
      text.append(character)
      index += 1
    }
    guard current == quote else { throw error("The quote is never closed.", "Write \(quote).") }
    index += 1
    skipSpaces()
    guard current == ")" else { throw error("The parenthesis is never closed.", "Write ).") }
    index += 1
    return (text, start)
  }

  mutating func comparison() throws(CommandError) -> Comparison {
    skipSpaces()
    let start = index
    while let character = current, "=!<>≤≥≠".contains(character) { index += 1 }
    let text = String(characters[start..<index])
    if let comparison = Comparison(rawValue: text) { return comparison }
    index = start
    let what =
      text.isEmpty ? "A comparison is missing." : "\(text) is no comparison."
    throw error(what, text == "=" ? "Write == for equal." : "Write ==, !=, <, <=, > or >=.")
  }

  func error(_ message: String, _ remedy: String) -> CommandError {
    CommandError(.badExpression, message, remedy: remedy, column: column)
  }
}

/// How a measurement is compared.
enum Comparison: String, Hashable, Sendable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="

  func holds(_ left: Double, _ right: Double) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}

extension Unit {
  /// The number that `text` stands for, in this unit; `nil` when it is no literal of the unit.
  ///
  /// Zero needs no unit.
  func number(of text: String) -> Double? {
    if text == "0", self != .truth { return 0 }
    switch self {
    case .count: return plain(text)
    case .milliseconds:
      return Duration(spelled: text).map(\.milliseconds)
    case .percent: return text.hasSuffix("%") ? plain(text.dropLast().trimmed) : nil
    case .dollars: return text.hasPrefix("$") ? plain(text.dropFirst().trimmed) : nil
    case .euros: return text.hasSuffix("EUR") ? plain(text.dropLast(3).trimmed) : nil
    case .perSecond: return Rate(text).map(\.perSecond)
    case .truth: return text == "true" ? 1 : text == "false" ? 0 : nil
    }
  }

  private func plain(_ text: some StringProtocol) -> Double? {
    let digits = text.drop { $0 == "-" }
    guard text.count - digits.count <= 1, let first = digits.first, first.isNumber,
      digits.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), digits.last != ".",
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }
}
