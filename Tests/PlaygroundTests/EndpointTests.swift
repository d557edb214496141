import JSON
import Playground
import Testing

/// Other people's web servers at the prompt.
@Suite struct EndpointTests {
  /// Lines, and what a metric is afterwards.
  struct Row: Sendable {
    let lines: [String]
    let outcome: String
    let count: Int
  }

  private static let page = "https://partner.example/orders"
  static let rows = [
    Row(lines: ["endpoint \(page)", "curl \(page) -d '{}'"], outcome: "200", count: 1),
    Row(lines: ["endpoint \(page) answers 503", "curl \(page)"], outcome: "503", count: 1),
    Row(
      lines: ["endpoint \(page) answers 503 for 1m", "advance 61s", "curl \(page)"],
      outcome: "200",
      count: 1
    ),
    Row(
      lines: ["endpoint \(page) answers 500 2 times", "curl \(page) --retry 5"],
      outcome: "200",
      count: 3
    ),
    Row(
      lines: ["endpoint \(page) takes 20s", "curl \(page) --max-time 5"],
      outcome: "no answer in time",
      count: 0
    ),
    Row(
      lines: ["endpoint \(page) down", "curl \(page)"],
      outcome: "connection refused",
      count: 0
    ),
    Row(
      lines: ["endpoint \(page) down", "endpoint \(page) up", "curl \(page)"],
      outcome: "200",
      count: 1
    ),
    Row(
      lines: ["endpoint \(page)", "curl https://partner.example/returns"],
      outcome: "404",
      count: 0
    ),
    Row(
      lines: ["endpoint \(page)", "fail partner.example", "curl \(page)"],
      outcome: "503",
      count: 0
    ),
    Row(
      lines: ["endpoint \(page)", "slow partner.example 100x", "curl \(page) --max-time 2"],
      outcome: "no answer in time",
      count: 0
    ),
    Row(
      lines: ["endpoint \(page)", "crash partner.example for 1m", "advance 2m", "curl \(page)"],
      outcome: "200",
      count: 1
    ),
  ]

  @Test(arguments: rows) func `a page behaves as it is told`(_ row: Row) throws {
    let session = Session(seed: 1)
    for line in row.lines { expectEqual(session.execute(line).error, nil, "\(line)") }
    let last = try session.measure("calls.outcome(\"\(row.outcome)\")").value
    expectEqual(last > 0, true, "\(row.lines)")
    // Without advance the answer that nobody waited for is still to come.
    expectEqual(try session.measure("endpoint.requests(\"\(Self.page)\")").value, Double(row.count))
  }

  @Test func `what arrived can be shown and kept`() {
    let session = session(
      "endpoint \(Self.page)",
      "curl \(Self.page)?day=1 -d '{\"id\": 7}'",
      "let got = show endpoints \(Self.page)",
      "expect endpoint.accepted(\"\(Self.page)\") == 1",
      "curl \(Self.page) -d {got[0].received[0].body}"
    )
    let answer = session.execute("show endpoints partner.example").output?.json
    let received = answer?[0]?["received"]
    expectEqual(received?[0]?["path"], "/orders?day=1")
    expectEqual(received?[1]?["text"], #"{"id":7}"#)
  }
}

/// Topics at the prompt.
@Suite struct TopicLineTests {
  private static let arn = "arn:aws:sns:us-east-1:123456789012:orders"

  @Test func `a page confirms, people confirm, and figures tell what came of messages`() {
    let session = session(
      "sns create-topic --name orders",
      "endpoint https://partner.example/orders confirms",
      "sns subscribe --topic-arn \(Self.arn) --protocol https"
        + " --notification-endpoint https://partner.example/orders",
      "sns subscribe --topic-arn \(Self.arn) --protocol email"
        + " --notification-endpoint anna@fernway.example",
      "advance 1s",
      "let mails = show outbox anna@fernway.example",
      "curl {mails[0].link}",
      "sns publish --topic-arn \(Self.arn) --message hello",
      "advance 1s",
      "expect topics.delivered(\"orders\") == 2",
      "expect outbox.messages(\"anna@fernway.example\") == 2",
      "expect endpoint.requests(\"https://partner.example/orders\") == 2",
      "fail partner.example",
      "sns publish --topic-arn \(Self.arn) --message again",
      "advance 2m",
      "expect topics.retried == 3",
      "expect topics.dropped(\"orders\") == 1"
    )
    expectEqual(session.stage, nil)
  }

  @Test func `an alarm tells a topic when it is looked at first, goes off and goes back`() {
    let session = session(
      "sns create-topic --name orders",
      "sns subscribe --topic-arn \(Self.arn) --protocol sms --notification-endpoint +15555550100",
      "sqs create-queue --queue-name backlog",
      "alarm backlog when queue.oldest_age(\"backlog\") > 2m tell \(Self.arn)",
      "sqs send-message --queue-url backlog --message-body x",
      "advance 5m",
      "expect outbox.messages == 2",
      "let m = sqs receive-message --queue-url backlog",
      "sqs delete-message --queue-url backlog --receipt-handle {m.Messages[0].ReceiptHandle}",
      "advance 5m",
      "expect outbox.messages == 3"
    )
    let refused = session.execute("alarm x when queue.oldest_age(\"backlog\") > 2m tell orders")
    expectEqual(refused.error?.code, "BadArgument")
  }

  @Test func `why explains the filter of a subscription`() {
    let session = session(
      "sns create-topic --name orders",
      "let s = sns subscribe --topic-arn \(Self.arn) --protocol sms"
        + " --notification-endpoint +15555550100"
        + " --attributes '{\"FilterPolicy\": \"{\\\"total\\\": [{\\\"numeric\\\": [\\\">\\\", 10]}]}\"}'"
    )
    let matches = [
      ("Number", "12"), ("Number", "9"), ("String", "12"),
    ].map { type, value in
      let attributes = #"{"total": {"DataType": "\#(type)", "StringValue": "\#(value)"}}"#
      return session.execute("why {s.SubscriptionArn} '\(attributes)'").output?.json?["matches"]
    }
    expectEqual(matches, [true, false, false])
  }
}
