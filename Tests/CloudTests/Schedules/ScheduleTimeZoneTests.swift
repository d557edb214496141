import Cloud
import Testing

/// What the clocks of the world's zones show, and when schedules on them fire.
@Suite struct ScheduleTimeZoneTests {
  /// A zone: minutes ahead of UTC at the beginning of 2026, then each change and what holds after it.
  struct Row: Sendable, CustomTestStringConvertible {
    let zone: String
    let expected: String
    var testDescription: String { zone }

    init(_ zone: String, _ expected: String) {
      self.zone = zone
      self.expected = expected
    }
  }

  /// Each rule of the database with two times of the year, as Python's zoneinfo reads the changes from
  /// the compiled files of tzdata 2025b.
  static let zones = [
    Row("Antarctica/Troll", "0 03-29T01:00 120 10-25T01:00 0 2027-03-28T01:00 120"),
    Row("Australia/LHI", "660 04-04T15:00 630 10-03T15:30 660 2027-04-03T15:00 630"),
    Row("Pacific/Norfolk", "720 04-04T15:00 660 10-03T15:00 720 2027-04-03T15:00 660"),
    Row("Pacific/Chatham", "825 04-04T14:00 765 09-26T14:00 825 2027-04-03T14:00 765"),
    Row("Atlantic/Azores", "-60 03-29T01:00 0 10-25T01:00 -60 2027-03-28T01:00 0"),
    Row("America/Godthab", "-120 03-29T01:00 -60 10-25T01:00 -120 2027-03-28T01:00 -60"),
    Row("America/Miquelon", "-180 03-08T05:00 -120 11-01T04:00 -180 2027-03-14T05:00 -120"),
    Row("America/Santiago", "-180 04-05T03:00 -240 09-06T04:00 -180 2027-04-04T03:00 -240"),
    Row("Chile/EasterIsland", "-300 04-05T03:00 -360 09-06T04:00 -300 2027-04-04T03:00 -360"),
    Row("Australia/Adelaide", "630 04-04T16:30 570 10-03T16:30 630 2027-04-03T16:30 570"),
    Row("Australia/Sydney", "660 04-04T16:00 600 10-03T16:00 660 2027-04-03T16:00 600"),
    Row("America/Anchorage", "-540 03-08T11:00 -480 11-01T10:00 -540 2027-03-14T11:00 -480"),
    Row("America/Halifax", "-240 03-08T06:00 -180 11-01T05:00 -240 2027-03-14T06:00 -180"),
    Row("Europe/Berlin", "60 03-29T01:00 120 10-25T01:00 60 2027-03-28T01:00 120"),
    Row("America/Havana", "-300 03-08T05:00 -240 11-01T05:00 -300 2027-03-14T05:00 -240"),
    Row("America/Chicago", "-360 03-08T08:00 -300 11-01T07:00 -360 2027-03-14T08:00 -300"),
    Row("Europe/Chisinau", "120 03-29T00:00 180 10-25T00:00 120 2027-03-28T00:00 180"),
    Row("Asia/Beirut", "120 03-28T22:00 180 10-24T21:00 120 2027-03-27T22:00 180"),
    Row("Europe/Athens", "120 03-29T01:00 180 10-25T01:00 120 2027-03-28T01:00 180"),
    Row("Africa/Cairo", "120 04-23T22:00 180 10-29T21:00 120 2027-04-29T22:00 180"),
    Row("America/New_York", "-300 03-08T07:00 -240 11-01T06:00 -300 2027-03-14T07:00 -240"),
    Row("Europe/London", "0 03-29T01:00 60 10-25T01:00 0 2027-03-28T01:00 60"),
    Row("America/Adak", "-600 03-08T12:00 -540 11-01T11:00 -600 2027-03-14T12:00 -540"),
    Row("Europe/Dublin", "0 03-29T01:00 60 10-25T01:00 0 2027-03-28T01:00 60"),
    Row("Asia/Jerusalem", "120 03-27T00:00 180 10-24T23:00 120 2027-03-26T00:00 180"),
    Row("America/Denver", "-420 03-08T09:00 -360 11-01T08:00 -420 2027-03-14T09:00 -360"),
    Row("America/St_Johns", "-210 03-08T05:30 -150 11-01T04:30 -210 2027-03-14T05:30 -150"),
    Row("Pacific/Auckland", "780 04-04T14:00 720 09-26T14:00 780 2027-04-03T14:00 720"),
    Row("America/Los_Angeles", "-480 03-08T10:00 -420 11-01T09:00 -480 2027-03-14T10:00 -420"),
    Row("Europe/Lisbon", "0 03-29T01:00 60 10-25T01:00 0 2027-03-28T01:00 60"),
  ]

  @Test(arguments: zones) func `clocks change when the database says`(_ row: Row) throws {
    let zone = try #require(ScheduleTimeZone(row.zone))
    let words = row.expected.split(separator: " ")
    var expected = [String(words[0])]
    var seen = [zone.offset(at: Cloud.epochSeconds)]
    for place in stride(from: 1, to: words.count, by: 2) {
      let date = words[place].count > 11 ? "\(words[place])" : "2026-\(words[place])"
      let instant = try #require(Timestamp.milliseconds(reading: date)) / 1_000
      expected += [expected[expected.count - 1], String(words[place + 1])]
      seen += [zone.offset(at: instant - 1), zone.offset(at: instant)]
    }
    #expect(seen.map { "\($0 / 60)" } == expected)
  }

