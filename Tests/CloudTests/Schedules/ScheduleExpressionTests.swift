import Cloud
import Testing

/// When expressions fire, row by row as the facts of the course have them, and what is none.
@Suite struct ScheduleExpressionTests {
  /// An expression and its next times after the beginning of 2026.
  struct Row: Sendable, CustomTestStringConvertible {
    let expression: String
    let expected: String
    var created: Int64 = 0
    var testDescription: String { expression }

    init(_ expression: String, _ expected: String, created: Int64 = 0) {
      self.expression = expression
      self.expected = expected
      self.created = created
    }
  }

  static let newYear = Cloud.epochSeconds

  /// The next times, as `01-05 10:00`; with a year when it is not 2026, and seconds when there are
  /// some.
  static func next(
    _ expression: ScheduleExpression,
    _ count: Int = 3,
    since: Int64 = newYear
  ) -> [String] {
    var now = since
    return (0..<count).compactMap { _ in
      guard let next = expression.next(after: now, since: since) else { return nil }
      now = next
      let text = Timestamp.iso8601(seconds: next).replacing("T", with: " ").dropLast()
      let short = text.hasSuffix(":00") ? text.dropLast(3) : text
      return String(short.hasPrefix("2026-") ? short.dropFirst(5) : short)
    }
  }

  @Test(arguments: cron + longRange + rates) func `an expression fires when its fields say`(
    _ row: Row
  ) throws {
    let expression = try ScheduleExpression(row.expression, .scheduler)
    let seen = Self.next(expression, since: Self.newYear + row.created).joined(separator: ", ")
    #expect(seen == row.expected)
  }

  static let cron = [
    Row("cron(0 10 * * ? *)", "01-01 10:00, 01-02 10:00, 01-03 10:00"),
    Row("cron(15 12 * * ? *)", "01-01 12:15, 01-02 12:15, 01-03 12:15"),
    Row("cron(0 18 ? * MON-FRI *)", "01-01 18:00, 01-02 18:00, 01-05 18:00"),
    Row("cron(0 8 1 * ? *)", "01-01 08:00, 02-01 08:00, 03-01 08:00"),
    Row("cron(0/10 * ? * MON-FRI *)", "01-01 00:10, 01-01 00:20, 01-01 00:30"),
    Row("cron(0/5 8-17 ? * MON-FRI *)", "01-01 08:00, 01-01 08:05, 01-01 08:10"),
    Row("cron(0 10 ? * 2#1 *)", "01-05 10:00, 02-02 10:00, 03-02 10:00"),
    Row("cron(0 10 L * ? *)", "01-31 10:00, 02-28 10:00, 03-31 10:00"),
    Row("cron(0 10 ? * L *)", "01-03 10:00, 01-10 10:00, 01-17 10:00"),
    Row("cron(0 9 3W * ? *)", "01-02 09:00, 02-03 09:00, 03-03 09:00"),
    Row("cron(0 9 1W * ? *)", "01-01 09:00, 02-02 09:00, 03-02 09:00"),
    Row("cron(0 9 15W * ? *)", "01-15 09:00, 02-16 09:00, 03-16 09:00"),
    Row("cron(0 9 31W * ? *)", "01-30 09:00, 03-31 09:00, 05-29 09:00"),
    Row("cron(0 9 30W * ? *)", "01-30 09:00, 03-30 09:00, 04-30 09:00"),
    Row("cron(0 0 31 * ? *)", "01-31 00:00, 03-31 00:00, 05-31 00:00"),
    Row("cron(0 12 ? * SUN#5 *)", "03-29 12:00, 05-31 12:00, 08-30 12:00"),
    Row("cron(0 10 ? 1,4,7,10 2#1 *)", "01-05 10:00, 04-06 10:00, 07-06 10:00"),
    Row("cron(5,35 14 * * ? *)", "01-01 14:05, 01-01 14:35, 01-02 14:05"),
    Row("cron(15 10 ? * 6L 2026-2027)", "01-30 10:15, 02-27 10:15, 03-27 10:15"),
    Row("cron(0 0 1 1 ? 2025)", ""),
    Row("cron(0/30 20-2 ? * MON-FRI *)", "01-01 00:30, 01-01 01:00, 01-01 01:30"),
    Row("cron(0 0/6 * * ? *)", "01-01 06:00, 01-01 12:00, 01-01 18:00"),
    Row("cron(1/20 9 * * ? *)", "01-01 09:01, 01-01 09:21, 01-01 09:41"),
    Row("cron(* * * * ? *)", "01-01 00:01, 01-01 00:02, 01-01 00:03"),
    Row("cron(0 7 ? JUN-AUG SAT,SUN *)", "06-06 07:00, 06-07 07:00, 06-13 07:00"),
    Row("cron(0 10 ? * 5#5 *)", "01-29 10:00, 04-30 10:00, 07-30 10:00"),
    Row("cron(0 9 LW * ? *)", "01-30 09:00, 02-27 09:00, 03-31 09:00"),
    Row("cron(10 0 1/10 * ? *)", "01-01 00:10, 01-11 00:10, 01-21 00:10"),
    Row("cron(0 3 ? * MON/2 *)", "01-02 03:00, 01-05 03:00, 01-07 03:00"),
    // Accepted on AWS, as recorded there.
    Row("cron(*/15 * * * ? *)", "01-01 00:15, 01-01 00:30, 01-01 00:45"),
    Row("cron(0-59/10 0-23/2 ? * * *)", "01-01 00:10, 01-01 00:20, 01-01 00:30"),
    Row("cron(30-30 13-13 ? * 2,4,6 *)", "01-02 13:30, 01-05 13:30, 01-07 13:30"),
    Row("cron(0 2 ? * SAT#3 *)", "01-17 02:00, 02-21 02:00, 03-21 02:00"),
    Row("cron(0 2 * * ? 2010-2020)", ""),
  ]

