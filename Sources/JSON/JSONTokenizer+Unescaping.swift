extension JSONTokenizer {
  /// Reads the escapes of a string that ``next()`` has checked.
  static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var position = raw.startIndex
    while position < raw.endIndex {
      guard raw[position] == UInt8(ascii: "\\") else {
        result.append(raw[position])
        position += 1
        continue
      }
      let letter = raw[position + 1]
      position += 2
      guard letter == UInt8(ascii: "u") else {
        result.append(character(of: letter))
        continue
      }
      var scalar = UInt32(unit(raw, &position))
      if UTF16.isLeadSurrogate(UInt16(scalar)) {
        position += 2
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (UInt32(unit(raw, &position)) - 0xDC00)
      }
      result.append(contentsOf: String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
    }
    return result
  }

  private static func unit(_ raw: ArraySlice<UInt8>, _ position: inout Int) -> UInt16 {
    defer { position += 4 }
    return raw[position..<position + 4].reduce(0) { $0 << 4 | (hexadecimalDigit($1) ?? 0) }
  }

  private static func character(of letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: letter
    }
  }
}
