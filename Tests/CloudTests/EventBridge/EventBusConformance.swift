import JSON
import Testing

/// What EventBridge is claimed to answer about buses and their policies.
///
/// One row, one claim of `eventbridge.md`, the service model or what LocalStack has recorded on AWS.
struct EventBusConformance {
  @Test(arguments: buses + policies)
  func `the service answers`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let x = EventsRow.bus("x")
  private static let missing = "400 ResourceNotFoundException: Event bus x does not exist."

  static let buses: [EventsRow] = [
    .init(
      "§1 every account has a default bus",
      "list-event-buses",
      [:],
      "EventBuses.0.Name = default",
      "EventBuses.0.Arn = \(Row.account):event-bus/default",
      "EventBuses.# = 1"
    ),
    .init(
      "§1 a bus of one's own",
      "create-event-bus",
      ["Name": "shop.orders_2-x", "Description": "orders"],
      "EventBusArn = \(Row.account):event-bus/shop.orders_2-x",
      "Description = orders"
    ),
    .init(
      "and how it is described",
      after: [("create-event-bus", ["Name": "x", "Description": "orders"])],
      "describe-event-bus",
      ["Name": "x"],
      "Name = x",
      "Arn = \(Row.account):event-bus/x",
      "Description = orders",
      "Policy = -",
      "CreationTime = 2026-01-01T00:00:00.010000+00:00",
      "LastModifiedTime = 2026-01-01T00:00:00.010000+00:00"
    ),
    .init(
      "without a name the default bus",
      "describe-event-bus",
      [:],
      "Name = default",
      "CreationTime = 2026-01-01T00:00:00+00:00"
    ),
    .init(
      "by its ARN",
      after: [x],
      "describe-event-bus",
      ["Name": .string("\(Row.account):event-bus/x")],
      "Name = x"
    ),
    .init("[LS] one that is not there", "describe-event-bus", ["Name": "x"], missing),
    .init(
      "§2 a bus twice",
      after: [x],
      x.command,
      x.input,
      "400 ResourceAlreadyExistsException: Event bus x already exists."
    ),
    .init(
      "§1 not default",
      "create-event-bus",
      ["Name": "default"],
      "400 ResourceAlreadyExistsException: Event bus default already exists."
    ),
    .init(
      "§1 no slash in the name of one's own bus",
      "create-event-bus",
      ["Name": "a/b"],
      "400 ValidationException: Event bus name must not contain '/'."
    ),
    .init(
      "§1 nor other letters",
      "create-event-bus",
      ["Name": "a b"],
      Row.constraint("a b", at: "name", Row.letters)
    ),
    .init(
      "§1 256 letters",
      "create-event-bus",
      ["Name": .string(String(repeating: "b", count: 256))],
      "EventBusArn = \(Row.account):event-bus/" + String(repeating: "b", count: 256)
    ),
    .init(
      "§1 and no more",
      "create-event-bus",
      ["Name": .string(String(repeating: "b", count: 257))],
      Row.constraint(
        String(repeating: "b", count: 257),
        at: "name",
        "have length less than or equal to 256"
      )
    ),
    .init(
      "§1 100 buses beside the default one",
      after: (0..<100).map { Row.bus("b\($0)") },
      x.command,
      x.input,
      Row.tooMany
    ),
    .init(
      "pages of a list",
      after: (0..<5).map { Row.bus("b\($0)") },
      "list-event-buses",
      ["NamePrefix": "b", "Limit": 3],
      "EventBuses.# = 3",
      "EventBuses.2.Name = b2",
      "NextToken = YjM="
    ),
    .init(
      "and the next one",
      after: (0..<5).map { Row.bus("b\($0)") },
      "list-event-buses",
      ["NamePrefix": "b", "Limit": 3, "NextToken": "YjM="],
      "EventBuses.# = 2",
      "EventBuses.0.Name = b3",
      "NextToken = -"
    ),
    .init(
      "no page of none",
      "list-event-buses",
      ["Limit": 0],
      Row.constraint("0", at: "limit", "have value greater than or equal to 1")
    ),
    .init(
      "a changed description",
      after: [x],
      "update-event-bus",
      ["Name": "x", "Description": "news"],
      "Description = news",
      "Arn = \(Row.account):event-bus/x"
    ),
    .init(
      "of 512 letters",
      "update-event-bus",
      ["Description": .string(String(repeating: "d", count: 513))],
      Row.constraint(
        String(repeating: "d", count: 513),
        at: "description",
        "have length less than or equal to 512"
      )
    ),
    .init(
      "§2 the default bus stays",
      "delete-event-bus",
      ["Name": "default"],
      "400 ValidationException: Cannot delete event bus default."
    ),
    .init("[LS] to delete nothing is no error", "delete-event-bus", ["Name": "x"], "# = 0"),
    .init(
      "only a name deletes a bus",
      after: [x],
      "delete-event-bus",
      ["Name": "arn:aws:events:us-east-1:999999999999:event-bus/x"],
      Row.constraint(
        "arn:aws:events:us-east-1:999999999999:event-bus/x",
        at: "name",
        Row.letters
      )
    ),
    .init(
      "a bus with rules stays",
      after: [x, Row.rule("r", ["EventBusName": "x"])],
      "delete-event-bus",
      ["Name": "x"],
      "400 ValidationException: EventBus can't be deleted since it has rules."
    ),
    .init(
      "a partner's bus",
      "create-event-bus",
      ["Name": "x", "EventSourceName": "aws.partner/a/b"],
      Row.leftOut("A bus for the events of a partner")
    ),
    .init(
      "a dead-letter queue that is none",
      "create-event-bus",
      ["Name": "x", "DeadLetterConfig": ["Arn": "arn:aws:sns:us-east-1:123456789012:t"]],
      "400 ValidationException: Parameter DeadLetterConfig.Arn is not valid. Reason:"
        + " arn:aws:sns:us-east-1:123456789012:t is no standard queue of this Region."
    ),
    .init(
      "a log",
      "update-event-bus",
      ["LogConfig": ["Level": "TRACE"]],
      Row.leftOut("The log of a bus")
    ),
  ]

