/// A probability or a share as a ratio of whole numbers, exact: 5 % is 1/20.
///
/// It lies between 0 and 1 and is kept in lowest terms, so equal ratios are equal values.
public struct Ratio: Hashable, Sendable {
  /// What counts, in lowest terms.
  public let numerator: Int
  /// Out of how many, in lowest terms; at least 1.
  public let denominator: Int

  /// Never, or nothing.
  public static let zero = Self(0, of: 1)
  /// Always, or everything.
  public static let one = Self(1, of: 1)

  /// Creates the ratio of `numerator` to `denominator`.
  ///
  /// - Parameters:
  ///   - numerator: from 0 to the denominator.
  ///   - denominator: at least 1.
  public init(_ numerator: Int, of denominator: Int) {
    precondition(
      denominator >= 1 && (0...denominator).contains(numerator),
      "\(numerator)/\(denominator) does not lie between 0 and 1"
    )
    let divisor = Self.greatestCommonDivisor(numerator, denominator)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// Creates the ratio of `percent` to a hundred.
  ///
  /// - Parameter percent: from 0 to 100.
  /// - Returns: the ratio.
  public static func percent(_ percent: Int) -> Self {
    Self(percent, of: 100)
  }

  /// The ratio as the nearest floating-point number.
  public var value: Double {
    Double(numerator) / Double(denominator)
  }

  /// What is left to 1.
  public var complement: Ratio {
    Ratio(denominator - numerator, of: denominator)
  }

  private static func greatestCommonDivisor(_ left: Int, _ right: Int) -> Int {
    var (left, right) = (left, right)
    while right != 0 { (left, right) = (right, left % right) }
    return left
  }
}

extension Ratio: Comparable {
  /// Tells whether the left ratio is smaller, exactly.
  public static func < (left: Self, right: Self) -> Bool {
    Int128(left.numerator) * Int128(right.denominator)
      < Int128(right.numerator) * Int128(left.denominator)
  }
}

extension Ratio: LosslessStringConvertible {
  /// Reads a ratio such as `5%`, `12.5 %`, `0.05` or `1/20`; `nil` if `text` is none from 0 to 1.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2 {
      guard let numerator = Int(parts[0]), let denominator = Int(parts[1]),
        denominator >= 1, (0...denominator).contains(numerator)
      else { return nil }
      self.init(numerator, of: denominator)
      return
    }
    let isPercent = text.hasSuffix("%")
    let digits = isPercent ? text.dropLast().trimmed : text[...]
    guard let decimal = DecimalNumber(digits), decimal.fractionDigits <= 15 else { return nil }
    let unit = isPercent ? 100 * decimal.scale : decimal.scale
    guard decimal.digits <= unit else { return nil }
    self.init(Int(decimal.digits), of: Int(unit))
  }

  /// The ratio in percent when that is a short decimal, such as `12.5%`, else as a fraction.
  public var description: String {
    let scaled = Int128(numerator) * 100_000
    guard scaled % Int128(denominator) == 0 else { return "\(numerator)/\(denominator)" }
    let thousandths = Int(scaled / Int128(denominator))
    var fraction = String(thousandths % 1_000 + 1_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    let point = fraction.isEmpty ? "" : "."
    return "\(thousandths / 1_000)\(point)\(fraction)%"
  }
}
