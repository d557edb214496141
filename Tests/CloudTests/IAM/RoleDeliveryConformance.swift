import JSON
import Testing

/// What services do in roles: the role must trust the service each time, and its policies and the
/// resource's policy are asked together.
///
/// Sources: `lambda-config.md` §3; the IAM user guide, "Policy evaluation logic".
struct RoleDeliveryConformance {
  private typealias Step = AccessSteps

  @Test(arguments: together + denials + trust + logs)
  func `a service acts in a role`(row: AccountRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private static let queue = Step.queue("q")
  private static let open = Step.allow("sqs:*", to: Step.role())

  private static let mapped: [AccountRow.Step] = [Step.map(queue), Step.wait(5)]
  private static let oneMessage: [AccountRow.Step] = [Step.send(to: "q"), Step.wait(15)]

  // MARK: Either allows

  private static let together = [
    AccountRow(
      "a mapping by the queue's policy alone",
      after: Step.makeRole(for: "lambda") + [Step.makeQueue("q", open)] + Step.makeFunction()
        + mapped + oneMessage,
      Step.depth(of: "q"),
      Step.messages(0)
    ),
    AccountRow(
      "no mapping by a policy that names the account alone",
      after: Step.makeRole(for: "lambda") + [
        Step.makeQueue("q", Step.allow("sqs:*", to: #"{"AWS":"123456789012"}"#))
      ] + Step.makeFunction(),
      Step.map(queue),
      [
        "400 InvalidParameterValueException: The function execution role does not have permissions to"
          + " call ReceiveMessage on SQS"
      ]
    ),
    AccountRow(
      "a destination by the queue's policy alone",
      after: Step.makeRole(for: "lambda") + [Step.makeQueue("q", open)] + Step.makeFunction(),
      (
        "",
        (
          "lambda put-function-event-invoke-config",
          [
            "FunctionName": "f",
            "DestinationConfig": ["OnSuccess": ["Destination": .string(queue)]],
          ]
        )
      ),
      ["DestinationConfig.OnSuccess.Destination = \(queue)"]
    ),
    AccountRow(
      "a schedule by the queue's policy alone",
      after: Step.makeRole(for: "scheduler") + [
        Step.makeQueue("q", open), Step.schedule(queue), Step.wait(120),
      ],
      Step.depth(of: "q"),
      Step.messages(1)
    ),
    AccountRow(
      "a pipe by the queues' policies alone",
      after: Step.makeRole(for: "pipes") + [
        Step.makeQueue("in", open), Step.makeQueue("q", open),
      ] + Step.pipe(from: Step.queue("in"), to: queue) + [Step.send(to: "in"), Step.wait(20)],
      Step.depth(of: "q"),
      Step.messages(1)
    ),
    rule("a rule by its role alone", Step.allow("sqs:SendMessage"), queue: [], 1),
    rule("a rule by the queue's policy for the role", nil, queue: [open], 1),
    rule(
      "a rule in a role is no service",
      nil,
      queue: [Step.allow("sqs:*", to: #"{"Service":"events.amazonaws.com"}"#)],
      0
    ),
  ]

  /// How many messages a rule's target gets of one event, if the rule has the role `r`.
  private static func rule(
    _ fact: String,
    _ allowed: String?,
    queue statements: [String],
    _ count: Int
  ) -> AccountRow {
    let role = allowed.map { Step.makeRole(for: "events", $0) } ?? Step.makeRole(for: "events")
    let made =
      statements.first.map { Step.makeQueue("q", $0) } ?? Step.makeQueue("q")
    return AccountRow(
      fact,
      after: role + [
        made, ("", EventsRow.rule()),
        (
          "",
          EventsRow.target(["Arn": .string(queue), "RoleArn": .string(Step.arn(ofRole: "r"))])
        ), ("", EventsRow.put(EventsRow.event())), Step.wait(5),
      ],
      Step.depth(of: "q"),
      Step.messages(count)
    )
  }

  // MARK: Either denies

  private static let denials = [
    AccountRow(
      "a queue that denies its reader keeps its messages",
      after: Step.makeRole(for: "lambda", Step.allow("sqs:*")) + [Step.makeQueue("q")]
        + Step.makeFunction() + mapped + [
          Step.setPolicy(of: "q", Step.deny("sqs:ReceiveMessage", to: Step.role())),
          // What asked before that is still answered.
          Step.wait(30),
        ] + oneMessage,
      Step.depth(of: "q"),
      Step.messages(1)
    ),
    AccountRow(
      "no mapping on a queue that denies the role what the role allows",
      after: Step.makeRole(for: "lambda", Step.allow("sqs:*")) + [
        Step.makeQueue("q", Step.deny("sqs:DeleteMessage", to: Step.role()))
      ] + Step.makeFunction(),
      Step.map(queue),
      [
        "400 InvalidParameterValueException: The function execution role does not have permissions to"
          + " call DeleteMessage on SQS"
      ]
    ),
    AccountRow(
      "nor one that the role denies and the queue allows",
      after: Step.makeRole(for: "lambda", Step.deny("sqs:GetQueueAttributes")) + [
        Step.makeQueue("q", open)
      ] + Step.makeFunction(),
      Step.map(queue),
      [
        "400 InvalidParameterValueException: The function execution role does not have permissions to"
          + " call GetQueueAttributes on SQS"
      ]
    ),
    AccountRow(
      "a queue that denies a role that was never made",
      after: [
        Step.makeQueue("q", Step.deny("sqs:*", to: Step.role()))
      ] + Step.makeFunction(),
      Step.map(queue),
      [
        "400 InvalidParameterValueException: The function execution role does not have permissions to"
          + " call ReceiveMessage on SQS"
      ]
    ),
  ]

  // MARK: The role must trust the service

  private static let trust = [
    AccountRow(
      "a schedule in a role that trusts it",
      after: Step.makeRole(for: "scheduler", Step.allow("sqs:*")) + [
        Step.makeQueue("q"), Step.schedule(queue), Step.wait(120),
      ],
      Step.depth(of: "q"),
      Step.messages(1)
    ),
    AccountRow(
      "a schedule in a role that trusts it no more",
      after: Step.makeRole(for: "scheduler", Step.allow("sqs:*")) + [
        Step.makeQueue("q"), Step.schedule(queue), Step.distrust, Step.wait(120),
      ],
      Step.depth(of: "q"),
      Step.messages(0)
    ),
    AccountRow(
      "a pipe in a role that trusts it no more",
      after: Step.makeRole(for: "pipes", Step.allow("sqs:*")) + [
        Step.makeQueue("in"), Step.makeQueue("q"),
      ] + Step.pipe(from: Step.queue("in"), to: queue) + [
        Step.distrust, Step.wait(30), Step.send(to: "in"), Step.wait(20),
      ],
      Step.depth(of: "in"),
      Step.messages(1)
    ),
  ]

  // MARK: A topic's log

  /// What there is of the log of a topic's deliveries.
  private static func log(
    _ fact: String,
    for service: String = "sns",
    _ statements: [String],
    _ expected: String
  ) -> AccountRow {
    let role = Step.makeRole(for: service, statements.joined(separator: "},{"))
    let topic = "arn:aws:sns:us-east-1:123456789012:t"
    return AccountRow(
      fact,
      after: role + [
        Step.makeQueue("q", Step.allow("sqs:*", to: "\"*\"")),
        (
          "",
          (
            "sns create-topic",
            [
              "Name": "t",
              "Attributes": [
                "SQSSuccessFeedbackRoleArn": .string(Step.arn(ofRole: "r")),
                "SQSSuccessFeedbackSampleRate": "100",
              ],
            ]
          )
        ),
        (
          "",
          (
            "sns subscribe",
            ["TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(queue)]
          )
        ), ("", ("sns publish", ["TopicArn": .string(topic), "Message": "x"])), Step.wait(5),
      ],
      (
        "",
        (
          "logs filter-log-events",
          ["logGroupName": "sns/us-east-1/123456789012/t"]
        )
      ),
      [expected]
    )
  }

  private static let group = "arn:aws:logs:us-east-1:123456789012:log-group:sns/us-east-1"
  private static let noGroup =
    "400 ResourceNotFoundException: The specified log group does not exist."

  private static let logs = [
    log("all of it", [Step.allow("logs:*")], "events.# = 1"),
    log(
      "on the streams of the group",
      [Step.allow("logs:*", on: "\(group)/123456789012/t:*")],
      "events.# = 1"
    ),
    log(
      "on the group without its streams",
      [Step.allow("logs:*", on: "\(group)/123456789012/t")],
      noGroup
    ),
    log("without the group", [Step.allow("logs:Put*"), Step.allow("logs:CreateLogS*")], noGroup),
    log("without the lines", [Step.allow("logs:Create*")], "events.# = 0"),
    log("in a role that trusts another", for: "lambda", [Step.allow("logs:*")], noGroup),
  ]
}
