import JSON

/// A breach of the JSON grammar in the words of Jackson, the parser behind the services.
struct SyntaxFault {
  private let text: [UInt8]
  private let offset: Int
  private let level: Level?
  /// Where the last token that is sound ends.
  private let lastEnd: Int
  private let origin: JSONError

  /// An object or a list that has begun and not ended.
  struct Level {
    let isObject: Bool
    /// The byte at which its bracket stands.
    let start: Int

    fileprivate var kind: String { isObject ? "Object" : "Array" }
  }

  /// Creates the fault.
  ///
  /// - Parameters:
  ///   - error: what our own reader says.
  ///   - text: the pattern.
  ///   - level: the innermost object or list that is open.
  ///   - lastEnd: where the last token that is sound ends.
  init(_ error: JSONError, text: [UInt8], in level: Level?, lastEnd: Int) {
    origin = error
    self.text = text
    self.level = level
    self.lastEnd = lastEnd
    offset = Self.offset(line: error.line, column: error.column, in: text)
  }

  var error: PatternError {
    let reason = reason
    var report = reason
    if isUnfinished, let level {
      report += " (start marker at \(SourceLocation(behind: level.start, of: text)))"
    }
    return PatternError(
      line: origin.line,
      column: origin.column,
      reason: reason,
      report: "\(report)\n at \(SourceLocation(behind: readEnd, of: text))",
      remedy: origin.remedy
    )
  }

  private var reason: String {
    if text[..<offset].allSatisfy({ Self.whitespace.contains($0) }), offset == text.count {
      return "Filter is not an object"
    }
    if isUnfinished { return "Unexpected end-of-input\(unfinished)" }
    switch expectation {
    case .value where Self.isWordByte(text[offset]):
      return "Unrecognized token '\(word)': was expecting (\(Self.values))"
    case .value: return "\(unexpected): expected a valid value (\(Self.values))"
    case .name: return "\(unexpected): was expecting double-quote to start field name"
    case .colon:
      return "\(unexpected): was expecting a colon to separate field name and value"
    case .comma:
      return "\(unexpected): was expecting comma to separate \(level?.kind ?? "") entries"
    case .end: return "\(unexpected): was expecting the end of the pattern"
    }
  }

  /// Where what Jackson has read ends: behind the letter or the word that cannot stand there.
  private var readEnd: Int {
    if isUnfinished { return text.count }
    if expectation == .value, Self.isWordByte(text[offset]) { return offset + word.utf8.count }
    return offset + (unexpectedLetter.map { String($0).utf8.count } ?? 1)
  }

  private var word: String {
    String(decoding: text[offset...].prefix(while: Self.isWordByte), as: UTF8.self)
  }

  /// Whether the text ends before the pattern does.
  private var isUnfinished: Bool { offset >= text.count }

  private enum Expectation { case value, name, colon, comma, end }

  private static let whitespace: [UInt8] = [0x20, 0x0A, 0x0D, 0x09]

  private static let values =
    "JSON String, Number, Array, Object or token 'null', 'true' or 'false'"

  private var expectation: Expectation {
    let place = text[..<offset].lastIndex { !Self.whitespace.contains($0) }
    guard let place, let level else { return text[..<offset].isEmpty ? .value : .end }
    switch text[place] {
    case UInt8(ascii: ":"), UInt8(ascii: "["): return .value
    case UInt8(ascii: "{"): return .name
    case UInt8(ascii: ","): return level.isObject ? .name : .value
    case UInt8(ascii: "\"") where level.isObject && lastEnd < place: return .colon
    default: return .comma
    }
  }

  private var unexpected: String {
    let letter = unexpectedLetter
    return
      "Unexpected character ('\(letter.map { String($0) } ?? "")' (code \(letter?.value ?? 0)))"
  }

  private var unexpectedLetter: Unicode.Scalar? {
    String(decoding: text[offset...].prefix(4), as: UTF8.self).unicodeScalars.first
  }

  private var unfinished: String {
    level.map { ": expected close marker for \($0.kind)" } ?? ""
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }

  /// The byte at a line and a column, both counted from 1.
  private static func offset(line: Int, column: Int, in text: [UInt8]) -> Int {
    var start = 0
    for _ in 1..<line {
      start = (text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count - 1) + 1
    }
    let rest = String(decoding: text[start...], as: UTF8.self)
    return start + rest.prefix(column - 1).utf8.count
  }
}
