import JSON
import Testing

/// What EventBridge is claimed to answer about tags of buses and rules.
struct EventTagConformance {
  @Test(arguments: tags)
  func `the service answers`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let x = EventsRow.bus("x")
  private static let two: JSONValue = [
    ["Key": "tag1", "Value": "value1"], ["Key": "tag2", "Value": "value2"],
  ]
  private static let busARN: JSONValue = .string("\(Row.account):event-bus/default")
  private static let ruleARN: JSONValue = .string("\(Row.account):rule/r")

  static let tags: [EventsRow] = [
    .init(
      "[LS] tags of a bus in their order",
      after: [("tag-resource", ["ResourceARN": busARN, "Tags": two])],
      "list-tags-for-resource",
      ["ResourceARN": busARN],
      #"Tags = [{"Key":"tag1","Value":"value1"},{"Key":"tag2","Value":"value2"}]"#
    ),
    .init(
      "[LS] one is taken away",
      after: [
        ("tag-resource", ["ResourceARN": busARN, "Tags": two]),
        ("untag-resource", ["ResourceARN": busARN, "TagKeys": ["tag2", "tag3"]]),
      ],
      "list-tags-for-resource",
      ["ResourceARN": busARN],
      #"Tags = [{"Key":"tag1","Value":"value1"}]"#
    ),
    .init(
      "of a new rule",
      after: [Row.rule("r", ["Tags": two])],
      "list-tags-for-resource",
      ["ResourceARN": ruleARN],
      "Tags.# = 2"
    ),
    .init(
      "but not of one that is replaced",
      after: [Row.rule(), Row.rule("r", ["Tags": two])],
      "list-tags-for-resource",
      ["ResourceARN": ruleARN],
      "Tags = []"
    ),
    .init(
      "of a rule on another bus",
      after: [
        x, Row.rule("r", ["EventBusName": "x"]),
        ("tag-resource", ["ResourceARN": .string("\(Row.account):rule/x/r"), "Tags": two]),
      ],
      "list-tags-for-resource",
      ["ResourceARN": .string("\(Row.account):rule/x/r")],
      "Tags.# = 2"
    ),
    .init(
      "of a rule that is not there",
      "list-tags-for-resource",
      ["ResourceARN": ruleARN],
      "400 ResourceNotFoundException: Rule r does not exist on EventBus default."
    ),
    .init(
      "of a rule of an account that there is not",
      after: [Row.rule()],
      "list-tags-for-resource",
      ["ResourceARN": "arn:aws:events:us-east-1:999999999999:rule/r"],
      "400 AccessDeniedException: User: arn:aws:iam::123456789012:role/learner is not authorized to"
        + " perform: events:ListTagsForResource on resource:"
        + " arn:aws:events:us-east-1:999999999999:rule/r because no resource-based policy allows the"
        + " events:ListTagsForResource action"
    ),
    .init(
      "AWS's own keys",
      "tag-resource",
      ["ResourceARN": busARN, "Tags": [["Key": "aws:x", "Value": ""]]],
      "400 ValidationException: Tag keys that begin with aws: are reserved."
    ),
    .init(
      "50 tags",
      "tag-resource",
      [
        "ResourceARN": busARN,
        "Tags": .array((0..<51).map { ["Key": .string("k\($0)"), "Value": ""] }),
      ],
      Row.tooMany
    ),
  ]
}
