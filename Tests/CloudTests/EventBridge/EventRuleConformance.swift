import JSON
import Testing

/// What EventBridge is claimed to answer about rules and targets.
///
/// One row, one claim of `eventbridge.md`, the service model or what LocalStack has recorded on AWS.
struct EventRuleConformance {
  @Test(arguments: rules + targets)
  func `the service answers`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let x = EventsRow.bus("x")
  private static let missing =
    "400 ResourceNotFoundException: Rule r does not exist on EventBus default."
  private static let wildcard: JSONObject = ["EventPattern": #"{"source":[{"wildcard":"a*"}]}"#]

  /// A pattern of so many letters.
  private static func pattern(of letters: Int) -> JSONValue {
    .string(#"{"source":[""# + String(repeating: "x", count: letters - 15) + #""]}"#)
  }

  static let rules: [EventsRow] = [
    .init(
      "§2 the ARN on the default bus",
      "put-rule",
      Row.rule().input,
      "RuleArn = \(Row.account):rule/r"
    ),
    .init(
      "§2 and on another",
      after: [x],
      "put-rule",
      Row.rule("r", ["EventBusName": .string("\(Row.account):event-bus/x")]).input,
      "RuleArn = \(Row.account):rule/x/r"
    ),
    .init(
      "not on the bus of this name in another Region",
      after: [x],
      "put-rule",
      Row.rule("r", ["EventBusName": "arn:aws:events:eu-west-1:123456789012:event-bus/x"]).input,
      Row.leftOut("An event bus in another Region")
    ),
    .init(
      "nor on the one of an account that there is not",
      after: [x],
      "put-rule",
      Row.rule("r", ["EventBusName": "arn:aws:events:us-east-1:999999999999:event-bus/x"]).input,
      "400 AccessDeniedException: User: arn:aws:iam::123456789012:role/learner is not authorized to"
        + " perform: events:PutRule on resource: arn:aws:events:us-east-1:999999999999:rule/x/r"
        + " because no resource-based policy allows the events:PutRule action"
    ),
    .init(
      "a bus is named by letters and digits",
      "put-rule",
      Row.rule("r", ["EventBusName": "my bus"]).input,
      Row.noBus("my bus", at: "eventBusName")
    ),
    .init(
      "[LS] how a rule is described",
      after: [
        Row.rule("r", ["Description": "d", "RoleArn": "arn:aws:iam::123456789012:role/r"])
      ],
      "describe-rule",
      ["Name": "r"],
      "Arn = \(Row.account):rule/r",
      "EventPattern = \(Row.pattern)",
      "State = ENABLED",
      "Description = d",
      "RoleArn = arn:aws:iam::123456789012:role/r",
      "EventBusName = default",
      "CreatedBy = 123456789012",
      "ManagedBy = -"
    ),
    .init(
      "§2 putting it again clears what is left out",
      after: [Row.rule("r", ["Description": "d", "State": "DISABLED"]), Row.rule()],
      "describe-rule",
      ["Name": "r"],
      "Description = -",
      "State = ENABLED"
    ),
    .init(
      "[LS] and keeps the targets",
      after: [Row.rule(), Row.target([:]), Row.rule("r", ["Description": "d"])],
      "list-targets-by-rule",
      ["Rule": "r"],
      "Targets.0.Arn = \(Row.queue)"
    ),
    .init("[LS] one that is not there", "describe-rule", ["Name": "r"], missing),
    .init("nor to be put in force", "enable-rule", ["Name": "r"], missing),
    .init(
      "on a bus that is not there",
      "put-rule",
      Row.rule("r", ["EventBusName": "x"]).input,
      "400 ResourceNotFoundException: Event bus x does not exist."
    ),
    .init(
      "§2 neither pattern nor schedule",
      "put-rule",
      ["Name": "r"],
      "400 ValidationException: Parameter(s) EventPattern or ScheduleExpression must be specified."
    ),
    .init(
      "§2 a bad pattern says why",
      "put-rule",
      Row.rule("r", ["EventPattern": #"{"source":"shop"}"#]).input,
      "400 InvalidEventPatternException: Event pattern is not valid. Reason: \"source\" must be an"
        + " object or an array\n at [Source: (String)\"{\"source\":\"shop\"}\"; line: 1, column: 12]"
    ),
    .init(
      "§1 a pattern of 2,049 letters, as recorded",
      "put-rule",
      Row.rule("r", ["EventPattern": pattern(of: 2_049)]).input,
      "400 ValidationException: Parameter EventPattern for rule r exceeds limit of 2048."
    ),
    .init(
      "§1 of 2,048 letters",
      "put-rule",
      Row.rule("r", ["EventPattern": pattern(of: 2_048)]).input,
      "RuleArn = arn:aws:events:us-east-1:123456789012:rule/r"
    ),
    .init(
      "§2 a name with a space",
      "put-rule",
      Row.rule("a b").input,
      Row.constraint("a b", at: "name", Row.letters)
    ),
    .init(
      "§2 65 letters",
      "put-rule",
      Row.rule(String(repeating: "r", count: 65)).input,
      Row.constraint(
        String(repeating: "r", count: 65),
        at: "name",
        "have length less than or equal to 64"
      )
    ),
    .init(
      "§2 the state with AWS CloudTrail",
      "put-rule",
      Row.rule("r", ["State": "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"]).input,
      Row.leftOut("The state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
    ),
    .init(
      "§1 300 rules of a bus",
      after: (0..<300).map { Row.rule("r\($0)") },
      "put-rule",
      Row.rule().input,
      Row.tooMany
    ),
    .init(
      "§1 another bus has 300 of its own, and a rule may be replaced",
      after: (0..<300).map { Row.rule("r\($0)") } + [x],
      "put-rule",
      Row.rule("r7").input,
      "RuleArn = \(Row.account):rule/r7"
    ),
    .init(
      "§1 30 rules with a wildcard",
      after: (0..<30).map { Row.rule("r\($0)", wildcard) },
      "put-rule",
      Row.rule("r", wildcard).input,
      Row.tooMany
    ),
    .init(
      "§1 one of them again",
      after: (0..<30).map { Row.rule("r\($0)", wildcard) },
      "put-rule",
      Row.rule("r7", wildcard).input,
      "RuleArn = \(Row.account):rule/r7"
    ),
    .init(
      "§2 targets go first",
      after: [Row.rule(), Row.target([:])],
      "delete-rule",
      ["Name": "r"],
      "400 ValidationException: Rule can't be deleted since it has targets."
    ),
    .init("to delete nothing is no error", "delete-rule", ["Name": "r"], "# = 0"),
    .init(
      "the names by target",
      after: [
        Row.rule("b"), Row.rule("a"), Row.rule("c"), Row.target([:], of: "b"),
        Row.target([:], of: "a"),
      ],
      "list-rule-names-by-target",
      ["TargetArn": .string(Row.queue)],
      #"RuleNames = ["a","b"]"#
    ),
    .init(
      "[LS] pages of rules",
      after: (0..<5).map { Row.rule("r\($0)") },
      "list-rules",
      ["Limit": 3],
      "Rules.# = 3",
      "NextToken = cjM="
    ),
    .init(
      "[LS] a rule with a schedule, on the default bus only",
      after: [x],
      "put-rule",
      Row.rule("r", ["ScheduleExpression": "rate(1 minute)", "EventBusName": "x"]).input,
      "400 ValidationException: ScheduleExpression is supported only on the default event bus."
    ),
    .init(
      "a pattern that matches",
      "test-event-pattern",
      ["EventPattern": .string(Row.pattern), "Event": .string(whole)],
      "Result = true"
    ),
    .init(
      "a pattern that does not",
      "test-event-pattern",
      ["EventPattern": #"{"source":["bank"]}"#, "Event": .string(whole)],
      "Result = false"
    ),
    .init(
      "§2 an event without its mandatory fields",
      "test-event-pattern",
      ["EventPattern": .string(Row.pattern), "Event": #"{"source":"shop"}"#],
      "400 ValidationException: Parameter Event is not valid. Reason: the field id is mandatory."
    ),
  ]

  private static let whole =
    #"{"id":"1","account":"1","source":"shop","time":"2026-01-01T00:00:00Z","region":"r","#
    + #""resources":[],"detail-type":"t"}"#

  // MARK: Targets

  private static func targets(_ count: Int) -> EventsRow.Step {
    (
      "put-targets",
      [
        "Rule": "r",
        "Targets": .array((0..<count).map { ["Id": .string("\($0)"), "Arn": .string(Row.queue)] }),
      ]
    )
  }

  static let targets: [EventsRow] = [
    .init(
      "§3 nothing failed [LS]",
      after: [Row.rule()],
      "put-targets",
      Row.target([:]).input,
      "FailedEntryCount = 0",
      "FailedEntries = []"
    ),
    .init(
      "§1 five targets",
      after: [Row.rule()],
      "put-targets",
      targets(5).input,
      "FailedEntryCount = 0"
    ),
    .init("§2 and not six", after: [Row.rule()], "put-targets", targets(6).input, Row.tooMany),
    .init(
      "a sixth in a second request, and the five stay",
      after: [
        Row.rule(), targets(5),
        ("put-targets", ["Rule": "r", "Targets": [["Id": "x", "Arn": .string(Row.queue)]]]),
      ],
      "list-targets-by-rule",
      ["Rule": "r"],
      "Targets.# = 5"
    ),
    .init(
      "§3 the same id replaces",
      after: [Row.rule(), Row.target([:]), Row.target(["InputPath": "$.detail"])],
      "list-targets-by-rule",
      ["Rule": "r"],
      "Targets.# = 1",
      "Targets.0.InputPath = $.detail"
    ),
    .init(
      "[LS] pages of targets",
      after: [Row.rule(), targets(5)],
      "list-targets-by-rule",
      ["Rule": "r", "Limit": 3],
      "Targets.# = 3",
      "NextToken = Mw=="
    ),
    .init(
      "§3 what a target keeps",
      after: [
        Row.rule(),
        Row.target([
          "Arn": .string(Row.queue + ".fifo"), "SqsParameters": ["MessageGroupId": "g"],
          "RetryPolicy": ["MaximumRetryAttempts": 3],
          "DeadLetterConfig": ["Arn": .string(Row.queue)],
        ]),
      ],
      "list-targets-by-rule",
      ["Rule": "r"],
      "Targets.0.SqsParameters.MessageGroupId = g",
      "Targets.0.RetryPolicy.MaximumRetryAttempts = 3",
      "Targets.0.DeadLetterConfig.Arn = \(Row.queue)"
    ),
    .init(
      "a target that is not there cannot be removed",
      after: [Row.rule(), Row.target([:])],
      "remove-targets",
      ["Rule": "r", "Ids": ["1", "2"]],
      "FailedEntryCount = 1",
      "FailedEntries.0.TargetId = 2",
      "FailedEntries.0.ErrorCode = ResourceNotFoundException"
    ),
    .init(
      "from a rule that is not there",
      "remove-targets",
      ["Rule": "r", "Ids": ["1"]],
      missing
    ),
    .init(
      "a request without targets",
      after: [Row.rule()],
      "put-targets",
      ["Rule": "r", "Targets": []],
      Row.constraint("[0]", at: "targets", "have length greater than or equal to 1")
    ),
  ]
}
