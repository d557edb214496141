extension Timestamp {
  /// Reads an instant as the AWS CLI takes it: a date in ISO 8601, or whole seconds since 1970.
  ///
  /// - Returns: the whole seconds since 1970, up to the year 9999; `nil` for another text.
  static func seconds(in text: String) -> Int64? {
    let second = seconds(iso8601: text) ?? Double(text).flatMap { Int64(exactly: $0) }
    return second.flatMap { (0..<253_402_300_800).contains($0) ? $0 : nil }
  }

  /// Reads `2026-01-01T00:00:00Z` or `…+00:00`, with or without a fraction, in UTC only.
  ///
  /// - Returns: the whole seconds since 1970; `nil` when the text is no such date.
  static func seconds(iso8601 text: String) -> Int64? {
    let parts = text.split(separator: "T")
    guard parts.count == 2,
      let zone = ["Z", "+00:00"].first(where: parts[1].hasSuffix)
    else { return nil }
    let date = parts[0].split(separator: "-").map { Int64($0) }
    let clock = parts[1].dropLast(zone.count).split(separator: ".", maxSplits: 1).first ?? ""
    let time = clock.split(separator: ":").map { Int64($0) }
    guard date.count == 3, let year = date[0], let month = date[1], let day = date[2],
      time.count == 3, let hour = time[0], let minute = time[1], let second = time[2],
      (1970...9_999).contains(year), (1...12).contains(month), (1...31).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second)
    else { return nil }
    let days = days(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second
    // A day that the month does not have comes back as another date.
    return Timestamp.date(seconds) == (year, month, day) ? seconds : nil
  }
}
