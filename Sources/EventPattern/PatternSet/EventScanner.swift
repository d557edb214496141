import JSON

/// Reads an event from its bytes in one pass and looks up the values that patterns ask for.
///
/// Everything else is skipped, but checked against the JSON grammar as it goes. What is malformed,
/// and what is rare and better left to the parser (a name with an escape, beyond ASCII, with a dot
/// that patterns follow, or twice in one object), ends the scan without a result.
///
/// The memory is read through a pointer, here alone: the text ends in a NUL, at which every scan
/// stops since no JSON holds one, and seven more, so that eight bytes can be read at any place.
struct EventScanner {
  /// How many NULs must follow the text.
  static let paddingCount = 8

  private let bytes: UnsafeBufferPointer<UInt8>
  private let end: Int
  private var place = 0
  private var depth = 0
  /// The bytes of all strings put together, to see whether one is beyond ASCII.
  private var allBytes: UInt64 = 0

  /// Makes a scanner of a text and the NULs behind it.
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(bytes.suffix(Self.paddingCount).allSatisfy { $0 == 0 }, "the text needs NULs")
    self.bytes = bytes
    end = bytes.count - Self.paddingCount
  }

  /// What came of a scan.
  enum Outcome {
    /// The text is an object, and all that is asked for was looked up.
    case object
    /// The text is sound, but no object.
    case other
    /// The parser must say what it is.
    case unknown
  }

  mutating func scan(_ engine: PatternEngine, _ findings: inout Findings) -> Outcome {
    skipSpace()
    let isObject = bytes[place] == UInt8(ascii: "{")
    let isSound = isObject ? object(at: PathTree.root, engine, &findings) : skipValue()
    guard isSound else { return .unknown }
    skipSpace()
    guard place == end, isUTF8 else { return .unknown }
    return isObject ? .object : .other
  }

  /// Outside of strings there are ASCII characters only, so the whole is sound if each string is.
  private var isUTF8: Bool {
    allBytes & Self.highBits == 0 || String(validating: bytes[..<end], as: UTF8.self) != nil
  }

  // MARK: - What is asked for

  private mutating func value(
    at node: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) -> Bool {
    let byte = bytes[place]
    if byte == UInt8(ascii: "{") {
      return engine.tree.goesOn(at: node) ? object(at: node, engine, &findings) : skipObject()
    }
    if byte == UInt8(ascii: "[") { return list(at: node, engine, &findings) }
    let path = engine.tree.path(at: node)
    return path < 0 ? skipValue() : leaf(at: path, engine, &findings)
  }

  private mutating func object(
    at node: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) -> Bool {
    guard open() else { return false }
    let number = findings.beginObject()
    if closes(UInt8(ascii: "}")) { return true }
    while true {
      guard let name = plainString(), colon() else { return false }
      let child = engine.tree.child(of: node, name)
      if child >= 0 {
        guard findings.isNew(child, in: number), value(at: child, engine, &findings) else {
          return false
        }
      } else {
        if name.contains(FieldPath.dot), engine.tree.walk(from: node, name) >= 0 { return false }
        guard skipValue() else { return false }
      }
      skipSpace()
      if bytes[place] == UInt8(ascii: "}") { return close() }
      guard comma() else { return false }
    }
  }

  private mutating func list(
    at node: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) -> Bool {
    guard open() else { return false }
    if closes(UInt8(ascii: "]")) { return true }
    while true {
      let byte = bytes[place]
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        findings.enterListElement()
        guard value(at: node, engine, &findings) else { return false }
        findings.leaveListElement()
      } else {
        guard value(at: node, engine, &findings) else { return false }
      }
      skipSpace()
      if bytes[place] == UInt8(ascii: "]") { return close() }
      guard comma() else { return false }
    }
  }

  private mutating func leaf(
    at path: Int,
    _ engine: PatternEngine,
    _ findings: inout Findings
  ) -> Bool {
    engine.beginLeaf(at: path, &findings)
    let start = place
    switch bytes[place] {
    case UInt8(ascii: "\""):
      guard let isPlain = skipString() else { return false }
      if isPlain {
        let text = slice(start + 1, place - 1)
        engine.values.lookUp(text: text, at: path, &findings)
        return true
      }
      guard case .string(var text)? = try? JSONValue(parsing: bytes[start..<place]) else {
        return false
      }
      text.withUTF8 { engine.values.lookUp(text: $0, at: path, &findings) }
      return true
    case UInt8(ascii: "t"):
      engine.values.lookUp(true, at: path, &findings)
      return skipWord("true")
    case UInt8(ascii: "f"):
      engine.values.lookUp(false, at: path, &findings)
      return skipWord("false")
    case UInt8(ascii: "n"):
      engine.values.lookUpNull(at: path, &findings)
      return skipWord("null")
    default:
      guard skipNumber() else { return false }
      engine.values.lookUp(number: slice(start, place), at: path, &findings)
      return true
    }
  }

  private func slice(_ start: Int, _ end: Int) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  /// Reads a string that stands for itself and lies within ASCII.
  private mutating func plainString() -> UnsafeBufferPointer<UInt8>? {
    guard bytes[place] == UInt8(ascii: "\"") else { return nil }
    let start = place + 1
    let before = allBytes
    allBytes = 0
    guard let isPlain = skipString(), isPlain else { return nil }
    let text = slice(start, place - 1)
    if allBytes & Self.highBits != 0, text.contains(where: { $0 >= 0x80 }) { return nil }
    allBytes = before
    return text
  }

  // MARK: - What nobody asks for

  private mutating func skipValue() -> Bool {
    switch bytes[place] {
    case UInt8(ascii: "\""): skipString() != nil
    case UInt8(ascii: "{"): skipObject()
    case UInt8(ascii: "["): skipList()
    case UInt8(ascii: "t"): skipWord("true")
    case UInt8(ascii: "f"): skipWord("false")
    case UInt8(ascii: "n"): skipWord("null")
    default: skipNumber()
    }
  }

  private mutating func skipObject() -> Bool {
    guard open() else { return false }
    if closes(UInt8(ascii: "}")) { return true }
    while true {
      guard bytes[place] == UInt8(ascii: "\""), skipString() != nil, colon(), skipValue() else {
        return false
      }
      skipSpace()
      if bytes[place] == UInt8(ascii: "}") { return close() }
      guard comma() else { return false }
    }
  }

  private mutating func skipList() -> Bool {
    guard open() else { return false }
    if closes(UInt8(ascii: "]")) { return true }
    while true {
      guard skipValue() else { return false }
      skipSpace()
      if bytes[place] == UInt8(ascii: "]") { return close() }
      guard comma() else { return false }
    }
  }

  // MARK: - Structure

  @inline(__always)
  private mutating func skipSpace() {
    while true {
      switch bytes[place] {
      case 0x20, 0x0A, 0x0D, 0x09: place += 1
      default: return
      }
    }
  }

  private mutating func open() -> Bool {
    depth += 1
    place += 1
    skipSpace()
    return depth <= JSONTokenizer.nestingLimit
  }

  /// Goes over the bracket if it comes at once.
  private mutating func closes(_ bracket: UInt8) -> Bool {
    bytes[place] == bracket && close()
  }

  private mutating func close() -> Bool {
    depth -= 1
    place += 1
    return true
  }

  @inline(__always)
  private mutating func comma() -> Bool {
    guard bytes[place] == UInt8(ascii: ",") else { return false }
    place += 1
    skipSpace()
    return true
  }

  @inline(__always)
  private mutating func colon() -> Bool {
    skipSpace()
    guard bytes[place] == UInt8(ascii: ":") else { return false }
    place += 1
    skipSpace()
    return true
  }

  private mutating func skipWord(_ word: StaticString) -> Bool {
    let isThere = word.withUTF8Buffer { word in
      word.indices.allSatisfy { bytes[place + $0] == word[$0] }
    }
    if isThere { place += word.utf8CodeUnitCount }
    return isThere
  }

  private mutating func skipNumber() -> Bool {
    if bytes[place] == UInt8(ascii: "-") { place += 1 }
    if bytes[place] == UInt8(ascii: "0") {
      place += 1
      if isDigit(bytes[place]) { return false }
    } else {
      guard skipDigits() else { return false }
    }
    if bytes[place] == UInt8(ascii: ".") {
      place += 1
      guard skipDigits() else { return false }
    }
    guard bytes[place] | 0x20 == UInt8(ascii: "e") else { return true }
    place += 1
    if bytes[place] == UInt8(ascii: "+") || bytes[place] == UInt8(ascii: "-") { place += 1 }
    return skipDigits()
  }

  @inline(__always)
  private mutating func skipDigits() -> Bool {
    guard isDigit(bytes[place]) else { return false }
    while isDigit(bytes[place]) { place += 1 }
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  // MARK: - Strings

  private static let highBits: UInt64 = 0x8080_8080_8080_8080
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// Goes over a string, of which the quote comes next.
  ///
  /// - Returns: Whether it has no escapes; `nil` if it is malformed.
  private mutating func skipString() -> Bool? {
    place += 1
    var isPlain = true
    while true {
      skipPlainBytes()
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        return isPlain
      case UInt8(ascii: "\\"):
        isPlain = false
        guard skipEscape() else { return nil }
      default: return nil
      }
    }
  }

  /// Goes on to the next quote, backslash or control character, eight bytes at a time.
  @inline(__always)
  private mutating func skipPlainBytes() {
    let raw = UnsafeRawBufferPointer(bytes)
    while true {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let quotes = word ^ (Self.ones &* 0x22)
      let backslashes = word ^ (Self.ones &* 0x5C)
      // The lowest bit that is set belongs to the first such byte; higher ones may be wrong.
      let marks =
        ((quotes &- Self.ones) & ~quotes | (backslashes &- Self.ones) & ~backslashes
          | (word &- Self.ones &* 0x20) & ~word) & Self.highBits
      if marks != 0 {
        let bitCount = marks.trailingZeroBitCount - 7
        allBytes |= word & ((1 << UInt64(bitCount)) - 1)
        place += bitCount / 8
        return
      }
      allBytes |= word
      place += 8
    }
  }

  private mutating func skipEscape() -> Bool {
    switch bytes[place + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
      UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      place += 2
      return true
    case UInt8(ascii: "u"):
      guard let unit = hexadecimal(at: place + 2) else { return false }
      place += 6
      guard UTF16.isSurrogate(unit) else { return true }
      guard UTF16.isLeadSurrogate(unit), bytes[place] == UInt8(ascii: "\\"),
        bytes[place + 1] == UInt8(ascii: "u"), let other = hexadecimal(at: place + 2),
        UTF16.isTrailSurrogate(other)
      else { return false }
      place += 6
      return true
    default: return false
    }
  }

  private func hexadecimal(at start: Int) -> UInt16? {
    var unit: UInt16 = 0
    for place in start..<start + 4 {
      // A NUL is no digit, so this never goes beyond the first one.
      guard let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }
}
