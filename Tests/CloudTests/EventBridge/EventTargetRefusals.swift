import JSON
import Testing

/// What targets EventBridge is claimed to refuse, and in which words.
///
/// One row, one claim of `eventbridge.md`, the service model or what users have recorded on AWS.
struct EventTargetRefusals {
  @Test(arguments: refusedTargets)
  func `the service refuses`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static func refusal(
    _ fact: String,
    _ more: JSONObject,
    _ expected: String
  ) -> EventsRow {
    .init(fact, after: [Row.rule()], "put-targets", Row.target(more).input, expected)
  }

  private static func transformer(_ template: String, _ paths: JSONObject = [:]) -> JSONObject {
    ["InputTransformer": ["InputTemplate": .string(template), "InputPathsMap": .object(paths)]]
  }

  private static let kinds =
    "(functions, queues, topics, event buses, log groups, delivery streams and API destinations are"
    + " targets here)"
  private static let json =
    "400 ValidationException: InputTemplate for target 1 contains placeholder aws.events.event.json"
    + " valid only for JSON template."
  private static let bus = "arn:aws:events:us-east-1:444455556666:event-bus/x"

  static let refusedTargets: [EventsRow] = [
    refusal(
      "§2 an id with other letters [LS]",
      ["Id": "!@#$@!#$"],
      Row.constraint("!@#$@!#$", at: "targets.1.member.id", Row.letters)
    ),
    refusal(
      "no ARN",
      ["Arn": "a"],
      "400 ValidationException: Parameter a is not valid. Reason: Provided Arn is not in correct"
        + " format."
    ),
    refusal(
      "§3 a kind that is left out, with the list of those that are not",
      ["Arn": "arn:aws:states:us-east-1:123456789012:stateMachine:m"],
      Row.leftOut("A target of states \(kinds)")
    ),
    refusal(
      "§3 another Region",
      ["Arn": "arn:aws:sqs:eu-west-1:123456789012:a"],
      Row.leftOut("A target in another Region")
    ),
    refusal(
      "§3 two inputs",
      ["Input": "1", "InputPath": "$.detail"],
      "400 ValidationException: Only one of Input, InputPath, or InputTransformer must be provided"
        + " for target 1."
    ),
    refusal(
      "§3 a constant that is not JSON",
      ["Input": "hello"],
      "400 ValidationException: JSON syntax error in input for target 1"
    ),
    refusal(
      "§3 a constant of 8,193 letters",
      ["Input": .string("\"" + String(repeating: "x", count: 8_191) + "\"")],
      "400 ValidationException: input for target 1 must have 1 to 8192 letters, not 8193."
    ),
    refusal(
      "§3 a path without its dollar",
      ["InputPath": "detail"],
      "400 ValidationException: InputPath for target 1 is invalid."
    ),
    refusal(
      "§3 a path of 257 letters",
      ["InputPath": .string("$." + String(repeating: "x", count: 255))],
      "400 ValidationException: inputPath for target 1 must have 1 to 256 letters, not 257."
    ),
    refusal(
      "§3 a name that is not in the map [LS]",
      transformer(#""<x>""#),
      "400 ValidationException: InputTemplate for target 1 contains invalid placeholder x."
    ),
    refusal(
      "§3 101 variables",
      transformer(
        #""x""#,
        JSONObject((0..<101).map { ("v\($0)", JSONValue.string("$.detail")) })
      ),
      Row.constraint(
        "[101]",
        at: "targets.1.member.inputTransformer.inputPathsMap",
        "have length less than or equal to 100"
      )
    ),
    refusal(
      "§3 a name of AWS's own",
      transformer(#""<AWS.x>""#, ["AWS.x": "$.detail"]),
      "400 ValidationException: 1 validation error detected: Value 'AWS.x' at"
        + " 'targets.1.member.inputTransformer.inputPathsMap' failed to satisfy constraint: Map keys"
        + " must satisfy constraint: [Member must have length less than or equal to 256, Member must"
        + " have length greater than or equal to 1, Member must satisfy regular expression pattern:"
        + " [A-Za-z0-9\\_\\-]+]"
    ),
    refusal(
      "a name in brackets, as recorded",
      transformer(#""<x>""#, ["x": "$.detail['x']"]),
      "400 ValidationException: InputPath for target 1 is invalid."
    ),
    refusal(
      "part of a name as a wildcard",
      ["InputPath": "$.detail.x*"],
      "400 ValidationException: InputPath for target 1 is invalid."
    ),
    refusal(
      "§3 the whole event in a line, as recorded",
      transformer(#""event was <aws.events.event.json> today""#),
      json
    ),
    refusal(
      "§3 the whole event in a list, as recorded",
      transformer("[<aws.events.event.json>]"),
      json
    ),
    refusal(
      "§3 a FIFO queue without a group",
      ["Arn": .string(Row.queue + ".fifo")],
      "400 ValidationException: Parameter(s) SqsParameters must be specified for target: 1."
    ),
    refusal(
      "a group for a topic is taken, as recorded",
      [
        "Arn": "arn:aws:sns:us-east-1:123456789012:t", "SqsParameters": ["MessageGroupId": "g"],
      ],
      #"{"FailedEntryCount":0,"FailedEntries":[]} = -"#
    ),
    refusal(
      "headers for a topic",
      [
        "Arn": "arn:aws:sns:us-east-1:123456789012:t",
        "HttpParameters": ["HeaderParameters": ["a": "b"]],
      ],
      "400 ValidationException: Parameter(s) HttpParameters not supported for target: 1."
    ),
    refusal(
      "§6 a bus of another account without a role",
      ["Arn": .string(bus)],
      "400 ValidationException: RoleArn is required for target \(bus)."
    ),
    refusal(
      "§3 another input for a bus",
      ["Arn": .string(bus), "RoleArn": "arn:aws:iam::123456789012:role/r", "Input": "1"],
      "400 ValidationException: Modifying the input for target 1 is not supported"
    ),
    refusal(
      "§4 186 retries",
      ["RetryPolicy": ["MaximumRetryAttempts": 186]],
      Row.constraint(
        "186",
        at: "targets.1.member.retryPolicy.maximumRetryAttempts",
        "have value less than or equal to 185"
      )
    ),
    refusal(
      "§4 an age of 59 s",
      ["RetryPolicy": ["MaximumEventAgeInSeconds": 59]],
      Row.constraint(
        "59",
        at: "targets.1.member.retryPolicy.maximumEventAgeInSeconds",
        "have value greater than or equal to 60"
      )
    ),
    refusal(
      "§4 a FIFO queue for dead letters",
      ["DeadLetterConfig": ["Arn": .string(Row.queue + ".fifo")]],
      "400 ValidationException: SQS FIFO is not supported by Dead Letter Queues"
    ),
    refusal(
      "§4 a topic for dead letters",
      ["DeadLetterConfig": ["Arn": "arn:aws:sns:us-east-1:123456789012:t"]],
      "400 ValidationException: sns is not supported as a dead letter resource"
    ),
    .init(
      "a target twice, as recorded",
      after: [Row.rule()],
      "put-targets",
      [
        "Rule": "r",
        "Targets": [
          ["Id": "1", "Arn": .string(Row.queue)], ["Id": "1", "Arn": .string(Row.queue)],
        ],
      ],
      "400 ValidationException: Parameter targets is not valid. Reason: More than one target with Id"
        + " '1' is provided."
    ),
    refusal(
      "parameters of a kind that is left out",
      ["KinesisParameters": ["PartitionKeyPath": "$.id"]],
      "Targets[0].KinesisParameters is no parameter here; there are Id, Arn, RoleArn, Input,"
        + " InputPath, InputTransformer, SqsParameters, HttpParameters, DeadLetterConfig, RetryPolicy"
    ),
  ]
}