  @Test func `every zone of the database is known, and no other`() {
    let names = ScheduleTimeZone.names
    let isComplete = ["Asia/Kolkata", "UTC", "Etc/GMT+12", "US/Eastern", "Asia/Kathmandu"]
      .allSatisfy(names.contains)
    #expect(names.count == 597 && isComplete && ScheduleTimeZone("Europe/Fernway") == nil)
  }

  // MARK: Schedules

  /// An expression in a zone, and its next times in UTC after a date.
  struct Times: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let zone: String
    let expression: String
    let after: String
    let expected: String

    init(
      _ title: String,
      _ zone: String,
      _ expression: String,
      after: String,
      _ expected: String
    ) {
      testDescription = title
      self.zone = zone
      self.expression = expression
      self.after = after
      self.expected = expected
    }
  }

  static let times = [
    Times(
      "a time that spring leaves out is skipped",
      "Europe/London",
      "cron(30 1 * * ? *)",
      after: "2026-03-27",
      "03-27T01:30 03-28T01:30 03-30T00:30"
    ),
    Times(
      "a time that autumn has twice comes once, the first time",
      "Europe/London",
      "cron(30 1 * * ? *)",
      after: "2026-10-24",
      "10-24T00:30 10-25T00:30 10-26T01:30"
    ),
    Times(
      "each minute of the hour that comes twice comes once",
      "Europe/London",
      "cron(0/20 * * * ? *)",
      after: "2026-10-25T00:30",
      "10-25T00:40 10-25T02:00 10-25T02:20"
    ),
    Times(
      "the same time of day moves in UTC",
      "America/New_York",
      "cron(0 9 ? * MON-FRI *)",
      after: "2026-03-06",
      "03-06T14:00 03-09T13:00 03-10T13:00"
    ),
    Times(
      "south of the equator it moves the other way",
      "Australia/Sydney",
      "cron(0 9 * * ? *)",
      after: "2026-04-03",
      "04-03T22:00 04-04T23:00 04-05T23:00"
    ),
    Times(
      "a zone may be half an hour off, and its date another",
      "Asia/Kolkata",
      "cron(0 2 1 * ? *)",
      after: "2026-01-01",
      "01-31T20:30 02-28T20:30 03-31T20:30"
    ),
    Times(
      "a single time is read on the zone's clocks",
      "America/Los_Angeles",
      "at(2026-07-01T12:00:00)",
      after: "2026-01-01",
      "07-01T19:00"
    ),
    Times(
      "a single time that spring leaves out never comes",
      "Europe/London",
      "at(2026-03-29T01:30:00)",
      after: "2026-01-01",
      ""
    ),
    Times(
      "a time that is always left out is found out at once",
      "Europe/London",
      "cron(30 1 ? 3 1L *)",
      after: "2026-01-01",
      ""
    ),
    Times(
      "a day of a rate has 24 hours, whatever the clocks do",
      "Europe/London",
      "rate(1 day)",
      after: "2026-03-28T09:00",
      "03-29T09:00 03-30T09:00 03-31T09:00"
    ),
  ]

  @Test(arguments: times) func `schedules follow the clocks of their zone`(_ row: Times) throws {
    let zone = try #require(ScheduleTimeZone(row.zone))
    let expression = try ScheduleExpression(row.expression, .scheduler)
    let start = try #require(Timestamp.milliseconds(reading: row.after)) / 1_000
    var now = start - (expression.text.hasPrefix("rate") ? 0 : 1)
    let seen = (0..<3).compactMap { _ -> String? in
      guard let next = expression.next(after: now, since: start, in: zone) else { return nil }
      now = next
      return String(Timestamp.iso8601(seconds: next).dropFirst(5).dropLast(4))
    }
    #expect(seen.joined(separator: " ") == row.expected)
  }

  @Test("A schedule fires when its clock shows the time for the first time", arguments: zones)
  func firstTimes(row: Row) throws {
    let zone = try #require(ScheduleTimeZone(row.zone))
    let change = row.expected.split(separator: " ").dropFirst().first ?? ""
    let around = try #require(Timestamp.milliseconds(reading: "2026-\(change)")) / 1_000
    var breaches: [String] = []
    for (expression, minutes, hours) in [
      ("cron(0/10 * * * ? *)", 0, 0...23), ("cron(5/10 22-3 * * ? *)", 5, -2...3),
      ("cron(0/10 1-2 * * ? *)", 0, 1...2),
    ] {
      let cron = try ScheduleExpression(expression, .scheduler)
      var now = around - 86_400
      for instant in stride(from: now + 60, to: around + 86_400, by: 60) {
        let local = instant + zone.offset(at: instant)
        let (hour, minute) = (local / 3_600 % 24, local / 60 % 60)
        let isNamed =
          Int(minute) % 10 == minutes
          && (hours.contains(Int(hour)) || hours.contains(Int(hour) - 24))
        let wasShown = (1...4).contains { halves in
          let earlier = instant - Int64(halves) * 1_800
          return earlier + zone.offset(at: earlier) == local
        }
        guard isNamed, !wasShown else { continue }
        let next = cron.next(after: now, since: 0, in: zone)
        if next != instant { breaches.append("\(expression) \(next ?? 0) not \(instant)") }
        now = instant
      }
    }
    #expect(breaches == [])
  }
}
