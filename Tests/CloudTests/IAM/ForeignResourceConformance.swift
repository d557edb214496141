import JSON
import Testing

/// What becomes of resources that are named by the ARN of another account or Region: they are used if
/// their policies allow it, and never taken for those of the same name that are one's own.
struct ForeignResourceConformance {
  private typealias Step = AccessSteps

  @Test(arguments: mappings + deliveries + tables)
  func `a resource is whose its ARN says`(row: AccountRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static let mine = #"{"AWS":"\#(Step.home)"}"#
  private static let foreign = Step.queue("q", of: Step.other)
  private static let denied =
    "400 InvalidParameterValueException: The function execution role does not have permissions to"
    + " call ReceiveMessage on SQS"

  /// Both accounts have a queue `q`; the other's lets this account in, and a function reads it.
  private static let mapped: [AccountRow.Step] =
    [Step.makeQueue("q"), Step.makeQueue("q", in: Step.other, Step.allow("sqs:*", to: mine))]
    + Step.makeFunction() + [
      Step.map(foreign), Step.wait(5), Step.send(to: "q"), Step.send(to: "q", in: Step.other),
      Step.wait(10),
    ]

  private static let mappings = [
    AccountRow(
      "a mapping reads the queue of another account",
      after: mapped,
      Step.depth(of: "q", in: Step.other),
      Step.messages(0)
    ),
    AccountRow(
      "and leaves its own of that name alone",
      after: mapped,
      Step.depth(of: "q"),
      Step.messages(1)
    ),
    AccountRow(
      "a queue whose policy lets nobody in",
      after: [Step.makeQueue("q"), Step.makeQueue("q", in: Step.other)] + Step.makeFunction(),
      Step.map(foreign),
      [denied]
    ),
    AccountRow(
      "a queue whose policy lets another role in",
      after: [
        Step.makeQueue("q", in: Step.other, Step.allow("sqs:*", to: Step.role("s")))
      ] + Step.makeFunction(),
      Step.map(foreign),
      [denied]
    ),
    AccountRow(
      "a queue whose policy lets the role in",
      after: [
        Step.makeQueue("q", in: Step.other, Step.allow("sqs:*", to: Step.role()))
      ] + Step.makeFunction(),
      Step.map(foreign),
      ["State = Creating"]
    ),
    AccountRow(
      "a queue of another account, and a role that says nothing",
      after: Step.makeRole(for: "lambda") + [
        Step.makeQueue("q", in: Step.other, Step.allow("sqs:*", to: Step.role()))
      ] + Step.makeFunction(),
      Step.map(foreign),
      [denied]
    ),
    AccountRow(
      "a queue of an account that nobody has",
      after: [Step.makeQueue("q")] + Step.makeFunction(),
      Step.map(Step.queue("q", of: Step.stranger)),
      [denied]
    ),
    AccountRow(
      "a queue in another Region",
      after: [Step.makeQueue("q")] + Step.makeFunction(),
      Step.map(Step.queue("q", in: "eu-west-1")),
      [
        "400 InvalidParameterValueException: The event source must be in the function's Region:"
          + " \(Step.queue("q", in: "eu-west-1"))."
      ]
    ),
  ]

  /// What a function's success brings to the queue `q` of this account when its destination is another
  /// one.
  private static func destination(_ fact: String, _ arn: String) -> AccountRow {
    AccountRow(
      fact,
      after: [Step.makeQueue("q")] + Step.makeFunction() + [
        (
          "",
          (
            "lambda put-function-event-invoke-config",
            [
              "FunctionName": "f",
              "DestinationConfig": ["OnSuccess": ["Destination": .string(arn)]],
            ]
          )
        ),
        (
          "",
          ("lambda invoke", ["FunctionName": "f", "InvocationType": "Event", "Payload": ["id": 1]])
        ),
        Step.wait(20),
      ],
      Step.depth(of: "q"),
      Step.messages(0)
    )
  }

  private static let deliveries = [
    destination("a destination of nobody's account", Step.queue("q", of: Step.stranger)),
    destination("a destination in another Region", Step.queue("q", in: "eu-west-1")),
    AccountRow(
      "a schedule for a queue of nobody's account",
      after: [
        Step.makeQueue("q"), Step.schedule(Step.queue("q", of: Step.stranger)), Step.wait(120),
      ],
      Step.depth(of: "q"),
      Step.messages(0)
    ),
    AccountRow(
      "a schedule for a queue of another account",
      after: [
        Step.makeQueue("q"), Step.makeQueue("q", in: Step.other, Step.allow("sqs:*", to: mine)),
        Step.schedule(foreign), Step.wait(120),
      ],
      Step.depth(of: "q", in: Step.other),
      Step.messages(1)
    ),
    AccountRow(
      "a schedule's dead letters in another Region",
      after: [
        Step.makeQueue("dead"),
        (
          "",
          (
            "scheduler create-schedule",
            [
              "Name": "s", "ScheduleExpression": "at(2026-01-01T00:01:00)",
              "FlexibleTimeWindow": ["Mode": "OFF"],
              "Target": [
                "Arn": .string(Step.queue("gone")), "RoleArn": .string(Step.arn(ofRole: "r")),
                "Input": "x",
                "DeadLetterConfig": ["Arn": .string(Step.queue("dead", in: "eu-west-1"))],
              ],
            ]
          )
        ), Step.wait(120),
      ],
      Step.depth(of: "dead"),
      Step.messages(0)
    ),
    AccountRow(
      "a pipe to a queue of nobody's account",
      after: [Step.makeQueue("in"), Step.makeQueue("q")]
        + Step.pipe(from: Step.queue("in"), to: Step.queue("q", of: Step.stranger)) + [
          Step.send(to: "in"), Step.wait(20),
        ],
      Step.depth(of: "q"),
      Step.messages(0)
    ),
    AccountRow(
      "a dead-letter queue of another account that lets the role in",
      after: [
        Step.makeQueue("q", in: Step.other, Step.allow("sqs:SendMessage", to: Step.role()))
      ] + Step.makeFunction(#"[{"fail": {"type": "No", "message": "no"}}]"#) + [
        (
          "",
          (
            "lambda update-function-configuration",
            ["FunctionName": "f", "DeadLetterConfig": ["TargetArn": .string(foreign)]]
          )
        ), Step.wait(5),
        (
          "",
          (
            "lambda put-function-event-invoke-config",
            ["FunctionName": "f", "MaximumRetryAttempts": 0]
          )
        ),
        (
          "",
          ("lambda invoke", ["FunctionName": "f", "InvocationType": "Event", "Payload": ["id": 1]])
        ),
        Step.wait(20),
      ],
      Step.depth(of: "q", in: Step.other),
      Step.messages(1)
    ),
  ]

  private static func table(_ account: String, _ region: String = "us-east-1") -> String {
    "arn:aws:dynamodb:\(region):\(account):table/tab"
  }

  /// What comes of an item for a table by an ARN, where this account has the table `tab`.
  private static func item(_ fact: String, _ arn: String, _ expected: [String]) -> AccountRow {
    AccountRow(
      fact,
      after: [
        (
          "",
          (
            "dynamodb create-table",
            [
              "TableName": "tab", "BillingMode": "PAY_PER_REQUEST",
              "AttributeDefinitions": [["AttributeName": "id", "AttributeType": "S"]],
              "KeySchema": [["AttributeName": "id", "KeyType": "HASH"]],
            ]
          )
        ), Step.wait(10),
      ],
      (
        "",
        ("dynamodb put-item", ["TableName": .string(arn), "Item": ["id": ["S": "1"]]])
      ),
      expected
    )
  }

  private static func refusal(_ account: String) -> [String] {
    [
      "400 AccessDeniedException: User: arn:aws:iam::123456789012:role/learner is not authorized to"
        + " perform: dynamodb:PutItem on resource: \(table(account)) because no resource-based policy"
        + " allows the dynamodb:PutItem action"
    ]
  }

  private static let tables = [
    item("a table by its own ARN", table(Step.home), ["Attributes = -"]),
    item("a table of nobody's account", table(Step.stranger), refusal(Step.stranger)),
    item(
      "a table in another Region",
      table(Step.home, "eu-west-1"),
      ["400 ResourceNotFoundException: Requested resource not found: Table: tab not found"]
    ),
  ]
}
