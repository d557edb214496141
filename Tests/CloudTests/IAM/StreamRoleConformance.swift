import JSON
import Testing

/// What delivery streams do in roles: where they put objects, and where they write why they cannot.
///
/// Sources: the Firehose developer guide, "Controlling access with Amazon Data Firehose"; the IAM user
/// guide, "Policy evaluation logic".
struct StreamRoleConformance {
  private typealias Step = AccessSteps

  @Test(arguments: objects + logs)
  func `a stream acts in a role`(row: AccountRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static let foreignRole = "arn:aws:iam::\(Step.other):role/r"

  /// Makes a stream of this account into the bucket `archive` and puts a record into it; a minute
  /// later it is delivered, and a second after that once more if it was refused.
  private static func deliver(
    as role: String,
    after steps: [AccountRow.Step] = []
  ) -> [AccountRow.Step] {
    let logging: JSONValue = ["Enabled": true, "LogGroupName": "/f", "LogStreamName": "s"]
    let bucket: JSONValue = [
      "RoleARN": .string(role), "BucketARN": "arn:aws:s3:::archive",
      "BufferingHints": ["SizeInMBs": 1, "IntervalInSeconds": 60],
      "CloudWatchLoggingOptions": logging,
    ]
    let made: AccountRow.Step = (
      "",
      (
        "firehose create-delivery-stream",
        ["DeliveryStreamName": "s", "ExtendedS3DestinationConfiguration": bucket]
      )
    )
    let put: AccountRow.Step = (
      "",
      ("firehose put-record", ["DeliveryStreamName": "s", "Record": ["Data": "eA=="]])
    )
    return [("", ("logs create-log-group", ["logGroupName": "/f"])), made, Step.wait(11), put]
      + steps + [Step.wait(62)]
  }

  private static func makeBucket(in account: String) -> [AccountRow.Step] {
    [(account, ("s3api create-bucket", ["Bucket": "archive"]))]
  }

  // MARK: Objects

  /// How many objects there are in the bucket of an account.
  private static func objects(
    _ fact: String,
    in account: String,
    after steps: [AccountRow.Step],
    _ count: Int
  ) -> AccountRow {
    AccountRow(
      fact,
      after: makeBucket(in: account) + steps,
      (account, ("s3api list-objects-v2", ["Bucket": "archive"])),
      ["KeyCount = \(count)"]
    )
  }

  /// The role `r` of the other account.
  private static func makeForeignRole(_ statements: String...) -> [AccountRow.Step] {
    let steps =
      statements.isEmpty
      ? Step.makeRole(for: "firehose")
      : Step.makeRole(for: "firehose", statements.joined(separator: "},{"))
    return steps.map { (Step.other, $0.step) }
  }

  private static let objects = [
    objects(
      "a role of the bucket's account that was never made",
      in: Step.other,
      after: deliver(as: foreignRole),
      1
    ),
    objects(
      "a role of the bucket's account that allows it",
      in: Step.other,
      after: makeForeignRole(Step.allow("s3:PutObject")) + deliver(as: foreignRole),
      1
    ),
    objects(
      "a role of the bucket's account that says nothing",
      in: Step.other,
      after: makeForeignRole() + deliver(as: foreignRole),
      0
    ),
    objects(
      "a role of another account than the bucket's",
      in: "",
      after: makeForeignRole(Step.allow("s3:PutObject")) + deliver(as: foreignRole),
      0
    ),
    objects(
      "the stream's own role in another account's bucket",
      in: Step.other,
      after: deliver(as: Step.arn(ofRole: "r")),
      0
    ),
  ]

  // MARK: Logs

  /// How many lines tell that an object could not be put, of which there are two tries.
  private static func lines(
    _ fact: String,
    after steps: [AccountRow.Step],
    _ count: Int
  ) -> AccountRow {
    AccountRow(
      fact,
      after: makeBucket(in: "") + steps,
      ("", ("logs filter-log-events", ["logGroupName": "/f"])),
      ["events.# = \(count)"]
    )
  }

  private static let mayWrite = Step.makeRole(for: "firehose", Step.allow("logs:*"))

  private static let logs = [
    lines("a role that may write", after: mayWrite + deliver(as: Step.arn(ofRole: "r")), 2),
    lines(
      "a role that may not",
      after: Step.makeRole(for: "firehose", Step.allow("sqs:*"))
        + deliver(as: Step.arn(ofRole: "r")),
      0
    ),
    lines(
      "a role that may write and trusts the stream no more",
      after: mayWrite + deliver(as: Step.arn(ofRole: "r"), after: [Step.distrust]),
      0
    ),
    lines(
      "a role of another account, which no policy of the log lets in",
      after: makeForeignRole(Step.allow("logs:*")) + deliver(as: foreignRole),
      0
    ),
  ]
}
