/// Which days of a month `cron(…)` names: by its field for days of the month or that for days of the
/// week, of which the other is `?`.
///
/// Source: the EventBridge user guide, 2026; that `W` never leaves the month, and that a bare `L` among
/// the days of the week is Saturday, as Quartz, whose language this is, has it.
///
/// > Simplified: `L`, `W` and `#` stand alone in their field: what AWS makes of them in lists is not
/// > documented, but for `#`, of which there may be one.
enum CronDays: Hashable, Sendable {
  typealias Refusal = ScheduleExpression.Refusal

  /// These days of the month, where it has them.
  case dates(SmallNumbers)
  /// `L`: the last day of the month.
  case lastDate
  /// `15W`: the day from Monday to Friday that is nearest to a date.
  case workday(nearest: Int64)
  /// `LW`: the last day from Monday to Friday.
  case lastWorkday
  /// These days of every week; 1 is Sunday.
  case weekdays(SmallNumbers)
  /// `6L`: the last such day of the month.
  case last(weekday: Int64)
  /// `2#1`: the first, second … fifth such day of the month.
  case nth(Int64, weekday: Int64)

  init(ofMonth dates: Substring, ofWeek weekdays: Substring) throws(Refusal) {
    switch (dates == "?", weekdays == "?") {
    case (true, true):
      throw Refusal("only one of day of the month and day of the week may be ?")
    case (false, false):
      throw Refusal("one of day of the month and day of the week must be ?")
    case (false, true): self = try Self.dates(dates)
    case (true, false): self = try Self.weekdays(weekdays)
    }
  }

  private static func dates(_ text: Substring) throws(Refusal) -> Self {
    let field = CronField.daysOfMonth
    switch text.uppercased() {
    case "L": return .lastDate
    case "LW": return .lastWorkday
    case let upper where upper.hasSuffix("W"):
      return .workday(nearest: try field.number(text.dropLast()))
    default: return .dates(SmallNumbers(try field.values(text)))
    }
  }

  private static func weekdays(_ text: Substring) throws(Refusal) -> Self {
    let field = CronField.daysOfWeek
    let halves = text.split(separator: "#", omittingEmptySubsequences: false)
    if halves.count > 1 {
      guard halves.count == 2, !text.contains(",") else {
        throw Refusal("\(field.title): a field with # holds nothing else")
      }
      let weekday = try field.number(halves[0])
      guard let number = CronField.digits(halves[1]), (1...5).contains(number) else {
        throw Refusal("\(field.title): after # comes a number from 1 to 5, not “\(halves[1])”")
      }
      return .nth(number, weekday: weekday)
    }
    if text.uppercased() == "L" { return .weekdays(SmallNumbers([field.range.upperBound])) }
    if text.last == "L" || text.last == "l" {
      return .last(weekday: try field.number(text.dropLast()))
    }
    return .weekdays(SmallNumbers(try field.values(text)))
  }

  /// The days of one month.
  func days(in month: CalendarMonth) -> SmallNumbers {
    switch self {
    case .dates(let dates): SmallNumbers(month.days.filter(dates.contains))
    case .lastDate: SmallNumbers([month.length])
    case .workday(let date): Self.workday(nearest: date, in: month)
    case .lastWorkday: SmallNumbers(month.days.last { month.isWorkday($0) }.map { [$0] } ?? [])
    case .weekdays(let weekdays):
      SmallNumbers(month.days.filter { weekdays.contains(month.weekday(of: $0)) })
    case .last(let weekday):
      SmallNumbers([month.first(weekday) + (month.length - month.first(weekday)) / 7 * 7])
    case .nth(let number, let weekday):
      SmallNumbers([month.first(weekday) + 7 * (number - 1)].filter(month.days.contains))
    }
  }

  private static func workday(nearest date: Int64, in month: CalendarMonth) -> SmallNumbers {
    guard month.days.contains(date) else { return SmallNumbers() }
    switch month.weekday(of: date) {
    case 1: return SmallNumbers([date < month.length ? date + 1 : date - 2])
    case 7: return SmallNumbers([date > 1 ? date - 1 : date + 2])
    default: return SmallNumbers([date])
    }
  }
}
