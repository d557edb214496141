/// An exact amount of US dollars, in whole picodollars.
///
/// The smallest list price is a fraction of a nanodollar, so cents would not do. The range is
/// ±9.2 million dollars.
public struct Money: Hashable, Comparable, Sendable {
  /// The amount in picodollars: 10⁻¹² dollars.
  public let picodollars: Int64

  /// Creates an amount of so many picodollars.
  public init(picodollars: Int64) {
    self.picodollars = picodollars
  }

  /// Reads an amount written as decimal dollars, such as `0.0000166667`.
  ///
  /// - Returns: `nil` when the text is no such number, or needs more than twelve decimals.
  public init?(dollars text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count == 2 ? String(parts[1]) : ""
    guard decimals.count <= 12, !text.hasPrefix("-"), let whole = Int64(parts[0]),
      decimals.allSatisfy(\.isNumber), whole < 9_000_000,
      let fraction = Int64(decimals + String(repeating: "0", count: 12 - decimals.count))
    else { return nil }
    picodollars = whole * 1_000_000_000_000 + fraction
  }

  /// Nothing.
  public static let zero = Self(picodollars: 0)

  /// The amount in dollars, as a floating-point number: for charts, never for sums.
  public var dollars: Double { Double(picodollars) / 1_000_000_000_000 }

  /// Adds two amounts.
  public static func + (left: Self, right: Self) -> Self {
    Self(picodollars: left.picodollars + right.picodollars)
  }

  /// Takes the right amount from the left.
  public static func - (left: Self, right: Self) -> Self {
    Self(picodollars: left.picodollars - right.picodollars)
  }

  /// Adds to an amount.
  public static func += (left: inout Self, right: Self) {
    left = left + right
  }

  /// Tells whether the left amount is the smaller.
  public static func < (left: Self, right: Self) -> Bool { left.picodollars < right.picodollars }

  /// This amount × `quantity` ÷ `divisor`, rounded to the nearest picodollar.
  public func times(_ quantity: Int64, per divisor: Int64) -> Self {
    let product = Int128(picodollars) * Int128(quantity)
    let half = Int128(divisor) / 2
    return Self(picodollars: Int64((product + (product < 0 ? -half : half)) / Int128(divisor)))
  }
}

extension Money: CustomStringConvertible {
  /// The exact decimal number of dollars without trailing zeros, such as `0.0000166667`.
  public var decimal: String {
    let magnitude = picodollars.magnitude
    let sign = picodollars < 0 ? "-" : ""
    var decimals = String(magnitude % 1_000_000_000_000 + 1_000_000_000_000).dropFirst()
    while decimals.count > 2, decimals.last == "0" { decimals.removeLast() }
    return "\(sign)\(magnitude / 1_000_000_000_000).\(decimals)"
  }

  /// The amount for a reader: cents, or as many decimals as show two digits: `$76.13`, `$0.0021`.
  public var description: String {
    let magnitude = picodollars.magnitude
    guard magnitude != 0 else { return "$0.00" }
    var unit: UInt64 = 10_000_000_000
    var decimals = 2
    while magnitude < unit * 10, magnitude < 100_000_000_000, unit > 1, decimals < 12 {
      unit /= 10
      decimals += 1
    }
    let rounded = (magnitude + unit / 2) / unit
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let fraction = String(rounded % scale + scale).dropFirst()
    return "\(picodollars < 0 ? "-" : "")$\(rounded / scale).\(fraction)"
  }
}
