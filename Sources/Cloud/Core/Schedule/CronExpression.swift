/// The fields between the brackets of `cron(…)`.
///
/// Source: the EventBridge user guide, “Cron expressions reference”, 2026: minutes, hours, day of the
/// month, month, day of the week and year, of which exactly one of the two days is `?`.
struct CronExpression: Hashable, Sendable {
  typealias Refusal = ScheduleExpression.Refusal

  private let minutes: SmallNumbers
  private let hours: SmallNumbers
  private let days: CronDays
  private let months: SmallNumbers
  /// In order.
  private let years: [Int64]

  init(_ text: Substring, isYearOptional: Bool) throws(Refusal) {
    guard text.first != " ", text.last != " " else {
      throw Refusal("a blank stands beside a bracket")
    }
    var fields = text.split(separator: " ")
    if isYearOptional, fields.count == 5 { fields.append("*") }
    guard fields.count == 6 else {
      throw Refusal(
        "cron(…) has \(fields.count) field\(fields.count == 1 ? "" : "s"), not \(isYearOptional ? "5 or 6" : "6"): minutes,"
          + " hours, day of the month, month, day of the week and year"
      )
    }
    minutes = SmallNumbers(try CronField.minutes.values(fields[0]))
    hours = SmallNumbers(try CronField.hours.values(fields[1]))
    days = try CronDays(ofMonth: fields[2], ofWeek: fields[4])
    months = SmallNumbers(try CronField.months.values(fields[3]))
    years = Array(Set(try CronField.years.values(fields[5]))).sorted()
  }

  /// The first time after an instant that all fields name.
  ///
  /// It goes from field to field, from the year down, and never from minute to minute, so that an
  /// expression that never fires is found out at once.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: seconds since 1970, a whole minute; `nil` when there is none.
  func next(after now: Int64) -> Int64? {
    let start = (now / 60 + 1) * 60
    let from = Timestamp.date(start)
    for year in years where year >= from.year {
      var earliest = year == from.year ? from.month : 1
      while let number = months.first(from: earliest) {
        let month = CalendarMonth(year: year, number: number)
        let isFirst = year == from.year && number == from.month
        if let time = firstTime(in: month, after: isFirst ? (from.day, start) : nil) {
          return time
        }
        earliest = number + 1
      }
    }
    return nil
  }

  private func firstTime(
    in month: CalendarMonth,
    after start: (day: Int64, seconds: Int64)?
  ) -> Int64? {
    let days = days.days(in: month)
    var earliest = start?.day ?? 1
    while let day = days.first(from: earliest) {
      let isFirst = day == start?.day
      if let minute = firstMinute(from: isFirst ? (start?.seconds ?? 0) % 86_400 / 60 : 0) {
        return (month.daysBefore + day - 1) * 86_400 + minute * 60
      }
      earliest = day + 1
    }
    return nil
  }

  /// The first minute of a day, from a given one on.
  private func firstMinute(from minute: Int64) -> Int64? {
    let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
    if hours.first(from: hour) == hour, let found = minutes.first(from: rest) {
      return hour * 60 + found
    }
    guard let later = hours.first(from: hour + 1), let found = minutes.first(from: 0) else {
      return nil
    }
    return later * 60 + found
  }
}

/// Numbers from 0 to 63, as minutes, hours, days and months are.
struct SmallNumbers: Hashable, Sendable {
  private var bits: UInt64 = 0

  init() {}

  init(_ numbers: some Sequence<Int64>) {
    for number in numbers { insert(number) }
  }

  mutating func insert(_ number: Int64) { bits |= 1 << UInt64(number) }

  func contains(_ number: Int64) -> Bool { bits >> UInt64(number) & 1 == 1 }

  /// The least of the numbers that is not below `number`.
  func first(from number: Int64) -> Int64? {
    guard number < 64 else { return nil }
    let rest = bits >> UInt64(number)
    return rest == 0 ? nil : number + Int64(rest.trailingZeroBitCount)
  }
}