  /// What only a search over years, or an end of one, can tell.
  static let longRange = [
    Row("cron(0 12 29 2 ? *)", "2028-02-29 12:00, 2032-02-29 12:00, 2036-02-29 12:00"),
    Row("cron(0 12 ? 2 7#5 *)", "2048-02-29 12:00, 2076-02-29 12:00, 2116-02-29 12:00"),
    Row("cron(0 0 31 2 ? *)", ""),
    Row("cron(0 0 31 4,6,9,11 ? *)", ""),
    Row("cron(59 23 31 12 ? 2199)", "2199-12-31 23:59"),
    Row("cron(0 0 ? dec-feb mon#1 *)", "01-05 00:00, 02-02 00:00, 12-07 00:00"),
    Row("cron(50-10/10 1 1 * ? *)", "01-01 01:00, 01-01 01:10, 01-01 01:50"),
    Row("cron(0 0 ? * FRI-SUN *)", "01-02 00:00, 01-03 00:00, 01-04 00:00"),
    Row("cron(0 0 28-2 * ? *)", "01-02 00:00, 01-28 00:00, 01-29 00:00"),
    Row("cron(0 0 1 1 ? 2026/2)", "2028-01-01 00:00, 2030-01-01 00:00, 2032-01-01 00:00"),
    Row("at(2026-02-28T23:59:59)", "02-28 23:59:59"),
    Row("at(2026-01-01T00:00:00)", ""),
    Row("cron(0 10 * * ?)", "01-01 10:00, 01-02 10:00, 01-03 10:00"),
  ]

  /// Of rules created half a minute after midnight.
  static let rates = [
    Row("rate(1 minute)", "01-01 00:01:30, 01-01 00:02:30, 01-01 00:03:30", created: 30),
    Row("rate(5 minutes)", "01-01 00:05:30, 01-01 00:10:30, 01-01 00:15:30", created: 30),
    Row("rate(1 hour)", "01-01 01:00:30, 01-01 02:00:30, 01-01 03:00:30", created: 30),
    Row("rate(12 hours)", "01-01 12:00:30, 01-02 00:00:30, 01-02 12:00:30", created: 30),
    Row("rate(1 day)", "01-02 00:00:30, 01-03 00:00:30, 01-04 00:00:30", created: 30),
    Row(
      "rate(20500 days)",
      "01-01 00:00:30, 2082-02-16 00:00:30, 2138-04-04 00:00:30",
      created: 30 - 20_500 * 86_400
    ),
    Row("rate(7 days)", "01-08 00:00:30, 01-15 00:00:30, 01-22 00:00:30", created: 30),
  ]

  // MARK: Refusals

  @Test(arguments: refused) func `a text that is no expression is refused with the reason`(
    _ row: Row
  ) {
    let reason: String
    do throws(ScheduleExpression.Refusal) {
      reason = "accepted \(try ScheduleExpression(row.expression, .rule).text)"
    } catch {
      reason = error.reason
    }
    #expect(reason.contains(row.expected), "\(reason)")
  }

