import Cloud

/// A time as the clocks of a zone show it: `Mon 2026-01-05 10:00`.
struct WallTime {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

  private let local: Int64
  private let offset: Int64

  /// - Parameters:
  ///   - instant: seconds since 1970.
  ///   - zone: whose clocks.
  init(_ instant: Int64, in zone: ScheduleTimeZone = .utc) {
    offset = zone.offset(at: instant)
    local = instant + offset
  }

  /// With the day of the week; seconds only where there are some.
  var text: String {
    let date = Timestamp.iso8601(seconds: local, zone: "").replacing("T", with: " ")
    let short = date.hasSuffix(":00") ? String(date.dropLast(3)) : date
    // 1 January 1970 was a Thursday.
    return "\(Self.weekdays[Int(local / 86_400 % 7)]) \(short)"
  }

  /// How far the clocks are ahead of UTC: `+01:00`.
  var distance: String {
    let minutes = abs(offset) / 60
    func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(offset < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
  }

  /// The date as ISO 8601 writes it.
  var iso8601: String { Timestamp.iso8601(seconds: local, zone: offset == 0 ? "Z" : distance) }
}
