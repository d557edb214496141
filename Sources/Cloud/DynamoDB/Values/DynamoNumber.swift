/// A number as DynamoDB keeps it: exact, with up to 38 significant digits.
///
/// The magnitude lies between 1E−130 and 9.99…E+125, or is zero. Source: the DynamoDB developer
/// guide, "Data types".
public struct DynamoNumber: Hashable, Sendable {
  /// Nearly all numbers are small and whole; an item that holds 38 digits for each of them takes
  /// twice the memory.
  private enum Storage: Hashable {
    /// A whole number that an `Int` holds, always in this form.
    case whole(Int)
    indirect case wide(significand: Int128, exponent: Int)
  }

  private let storage: Storage

  /// Value = significand × 10^exponent, in one form for each value: whole numbers of up to 38
  /// digits have the exponent 0, fractions no trailing zero, larger numbers all 38 digits.
  private var significand: Int128 {
    switch storage {
    case .whole(let value): Int128(value)
    case .wide(let significand, _): significand
    }
  }

  private var exponent: Int {
    if case .wide(_, let exponent) = storage { exponent } else { 0 }
  }

  private static func storage(_ significand: Int128, _ exponent: Int) -> Storage {
    if exponent == 0, let value = Int(exactly: significand) { return .whole(value) }
    return .wide(significand: significand, exponent: exponent)
  }

  static let digits = 38
  static let magnitudes = -130...125
  private static let limit: Int128 = power(digits)

  /// Creates a whole number.
  public init(_ value: Int) {
    storage = .whole(value)
  }

  /// Creates a number of at most 38 digits; `nil` if there are more, or the magnitude is too large
  /// or too small.
  private init(_ significand: Int128, _ exponent: Int) throws(NumberError) {
    var (significand, exponent) = (significand, exponent)
    if significand == 0 { exponent = 0 }
    while significand != 0, exponent < 0 || abs(significand) >= Self.limit, significand % 10 == 0 {
      significand /= 10
      exponent += 1
    }
    while significand != 0, exponent > 0, abs(significand) < Self.limit / 10 {
      significand *= 10
      exponent -= 1
    }
    guard abs(significand) < Self.limit else { throw .tooManyDigits }
    storage = Self.storage(significand, exponent)
    guard significand != 0 else { return }
    if magnitude > Self.magnitudes.upperBound { throw .overflow }
    if magnitude < Self.magnitudes.lowerBound { throw .underflow }
  }

  /// Reads a number such as `12`, `-0.5` or `1.5e10`.
  ///
  /// - Throws: ``NumberError``.
  public init(parsing text: String) throws(NumberError) {
    if text.utf8.count < 18, let value = Int(text) {
      self.init(value)
      return
    }
    var digits = Digits()
    var rest = text.utf8[...]
    if rest.first == UInt8(ascii: "-") { digits.isNegative = true }
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") {
        guard let power = Int(Substring(rest)), abs(power) < 1_000 else { throw .notANumber(text) }
        digits.exponent += power
        break
      }
      guard digits.read(byte) else { throw .notANumber(text) }
    }
    guard digits.count > 0 else { throw .notANumber(text) }
    guard !digits.hasTooMany else { throw .tooManyDigits }
    let significand = digits.isNegative ? -digits.significand : digits.significand
    try self.init(significand, digits.exponent)
  }

  /// The number as an `Int`, if it is a whole one that fits.
  public var int: Int? { if case .whole(let value) = storage { value } else { nil } }

  /// How many significant digits there are, trailing zeros included.
  private var digitCount: Int {
    var count = 1
    // Processors do not divide 128 bits, and most numbers need only 64.
    if var rest = UInt64(exactly: abs(significand)) {
      while rest >= 10 {
        rest /= 10
        count += 1
      }
      return count
    }
    var rest = abs(significand)
    while rest >= 10 {
      rest /= 10
      count += 1
    }
    return count
  }

  /// The power of ten of the first digit.
  private var magnitude: Int { digitCount + exponent - 1 }

  /// What the number adds to an item's size: about a byte for two digits.
  var size: Int { (digitCount + 1) / 2 + 1 + (significand < 0 ? 1 : 0) }

  fileprivate static func power(_ exponent: Int) -> Int128 {
    var power: Int128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}

