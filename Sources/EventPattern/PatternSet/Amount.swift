import JSON

/// A number of an event or a pattern as the nearest binary fraction, which orders most pairs.
struct Amount: Sendable {
  let double: Double
  /// Whether the number has so few digits that no other such number has the same ``double``.
  ///
  /// Decimal fractions of up to 15 digits survive the way to a `Double` and back.
  let isDistinct: Bool

  private static let digitLimit = 15
  /// The powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  init(_ number: JSONNumber) {
    var literal = number.literal
    self = literal.withUTF8 { Self(literal: $0) }
  }

  /// Reads a sound JSON number.
  ///
  /// With few digits and a small power of ten, one multiplication or division of two exact numbers
  /// gives the nearest fraction; the rest is left to the standard library.
  init(literal: UnsafeBufferPointer<UInt8>) {
    var digits: Int64 = 0
    var digitCount = 0
    var exponent = 0
    var isFraction = false
    let isNegative = literal[0] == UInt8(ascii: "-")
    for byte in literal[(isNegative ? 1 : 0)...] {
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        if digitCount > 0 || digit > 0 { digitCount += 1 }
        if digitCount <= Self.digitLimit { digits = digits &* 10 &+ Int64(digit) }
        if isFraction { exponent -= 1 }
      } else if byte == UInt8(ascii: ".") {
        isFraction = true
      } else {
        // An exponent follows.
        digitCount = .max
        break
      }
    }
    guard digitCount <= Self.digitLimit, exponent > -Self.powers.count else {
      let number = JSONNumber(literal: String(decoding: literal, as: UTF8.self))
      double = number?.double ?? .nan
      isDistinct = false
      return
    }
    let amount = Double(digits) / Self.powers[-exponent]
    double = isNegative && digits != 0 ? -amount : amount
    isDistinct = true
  }
}
