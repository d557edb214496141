/// A stream of the tokens of one JSON text, checked against RFC 8259 as it goes.
///
/// It allocates nothing for a token: strings and numbers are ranges of bytes until asked for with
/// ``string(of:)`` and ``number(of:)``. Nesting is limited to ``nestingLimit`` levels.
///
/// ```swift
/// var tokenizer = JSONTokenizer(text)
/// while case let token = try tokenizer.next(), token.kind != .end { … }
/// ```
public struct JSONTokenizer: Sendable {
  /// How many arrays and objects may lie within each other.
  public static let nestingLimit = 1_000

  /// What may come next.
  enum Expectation: Sendable {
    case value, elementOrEnd, commaOrEndOfArray
    case keyOrEnd, key, commaOrEndOfObject, end
  }

  /// The text and a NUL, which no JSON holds, so that scanning needs no check for the end.
  let bytes: [UInt8]
  private let isValidUTF8: Bool
  var position = 0
  var expectation = Expectation.value
  /// For each open level whether it is an object.
  private var levels: [Bool] = []

  /// Makes a tokenizer of `text`.
  public init(_ text: String) {
    self.init(copying: text.utf8, isValidUTF8: true)
  }

  /// Makes a tokenizer of bytes that may not be valid UTF-8; invalid ones end it with an error.
  public init(bytes: some Collection<UInt8>) {
    self.init(copying: bytes, isValidUTF8: false)
  }

