import JSON
import Testing

/// What CloudWatch and the bill are claimed to show of events, and what log groups get of them.
struct EventMetricConformance {
  @Test(arguments: metrics + logs)
  func `what is seen of events`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let steps: [EventsRow.Step] = [
    Row.queue("a"), Row.queue("dead"), Row.rule(), Row.target([:]), Row.rule("gone"),
    Row.target(
      [
        "Arn": "arn:aws:sqs:us-east-1:123456789012:gone",
        "DeadLetterConfig": ["Arn": "arn:aws:sqs:us-east-1:123456789012:dead"],
      ],
      of: "gone"
    ),
    Row.rule("lost"),
    Row.target(
      [
        "Arn": "arn:aws:sqs:us-east-1:123456789012:gone",
        "DeadLetterConfig": ["Arn": "arn:aws:sqs:us-east-1:123456789012:gone"],
      ],
      of: "lost"
    ),
    Row.put(Row.event(), Row.event(), Row.event(["Source": "bank"]), Row.event(["Source": nil])),
    ("sleep", 2),
  ]

  /// The sum of a metric of a rule, or of the account.
  private static func sum(
    _ fact: String,
    _ name: String,
    of rule: String?,
    on bus: String? = nil,
    _ expected: String
  ) -> EventsRow {
    let dimensions = [("RuleName", rule), ("EventBusName", bus)].compactMap { name, value in
      value.map { ["Name": .string(name), "Value": .string($0)] as JSONValue }
    }
    return EventsRow(
      fact,
      after: steps,
      "cloudwatch get-metric-statistics",
      [
        "Namespace": "AWS/Events", "MetricName": .string(name), "Dimensions": .array(dimensions),
        "StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-01-01T01:00:00Z", "Period": 3_600,
        "Statistics": ["Sum"],
      ],
      "Datapoints.0.Sum = \(expected)"
    )
  }

  static let metrics: [EventsRow] = [
    sum("§4 events that matched a rule", "MatchedEvents", of: "r", "2.0"),
    sum("§4 events that matched any", "MatchedEvents", of: nil, "2.0"),
    sum("§4 on its bus", "TriggeredRules", of: "r", on: "default", "2.0"),
    sum("§4 all of a bus", "TriggeredRules", of: nil, on: "default", "6.0"),
    sum("§4 what came to its end", "Invocations", of: "gone", "2.0"),
    sum("§4 and what of it failed", "FailedInvocations", of: "gone", "2.0"),
    sum("§4 none of a healthy target", "FailedInvocations", of: "r", "-"),
    sum("§4 each try", "InvocationAttempts", of: "r", "2.0"),
    sum("§4 each that succeeded", "SuccessfulInvocationAttempts", of: "r", "2.0"),
    sum("§4 dead letters", "InvocationsSentToDLQ", of: "gone", "2.0"),
    sum("§4 dead letters that nobody took", "InvocationsFailedToBeSentToDlq", of: "lost", "2.0"),
    sum("§4 how long it took", "IngestionToInvocationStartLatency", of: "r", "200.0"),
    sum("§4 requests", "PutEventsApproximateCallCount", of: nil, "1.0"),
    sum("§4 entries", "PutEventsEntriesCount", of: nil, "4.0"),
    sum("§4 entries that were refused", "PutEventsFailedEntriesCount", of: nil, "1.0"),
    sum("nothing of a bus that there is not", "TriggeredRules", of: nil, on: "x", "-"),
  ]

  // MARK: Log groups

  private static let group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/shop"

  private static func policy(_ service: String) -> EventsRow.Step {
    (
      "logs put-resource-policy",
      [
        "policyName": "events",
        "policyDocument": .string(
          #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"#
            + #""\#(service)"},"Action":["logs:CreateLogStream","logs:PutLogEvents"],"#
            + #""Resource":"\#(group):*"}}"#
        ),
      ]
    )
  }

  private static func logged(
    _ fact: String,
    _ first: [EventsRow.Step],
    _ expected: String
  )
    -> EventsRow
  {
    EventsRow(
      fact,
      after: first + [
        Row.queue("dead"), Row.rule(),
        Row.target([
          "Arn": .string(group), "InputPath": "$.detail",
          "DeadLetterConfig": ["Arn": "arn:aws:sqs:us-east-1:123456789012:dead"],
        ]),
        Row.put(Row.event()), ("sleep", 1),
      ],
      "logs filter-log-events",
      ["logGroupName": "/aws/events/shop"],
      expected
    )
  }

  private static let create: EventsRow.Step = (
    "logs create-log-group", ["logGroupName": "/aws/events/shop"]
  )

  static let logs: [EventsRow] = [
    logged(
      "§3 a log group with a policy gets the event",
      [create, policy("events.amazonaws.com")],
      #"events.0.message = {"id":1}"#
    ),
    logged("§3 without one it does not", [create], "events.# = 0"),
    logged(
      "§3 nor with one for another service",
      [create, policy("lambda.amazonaws.com")],
      "events.# = 0"
    ),
    .init(
      "policies of log groups",
      after: [policy("a.amazonaws.com"), policy("b.amazonaws.com")],
      "logs describe-resource-policies",
      [:],
      "resourcePolicies.# = 1",
      "resourcePolicies.0.policyName = events"
    ),
    .init(
      "one that is not there",
      "logs delete-resource-policy",
      ["policyName": "x"],
      "400 ResourceNotFoundException: Policy with name [x] does not exist."
    ),
  ]
}
