/// Which parameter an expression stands in: error texts name it.
enum ExpressionKind: String, Hashable, Sendable {
  case condition = "ConditionExpression"
  case update = "UpdateExpression"
  case keyCondition = "KeyConditionExpression"
  case projection = "ProjectionExpression"
  case filter = "FilterExpression"
}

/// One word or sign of an expression, and where it stands.
struct ExpressionToken: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// A name, a keyword or a function.
    case word
    /// `#name`.
    case namePlaceholder
    /// `:value`.
    case valuePlaceholder
    /// Digits.
    case number
    /// A sign such as `(`, `=` or `<=`.
    case sign
    /// The end of the expression.
    case end
  }

  let kind: Kind
  let text: String
  /// Where the token stands, in bytes from the beginning.
  let range: Range<Int>

  /// Cuts an expression into tokens.
  ///
  /// - Throws: ``ServiceError`` at the first character that can begin none.
  static func tokens(of text: String, _ kind: ExpressionKind) throws(ServiceError) -> [Self] {
    let bytes = Array(text.utf8)
    var tokens: [Self] = []
    var position = 0
    while position < bytes.count {
      let start = position
      let byte = bytes[position]
      if byte == 32 || (9...13).contains(byte) {
        position += 1
        continue
      }
      let tokenKind: Kind
      if isWordByte(byte), !isDigit(byte) {
        tokenKind = .word
        position = end(of: bytes, from: position, while: isWordByte)
      } else if byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":") {
        tokenKind = byte == UInt8(ascii: "#") ? .namePlaceholder : .valuePlaceholder
        position = end(of: bytes, from: position + 1, while: isWordByte)
      } else if isDigit(byte) {
        tokenKind = .number
        position = end(of: bytes, from: position, while: isDigit)
      } else {
        tokenKind = .sign
        position += signLength(bytes[position...])
      }
      let range = start..<position
      let token = String(decoding: bytes[range], as: UTF8.self)
      let isWhole =
        switch tokenKind {
        case .sign: signs.contains(token)
        case .namePlaceholder, .valuePlaceholder: range.count > 1
        case .word, .number, .end: true
        }
      guard isWhole else {
        throw .expression(kind, "Syntax error; token: \"\(token)\", near: \"\(token)\"")
      }
      tokens.append(Self(kind: tokenKind, text: token, range: range))
    }
    let end = bytes.count
    return tokens + [Self(kind: .end, text: "<EOF>", range: end..<end)]
  }

  private static let signs: Set<String> = [
    "(", ")", ",", ".", "[", "]", "=", "<>", "<", "<=", ">", ">=", "+", "-",
  ]

  private static func signLength(_ bytes: ArraySlice<UInt8>) -> Int {
    let pair = String(decoding: bytes.prefix(2), as: UTF8.self)
    if pair == "<>" || pair == "<=" || pair == ">=" { return 2 }
    // A character outside of ASCII is refused as a whole.
    return 1 + bytes.dropFirst().prefix { $0 & 0xc0 == 0x80 }.count
  }

  private static func end(
    of bytes: [UInt8],
    from start: Int,
    while belongs: (UInt8) -> Bool
  ) -> Int {
    var position = start
    while position < bytes.count, belongs(bytes[position]) { position += 1 }
    return position
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 95
  }
}
