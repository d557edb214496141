import JSON
import Testing

/// What is claimed of events that go to another bus, of the same account or another.
///
/// Account A is the first one, in which events are put; B has the bus `orders`.
struct EventAccountConformance {
  @Test(arguments: direct + forwarded + hops)
  func `events go where the policies say`(row: AccountRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  static let b = "444455556666"
  static let c = "777788889999"
  static let orders = "arn:aws:events:us-east-1:\(b):event-bus/orders"
  private static let role = "arn:aws:iam::123456789012:role/router"

  /// A statement about the bus in B.
  private static func statement(
    _ effect: String = "Allow",
    _ action: String = "events:PutEvents",
    principal: String = #"{"AWS":"arn:aws:iam::123456789012:root"}"#,
    resource: String = orders,
    if condition: String? = nil
  ) -> String {
    #"{"Sid":"\#(effect)","Effect":"\#(effect)","Principal":\#(principal),"Action":"\#(action)","#
      + #""Resource":"\#(resource)"\#(condition.map { #","Condition":\#($0)"# } ?? "")}"#
  }

  /// Lets the bus in B have a policy.
  private static func policy(_ statements: String...) -> [AccountRow.Step] {
    let text = #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    return [(b, ("put-permission", ["EventBusName": "orders", "Policy": .string(text)]))]
  }

  /// The bus in B, with a rule that hands everything of the shop to a queue of B.
  static let receiver: [AccountRow.Step] = [
    (b, Row.bus("orders")), (b, Row.queue("a", in: b)),
    (b, Row.rule("r", ["EventBusName": "orders"])),
    (
      b,
      (
        "put-targets",
        [
          "Rule": "r", "EventBusName": "orders",
          "Targets": [["Id": "1", "Arn": .string("arn:aws:sqs:us-east-1:\(b):a")]],
        ]
      )
    ),
  ]

  private static let read: AccountRow.Step = (b, EventsRow.receive("a"))
  private static let second: AccountRow.Step = ("", ("sleep", 1))

  // MARK: PutEvents on the bus of another account

  private static let put: AccountRow.Step = (
    "", EventsRow.put(EventsRow.event(["EventBusName": .string(orders)]))
  )

  /// How an entry for the bus in B is answered.
  private static func answer(
    _ fact: String,
    after steps: [AccountRow.Step],
    _ expected: String
  ) -> AccountRow {
    AccountRow(fact, after: receiver + steps, put, ["Entries.0.ErrorCode = \(expected)"])
  }

  static let denied = "AccessDeniedException"

  static let direct: [AccountRow] = [
    answer("§6 a bus without a policy", after: [], denied),
    answer("§6 one that lets the account in", after: policy(statement()), "-"),
    answer(
      "§6 by its number",
      after: policy(statement(principal: #"{"AWS":"123456789012"}"#)),
      "-"
    ),
    answer(
      "§6 another account",
      after: policy(statement(principal: #"{"AWS":"arn:aws:iam::777788889999:root"}"#)),
      denied
    ),
    answer("§6 another action", after: policy(statement("Allow", "events:PutRule")), denied),
    answer(
      "§6 everybody of the organisation",
      after: policy(
        statement(
          principal: #""*""#,
          if: #"{"StringEquals":{"aws:PrincipalOrgID":"o-fernway2026"}}"#
        )
      ),
      "-"
    ),
    answer(
      "§6 of another organisation",
      after: policy(
        statement(
          principal: #""*""#,
          if: #"{"StringEquals":{"aws:PrincipalOrgID":"o-abc1234567"}}"#
        )
      ),
      denied
    ),
    answer(
      "§6 a source and a detail-type that are named",
      after: policy(
        statement(
          if: #"{"StringEquals":{"events:source":"shop","#
            + #""events:detail-type":["OrderPlaced","OrderPaid"]}}"#
        )
      ),
      "-"
    ),
    answer(
      "§6 another source",
      after: policy(statement(if: #"{"StringEquals":{"events:source":"bank"}}"#)),
      denied
    ),
    answer(
      "§6 another detail-type",
      after: policy(
        statement(if: #"{"StringEquals":{"events:detail-type":"OrderPaid"}}"#)
      ),
      denied
    ),
    answer("a denial wins", after: policy(statement(), statement("Deny")), denied),
    AccountRow(
      "§6 each entry by itself",
      after: receiver,
      ("", EventsRow.put(EventsRow.event(["EventBusName": .string(orders)]), EventsRow.event())),
      ["FailedEntryCount = 1", "Entries.1.ErrorCode = -"]
    ),
    AccountRow(
      "§6 the event keeps the sender's account",
      after: receiver + policy(statement()) + [put, second],
      read,
      [
        "Messages.0.Body = " + #"{"version":"0","id":"ID","detail-type":"OrderPlaced","#
          + #""source":"shop","account":"123456789012","time":"2026-01-01T00:00:00Z","#
          + #""region":"us-east-1","resources":[],"detail":{"id":1}}"#
      ]
    ),
    AccountRow(
      "the own account may be denied, too",
      after: [
        (
          "",
          (
            "put-permission",
            [
              "Policy": .string(
                #"{"Statement":[\#(statement("Deny", principal: "\"*\"", resource: "*"))]}"#
              )
            ]
          )
        )
      ],
      ("", EventsRow.put(EventsRow.event())),
      ["Entries.0.ErrorCode = \(denied)"]
    ),
    AccountRow(
      "§6 rules on the bus of another account, if its policy says so",
      after: receiver
        + policy(
          statement(
            "Allow",
            "events:PutRule",
            resource: "arn:aws:events:us-east-1:\(b):rule/orders/*"
          )
        ),
      ("", EventsRow.rule("mine", ["EventBusName": .string(orders)])),
      ["RuleArn = arn:aws:events:us-east-1:\(b):rule/orders/mine"]
    ),
    AccountRow(
      "§6 whose maker is kept",
      after: makers,
      (b, ("describe-rule", ["Name": "mine", "EventBusName": "orders"])),
      ["CreatedBy = 777788889999"]
    ),
    AccountRow(
      "§6 so that it can be kept from others",
      after: makers,
      ("", EventsRow.rule("mine", ["EventBusName": .string(orders)])),
      [
        "403 AccessDeniedException: User: arn:aws:iam::123456789012:role/learner is not authorized to"
          + " perform: events:PutRule on resource: arn:aws:events:us-east-1:\(b):rule/orders/mine"
          + " because no resource-based policy allows the events:PutRule action"
      ]
    ),
    AccountRow(
      "§6 who make rules of their own",
      after: makers,
      ("", EventsRow.rule("yours", ["EventBusName": .string(orders)])),
      ["RuleArn = arn:aws:events:us-east-1:\(b):rule/orders/yours"]
    ),
  ]

  /// Two accounts may make rules on the bus in B, each of its own; C has made one.
  private static let makers: [AccountRow.Step] =
    receiver
    + policy(makers(of: "123456789012"), makers(of: c))
    + [(c, EventsRow.rule("mine", ["EventBusName": .string(orders)]))]

  private static func makers(of account: String) -> String {
    statement(
      "Allow",
      "events:PutRule",
      principal: #"{"AWS":"\#(account)"}"#,
      resource: "arn:aws:events:us-east-1:\(b):rule/orders/*",
      if: #"{"StringEqualsIfExists":{"events:creatorAccount":"\#(account)"}}"#
    )
  }

  // MARK: Rules whose target is the bus of another account

  private static let dead = "arn:aws:sqs:us-east-1:123456789012:dead"

  private static let forwarding: [AccountRow.Step] = [
    ("", EventsRow.queue("dead")), ("", EventsRow.rule("forward")),
    (
      "",
      EventsRow.target(
        [
          "Arn": .string(orders), "RoleArn": .string(role),
          "DeadLetterConfig": ["Arn": .string(dead)],
        ],
        of: "forward"
      )
    ),
    ("", EventsRow.put(EventsRow.event())), second,
  ]

  private static let letter: AccountRow.Step = ("", EventsRow.receive("dead"))
  private static let code = "Messages.0.MessageAttributes.ERROR_CODE.StringValue"

  static let forwarded: [AccountRow] = [
    AccountRow(
      "§6 the bus lets nobody in",
      after: receiver + forwarding,
      letter,
      ["\(code) = NO_PERMISSIONS"]
    ),
    AccountRow(
      "§6 it lets the account in",
      after: receiver + policy(statement()) + forwarding,
      read,
      ["Messages.# = 1"]
    ),
    AccountRow(
      "§6 it lets one rule in",
      after: receiver
        + policy(
          statement(if: #"{"ArnEquals":{"aws:SourceArn":"\#(EventsRow.account):rule/forward"}}"#)
        ) + forwarding,
      read,
      ["Messages.# = 1"]
    ),
    AccountRow(
      "§6 another rule",
      after: receiver
        + policy(
          statement(if: #"{"ArnEquals":{"aws:SourceArn":"\#(EventsRow.account):rule/other"}}"#)
        ) + forwarding,
      letter,
      ["\(code) = NO_PERMISSIONS"]
    ),
    AccountRow(
      "§6 id, account and time are the sender's",
      after: receiver + policy(statement()) + forwarding,
      read,
      [
        "Messages.0.Body = " + #"{"version":"0","id":"ID","detail-type":"OrderPlaced","#
          + #""source":"shop","account":"123456789012","time":"2026-01-01T00:00:00Z","#
          + #""region":"us-east-1","resources":[],"detail":{"id":1}}"#
      ]
    ),
  ]

  // MARK: Buses behind buses

  /// The bus `name` of an account sends everything of the shop on to another.
  private static func link(
    _ account: String,
    from bus: String,
    to target: String
  ) -> [AccountRow.Step] {
    [
      (account, EventsRow.rule("on", ["EventBusName": .string(bus)])),
      (
        account,
        (
          "put-targets",
          [
            "Rule": "on", "EventBusName": .string(bus),
            "Targets": [
              [
                "Id": "1", "Arn": .string(target), "RoleArn": .string(role),
                "DeadLetterConfig": [
                  "Arn": .string("arn:aws:sqs:us-east-1:\(account.isEmpty ? home : account):dead")
                ],
              ]
            ],
          ]
        )
      ),
    ]
  }

  private static let home = "123456789012"
  private static let x = "\(EventsRow.account):event-bus/x"
  private static let y = "\(EventsRow.account):event-bus/y"
  private static let thirdHop = [
    "\(code) = THIRD_ACCOUNT_HOP_DETECTED",
    "Messages.0.MessageAttributes.RETRY_ATTEMPTS.StringValue = 0",
  ]

  /// The bus in B lets A in and has a rule for the bus `far` in C, which lets B in.
  private static let third: [AccountRow.Step] =
    receiver + policy(statement()) + [
      (c, EventsRow.bus("far")), (b, EventsRow.queue("dead", in: b)),
      (
        c,
        (
          "put-permission",
          [
            "EventBusName": "far", "StatementId": "b", "Principal": .string(b),
            "Action": "events:PutEvents",
          ]
        )
      ),
    ] + link(b, from: "orders", to: "arn:aws:events:us-east-1:\(c):event-bus/far")

  static let hops: [AccountRow] = [
    AccountRow(
      "§6 to a third account: dropped",
      after: third + forwarding,
      (b, EventsRow.receive("dead")),
      thirdHop
    ),
    AccountRow(
      "§6 also what the first account has put on the second's bus itself",
      after: third + [put, second],
      (b, EventsRow.receive("dead")),
      thirdHop
    ),
    AccountRow(
      "to a third bus of the same account: dropped, too",
      after: [
        ("", EventsRow.bus("x")), ("", EventsRow.bus("y")), ("", EventsRow.queue("dead")),
      ] + link("", from: "default", to: x) + link("", from: "x", to: y) + [
        ("", EventsRow.put(EventsRow.event())), second,
      ],
      letter,
      thirdHop
    ),
    AccountRow(
      "so that two buses cannot send an event to and fro",
      after: [
        ("", EventsRow.bus("x")), ("", EventsRow.queue("dead")),
      ] + link("", from: "default", to: x)
        + link("", from: "x", to: "\(EventsRow.account):event-bus/default") + [
          ("", EventsRow.put(EventsRow.event())), ("", ("sleep", 60)),
        ],
      letter,
      ["Messages.# = 1"] + thirdHop
    ),
  ]
}