  static let refused = [
    Row("rate(1 minutes)", "singular with 1"),
    Row("rate(5 minute)", "singular with 1"),
    Row("rate(0 minutes)", "“0” is no positive whole number"),
    Row("rate(-1 hours)", "“-1” is no positive whole number"),
    Row("rate(1.5 hours)", "“1.5” is no positive whole number"),
    Row("rate(+1 hour)", "“+1” is no positive whole number"),
    Row("rate(30 seconds)", "“seconds” is none of"),
    Row("rate(10 MINUTES)", "“MINUTES” is none of"),
    Row("rate(10 years)", "“years” is none of"),
    Row("rate( 10 minutes )", "takes a number and a unit"),
    Row("rate()", "takes a number and a unit"),
    Row("rate(10)", "takes a number and a unit"),
    Row("rate(9223372036854775807 days)", "is too large"),
    Row(" rate(10 minutes)", "it is not of the form"),
    Row("rate(10 minutes) ", "it is not of the form"),
    Row("RATE(10 minutes)", "it is not of the form"),
    Row("cron()", "has 0 fields"),
    Row("cron(INVALID)", "has 1 field, not 6"),
    Row("cron( 0 10 * * ? *)", "a blank stands beside a bracket"),
    Row("cron(0 10 * * * *)", "must be ?"),
    Row("cron(0 10 ? * ? *)", "may be ?"),
    Row("cron(0 10 1 * MON *)", "must be ?"),
    Row("cron(0 10 L * 2#1 *)", "must be ?"),
    Row("cron(0 10 * * ?)", "has 5 fields, not 6"),
    Row("cron(0 0 10 * * ? *)", "has 7 fields, not 6"),
    Row("cron(60 10 * * ? *)", "minutes: 60 is not from 0 to 59"),
    Row("cron(71 8 1 * ? *)", "minutes: 71 is not from 0 to 59"),
    Row("cron(0 24 * * ? *)", "hours: 24 is not from 0 to 23"),
    Row("cron(0 10 ? * 0 *)", "day of the week: 0 is not from 1 to 7"),
    Row("cron(0 10 ? * 8 *)", "day of the week: 8 is not from 1 to 7"),
    Row("cron(7 20 * * NOT *)", "must be ?"),
    Row("cron(7 20 ? * NOT *)", "“NOT” is not understood"),
    Row("cron(0 dummy ? * MON-FRI *)", "“dummy” is not understood"),
    Row("cron(0 10 ? * 3#1,6#3 *)", "holds nothing else"),
    Row("cron(0 10 ? * 3#1,6 *)", "holds nothing else"),
    Row("cron(0 10 ? * 2#6 *)", "from 1 to 5"),
    Row("cron(0 10 ? * 2#0 *)", "from 1 to 5"),
    Row("cron(0 10 ? * #1 *)", "“” is not understood"),
    Row("cron(0 10 32 * ? *)", "32 is not from 1 to 31"),
    Row("cron(0 10 32W * ? *)", "32 is not from 1 to 31"),
    Row("cron(0 10 W * ? *)", "“” is not understood"),
    Row("cron(0 10 1,L * ? *)", "“L” is not understood"),
    Row("cron(0 10 ? 13 MON *)", "month: 13 is not from 1 to 12"),
    Row("cron(0 0 1 1 ? 1969)", "year: 1969 is not from 1970 to 2199"),
    Row("cron(0 0 1 1 ? 2200)", "year: 2200 is not from 1970 to 2199"),
    Row("cron(0 0 1 1 ? 2030-2026)", "runs backwards"),
    Row("cron(0/0 10 * * ? *)", "a step is a positive whole number"),
    Row("cron(0/x 10 * * ? *)", "a step is a positive whole number"),
    Row("cron(0/5/5 10 * * ? *)", "“0/5/5” is not understood"),
    Row("cron(1-2-3 10 * * ? *)", "“1-2-3” is not understood"),
    Row("cron(1, 10 * * ? *)", "“” is not understood"),
    Row("cron(? 10 * * ? *)", "“?” is not understood"),
    Row("cron(+5 10 * * ? *)", "“+5” is not understood"),
    Row("at(2026-01-01T00:00:00)", "at(…) is for EventBridge Scheduler"),
    Row("* * * * ? *", "it is not of the form"),
    Row("", "it is not of the form"),
  ]

  @Test(arguments: [
    "rate(1 minutes)", "rate(5 minute)", "rate(1minute)", "rate(10  MINUTES)", "RATE(1 day)",
    "AT(2030-01-01T00:00:00)", "at(2030-01-01T00:00)", "CRON(0 10 * * ?)",
  ]) func `Scheduler takes what a rule would refuse`(_ text: String) throws {
    #expect(try ScheduleExpression(text, .scheduler).next(after: 1_767_225_600, since: 0) != nil)
  }

  @Test(arguments: [
    "rate(minutes)", "rate(1 )", "rate( 1 minute)", "rate(1 minute )", "rate(1 minutess)",
    "rate(1 min utes)", "at(2026-01-01T00)", "at(2026-01-01T00:00:00.000)",
    "at(2026-01-01T00:00:00Z)", "at(2026-01-01)", "at(2026-02-29T00:00:00)",
    "at(2026-01-01T24:00:00)", "at(2026-1-001T00:00:00)", "at(2026-01-01T+1:00:00)",
    "at(2026-01-01 00:00:00)", "at()",
  ]) func `a date that is none, or has more or less than it should, is refused`(_ text: String) {
    #expect(throws: ScheduleExpression.Refusal.self) { try ScheduleExpression(text, .scheduler) }
  }
}
