extension Duration {
  /// The whole nanoseconds of this duration, cut towards zero and held within ±292 years.
  public var nanoseconds: Int64 {
    // Most durations are below nine seconds: 64 bits hold them, which processors can divide.
    let short = Int64(truncatingIfNeeded: self.attoseconds)
    if Int128(short) == self.attoseconds { return short / 1_000_000_000 }
    let (seconds, attoseconds) = components
    let (scaled, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    guard !overflow else { return seconds < 0 ? .min : .max }
    let (sum, carried) = scaled.addingReportingOverflow(attoseconds / 1_000_000_000)
    guard !carried else { return seconds < 0 ? .min : .max }
    return sum
  }

  /// The duration in seconds, as a floating-point number.
  public var seconds: Double {
    Double(nanoseconds) / 1_000_000_000
  }

  /// The duration in milliseconds, as a floating-point number.
  public var milliseconds: Double {
    Double(nanoseconds) / 1_000_000
  }

  /// Creates a duration from a number of seconds, rounded to the nearest nanosecond and held within
  /// ±292 years.
  public static func seconds(rounding seconds: Double) -> Duration {
    let total = (seconds * 1_000_000_000).rounded()
    precondition(!total.isNaN, "\(seconds) s is no length of time")
    if total >= 0x1p63 { return .nanoseconds(Int64.max) }
    return .nanoseconds(total <= -0x1p63 ? Int64.min : Int64(total))
  }

  /// The duration in the two units that tell most: `250 ms`, `12.5 s`, `4 min 3 s`, `2 h 5 min`.
  public var readable: String {
    let total = nanoseconds
    guard total >= 0 else { return "-" + (.zero - self).readable }
    switch total {
    case ..<1_000: return "\(total) ns"
    case ..<1_000_000: return Self.decimal(total, per: 1_000) + " µs"
    case ..<1_000_000_000: return Self.decimal(total, per: 1_000_000) + " ms"
    case ..<60_000_000_000: return Self.decimal(total, per: 1_000_000_000) + " s"
    default: return Self.clock(total / 1_000_000_000)
    }
  }

  /// Writes `value / unit` with at most three decimals and no trailing zeros.
  private static func decimal(_ value: Int64, per unit: Int64) -> String {
    let thousandths = (value % unit) * 1_000 / unit
    guard thousandths > 0 else { return "\(value / unit)" }
    var digits = String(thousandths + 1_000).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(value / unit).\(digits)"
  }

  private static func clock(_ seconds: Int64) -> String {
    let units: [(length: Int64, name: String)] = [
      (86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"),
    ]
    var rest = seconds
    var parts: [String] = []
    for unit in units where rest >= unit.length || !parts.isEmpty {
      if rest >= unit.length { parts.append("\(rest / unit.length) \(unit.name)") }
      rest %= unit.length
    }
    return parts.joined(separator: " ")
  }
}
