import Cloud
import Figures
import JSON

/// Tells when an expression would fire; nothing is deployed and no time passes.
struct NextCommand: PlainCommand {
  static let help = CommandHelp(
    word: "next",
    usage: "next EXPRESSION [COUNT] [in ZONE] [from DATE]",
    summary: "tell when at(…), rate(…) or cron(…) would fire",
    details: """
      EXPRESSION is in quotes. COUNT is 5 unless you say otherwise.
      ZONE is a name such as Europe/London: whose clocks count, as a schedule of EventBridge \
      Scheduler has it; rules know UTC alone.
      DATE is 2026-03-27 or 2026-03-27T08:00:00, in UTC; now if nothing is said. A rate \
      counts from there.
      """,
    examples: [
      #"next "cron(0 10 ? * 2#1 *)""#,
      #"next "cron(30 1 * * ? *)" 4 in Europe/London from 2026-03-27"#,
    ]
  )
  static let needsStage = false

  private static let counts = 1...100

  private let expression: ScheduleExpression
  private var count = 5
  private var zone = ScheduleTimeZone.utc
  /// Seconds since 1970.
  private var start: Int64

  init(parsing arguments: inout Arguments, in session: Session) throws(CommandError) {
    expression = try Self.expression(try arguments.required("the expression"))
    start = session.world.cloud.unixMilliseconds / 1_000
    while !arguments.isEmpty {
      if arguments.take("in") {
        zone = try Self.zone(try arguments.required("the zone"))
      } else if arguments.take("from") {
        start = try Self.date(try arguments.required("the date"))
      } else {
        let word = try arguments.required("how many")
        guard word.text.utf8.allSatisfy({ (48...57).contains($0) }) else {
          throw Arguments.tooMany(word, usage: Self.help.usage)
        }
        count = try word.integer(in: Self.counts)
      }
    }
  }

  static func candidates(after words: [String], in session: Session) -> [String] {
    words.last == "in" ? ScheduleTimeZone.names : words.isEmpty ? [] : ["in", "from"]
  }

  private static func expression(_ word: Argument) throws(CommandError) -> ScheduleExpression {
    do throws(ScheduleExpression.Refusal) {
      return try ScheduleExpression(word.text, .scheduler)
    } catch {
      throw CommandError(
        .badArgument,
        "\(word.text) is no expression: \(error.reason).",
        remedy: word.text.hasSuffix(")")
          ? #"Examples are "rate(5 minutes)" and "cron(0 10 ? * MON-FRI *)"."#
          : #"Put it in quotes, as in next "cron(0 10 ? * MON-FRI *)"."#,
        column: word.column
      )
    }
  }

  private static func zone(_ word: Argument) throws(CommandError) -> ScheduleTimeZone {
    if word.text == "UTC" { return .utc }
    guard let zone = ScheduleTimeZone(word.text) else {
      throw CommandError(
        .badArgument,
        "There is no time zone \(word.text).",
        remedy: Spelling.remedy(for: word.text, among: ScheduleTimeZone.names),
        column: word.column
      )
    }
    return zone
  }

  private static func date(_ word: Argument) throws(CommandError) -> Int64 {
    guard let milliseconds = Timestamp.milliseconds(reading: word.text), milliseconds >= 0 else {
      throw CommandError(
        .badArgument,
        "\(word.text) is not a date.",
        remedy: "Write 2026-03-27 or 2026-03-27T08:00:00.",
        column: word.column
      )
    }
    return milliseconds / 1_000
  }

  // MARK: - The answer

  private var times: [Int64] {
    var times: [Int64] = []
    while times.count < count,
      let time = expression.next(after: times.last ?? start, since: start, in: zone)
    { times.append(time) }
    return times
  }

  func run(in session: Session) -> CommandOutput {
    let times = times
    var figures: [Figure] = []
    if times.isEmpty {
      figures = [.text("It never fires after \(WallTime(start).text) UTC.")]
    } else {
      var table = Table(
        title: "\(expression.text) after \(WallTime(start).text) UTC",
        columns: ["UTC"],
        rows: times.map { [Span(WallTime($0).text)] }
      )
      if zone != .utc {
        table.columns.append(.init(zone.name))
        for (row, time) in times.enumerated() {
          let wall = WallTime(time, in: zone)
          table.rows[row].append(Span("\(wall.text) \(wall.distance)"))
        }
      }
      figures = [.table(table)]
    }
    if let reason = refusalByRules { figures.append(.text("No rule takes it: \(reason).")) }
    return CommandOutput(figures: figures, json: json(times))
  }

  /// Why only EventBridge Scheduler takes the expression, if that is so.
  private var refusalByRules: String? {
    do throws(ScheduleExpression.Refusal) {
      _ = try ScheduleExpression(expression.text, .rule)
      return nil
    } catch {
      return error.reason
    }
  }

  private func json(_ times: [Int64]) -> JSONValue {
    [
      "expression": .string(expression.text),
      "zone": .string(zone.name),
      "next": .array(
        times.map {
          [
            "utc": .string(WallTime($0).iso8601),
            "local": .string(WallTime($0, in: zone).iso8601),
          ]
        }
      ),
    ]
  }
}
