/// Reads dates as people and clients write them, without a calendar library.
struct DateReader {
  private var rest: Substring.UTF8View

  private init(_ text: String) {
    rest = text[...].utf8
  }

  /// Reads a date with or without a time of day.
  ///
  /// - Parameter text: the date, such as `2026-01-01` or `2026-01-01T08:00:00.250+01:00`.
  /// - Returns: milliseconds since 1970; `nil` when it is none.
  static func milliseconds(_ text: String) -> Int64? {
    var reader = Self(text)
    guard let year = reader.number(4), reader.skip("-"), let month = reader.number(2),
      reader.skip("-"), let day = reader.number(2), (1...12).contains(month),
      (1...31).contains(day)
    else { return nil }
    let days = Timestamp.days(year: year, month: month, day: day)
    // A day that the month does not have comes back as another date.
    guard Timestamp.date(days * 86_400) == (year, month, day) else { return nil }
    var clock: Int64 = 0
    if reader.skip("T") || reader.skip(" ") {
      guard let time = reader.timeOfDay() else { return nil }
      clock = time
    }
    guard let offset = reader.offset(), reader.rest.isEmpty else { return nil }
    return (days * 86_400 - offset) * 1_000 + clock
  }

  /// `08:00`, `08:00:00` or `08:00:00.250`, in milliseconds.
  private mutating func timeOfDay() -> Int64? {
    guard let hour = number(2), skip(":"), let minute = number(2), hour < 24, minute < 60 else {
      return nil
    }
    var milliseconds = (hour * 3_600 + minute * 60) * 1_000
    guard skip(":") else { return milliseconds }
    guard let second = number(2), second < 60 else { return nil }
    milliseconds += second * 1_000
    guard skip(".") else { return milliseconds }
    let digits = rest.prefix { (48...57).contains($0) }
    rest = rest.dropFirst(digits.count)
    guard !digits.isEmpty, let fraction = Int64(String("\(Substring(digits))00".prefix(3))) else {
      return nil
    }
    return milliseconds + fraction
  }

  /// `Z`, `+01:00`, `+0100` or nothing: the distance from UTC in seconds.
  private mutating func offset() -> Int64? {
    if rest.isEmpty || skip("Z") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard isWest || rest.first == UInt8(ascii: "+") else { return nil }
    rest = rest.dropFirst()
    guard let hours = number(2) else { return nil }
    _ = skip(":")
    guard let minutes = number(2) else { return nil }
    return (isWest ? -60 : 60) * (hours * 60 + minutes)
  }

  /// A number of exactly so many digits.
  private mutating func number(_ count: Int) -> Int64? {
    let digits = rest.prefix(count)
    guard digits.count == count, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    rest = rest.dropFirst(count)
    return Int64(Substring(digits))
  }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard rest.first.map({ UInt32($0) == character.value }) == true else { return false }
    rest = rest.dropFirst()
    return true
  }
}
