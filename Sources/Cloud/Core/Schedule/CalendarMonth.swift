/// A month of the Gregorian calendar.
struct CalendarMonth: Hashable, Sendable {
  let year: Int64
  /// From 1.
  let number: Int64
  /// The days from 1970 to the month's first.
  let daysBefore: Int64
  /// How many days it has.
  let length: Int64

  init(year: Int64, number: Int64) {
    self.year = year
    self.number = number
    daysBefore = Timestamp.days(year: year, month: number, day: 1)
    let next = number == 12 ? (year + 1, 1) : (year, number + 1)
    length = Timestamp.days(year: next.0, month: next.1, day: 1) - daysBefore
  }

  /// The numbers of its days.
  var days: ClosedRange<Int64> { 1...length }

  /// The day of the week of a day; 1 is Sunday.
  func weekday(of day: Int64) -> Int64 {
    // 1 January 1970 was a Thursday.
    (daysBefore + day + 3) % 7 + 1
  }

  /// Whether a day is one from Monday to Friday.
  func isWorkday(_ day: Int64) -> Bool { (2...6).contains(weekday(of: day)) }

  /// The first day of the month that is a certain day of the week; 1 is Sunday.
  func first(_ weekday: Int64) -> Int64 { (weekday - self.weekday(of: 1) + 7) % 7 + 1 }
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
