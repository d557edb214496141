/// When something is done again and again, or once: `at(…)`, `rate(…)` or `cron(…)`, in UTC.
///
/// Source: the Application Auto Scaling and EventBridge user guides. In `cron` the fields are minutes,
/// hours, day of the month, month, day of the week (1 is Sunday) and year; one of the two days is
/// `?`.
///
/// > Simplified: `L`, `W` and `#` are refused; times are in UTC only.
struct ScheduleExpression: Hashable, Sendable {
  private enum Kind: Hashable {
    case at(Int64)
    case rate(Int64)
    case cron(CronFields)
  }

  private let kind: Kind
  /// The expression as it was written.
  let text: String

  /// Reads an expression; `nil` when it is none.
  init?(_ text: String) {
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else { return nil }
    let inner = String(text[text.index(after: open)...].dropLast())
    let kind: Kind?
    switch text[..<open] {
    case "at": kind = Self.instant(inner).map(Kind.at)
    case "rate": kind = Self.period(inner).map(Kind.rate)
    case "cron": kind = CronFields(inner).map(Kind.cron)
    default: kind = nil
    }
    guard let kind else { return nil }
    self.kind = kind
    self.text = text
  }

  /// The next time after an instant.
  ///
  /// - Parameters:
  ///   - now: the instant in seconds since 1970.
  ///   - start: when the schedule began, from which rates are counted.
  /// - Returns: seconds since 1970; `nil` when there is no more.
  func next(after now: Int64, since start: Int64) -> Int64? {
    switch kind {
    case .at(let instant): instant > now ? instant : nil
    case .rate(let period): start + ((now - start) / period + 1) * period
    case .cron(let fields): fields.next(after: now)
    }
  }

  /// `2026-01-01T08:00:00`.
  private static func instant(_ text: String) -> Int64? {
    let parts = text.split(separator: "T", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let date = parts[0].split(separator: "-").compactMap { Int64($0) }
    let time = parts[1].split(separator: ":").compactMap { Int64($0) }
    guard date.count == 3, time.count == 3, (1...12).contains(date[1]), (1...31).contains(date[2]),
      (0...23).contains(time[0]), (0...59).contains(time[1]), (0...59).contains(time[2])
    else { return nil }
    let day = Timestamp.days(year: date[0], month: date[1], day: date[2])
    return day * 86_400 + time[0] * 3_600 + time[1] * 60 + time[2]
  }

  /// `5 minutes`; the unit is singular with 1.
  private static func period(_ text: String) -> Int64? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let count = Int64(parts[0]), count > 0 else { return nil }
    let units: [String: Int64] = ["minute": 60, "hour": 3_600, "day": 86_400]
    let unit = count == 1 ? String(parts[1]) : String(parts[1].dropLast())
    guard count == 1 || parts[1].hasSuffix("s") else { return nil }
    return units[unit].map { $0 * count }
  }
}

/// The six fields of a cron expression.
private struct CronFields: Hashable {
  private let minutes: Set<Int64>
  private let hours: Set<Int64>
  /// `nil` for `?`.
  private let days: Set<Int64>?
  private let months: Set<Int64>
  /// 1 is Sunday; `nil` for `?`.
  private let weekdays: Set<Int64>?
  private let years: Set<Int64>

  init?(_ text: String) {
    let fields = text.split(separator: " ").map(String.init)
    guard fields.count == 6, (fields[2] == "?") != (fields[4] == "?"),
      let minutes = Self.values(fields[0], 0...59),
      let hours = Self.values(fields[1], 0...23),
      let months = Self.values(fields[3], 1...12, Self.monthNames),
      let years = Self.values(fields[5], 1_970...2_199)
    else { return nil }
    self.minutes = minutes
    self.hours = hours
    self.months = months
    self.years = years
    if fields[2] == "?" {
      days = nil
      guard let weekdays = Self.values(fields[4], 1...7, Self.weekdayNames) else { return nil }
      self.weekdays = weekdays
    } else {
      weekdays = nil
      guard let days = Self.values(fields[2], 1...31) else { return nil }
      self.days = days
    }
  }

  private static let monthNames = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  private static let weekdayNames = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]

  /// `*`, `5`, `1-5`, `MON-FRI`, `*/15`, `0/10`, and lists of them.
  private static func values(
    _ text: String,
    _ range: ClosedRange<Int64>,
    _ names: [String] = []
  ) -> Set<Int64>? {
    func number(_ text: some StringProtocol) -> Int64? {
      if let name = names.firstIndex(of: text.uppercased()) {
        return Int64(name) + range.lowerBound
      }
      return Int64(text).flatMap { range.contains($0) ? $0 : nil }
    }
    var result: Set<Int64> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let stepped = part.split(separator: "/", omittingEmptySubsequences: false)
      let bounds = stepped[0].split(separator: "-", omittingEmptySubsequences: false)
      var (lower, upper) = (range.lowerBound, range.upperBound)
      if stepped[0] != "*" {
        guard let first = number(bounds[0]), bounds.count <= 2 else { return nil }
        lower = first
        upper = stepped.count == 2 ? range.upperBound : first
        if bounds.count == 2 {
          guard let last = number(bounds[1]), last >= first else { return nil }
          upper = last
        }
      }
      var step = 1
      if stepped.count > 1 {
        guard stepped.count == 2, let count = Int(stepped[1]), count > 0 else { return nil }
        step = count
      }
      for value in stride(from: lower, through: upper, by: step) { result.insert(value) }
    }
    return result
  }

  func next(after now: Int64) -> Int64? {
    var day = now / 86_400
    var earliest = now % 86_400 / 60 + 1
    // A leap day that is a certain day of the week comes back after at most forty years.
    for _ in 0..<366 * 41 {
      if matches(day: day) {
        for hour in hours.sorted() {
          for minute in minutes.sorted() where hour * 60 + minute >= earliest {
            return day * 86_400 + hour * 3_600 + minute * 60
          }
        }
      }
      day += 1
      earliest = 0
    }
    return nil
  }

  private func matches(day: Int64) -> Bool {
    let date = Timestamp.date(day * 86_400)
    // 1 January 1970 was a Thursday.
    let weekday = (day + 4) % 7 + 1
    return years.contains(date.year) && months.contains(date.month)
      && days?.contains(date.day) ?? true && weekdays?.contains(weekday) ?? true
  }
}

extension Timestamp {
  /// The days from 1970 to a date in UTC.
  static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = (year / 400, year % 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
