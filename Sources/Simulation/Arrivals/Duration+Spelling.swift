extension Duration {
  private static let units: [(name: String, nanoseconds: Int128)] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("min", 60_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
  ]

  /// Reads a number with a unit, such as `250ms`, `1.5 s`, `10m` or `2h`, rounded to nanoseconds.
  ///
  /// The units are ns, us, ms, s, m or min, h and d. `nil` if `text` is none, has more than 18
  /// digits or is longer than 292 years. A minus sign in front is understood.
  public init?(spelled text: some StringProtocol) {
    let isNegative = text.hasPrefix("-")
    let body = text.dropFirst(isNegative ? 1 : 0)
    let digits = body.prefix { $0.isNumber || $0 == "." }
    let name = body[digits.endIndex...].trimmed
    guard let number = DecimalNumber(digits),
      let unit = Self.units.first(where: { $0.name == name })
    else { return nil }
    let scaled = number.digits * unit.nanoseconds
    let rounded = (scaled + number.scale / 2) / number.scale
    guard let nanoseconds = Int64(exactly: isNegative ? -rounded : rounded) else { return nil }
    self = .nanoseconds(nanoseconds)
  }
}