  // MARK: Policies

  private static func permission(_ more: JSONObject = [:]) -> EventsRow.Step {
    (
      "put-permission",
      Row.merged(
        ["StatementId": "one", "Principal": "444455556666", "Action": "events:PutEvents"],
        more
      )
    )
  }

  private static func statement(_ sid: String, _ principal: String, _ more: String = "") -> String {
    #"{"Sid":"\#(sid)","Effect":"Allow","Principal":\#(principal),"Action":"events:PutEvents","#
      + #""Resource":"\#(Row.account):event-bus/default"\#(more)}"#
  }

  private static func policy(_ statements: String...) -> String {
    #"Policy = {"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
  }

  private static let root = #"{"AWS":"arn:aws:iam::444455556666:root"}"#

  static let policies: [EventsRow] = [
    .init(
      "§6 a statement for an account [LS]",
      after: [permission()],
      "describe-event-bus",
      [:],
      policy(statement("one", root))
    ),
    .init(
      "one more for everybody of an organisation",
      after: [
        permission(),
        permission([
          "StatementId": "two", "Principal": "*",
          "Condition": [
            "Type": "StringEquals", "Key": "aws:PrincipalOrgID", "Value": "o-abc123",
          ],
        ]),
      ],
      "describe-event-bus",
      [:],
      policy(
        statement("one", root),
        statement(
          "two",
          #""*""#,
          #","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abc123"}}"#
        )
      )
    ),
    .init(
      "a statement of the same id is replaced",
      after: [permission(), permission(["Principal": "*"])],
      "describe-event-bus",
      [:],
      policy(statement("one", #""*""#))
    ),
    .init(
      "[LS] a whole policy replaces all",
      after: [
        permission(),
        permission([
          "Policy": .string(
            #"{"Version":"2012-10-17","Statement":[\#(statement("three", #""*""#))]}"#
          )
        ]),
      ],
      "describe-event-bus",
      [:],
      policy(statement("three", #""*""#))
    ),
    .init(
      "[LS] on a bus that is not there",
      permission(["EventBusName": "x"]).command,
      permission(["EventBusName": "x"]).input,
      missing
    ),
    .init(
      "another action",
      "put-permission",
      permission(["Action": "events:PutRule"]).input,
      "400 ValidationException: Provided value in parameter 'action' is not supported."
    ),
    .init(
      "no account",
      "put-permission",
      permission(["Principal": "444"]).input,
      Row.constraint(
        "444",
        at: "principal",
        "satisfy regular expression pattern: (\\d{12}|\\*)"
      )
    ),
    .init(
      "an id with a space",
      "put-permission",
      permission(["StatementId": "a b"]).input,
      Row.constraint(
        "a b",
        at: "statementId",
        "satisfy regular expression pattern: [a-zA-Z0-9-_]+"
      )
    ),
    .init(
      "no policy",
      "put-permission",
      ["Policy": "{}"],
      "400 ValidationException: Parameter Policy is not valid. Reason: It is not a policy."
    ),
    .init(
      "§1 10,240 letters of policy",
      "put-permission",
      [
        "Policy": .string(
          #"{"Statement":[\#(statement(String(repeating: "s", count: 10_240), #""*""#))]}"#
        )
      ],
      "400 PolicyLengthExceededException: The event bus policy is longer than 10240 characters."
    ),
    .init(
      "[LS] a statement goes, and the others stay",
      after: [
        permission(), permission(["StatementId": "two"]),
        ("remove-permission", ["StatementId": "one"]),
      ],
      "describe-event-bus",
      [:],
      policy(statement("two", root))
    ),
    .init(
      "[LS] all of them go",
      after: [permission(), ("remove-permission", ["RemoveAllPermissions": true])],
      "describe-event-bus",
      [:],
      "Policy = -"
    ),
    .init(
      "[LS] one that is not there, with a policy",
      after: [permission()],
      "remove-permission",
      ["StatementId": "two"],
      "400 ResourceNotFoundException: Statement with the provided id does not exist."
    ),
    .init(
      "[LS] and without one",
      "remove-permission",
      ["StatementId": "two"],
      "400 ResourceNotFoundException: Statement with the provided id does not exist."
    ),
  ]
}
