extension JSONTokenizer {
  /// The ways in which a text breaks the grammar.
  enum Failure {
    case noValue, noKey, noDigit, leadingZero
    case missingColon, missingComma(container: String, close: String), trailingComma, trailingText
    case openString, controlCharacter(UInt8), unknownEscape, noHexadecimalDigit
    case loneSurrogate, invalidUTF8, tooDeep
  }

  /// The error for `failure` at byte `offset`, by default at the present one.
  func failure(_ failure: Failure, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? position
    let (problem, remedy) = words(for: failure, at: offset)
    return JSONError(at: offset, of: bytes.dropLast(), problem: problem, remedy: remedy)
  }

  private func words(for failure: Failure, at offset: Int) -> (problem: String, remedy: String) {
    let found = found(at: offset)
    switch failure {
    case .noValue, .noKey: return missing(failure, at: offset)
    case .noDigit:
      return ("a number needs a digit here, but \(found)", "Write a digit, as in 1.5e3")
    case .leadingZero:
      return ("a number does not begin with 0 before another digit", "Leave out the leading zeros")
    case .missingColon:
      return ("a colon is missing after the name; \(found)", "Write \"name\": value")
    case .missingComma(let container, let close):
      return (
        "the \(container) neither goes on nor ends; \(found)",
        "Write a comma before the next entry, or \(close) at the end"
      )
    case .trailingComma:
      return ("a comma stands after the last entry; \(found)", "Remove the comma")
    case .trailingText:
      return ("something follows the end of the value; \(found)", "Remove it")
    case .openString:
      return ("the string does not end", "Close it with a double quote")
    case .controlCharacter(let byte):
      return (
        "a string holds the control character U+\(Self.hexadecimal(byte))",
        "Write \(Self.escape(for: byte)) instead"
      )
    case .unknownEscape:
      return (
        "no such escape; \(found) after a backslash",
        #"Write \\ for a backslash, or one of \" \/ \b \f \n \r \t \u0041"#
      )
    case .noHexadecimalDigit:
      return (#"\u needs four hexadecimal digits, but \#(found)"#, #"Write them all, as in \u00e9"#)
    case .loneSurrogate:
      return (
        #"half of a surrogate pair stands alone"#,
        #"Write both halves, as in \ud83c\udf3f, or the character itself"#
      )
    case .invalidUTF8:
      return ("the string is not valid UTF-8", "Save the text as UTF-8")
    case .tooDeep:
      return (
        "more than \(Self.nestingLimit) lists and objects lie within each other",
        "Use fewer levels"
      )
    }
  }

  private func missing(_ failure: Failure, at offset: Int) -> (problem: String, remedy: String) {
    let found = found(at: offset)
    if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      return ("the text begins with a byte-order mark", "Save it as UTF-8 without one")
    }
    let byte = bytes[offset]
    if byte == UInt8(ascii: "'") {
      return ("single quotes are not JSON", "Use double quotes")
    }
    if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") {
      return ("JSON has no comments", "Remove the comment")
    }
    if case .noKey = failure {
      return ("a name is missing; \(found)", #"Write a name in double quotes, as in "name": value"#)
    }
    if offset == bytes.count - 1 {
      return ("a value is missing; \(found)", "Write a value, such as {}, [], \"text\", 1 or null")
    }
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") {
      return ("a number does not begin like this; \(found)", "Begin with a digit, as in 0.5")
    }
    return (
      "\(found) where a value belongs", "Put text in double quotes, or write true, false, null"
    )
  }

  private func found(at offset: Int) -> String {
    guard offset < bytes.count - 1 else { return "the text ends here" }
    let scalars = String(decoding: bytes[offset..<min(offset + 4, bytes.count - 1)], as: UTF8.self)
      .unicodeScalars
    guard let scalar = scalars.first, scalar.value >= 0x20, scalar.value != 0x7F else {
      return "found the byte \(Self.hexadecimal(bytes[offset]))"
    }
    return "found \(scalar)"
  }

  static func escape(for byte: UInt8) -> String {
    switch byte {
    case 0x08: #"\b"#
    case 0x09: #"\t"#
    case 0x0A: #"\n"#
    case 0x0C: #"\f"#
    case 0x0D: #"\r"#
    default: #"\u"# + hexadecimal(byte)
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16)
    return String(repeating: "0", count: 4 - digits.count) + digits
  }
}
