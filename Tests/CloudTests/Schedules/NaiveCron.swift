import Simulation

/// A random cron expression together with what it means, found out day by day and minute by minute,
/// and by other code than the mini cloud's.
struct NaiveCron: Sendable {
  /// A field: its text, and whether a number is in it, from 0 up to the greatest.
  struct Field: Sendable {
    var text: String
    var holds: [Bool]
  }

  /// A day as the fields for days see it.
  struct Day: Sendable {
    let date: Int
    /// 1 is Sunday.
    let weekday: Int
    let month: Int
    let monthLength: Int
    let year: Int

    /// The day of the week of another day of the month.
    func weekday(of other: Int) -> Int { (weekday - 1 + other - date + 70) % 7 + 1 }
  }

  let text: String
  private let minutes: Field
  private let hours: Field
  private let months: Field
  private let matchesDay: @Sendable (Day) -> Bool
  private let matchesYear: @Sendable (Int) -> Bool

  init(from stream: inout RandomStream) {
    minutes = Self.field(0...59, from: &stream)
    hours = Self.field(0...23, from: &stream)
    months = Self.field(1...12, Self.monthNames, from: &stream)
    let days: (ofMonth: String, ofWeek: String)
    (days, matchesDay) = Self.days(from: &stream)
    let year: String
    switch stream.uniform(below: 4) {
    case 0: (year, matchesYear) = ("2026/2", { $0 % 2 == 0 })
    case 1: (year, matchesYear) = ("2020-2027,2199", { $0 <= 2_027 || $0 == 2_199 })
    default: (year, matchesYear) = ("*", { _ in true })
    }
    text =
      "cron(\(minutes.text) \(hours.text) \(days.ofMonth) \(months.text) \(days.ofWeek) \(year))"
  }

  /// All times of the years 2026 to 2028 after the first minute of them, in seconds since 1970.
  var times: [Int64] {
    var times: [Int64] = []
    // 1 January 2026 was a Thursday.
    var (seconds, weekday) = (Int64(1_767_225_600), 5)
    for year in 2_026...2_028 {
      let lengths = [31, year % 4 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      for (month, length) in lengths.enumerated() {
        for date in 1...length {
          let day = Day(
            date: date,
            weekday: weekday,
            month: month + 1,
            monthLength: length,
            year: year
          )
          if matches(day) { add(to: &times, from: seconds) }
          seconds += 86_400
          weekday = weekday % 7 + 1
        }
      }
    }
    return times.first == 1_767_225_600 ? Array(times.dropFirst()) : times
  }

  private func matches(_ day: Day) -> Bool {
    matchesYear(day.year) && months.holds[day.month] && matchesDay(day)
  }

  private func add(to times: inout [Int64], from midnight: Int64) {
    for hour in 0..<24 where hours.holds[hour] {
      for minute in 0..<60 where minutes.holds[minute] {
        times.append(midnight + Int64(hour * 3_600 + minute * 60))
      }
    }
  }

  // MARK: Drawing

  private static let monthNames = [
    "jan", "FEB", "Mar", "APR", "MAY", "jun", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
  ]
  private static let weekdayNames = ["SUN", "mon", "TUE", "WED", "THU", "Fri", "SAT"]

  /// One to three parts, each a number, a range that may wrap, or either with a step.
  private static func field(
    _ range: ClosedRange<Int>,
    _ names: [String] = [],
    from stream: inout RandomStream
  ) -> Field {
    func draw() -> Int { range.lowerBound + stream.uniform(below: range.count) }
    func spelled(_ number: Int) -> String {
      let named = !names.isEmpty && stream.uniform(below: 2) == 0
      return named ? names[number - range.lowerBound] : "\(number)"
    }
    var holds = [Bool](repeating: false, count: range.upperBound + 1)
    if stream.uniform(below: 4) == 0 {
      for number in range { holds[number] = true }
      return Field(text: "*", holds: holds)
    }
    let parts = (0...stream.uniform(below: 3)).map { _ -> String in
      let kind = stream.uniform(below: 5)
      let (first, last) = (draw(), kind == 1 || kind == 2 ? draw() : range.upperBound)
      let step = 1 + stream.uniform(below: 9)
      switch kind {
      case 0:
        holds[first] = true
        return spelled(first)
      case 1, 2:
        walk(from: first, to: last, by: kind == 2 ? step : 1, in: range) { holds[$0] = true }
        return "\(spelled(first))-\(spelled(last))" + (kind == 2 ? "/\(step)" : "")
      case 3:
        walk(from: first, to: last, by: step, in: range) { holds[$0] = true }
        return "\(spelled(first))/\(step)"
      default:
        walk(from: range.lowerBound, to: last, by: step, in: range) { holds[$0] = true }
        return "*/\(step)"
      }
    }
    return Field(text: parts.joined(separator: ","), holds: holds)
  }

  /// Goes from number to number, past the greatest to the least, and visits each `step`-th.
  private static func walk(
    from first: Int,
    to last: Int,
    by step: Int,
    in range: ClosedRange<Int>,
    _ visit: (Int) -> Void
  ) {
    var (number, steps) = (first, 0)
    while true {
      if steps % step == 0 { visit(number) }
      if number == last { return }
      number = number == range.upperBound ? range.lowerBound : number + 1
      steps += 1
    }
  }

  private static func days(
    from stream: inout RandomStream
  ) -> ((ofMonth: String, ofWeek: String), @Sendable (Day) -> Bool) {
    let date = 1 + stream.uniform(below: 31)
    let weekday = 1 + stream.uniform(below: 7)
    let number = 1 + stream.uniform(below: 5)
    let name = stream.uniform(below: 2) == 0 ? weekdayNames[weekday - 1] : "\(weekday)"
    let isWorkday = { @Sendable (day: Day, date: Int) in (2...6).contains(day.weekday(of: date)) }
    switch stream.uniform(below: 8) {
    case 0: return (("L", "?"), { $0.date == $0.monthLength })
    case 1:
      return (
        ("LW", "?"),
        { day in day.date == (1...day.monthLength).last { isWorkday(day, $0) } }
      )
    case 2:
      return (
        ("\(date)W", "?"),
        { day in
          let workdays = (1...day.monthLength).filter { isWorkday(day, $0) }
          return date <= day.monthLength
            && day.date == workdays.min { abs($0 - date) < abs($1 - date) }
        }
      )
    case 3:
      return (
        ("?", "\(name)L"), { $0.weekday == weekday && $0.date + 7 > $0.monthLength }
      )
    case 4:
      return (
        ("?", "\(name)#\(number)"),
        { $0.weekday == weekday && ($0.date - 1) / 7 + 1 == number }
      )
    case 5:
      let field = field(1...7, weekdayNames, from: &stream)
      return (("?", field.text), { field.holds[$0.weekday] })
    default:
      let field = field(1...31, from: &stream)
      return ((field.text, "?"), { field.holds[$0.date] })
    }
  }
}
