import Figures
import Playground
import Testing

/// `next` and `show schedules` tell when something starts by itself.
@Suite struct ScheduleCommandTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let lines: [String]
    let expected: [String]
    var testDescription: String { lines.joined(separator: "; ") }
  }

  static let put = [
    #"events put-rule --name report --schedule-expression "cron(0 10 ? * 2#1 *)""#,
    "events put-rule --name tick --schedule-expression 'rate(1 hour)' --state DISABLED",
    #"scheduler create-schedule --name open --schedule-expression "cron(0 9 * * ? 2026)""#
      + " --schedule-expression-timezone Europe/Berlin --flexible-time-window"
      + " Mode=FLEXIBLE,MaximumWindowInMinutes=5 --target"
      + " Arn=arn:aws:sqs:us-east-1:123456789012:q,RoleArn=arn:aws:iam::123456789012:role/r",
  ]

  static let rows: [Row] = [
    Row(
      lines: [#"next "cron(0 10 ? * 2#1 *)" 2"#],
      expected: [
        "cron(0 10 ? * 2#1 *) after Thu 2026-01-01 00:00 UTC", "Mon 2026-01-05 10:00",
        "Mon 2026-02-02 10:00",
      ]
    ),
    Row(
      lines: [#"next "cron(30 1 * * ? *)" 3 in Europe/London from 2026-03-27"#],
      expected: [
        "Fri 2026-03-27 01:30  Fri 2026-03-27 01:30 +00:00",
        "Sat 2026-03-28 01:30  Sat 2026-03-28 01:30 +00:00",
        "Mon 2026-03-30 00:30  Mon 2026-03-30 01:30 +01:00",
      ]
    ),
    Row(
      lines: ["advance 30s", #"next "rate(5 minutes)" 1"#],
      expected: ["rate(5 minutes) after Thu 2026-01-01 00:00:30 UTC", "Thu 2026-01-01 00:05:30"]
    ),
    Row(
      lines: [#"next "cron(0 0 31 2 ? *)""#],
      expected: ["It never fires after Thu 2026-01-01 00:00 UTC."]
    ),
    Row(
      lines: [#"next "cron(0 10 * * ?)" 1"#],
      expected: ["Thu 2026-01-01 10:00", "No rule takes it: cron(...) has 5 fields, not 6"]
    ),
    Row(
      lines: put + ["show schedules"],
      expected: [
        "report  rule", "Mon 2026-01-05 10:00, Mon 2026-02-02 10:00,", "disabled",
        "open    schedule", "Europe/Berlin", "Thu 2026-01-01 08:00", "each up to",
      ]
    ),
    Row(
      lines: put + [
        #"scheduler update-schedule --name open --schedule-expression "rate(1 day)""#
          + " --start-date 2026-01-02T08:00:00+01:00 --flexible-time-window Mode=OFF --target"
          + " Arn=arn:aws:sqs:us-east-1:123456789012:q,RoleArn=arn:aws:iam::123456789012:role/r",
        "show schedules",
      ],
      expected: ["Fri 2026-01-02 07:00"]
    ),
    Row(lines: ["show schedules"], expected: ["There is no scheduled rule and no schedule."]),
    Row(
      lines: put + ["advance 1d", #"expect schedules.due("open") == 1"#]
        + [#"expect schedules.next("report") > 3d"#, "why tick '{}'"],
      expected: ["The rule tick has no pattern"]
    ),
    Row(lines: ["next cron(0 10 * * ? *)"], expected: ["Put it in quotes"]),
    Row(lines: ["next 'cron(0 10 * * * *)'"], expected: ["must be ?"]),
    Row(lines: ["next 'rate(1 day)' in Europe/Londn"], expected: ["Europe/London"]),
    Row(lines: ["next 'rate(1 day)' 101"], expected: ["from 1 to 100"]),
    Row(lines: ["next 'rate(1 day)' soon"], expected: ["soon is one word too many"]),
    Row(lines: ["next 'rate(1 day)' from soon"], expected: ["soon is not a date"]),
  ]

  @Test(arguments: rows) func `the times are told as they will be`(_ row: Row) {
    let session = Session(seed: 1)
    var text = ""
    for line in row.lines {
      let outcome = session.execute(line)
      text = outcome.error?.description ?? Self.text(of: outcome.output?.figures ?? [])
    }
    let missing = row.expected.filter { !text.contains($0) }
    #expect(missing == [], "\(text)")
  }

  private static func text(of figures: [Figure]) -> String {
    let layout = Layout(width: 140, unicode: false)
    let lines = figures.flatMap { layout.lines(for: $0) }
    return lines.map { $0.spans.map(\.text).joined() }.joined(separator: "\n")
  }
}