/// Why a text or a sum is no number for DynamoDB.
public enum NumberError: Error, Hashable, Sendable {
  /// The text is no number.
  case notANumber(String)
  /// There are more than 38 significant digits.
  case tooManyDigits
  /// The magnitude is above 9.99…E+125.
  case overflow
  /// The magnitude is below 1E−130.
  case underflow
}

/// Digits as they are read.
private struct Digits {
  var isNegative = false
  var significand: Int128 = 0
  var exponent = 0
  /// Every digit, leading zeros included.
  var count = 0
  var hasTooMany = false
  private var pointSeen = false
  private var pendingZeros = 0
  private var significant = 0

  /// Takes the next character; false if it does not belong to a number.
  mutating func read(_ byte: UInt8) -> Bool {
    if byte == UInt8(ascii: "."), !pointSeen {
      pointSeen = true
      return true
    }
    guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return false }
    count += 1
    if pointSeen { exponent -= 1 }
    let digit = Int128(byte - UInt8(ascii: "0"))
    guard digit != 0 else {
      // Zeros count only when another digit follows, so that 1000…0 has one significant digit.
      if significant > 0 { pendingZeros += 1 }
      exponent += significant > 0 ? 1 : 0
      return true
    }
    exponent -= pendingZeros
    significant += pendingZeros + 1
    guard significant <= DynamoNumber.digits else {
      hasTooMany = true
      return true
    }
    significand = significand * DynamoNumber.power(pendingZeros + 1) + digit
    pendingZeros = 0
    return true
  }
}

extension DynamoNumber: Comparable {
  /// Tells whether the left number is the smaller.
  public static func < (left: Self, right: Self) -> Bool {
    if let left = left.int, let right = right.int { return left < right }
    if left.exponent == right.exponent { return left.significand < right.significand }
    let signs = (left.significand.signum(), right.significand.signum())
    if signs.0 != signs.1 { return signs.0 < signs.1 }
    if left.magnitude != right.magnitude {
      return (left.magnitude < right.magnitude) == (signs.0 > 0)
    }
    // Of equal magnitude: brought to one exponent, neither has more than 38 digits.
    let exponent = min(left.exponent, right.exponent)
    return left.significand * power(left.exponent - exponent)
      < right.significand * power(right.exponent - exponent)
  }

  /// Adds two numbers.
  ///
  /// - Throws: ``NumberError`` when the sum needs more than 38 digits or is too large.
  public func adding(_ other: Self) throws(NumberError) -> Self {
    if other.significand == 0 { return self }
    if significand == 0 { return other }
    if let left = int, let right = other.int {
      let (sum, overflow) = left.addingReportingOverflow(right)
      if !overflow { return Self(sum) }
    }
    let (left, right) = (reduced, other.reduced)
    let exponent = min(left.exponent, right.exponent)
    guard max(left.exponent, right.exponent) - exponent <= Self.digits else {
      throw .tooManyDigits
    }
    let first = left.significand.multipliedReportingOverflow(
      by: Self.power(left.exponent - exponent)
    )
    let second = right.significand.multipliedReportingOverflow(
      by: Self.power(right.exponent - exponent)
    )
    let sum = first.partialValue.addingReportingOverflow(second.partialValue)
    guard !first.overflow, !second.overflow, !sum.overflow else { throw .tooManyDigits }
    return try Self(sum.partialValue, exponent)
  }

  /// Significand and exponent; without trailing zeros where they could make a sum overflow.
  private var reduced: (significand: Int128, exponent: Int) {
    var (significand, exponent) = (significand, exponent)
    guard abs(significand) >= Self.limit / 10 else { return (significand, exponent) }
    while significand % 10 == 0 {
      significand /= 10
      exponent += 1
    }
    return (significand, exponent)
  }

  /// The number with the other sign.
  public var negated: Self { Self(negating: self) }

  private init(negating other: Self) {
    storage = Self.storage(-other.significand, other.exponent)
  }
}

extension DynamoNumber: CustomStringConvertible, ExpressibleByIntegerLiteral {
  /// Creates a whole number.
  public init(integerLiteral value: Int) { self.init(value) }

  /// The number in plain decimal notation, as DynamoDB returns it.
  public var description: String {
    guard exponent != 0 else { return String(significand) }
    let sign = significand < 0 ? "-" : ""
    let digits = String(abs(significand))
    guard exponent < 0 else { return sign + digits + String(repeating: "0", count: exponent) }
    let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
    return "\(sign)\(padded.dropLast(-exponent)).\(padded.suffix(-exponent))"
  }
}
