/// A number written with decimal digits and at most one point, kept exactly.
struct DecimalNumber {
  /// All digits, as if there were no point.
  let digits: Int128
  /// How many of them stand behind the point.
  let fractionDigits: Int

  /// Ten to the power of ``fractionDigits``.
  var scale: Int128 {
    (0..<fractionDigits).reduce(1) { scale, _ in scale * 10 }
  }

  /// Reads at most 18 digits, with or without a point among them, and nothing else.
  init?(_ text: some StringProtocol) {
    var digits: Int128 = 0
    var count = 0
    var point: Int?
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
        count += 1
      case UInt8(ascii: ".") where point == nil:
        point = count
      default:
        return nil
      }
    }
    guard (1...18).contains(count), point != count else { return nil }
    self.digits = digits
    fractionDigits = point.map { count - $0 } ?? 0
  }
}

extension StringProtocol {
  /// The text without white space at either end.
  var trimmed: SubSequence {
    let start = self.drop { $0.isWhitespace }
    guard let last = start.lastIndex(where: { !$0.isWhitespace }) else {
      return start[start.endIndex...]
    }
    return start[...last]
  }
}
