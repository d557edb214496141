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
      told: ["60 went-off 2", "240 went-back 0"]
    ),
    Row(
      testDescription: "one error in each minute is not two",
      lines: [
        #"alarm watch when functions.errors("f") > 1 in 1m"#, "lambda invoke --function-name f",
        "advance 60s", "lambda invoke --function-name f", "advance 10m",
      ],
      told: ["60 is-in-order 1"]
    ),
    Row(
      testDescription: "in two minutes it is",
      lines: [
        #"alarm watch when functions.errors("f") > 1 in 2m"#, "lambda invoke --function-name f",
        "advance 60s", "lambda invoke --function-name f", "advance 10m",
      ],
      told: ["60 is-in-order 1", "120 went-off 2", "180 went-back 1"]
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
      told: ["60 is-in-order 54 s", "180 went-off 2 min 54 s", "420 went-back 0 ms"]
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
      told: ["60 is-in-order 0", "120 went-off 1", "300 went-back 0"]
    ),
    Row(
      testDescription: "of two alarms of a name the later one counts",
      lines: [
        #"alarm watch when functions.errors("f") > 0"#,
        #"alarm watch when functions.errors("f") > 9"#,
        "lambda invoke --function-name f", "advance 10m",
      ],
      told: ["60 is-in-order 1"]
    ),
    Row(
      testDescription: "a steady load is not too little in a minute that has not ended",
      lines: [
        "load steady --rate 5/s for 5m on f in background",
        #"alarm watch when functions.invocations("f") < 100"#, "advance 5m",
      ],
      told: ["60 is-in-order 266"]
    ),
    Row(
      testDescription: "too little of it, when it ends, and nothing at all",
      lines: [
        "load steady --rate 5/s for 175s on f in background",
        #"alarm watch when functions.invocations("f") <= 0"#, "advance 10m",
      ],
      told: ["60 is-in-order 266", "360 went-off 0"]
    ),
    Row(
      testDescription:
        "a request that fails after five minutes counts in the minute of its beginning",
      lines: [
        "lambda create-function --function-name g --runtime python3.13 --handler app.handler"
          + " --role arn:aws:iam::123456789012:role/fernway --timeout 300"
          + #" --zip-file '{"handler": [{"wait": "1h"}]}'"#, "advance 5s",
        #"alarm watch when functions.errors("g") > 0 in 6m"#,
        "lambda invoke --function-name g", "advance 20m",
      ],
      told: ["60 is-in-order 0", "360 went-off 1", "540 went-back 0"]
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
    ("functions.errors(\"f\") == 1", "An alarm cannot compare with ==."),
    ("functions.errors(\"f\")", "A comparison is missing."),
    ("AWS/Nothing Errors > 0", "No service publishes in AWS/Nothing."),
    ("AWS/Scheduler Errors > 0", "There is no metric Errors in AWS/Scheduler."),
    ("AWS/Scheduler TargetErrorCount Median > 0", "Median is neither a statistic nor a dimension."),
    ("AWS/Scheduler TargetErrorCount", "A comparison is missing."),
  ]) func `what CloudWatch does not have is refused`(condition: String, problem: String) {
    let session = Session(seed: 1)
    for line in Self.function { _ = session.execute(line) }
    #expect(session.execute("alarm watch when \(condition)").error?.message == problem)
  }
}
