/// Dates as services write them, without a calendar library.
public enum Timestamp {
  /// The current instant of a cloud with milliseconds: `2026-01-01T00:00:00.000Z`.
  ///
  /// - Parameters:
  ///   - cloud: whose clock is read.
  ///   - zone: what stands for UTC: `Z`, or `+0000` as Lambda writes it.
  /// - Returns: the instant as text.
  public static func iso8601(simulationOf cloud: Cloud, zone: String = "Z") -> String {
    iso8601(milliseconds: cloud.unixMilliseconds, zone: zone)
  }

  /// An instant with milliseconds.
  public static func iso8601(milliseconds: Int64, zone: String = "Z") -> String {
    let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    return "\(dateAndTime(seconds)).\(padded(fraction, 3))\(zone)"
  }

  /// An instant as the AWS CLI prints it: `2026-01-01T00:10:00.250+00:00`.
  ///
  /// - Parameter seconds: since 1970.
  /// - Returns: the text, to the millisecond.
  static func cli(_ seconds: Double) -> String {
    iso8601(milliseconds: Int64((seconds * 1_000).rounded()), zone: "+00:00")
  }

  /// An instant in whole seconds, as EventBridge writes it: `2026-01-01T00:00:00Z`.
  public static func iso8601(seconds: Int64, zone: String = "Z") -> String {
    dateAndTime(seconds) + zone
  }

  /// The calendar date of an instant.
  ///
  /// - Parameter seconds: since 1970, at least 0.
  /// - Returns: the date in UTC.
  public static func date(_ seconds: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // Days to a date in the proleptic Gregorian calendar, in eras of 400 years that begin in March.
    let days = seconds / 86_400 + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// An instant with microseconds, unless it falls on a second, as the AWS CLI prints it:
  /// `2026-01-01T00:01:17.261000+00:00`.
  public static func withOffset(milliseconds: Int64) -> String {
    let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1_000)
    return dateAndTime(seconds) + (fraction == 0 ? "" : ".\(padded(fraction, 3))000") + "+00:00"
  }

  /// Reads a date with or without a time of day, in UTC if no zone is given.
  ///
  /// - Parameter text: the date, such as `2026-01-01` or `2026-01-01T08:00:00.250+01:00`.
  /// - Returns: milliseconds since 1970; `nil` when it is none.
  public static func milliseconds(reading text: String) -> Int64? {
    DateReader.milliseconds(text)
  }

  private static func dateAndTime(_ seconds: Int64) -> String {
    let (year, month, day) = date(seconds)
    guard year < 10_000 else {
      return "\(year)-\(padded(month, 2))-\(padded(day, 2))T\(clock(seconds))"
    }
    return String(unsafeUninitializedCapacity: 19) { text in
      write(year, 4, at: 0, in: text)
      text[4] = UInt8(ascii: "-")
      write(month, 2, at: 5, in: text)
      text[7] = UInt8(ascii: "-")
      write(day, 2, at: 8, in: text)
      text[10] = UInt8(ascii: "T")
      writeClock(seconds, at: 11, in: text)
      return 19
    }
  }

  /// The time of day of an instant: `19:03:58`.
  static func clock(_ seconds: Int64) -> String {
    String(unsafeUninitializedCapacity: 8) { text in
      writeClock(seconds, at: 0, in: text)
      return 8
    }
  }

  private static func writeClock(
    _ seconds: Int64,
    at place: Int,
    in text: UnsafeMutableBufferPointer<UInt8>
  ) {
    let time = seconds % 86_400
    write(time / 3_600, 2, at: place, in: text)
    text[place + 2] = UInt8(ascii: ":")
    write(time / 60 % 60, 2, at: place + 3, in: text)
    text[place + 5] = UInt8(ascii: ":")
    write(time % 60, 2, at: place + 6, in: text)
  }

  /// Writes the last `width` digits of a number.
  private static func write(
    _ number: Int64,
    _ width: Int,
    at place: Int,
    in text: UnsafeMutableBufferPointer<UInt8>
  ) {
    var rest = number
    for digit in (place..<place + width).reversed() {
      text[digit] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
  }

  static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
