/// How large and how exact a number in decimal notation is, as attributes of messages have it.
///
/// Unlike in JSON there may be a plus and zeros in front.
struct DecimalNumber {
  /// How many digits there are, without zeros at either end; none for zero.
  let digits: Int
  /// The power of ten of the first of them.
  let magnitude: Int

  /// Reads a number such as `-0012.50` or `1e3`; `nil` when the text is none.
  init?(_ text: String) {
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let parts = rest.split(maxSplits: 1, omittingEmptySubsequences: false) { $0 | 0x20 == 0x65 }
    guard let mantissa = parts.first,
      let power = parts.count == 1 ? 0 : Int(Substring(parts[1])),
      (-999_999...999_999).contains(power)
    else { return nil }
    let halves = mantissa.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let all = halves.joined()
    guard halves.count <= 2, !all.isEmpty, all.allSatisfy({ (48...57).contains($0) }) else {
      return nil
    }
    let leadingZeros = all.prefix { $0 == 48 }.count
    let significant = all.dropFirst(leadingZeros)
    guard !significant.isEmpty else {
      (digits, magnitude) = (0, 0)
      return
    }
    digits = significant.count - significant.reversed().prefix { $0 == 48 }.count
    magnitude = halves[0].count - 1 - leadingZeros + power
  }
}
