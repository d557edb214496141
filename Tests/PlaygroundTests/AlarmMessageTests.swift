import JSON
import Playground
import Testing

/// What an alarm tells a topic: §6 of `data-services.md`.
struct AlarmMessageTests {
  private static let topic = "arn:aws:sns:us-east-1:123456789012:ops"

  struct Row: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let lines: [String]
    /// The part of the messages that is looked at.
    let paths: [String]
    /// Of each message.
    let told: [[String]]
  }

  private static let states = ["NewStateValue", "OldStateValue", "StateChangeTime"]
  private static let at = "2026-01-01T00:0"

  @Test(arguments: [
    Row(
      testDescription: "each change of the state, with the state before",
      lines: [
        #"alarm a when functions.errors("f") > 0"#, "advance 1m",
        "lambda invoke --function-name f", "advance 10m",
      ],
      paths: states,
      told: [
        ["OK", "INSUFFICIENT_DATA", "\(at)1:00.000+0000"],
        ["ALARM", "OK", "\(at)2:00.000+0000"], ["OK", "ALARM", "\(at)5:00.000+0000"],
      ]
    ),
    Row(
      testDescription: "the first state may be ALARM",
      lines: [
        #"alarm a when functions.errors("f") > 0"#, "lambda invoke --function-name f",
        "advance 10m",
      ],
      paths: states,
      told: [
        ["ALARM", "INSUFFICIENT_DATA", "\(at)1:00.000+0000"],
        ["OK", "ALARM", "\(at)4:00.000+0000"],
      ]
    ),
    Row(
      testDescription: "the reason is the datapoint, or that there is none",
      lines: [
        #"alarm a when functions.errors("f") > 0"#, "lambda invoke --function-name f",
        "advance 10m",
      ],
      paths: ["NewStateReason"],
      told: [
        [
          "Threshold Crossed: 1 datapoint [1.0 (01/01/26 00:00:00)] was greater than the threshold"
            + " (0.0)."
        ],
        [
          "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was"
            + " treated as [NonBreaching]."
        ],
      ]
    ),
    Row(
      testDescription:
        "in CloudWatch's unit; a value that is in order is not what the operator says",
      lines: [
        #"alarm a when queue.oldest_age("q") >= 2m in 2m"#,
        "sqs send-message --queue-url q --message-body x", "advance 4m",
        "let m = sqs receive-message --queue-url q",
        "sqs delete-message --queue-url q --receipt-handle {m.Messages[0].ReceiptHandle}",
        "sqs send-message --queue-url q --message-body x", "advance 2m",
      ],
      paths: ["NewStateReason"],
      told: [
        [
          "Threshold Crossed: 1 datapoint [54.0 (31/12/25 23:59:00)] was not greater than or equal to"
            + " the threshold (120.0)."
        ],
        [
          "Threshold Crossed: 1 datapoint [174.0 (01/01/26 00:01:00)] was greater than or equal to the"
            + " threshold (120.0)."
        ],
        [
          "Threshold Crossed: 1 datapoint [114.0 (01/01/26 00:04:00)] was not greater than or equal to"
            + " the threshold (120.0)."
        ],
      ]
    ),
    Row(
      testDescription: "nothing is too little",
      lines: [#"alarm a when functions.invocations("f") < 1"#, "advance 2m"],
      paths: ["NewStateValue", "NewStateReason", "Trigger.TreatMissingData"],
      told: [
        [
          "ALARM",
          "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was"
            + " treated as [Breaching].",
          "breaching",
        ]
      ]
    ),
    Row(
      testDescription: "whose it is, when it was set, and whom it tells",
      lines: [#"alarm a when functions.errors("f") > 0"#, "advance 1m"],
      paths: [
        "AlarmName", "AlarmDescription", "AWSAccountId", "AlarmConfigurationUpdatedTimestamp",
        "Region", "AlarmArn", "OKActions", "AlarmActions", "InsufficientDataActions",
      ],
      told: [
        [
          "a", "null", "123456789012", "\(at)0:05.025+0000", "US East (N. Virginia)",
          "arn:aws:cloudwatch:us-east-1:123456789012:alarm:a", #"["\#(topic)"]"#,
          #"["\#(topic)"]"#, "[]",
        ]
      ]
    ),
    Row(
      testDescription: "what it watches",
      lines: [
        #"alarm a when functions.errors("f") > 0"#,
        #"alarm b when queue.oldest_age("q") <= 2m in 3m"#,
        "alarm c when AWS/SNS PublishSize Average TopicName=ops >= 1.5", "advance 1m",
      ],
      paths: ["Trigger"],
      told: [
        [trigger("Errors", "Lambda", "SUM", ("FunctionName", "f"), 60, "GreaterThan", "0.0")],
        [
          trigger(
            "ApproximateAgeOfOldestMessage",
            "SQS",
            "MAXIMUM",
            ("QueueName", "q"),
            180,
            "LessThanOrEqualTo",
            "120.0",
            "breaching"
          )
        ],
        [
          trigger(
            "PublishSize",
            "SNS",
            "AVERAGE",
            ("TopicName", "ops"),
            60,
            "GreaterThanOrEqualTo",
            "1.5"
          )
        ],
      ]
    ),
  ])
  func `an alarm tells a topic`(row: Row) throws {
    let session = Session(seed: 1)
    for line in Self.stage + row.lines {
      let isAlarm = line.hasPrefix("alarm ")
      if let error = session.execute(isAlarm ? "\(line) tell \(Self.topic)" : line).error {
        throw error
      }
    }
    let outbox = session.execute("show outbox").output?.json?.arrayValue ?? []
    let told = try outbox.map { message in
      let text = try JSONValue(parsing: message["text"]?.stringValue ?? "")
      return row.paths.map { path in
        let part = path.split(separator: ".").reduce(Optional(text)) { $0?[String($1)] }
        return part.map { $0.stringValue ?? $0.text() } ?? "-"
      }
    }
    #expect(told == row.told)
  }

  @Test func `the subject names the state and the Region`() {
    let session = Session(seed: 1)
    for line in Self.stage { _ = session.execute(line) }
    _ = session.execute(
      "sns subscribe --topic-arn \(Self.topic) --protocol email"
        + " --notification-endpoint anna@fernway.example"
    )
    _ = session.execute("advance 1s")
    let token = session.execute("show outbox").output?.json?.arrayValue?.last?["token"]?.stringValue
    _ = session.execute(
      "sns confirm-subscription --topic-arn \(Self.topic) --token \(token ?? "-")"
    )
    _ = session.execute(#"alarm a when functions.errors("f") > 0 tell \#(Self.topic)"#)
    _ = session.execute("advance 1m")
    let subjects = (session.execute("show outbox").output?.json?.arrayValue ?? []).compactMap {
      $0["subject"]?.stringValue
    }
    expectEqual(subjects.last, #"OK: "a" in US East (N. Virginia)"#)
  }

  private static let stage = [
    "sns create-topic --name ops",
    "sns subscribe --topic-arn \(topic) --protocol sms --notification-endpoint +15555550100",
    "sqs create-queue --queue-name q",
    "lambda create-function --function-name f --runtime python3.13 --handler app.handler"
      + " --role arn:aws:iam::123456789012:role/fernway"
      + #" --zip-file '{"handler": [{"fail": {"type": "Boom", "message": "no"}}]}'"#,
    "advance 5s",
  ]

  private static func trigger(
    _ metric: String,
    _ service: String,
    _ statistic: String,
    _ dimension: (name: String, value: String),
    _ period: Int,
    _ comparison: String,
    _ threshold: String,
    _ missing: String = "notBreaching"
  ) -> String {
    #"{"MetricName":"\#(metric)","Namespace":"AWS/\#(service)","StatisticType":"Statistic","#
      + #""Statistic":"\#(statistic)","Unit":null,"Dimensions":[{"value":"\#(dimension.value)","#
      + #""name":"\#(dimension.name)"}],"Period":\#(period),"EvaluationPeriods":1,"#
      + #""DatapointsToAlarm":1,"ComparisonOperator":"\#(comparison)Threshold","#
      + #""Threshold":\#(threshold),"TreatMissingData":"\#(missing)","#
      + #""EvaluateLowSampleCountPercentile":""}"#
  }
}
