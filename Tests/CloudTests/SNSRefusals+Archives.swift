import Cloud
import JSON

/// What SNS refuses of archives and replays; the texts are recorded from AWS.
extension SNSRefusals {
  private static let fifo = JSONValue.string(topicARN + ".fifo")

  private static func archive(
    _ title: String,
    _ policy: String,
    _ expected: String,
    of name: String = "orders.fifo"
  ) -> Refusal {
    call(
      title,
      expected,
      "set-topic-attributes",
      [
        "TopicArn": name == "orders" ? topic : fifo, "AttributeName": "ArchivePolicy",
        "AttributeValue": .string(policy),
      ],
      topics: [name]
    )
  }

  private static func archive(_ title: String, _ policy: String, reason: String) -> Refusal {
    archive(title, policy, invalid("ArchivePolicy: \(reason)"))
  }

  private static let wrongPeriod = "MessageRetentionPeriod value is invalid"
  private static let fieldsMissing = "JSON is missing required fields"
  private static let noJSON = "Unable to parse JSON"

  /// A policy to replay, an hour after the topic has been made and five minutes before the archive
  /// was turned on.
  private static func replay(
    _ title: String,
    _ policy: String,
    _ expected: String,
    archived: Bool = true,
    topic name: String = "orders.fifo"
  ) -> Refusal {
    Refusal(title, expected) { bench in
      let topic = try await bench.makeTopic(name)
      try await bench.sleep(.seconds(300))
      if archived {
        try await bench.set("ArchivePolicy", #"{"MessageRetentionPeriod":1}"#, of: topic)
      }
      try await bench.sleep(.seconds(3_600))
      try await bench.makeSubscription(
        "sqs",
        queueARN,
        to: topic,
        ["ReplayPolicy": .string(policy)]
      )
    }
  }

  private static func replay(_ title: String, _ policy: String, reason: String) -> Refusal {
    replay(title, policy, invalid("Attributes Reason: ReplayPolicy: \(reason)"))
  }

  private static func window(_ start: String, _ end: String? = nil) -> String {
    let ending = end.map { #","EndingPoint":"\#($0)""# } ?? ""
    return #"{"PointType":"Timestamp","StartingPoint":"\#(start)"\#(ending)}"#
  }

  private static let wrongStart = "Invalid StartingPoint value"
  private static let wrongEnd = "Invalid EndingPoint value"

  static let archives = [
    archive("an archive of a day", #"{"MessageRetentionPeriod":1}"#, "accepted"),
    archive("an archive of a year", #"{"MessageRetentionPeriod":"365"}"#, "accepted"),
    archive("no archive", "{}", "accepted"),
    archive("an archive of no day", #"{"MessageRetentionPeriod":0}"#, reason: wrongPeriod),
    archive("an archive of 366 days", #"{"MessageRetentionPeriod":"366"}"#, reason: wrongPeriod),
    archive("an archive of half a day", #"{"MessageRetentionPeriod":0.5}"#, reason: wrongPeriod),
    archive("an archive for a while", #"{"MessageRetentionPeriod":"long"}"#, reason: wrongPeriod),
    archive("an archive without a time", #"{"Days":1}"#, reason: fieldsMissing),
    archive("an archive's policy that is a list", "[1]", reason: fieldsMissing),
    archive("an archive's policy that is no JSON", "30 days", reason: noJSON),
    archive("an archive's policy that is empty", "", reason: noJSON),
    archive(
      "an archive of a standard topic",
      #"{"MessageRetentionPeriod":1}"#,
      invalid("AttributeName"),
      of: "orders"
    ),
    replay("a replay from the archive's beginning on", window("2026-01-01T00:06:00Z"), "accepted"),
    replay(
      "a replay with an end",
      window("2026-01-01T00:06:00.000Z", "2026-01-01T01:00:00.000Z"),
      "accepted"
    ),
    replay("no replay", "{}", "accepted"),
    replay("a replay of what is to come", window("2026-01-01T02:00:00Z"), reason: wrongStart),
    replay("a replay from before the archive", window("2026-01-01T00:04:00Z"), reason: wrongStart),
    replay("a replay from yesterday", window("yesterday"), reason: wrongStart),
    replay(
      "a replay that starts with a number",
      #"{"PointType":"Timestamp","StartingPoint":1}"#,
      reason: wrongStart
    ),
    replay(
      "a replay that ends before it starts",
      window("2026-01-01T00:30:00Z", "2026-01-01T00:20:00Z"),
      reason: wrongEnd
    ),
    replay(
      "a replay that ends in times to come",
      window("2026-01-01T00:30:00Z", "2026-01-01T02:00:00Z"),
      reason: wrongEnd
    ),
    replay(
      "a replay by numbers",
      #"{"PointType":"SequenceNumber","StartingPoint":"1"}"#,
      reason: "Invalid PointType"
    ),
    replay("a replay without a start", #"{"PointType":"Timestamp"}"#, reason: fieldsMissing),
    replay(
      "a replay without a kind of point",
      #"{"StartingPoint":"2026-01-01T00:30:00Z"}"#,
      reason: fieldsMissing
    ),
    replay("a policy to replay that is a text", #""now""#, reason: fieldsMissing),
    replay("a policy to replay that is no JSON", "now", reason: noJSON),
    replay(
      "a replay without an archive",
      window("2026-01-01T00:30:00Z"),
      invalid("Attributes Reason: ReplayPolicy: Topic does not have an ArchivePolicy"),
      archived: false
    ),
    replay(
      "a replay of a standard topic",
      window("2026-01-01T00:30:00Z"),
      invalid("Attributes Reason: AttributeName"),
      archived: false,
      topic: "orders"
    ),
    call(
      "a batch to a FIFO topic with an empty message",
      invalid("Empty message"),
      "publish-batch",
      [
        "TopicArn": fifo,
        "PublishBatchRequestEntries": [
          [
            "Id": "1", "Message": "x", "MessageGroupId": "g", "MessageDeduplicationId": "1",
          ],
          ["Id": "2", "Message": "", "MessageGroupId": "g", "MessageDeduplicationId": "2"],
        ],
      ],
      topics: ["orders.fifo"]
    ),
  ]
}
