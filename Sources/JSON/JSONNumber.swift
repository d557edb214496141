/// A JSON number: it prints as it was written and compares by its exact amount.
///
/// `300`, `300.0` and `3e2` are equal and hash alike, yet each prints as itself. Comparison is by
/// decimal digits, so that numbers beyond the range of `Double` keep apart too.
public struct JSONNumber: Sendable {
  private enum Storage: Sendable {
    case int(Int)
    /// A valid literal that is not an integer of up to 18 digits.
    case literal(String)
  }

  private let storage: Storage

  /// Makes a whole number.
  public init(_ value: Int) {
    storage = .int(value)
  }

  /// Makes a number that prints with the fewest digits that read back as `value` (`300.0`, `0.1`).
  ///
  /// - Precondition: `value` is finite, since JSON has no spelling for other values.
  public init(_ value: Double) {
    precondition(value.isFinite, "JSON has no number for \(value)")
    storage = .literal(value.description)
  }

  /// Makes a number that prints as `literal`; nil if that is not how JSON writes a number.
  public init?(literal: String) {
    var tokenizer = JSONTokenizer(literal)
    guard let token = try? tokenizer.next(), token.kind == .number,
      token.range == 0..<literal.utf8.count
    else { return nil }
    self = tokenizer.number(of: token)
  }

  init(bytes: ArraySlice<UInt8>, isPlain: Bool) {
    // "-0" is left to the literal, since an Int has no negative zero to print.
    if isPlain, bytes.count <= 18, bytes.first != UInt8(ascii: "-") || bytes.count > 2 {
      let negative = bytes.first == UInt8(ascii: "-")
      var amount = 0
      for digit in bytes.dropFirst(negative ? 1 : 0) {
        amount = amount &* 10 &+ Int(digit &- UInt8(ascii: "0"))
      }
      storage = .int(negative ? -amount : amount)
    } else {
      storage = .literal(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// The number as it was written.
  public var literal: String {
    switch storage {
    case .int(let int): String(int)
    case .literal(let literal): literal
    }
  }

  /// The exact integer; nil if there is a fraction or it does not fit.
  public var int: Int? {
    switch storage {
    case .int(let int): int
    case .literal: DecimalForm(literal).int
    }
  }

  /// The nearest `Double`; infinite if the amount is beyond its range.
  public var double: Double {
    switch storage {
    case .int(let int): Double(int)
    case .literal(let literal): Double(literal) ?? .nan
    }
  }
}

extension JSONNumber: Hashable, Comparable {
  /// Tells whether both are the same amount.
  public static func == (left: Self, right: Self) -> Bool {
    switch (left.storage, right.storage) {
    case (.int(let left), .int(let right)): left == right
    case (.literal(let left), .literal(let right)) where left == right: true
    default: DecimalForm(left.literal) == DecimalForm(right.literal)
    }
  }

  /// Tells whether the left amount is the smaller.
  public static func < (left: Self, right: Self) -> Bool {
    if case (.int(let left), .int(let right)) = (left.storage, right.storage) {
      return left < right
    }
    return DecimalForm(left.literal) < DecimalForm(right.literal)
  }

  /// Hashes the amount, not the spelling.
  public func hash(into hasher: inout Hasher) {
    if let int { hasher.combine(int) } else { hasher.combine(DecimalForm(literal)) }
  }
}

/// A number as 0.d₁d₂d₃… × 10ⁿ without leading or trailing zeros: one form for each amount.
private struct DecimalForm: Hashable, Comparable {
  var isNegative = false
  var digits: [UInt8] = []
  var exponent = 0

  /// Reads a valid JSON number.
  init(_ literal: String) {
    var pointSeen = false
    var rest = literal.utf8[...]
    if rest.first == UInt8(ascii: "-") {
      isNegative = true
      rest.removeFirst()
    }
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "."):
        pointSeen = true
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        exponent += Self.exponent(rest)
        rest = rest[rest.endIndex...]
      default:
        let digit = byte &- UInt8(ascii: "0")
        if digits.isEmpty && digit == 0 {
          if pointSeen { exponent -= 1 }
        } else {
          digits.append(digit)
          if !pointSeen { exponent += 1 }
        }
      }
    }
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty {
      isNegative = false
      exponent = 0
    }
  }

  /// Exponents beyond a quadrillion count as one: no literal holds enough digits to tell.
  private static func exponent(_ text: Substring.UTF8View) -> Int {
    let limit = 1_000_000_000_000_000
    let isNegative = text.first == UInt8(ascii: "-")
    var amount = 0
    for byte in text where byte >= UInt8(ascii: "0") {
      amount = min(limit, amount * 10 + Int(byte - UInt8(ascii: "0")))
    }
    return isNegative ? -amount : amount
  }

  var int: Int? {
    guard exponent >= digits.count, exponent <= 19 else { return digits.isEmpty ? 0 : nil }
    var amount = 0
    for place in 0..<exponent {
      let digit = place < digits.count ? Int(digits[place]) : 0
      let (shifted, tooLarge) = amount.multipliedReportingOverflow(by: 10)
      let (sum, beyond) = shifted.addingReportingOverflow(isNegative ? -digit : digit)
      if tooLarge || beyond { return nil }
      amount = sum
    }
    return amount
  }

  static func < (left: Self, right: Self) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? right.isCloserToZero(than: left) : left.isCloserToZero(than: right)
  }

  private func isCloserToZero(than other: Self) -> Bool {
    if digits.isEmpty || other.digits.isEmpty { return digits.isEmpty && !other.digits.isEmpty }
    if exponent != other.exponent { return exponent < other.exponent }
    return digits.lexicographicallyPrecedes(other.digits)
  }
}
