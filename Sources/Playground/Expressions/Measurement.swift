import Cloud
import Shop
import Simulation

/// What a metric's numbers count.
public enum Unit: String, Hashable, Sendable, CaseIterable {
  /// Things.
  case count
  /// Time, in milliseconds.
  case milliseconds
  /// A share, in hundredths.
  case percent
  /// US dollars.
  case dollars
  /// The shop's own money, in euros.
  case euros
  /// How often in a second.
  case perSecond
  /// Yes is 1, no is 0.
  case truth

  /// How a literal of the unit is written, for errors and help.
  public var example: String {
    switch self {
    case .count: "3"
    case .milliseconds: "300ms"
    case .percent: "99.5%"
    case .dollars: "$0.25"
    case .euros: "24.90 EUR"
    case .perSecond: "20/s"
    case .truth: "true"
    }
  }

  /// The unit in words, with an article.
  public var description: String {
    switch self {
    case .count: "a number"
    case .milliseconds: "a length of time"
    case .percent: "a percentage"
    case .dollars: "an amount in dollars"
    case .euros: "an amount in euros"
    case .perSecond: "a rate"
    case .truth: "true or false"
    }
  }
}

/// A number with its unit: what a metric shows at one moment.
public struct Measurement: Hashable, Sendable, CustomStringConvertible {
  /// The number, in the unit.
  public let value: Double
  /// What it counts.
  public let unit: Unit

  /// Creates a measurement.
  public init(_ value: Double, _ unit: Unit) {
    self.value = value
    self.unit = unit
  }

  /// The measurement as a person reads it: `42`, `12.4 ms`, `3.1 %`, `$0.12`, `true`.
  public var description: String {
    switch unit {
    case .count: return value.decimal(3)
    case .milliseconds: return time
    case .percent:
      // 99.996 % is not 100 %: what falls short of a whole must not read as one.
      let rounded = value.decimal(2)
      return (rounded == "100" && value != 100 ? value.decimal(5) : rounded) + " %"
    case .dollars:
      guard value.magnitude < 9_000_000 else { return "$" + value.decimal(2) }
      return Money(picodollars: Int64((value * 1_000_000_000_000).rounded())).description
    case .euros:
      guard value.magnitude < 1e15 else { return value.decimal(2) + " EUR" }
      return Amount(cents: Int((value * 100).rounded())).description
    case .perSecond: return value.decimal(3) + "/s"
    case .truth: return value != 0 ? "true" : "false"
    }
  }

  /// The measurement with enough digits to be told from a bound beside it.
  var exact: String {
    switch unit {
    case .dollars where value.magnitude < 9_000_000: "$" + value.decimal(6)
    default: description
    }
  }

  private var time: String {
    let size = value.magnitude
    // Beyond 280 years there is no such duration.
    guard value.isFinite, size < 9e12 else { return "\(value) ms" }
    if size < 1_000 { return value.decimal(size < 10 ? 2 : 1) + " ms" }
    if size < 60_000 { return (value / 1_000).decimal(2) + " s" }
    return Duration.seconds(rounding: (value / 1_000).rounded()).readable
  }
}

extension Double {
  /// The number with at most `places` decimals and no trailing zeros.
  func decimal(_ places: Int) -> String {
    guard isFinite, magnitude < 1e15 else { return description }
    var scale: Double = 1
    for _ in 0..<places { scale *= 10 }
    let scaled = (magnitude * scale).rounded()
    guard scaled < 9e18, places > 0 else { return "\(Int(rounded()))" }
    let whole = Int(scaled / scale)
    var fraction = String(Int(scaled) - whole * Int(scale))
    fraction = String(repeating: "0", count: places - fraction.count) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    let sign = self < 0 && scaled > 0 ? "-" : ""
    return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
  }
}