  private init(copying text: some Collection<UInt8>, isValidUTF8: Bool) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count + 1)
    bytes.append(contentsOf: text)
    bytes.append(0)
    self.bytes = bytes
    self.isValidUTF8 = isValidUTF8
  }

  /// Reads the next token; after the one whole value it is `.end`, again and again.
  ///
  /// - Throws: ``JSONError`` at the first byte that breaks the grammar.
  public mutating func next() throws(JSONError) -> JSONToken {
    skipWhitespace()
    switch expectation {
    case .value:
      return try value()
    case .elementOrEnd:
      return bytes[position] == UInt8(ascii: "]") ? close(.endArray) : try value()
    case .commaOrEndOfArray:
      if bytes[position] == UInt8(ascii: "]") { return close(.endArray) }
      try skipComma(in: "list", close: "]")
      return try value()
    case .keyOrEnd:
      return bytes[position] == UInt8(ascii: "}") ? close(.endObject) : try key()
    case .key:
      return try key()
    case .commaOrEndOfObject:
      if bytes[position] == UInt8(ascii: "}") { return close(.endObject) }
      try skipComma(in: "object", close: "}")
      return try key()
    case .end:
      guard position == bytes.count - 1 else { throw failure(.trailingText) }
      return JSONToken(kind: .end, range: position..<position, isPlain: true)
    }
  }

  /// The bytes of `token` as they stand in the text, escapes and all.
  public func bytes(of token: JSONToken) -> ArraySlice<UInt8> {
    bytes[token.range]
  }

  /// The string that a key or string token of this text stands for.
  public func string(of token: JSONToken) -> String {
    guard token.isPlain else {
      return String(decoding: Self.unescaped(bytes[token.range]), as: UTF8.self)
    }
    return bytes.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[token.range]), as: UTF8.self)
    }
  }

  /// The number that a number token of this text stands for.
  public func number(of token: JSONToken) -> JSONNumber {
    JSONNumber(bytes: bytes[token.range], isPlain: token.isPlain)
  }

  // MARK: - Structure

  @inline(__always)
  private mutating func skipWhitespace() {
    while true {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  private mutating func skipComma(in container: String, close: String) throws(JSONError) {
    guard bytes[position] == UInt8(ascii: ",") else {
      throw failure(.missingComma(container: container, close: close))
    }
    position += 1
    skipWhitespace()
    if bytes[position] == UInt8(ascii: "]") || bytes[position] == UInt8(ascii: "}") {
      throw failure(.trailingComma)
    }
  }

  private mutating func close(_ kind: JSONToken.Kind) -> JSONToken {
    levels.removeLast()
    valueEnded()
    position += 1
    return JSONToken(kind: kind, range: position - 1..<position, isPlain: true)
  }

  private mutating func open(object: Bool) throws(JSONError) -> JSONToken {
    guard levels.count < Self.nestingLimit else { throw failure(.tooDeep) }
    levels.append(object)
    expectation = object ? .keyOrEnd : .elementOrEnd
    position += 1
    return JSONToken(
      kind: object ? .beginObject : .beginArray,
      range: position - 1..<position,
      isPlain: true
    )
  }

  private mutating func valueEnded() {
    guard let isObject = levels.last else {
      expectation = .end
      return
    }
    expectation = isObject ? .commaOrEndOfObject : .commaOrEndOfArray
  }

  // MARK: - Values

  private mutating func value() throws(JSONError) -> JSONToken {
    let token: JSONToken
    switch bytes[position] {
    case UInt8(ascii: "\""): token = try quoted(.string)
    case UInt8(ascii: "{"): return try open(object: true)
    case UInt8(ascii: "["): return try open(object: false)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): token = try number()
    case UInt8(ascii: "t"): token = try word("true", .true)
    case UInt8(ascii: "f"): token = try word("false", .false)
    case UInt8(ascii: "n"): token = try word("null", .null)
    default: throw failure(.noValue)
    }
    valueEnded()
    return token
  }

  private mutating func word(
    _ word: StaticString,
    _ kind: JSONToken.Kind
  ) throws(JSONError) -> JSONToken {
    let start = position
    let end = start + word.utf8CodeUnitCount
    let matches =
      end < bytes.count && word.withUTF8Buffer { bytes[start..<end].elementsEqual($0) }
    guard matches else { throw failure(.noValue) }
    position = end
    return JSONToken(kind: kind, range: start..<end, isPlain: true)
  }

  private mutating func key() throws(JSONError) -> JSONToken {
    guard bytes[position] == UInt8(ascii: "\"") else { throw failure(.noKey) }
    let token = try quoted(.key)
    skipWhitespace()
    guard bytes[position] == UInt8(ascii: ":") else { throw failure(.missingColon) }
    position += 1
    expectation = .value
    return token
  }

  private mutating func number() throws(JSONError) -> JSONToken {
    let start = position
    var isPlain = true
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    if bytes[position] == UInt8(ascii: "0") {
      position += 1
      if Self.isDigit(bytes[position]) { throw failure(.leadingZero, at: position - 1) }
    } else {
      try digits()
    }
    if bytes[position] == UInt8(ascii: ".") {
      isPlain = false
      position += 1
      try digits()
    }
    if bytes[position] | 0x20 == UInt8(ascii: "e") {
      isPlain = false
      position += 1
      if bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-") {
        position += 1
      }
      try digits()
    }
    return JSONToken(kind: .number, range: start..<position, isPlain: isPlain)
  }

  private mutating func digits() throws(JSONError) {
    guard Self.isDigit(bytes[position]) else { throw failure(.noDigit) }
    while Self.isDigit(bytes[position]) { position += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
  }

  // MARK: - Strings

  private mutating func quoted(_ kind: JSONToken.Kind) throws(JSONError) -> JSONToken {
    let start = position + 1
    position = start
    var isPlain = true
    var isASCII = true
    while true {
      skipPlainBytes(&isASCII)
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") {
        break
      } else if byte == UInt8(ascii: "\\") {
        isPlain = false
        try escape()
      } else {
        throw failure(position == bytes.count - 1 ? .openString : .controlCharacter(byte))
      }
    }
    let range = start..<position
    position += 1
    if !isASCII, !isValidUTF8, String(validating: bytes[range], as: UTF8.self) == nil {
      throw failure(.invalidUTF8, at: start)
    }
    return JSONToken(kind: kind, range: range, isPlain: isPlain)
  }

  /// Goes on to the next byte that is not simply part of a string; the NUL at the end is none.
  @inline(__always)
  private mutating func skipPlainBytes(_ isASCII: inout Bool) {
    position = bytes.withUnsafeBufferPointer { bytes in
      var place = position
      var all: UInt8 = 0
      while bytes[place] >= 0x20, bytes[place] != UInt8(ascii: "\""),
        bytes[place] != UInt8(ascii: "\\")
      {
        all |= bytes[place]
        place += 1
      }
      if all >= 0x80 { isASCII = false }
      return place
    }
  }

  /// Checks one escape, and both halves of a surrogate pair, so that reading it cannot fail.
  private mutating func escape() throws(JSONError) {
    let start = position
    switch bytes[position + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      position += 2
    case UInt8(ascii: "u"):
      let unit = try hexadecimal(at: position + 2)
      position += 6
      guard UTF16.isSurrogate(unit) else { return }
      guard UTF16.isLeadSurrogate(unit), bytes[position] == UInt8(ascii: "\\"),
        bytes[position + 1] == UInt8(ascii: "u"),
        UTF16.isTrailSurrogate(try hexadecimal(at: position + 2))
      else { throw failure(.loneSurrogate, at: start) }
      position += 6
    default:
      if position + 1 == bytes.count - 1 { throw failure(.openString, at: position + 1) }
      throw failure(.unknownEscape, at: position + 1)
    }
  }

  private func hexadecimal(at start: Int) throws(JSONError) -> UInt16 {
    var unit: UInt16 = 0
    for place in start..<start + 4 {
      // The NUL at the end is no digit, so this never reads beyond it.
      guard let digit = Self.hexadecimalDigit(bytes[place]) else {
        throw failure(.noHexadecimalDigit, at: place)
      }
      unit = unit << 4 | digit
    }
    return unit
  }

  static func hexadecimalDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
