import JSON
import Playground
import Testing

/// Alarms on metrics of CloudWatch, and what the trace tells of them.
struct AlarmTests {
  private static let function = [
    "lambda create-function --function-name f --runtime python3.13 --handler app.handler"
      + " --role arn:aws:iam::123456789012:role/fernway"
      + #" --zip-file '{"handler": [{"fail": {"type": "Boom", "message": "no"}}]}'"#,
    "sqs create-queue --queue-name orders", "advance 5s",
  ]

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [String]
    /// What the trace tells of the alarm: seconds, and what happened.
    let told: [String]
  }

  @Test(arguments: [
    Row(
      testDescription: "off when more is counted than allowed, back when the minutes are past",
      lines: [
        #"alarm watch when functions.errors("f") > 1 in 1m"#, "lambda invoke --function-name f",
        "advance 40s", "lambda invoke --function-name f", "advance 10m",
      ],
      told: ["55 went-off 2", "125 went-back 0"]
    ),
    Row(
      testDescription: "one error in each minute is not two",
      lines: [
        #"alarm watch when functions.errors("f") > 1 in 1m"#, "lambda invoke --function-name f",
        "advance 60s", "lambda invoke --function-name f", "advance 10m",
      ],
      told: []
    ),
    Row(
      testDescription: "in two minutes it is",
      lines: [
        #"alarm watch when functions.errors("f") > 1 in 2m"#, "lambda invoke --function-name f",
        "advance 60s", "lambda invoke --function-name f", "advance 10m",
      ],
      told: ["75 went-off 2", "185 went-back 0"]
    ),
    Row(
      testDescription: "a queue whose oldest message waits, until it is received and deleted",
      lines: [
        #"alarm watch when queue.oldest_age("orders") >= 2m"#,
        "sqs send-message --queue-url orders --message-body x", "advance 4m",
        "let m = sqs receive-message --queue-url orders",
        "sqs delete-message --queue-url orders --receipt-handle {m.Messages[0].ReceiptHandle}",
        "advance 10m",
      ],
      told: ["135 went-off 2 min 9 s", "305 went-back 0 ms"]
    ),
    Row(
      testDescription: "a metric by CloudWatch's own name, of a schedule whose target is gone",
      lines: [
        "scheduler create-schedule --name s --schedule-expression 'at(2026-01-01T00:01:00)'"
          + " --flexible-time-window Mode=OFF --target"
          + " Arn=arn:aws:sqs:us-east-1:123456789012:gone,"
          + "RoleArn=arn:aws:iam::123456789012:role/scheduler",
        "alarm watch when AWS/Scheduler TargetErrorCount Sum ScheduleGroup=default > 0",
        "advance 10m",
      ],
      told: ["65 went-off 1", "185 went-back 0"]
    ),
    Row(
      testDescription: "of two alarms of a name the later one counts",
      lines: [
        #"alarm watch when functions.errors("f") > 0"#,
        #"alarm watch when functions.errors("f") > 9"#,
        "lambda invoke --function-name f", "advance 10m",
      ],
      told: []
    ),
  ])
  func `an alarm goes off and back`(row: Row) throws {
    let session = Session(seed: 1)
    for line in Self.function + row.lines {
      if let error = session.execute(line).error { throw error }
    }
    let records = session.execute("show trace watch").output?.json?.arrayValue ?? []
    let told = records.map { record in
      let seconds = Int((record["time_ms"]?.doubleValue ?? 0) / 1_000)
      let value = record["details"]?["value"]?.stringValue ?? ""
      return "\(seconds) \(record["event"]?.stringValue ?? "") \(value)"
    }
    #expect(told == row.told)
  }

  @Test(arguments: [
    ("AWS/Nothing Errors > 0", "No service publishes in AWS/Nothing."),
    ("AWS/Scheduler Errors > 0", "There is no metric Errors in AWS/Scheduler."),
    ("AWS/Scheduler TargetErrorCount Median > 0", "Median is neither a statistic nor a dimension."),
    ("AWS/Scheduler TargetErrorCount", "A comparison is missing."),
  ]) func `a metric that CloudWatch does not have is refused`(condition: String, problem: String) {
    let error = Session(seed: 1).execute("alarm watch when \(condition)").error
    #expect(error?.message == problem)
  }
}
