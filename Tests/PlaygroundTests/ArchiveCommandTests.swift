import JSON
import Playground
import Testing

/// Buckets and delivery streams at the prompt.
@Suite struct ArchiveCommandTests {
  private static let role = "arn:aws:iam::123456789012:role/keeper"
  private static let topic = "arn:aws:sns:us-east-1:123456789012:offers"
  private static let stream = "arn:aws:firehose:us-east-1:123456789012:deliverystream/keeper"
  private static let raw = "--cli-binary-format raw-in-base64-out"

  /// Makes the bucket `archive`, and the stream `keeper` into it.
  private static func opened() -> Session {
    session(
      "s3api create-bucket --bucket archive",
      "firehose create-delivery-stream --delivery-stream-name keeper"
        + " --extended-s3-destination-configuration"
        + " RoleARN=\(role),BucketARN=arn:aws:s3:::archive",
      "advance 10s"
    )
  }

  private func execute(_ lines: [String], in session: Session) -> JSONValue? {
    var last: JSONValue?
    for line in lines {
      let outcome = session.execute(line)
      expectEqual(outcome.error, nil, "\(line)")
      last = outcome.output?.json
    }
    return last
  }

  @Test func `a topic's messages and one's own records come together in one object`() {
    let session = Self.opened()
    let object = execute(
      [
        "sns create-topic --name offers",
        "sns subscribe --topic-arn \(Self.topic) --protocol firehose --notification-endpoint"
          + " \(Self.stream) --attributes SubscriptionRoleArn=\(Self.role)",
        "sns set-topic-attributes --topic-arn \(Self.topic) --attribute-name DisplayName"
          + " --attribute-value Fernway",
        "sns publish --topic-arn \(Self.topic) --message Rakes",
        "sns publish --topic-arn \(Self.topic) --message Spades",
        "firehose put-record --delivery-stream-name keeper --record Data=aGVsbG8=",
        "firehose put-record-batch --delivery-stream-name keeper --records Data=a Data=b \(Self.raw)",
        "advance 6m", "let kept = s3api list-objects-v2 --bucket archive",
        "s3api get-object --bucket archive --key {kept.Contents[0].Key} kept.txt",
        "s3api put-object --bucket archive --key copy --body kept.txt",
        "s3api get-object --bucket archive --key copy",
      ],
      in: session
    )
    let text = object?["Body"]?.stringValue ?? ""
    // Deliveries of messages and one's own records race; what counts is that all are there.
    expectEqual(
      ["Rakes", "Spades", "hello", "ab"].map { text.contains($0) },
      [true, true, true, true]
    )
    expectEqual(object?["ContentLength"]?.text(), "\(text.utf8.count)")
    expectEqual(session.completions(for: "s3api list-objects-v2 --bucket a"), ["archive"])
    expectEqual(
      session.completions(for: "firehose put-record --delivery-stream-name k"),
      ["keeper"]
    )
  }

  /// Lines that are refused, and what is said of them.
  static let refusals = [
    ("s3 ls", "AWS has s3, and this mini cloud has not."),
    (
      "s3api put-bucket-notification-configuration --bucket archive",
      "AWS has s3api put-bucket-notification-configuration, and this mini cloud has not."
    ),
    (
      "firehose update-destination --delivery-stream-name keeper",
      "AWS has firehose update-destination, and this mini cloud has not."
    ),
    (
      "firehose put-record --delivery-stream-name keeper --record Data=hello",
      "Invalid base64: \"hello\"."
    ),
    (
      "s3api put-object --bucket archive --key a --body file://a.txt",
      "--body is the path of a file, without file:// before it."
    ),
    ("s3api put-object --bucket archive --key a --body a.txt", "There is no file a.txt here."),
    ("s3api list-buckets more", "more belongs to no option."),
  ]

  @Test(arguments: refusals) func `what is refused`(_ line: String, _ message: String) {
    expectEqual(Self.opened().execute(line).error?.message, message)
  }

  @Test func `a page acknowledges what a stream delivers`() {
    let session = session(
      "s3api create-bucket --bucket archive",
      "endpoint https://collector.example/records acknowledges",
      "firehose create-delivery-stream --delivery-stream-name keeper"
        + " --http-endpoint-destination-configuration"
        + " 'EndpointConfiguration={Url=https://collector.example/records},"
        + "S3Configuration={RoleARN=\(Self.role),BucketARN=arn:aws:s3:::archive},"
        + "BufferingHints={SizeInMBs=1,IntervalInSeconds=60}'",
      "advance 10s",
      "firehose put-record --delivery-stream-name keeper --record Data=a \(Self.raw)",
      "advance 2m"
    )
    for line in [
      "expect endpoint.requests(\"https://collector.example/records\") == 1",
      "expect endpoint.accepted(\"https://collector.example/records\") == 1",
    ] { expectEqual(session.execute(line).error, nil, "\(line)") }
    let list = execute(["s3api list-objects-v2 --bucket archive"], in: session)
    expectEqual(list?["KeyCount"]?.text(), "0")
  }
}
