import JSON
import Testing

/// What is claimed to arrive at targets, and what becomes of what does not.
///
/// One row, one claim of `eventbridge.md`.
struct EventDeliveryConformance {
  @Test(arguments: inputs + kinds + failures)
  func `targets and dead-letter queues hold`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let detail =
    #"{"instance-id":"i-01","state":"RUNNING","n":5,"list":["A","B"],"o":{"k":"v"},"s":"a\"b"}"#

  private static let stamped: JSONObject = ["Detail": .string(detail), "Time": 1_767_225_600]

  /// What arrives in the queue `a` by a rule with one target; `-` when nothing does.
  private static func arrives(
    _ fact: String,
    _ target: JSONObject,
    _ expected: String,
    entry: JSONObject = [:]
  ) -> EventsRow {
    .init(
      fact,
      after: [
        Row.queue("a"), Row.rule(), Row.target(target),
        Row.put(Row.event(stamped.merging(entry))),
        ("sleep", 1),
      ],
      Row.receive("a").command,
      Row.receive("a").input,
      "Messages.0.Body = \(expected)"
    )
  }

  private static func template(
    _ fact: String,
    _ template: String,
    _ expected: String
  ) -> EventsRow {
    arrives(
      fact,
      [
        "InputTransformer": [
          "InputPathsMap": [
            "instance": "$.detail.instance-id", "state": "$.detail.state", "n": "$.detail.n",
            "list": "$.detail.list", "o": "$.detail.o", "first": "$.detail.list[0]",
            "absent": "$.detail.absent", "s": "$.detail.s", "type": "$.detail-type",
          ],
          "InputTemplate": .string(template),
        ]
      ],
      expected
    )
  }

  static let inputs: [EventsRow] = [
    arrives("§3 a constant, to the letter", ["Input": #"{"a": [1]}"#], #"{"a": [1]}"#),
    arrives("§3 the detail alone", ["InputPath": "$.detail.o"], #"{"k":"v"}"#),
    arrives("§3 a string in quotes [LS]", ["InputPath": "$.detail.state"], #""RUNNING""#),
    arrives("§3 an element of a list", ["InputPath": "$.detail.list[1]"], #""B""#),
    arrives("§3 the whole event", ["InputPath": "$"], whole),
    arrives("§3 the whole event without a path", [:], whole),
    arrives("a path that leads nowhere: nothing is sent", ["InputPath": "$.detail.x.y"], "-"),
    arrives("an index beyond the list", ["InputPath": "$.detail.list[2]"], "-"),
    template(
      "§3 a string in quotes with values",
      #""instance <instance> is in <state>""#,
      #""instance i-01 is in RUNNING""#
    ),
    template(
      "§3 values that get their quotes",
      #"{"instance":<instance>,"state":<state>}"#,
      #"{"instance":"i-01","state":"RUNNING"}"#
    ),
    template(
      "§3 values within strings",
      #"{"i":<instance>,"s":"<state>","t":"instance \"<instance>\" is in <state>"}"#,
      #"{"i":"i-01","s":"RUNNING","t":"instance \"i-01\" is in RUNNING"}"#
    ),
    template(
      "§3 values in a list",
      #"{"a":[9,<state>,true],"k":"Yes"}"#,
      #"{"a":[9,"RUNNING",true],"k":"Yes"}"#
    ),
    template(
      "§3 numbers, lists and objects as they are",
      #"{"n":<n>,"l":<list>,"o":<o>,"f":<first>}"#,
      #"{"n":5,"l":["A","B"],"o":{"k":"v"},"f":"A"}"#
    ),
    template("§3 what is absent is an empty string [LS]", #"{"a":<absent>}"#, #"{"a":""}"#),
    template("§3 or nothing within a string [LS]", #"{"a":"x<absent>y"}"#, #"{"a":"xy"}"#),
    template(
      "§3 lists and objects lose their quotes in a line [LS]",
      #""<list> <o>""#,
      #""[A,B] {k:v}""#
    ),
    template("§3 several lines", "\"<state>\"\n\"<n>\"", "\"RUNNING\"\n\"5\""),
    template("§3 a list within quotes in JSON: not sent [LS]", #"{"k":"<list>"}"#, "-"),
    template("§3 text without quotes: not sent [LS]", "<state> some words", "-"),
    template("§3 nothing is escaped: not sent when that breaks the JSON", #"{"k":"<s>"}"#, "-"),
    template("§3 a name in the place of a key: not sent", #"{<type>:1}"#, "-"),
    template("nor in quotes", #"{"<type>":1}"#, "-"),
    template(
      "but in a value behind a key",
      #"{"k":"<type>: <n>","l":[<n>]}"#,
      #"{"k":"OrderPlaced: 5","l":[5]}"#
    ),
    template(
      "§3 the rule",
      #"{"arn":<aws.events.rule-arn>,"name":"<aws.events.rule-name> triggered"}"#,
      #"{"arn":"\#(Row.account):rule/r","name":"r triggered"}"#
    ),
    template("§3 the event as JSON", #"{"e":<aws.events.event.json>}"#, #"{"e":\#(whole)}"#),
    template(
      "§3 the event without its detail [LS]",
      "<aws.events.event>",
      #"{"version":"0","id":"ID","detailType":"OrderPlaced","source":"shop","#
        + #""account":"123456789012","time":"2026-01-01T00:00:00Z","region":"us-east-1","#
        + #""resources":[]}"#
    ),
    template(
      "§3 when the bus took it",
      #""<aws.events.event.ingestion-time>""#,
      #""2026-01-01T00:00:00Z""#
    ),
    arrives(
      "§1 an event in its envelope, with its own time and resources",
      [:],
      whole.replacing("2026-01-01T00:00:00Z", with: "2024-02-29T23:59:59Z")
        .replacing(#""resources":[]"#, with: #""resources":["arn:x","arn:y"]"#),
      entry: ["Time": "2024-02-29T23:59:59.5Z", "Resources": ["arn:x", "arn:y"]]
    ),
  ]

  /// The event of these rows; ids read `ID`.
  private static let whole =
    #"{"version":"0","id":"ID","detail-type":"OrderPlaced","source":"shop","#
    + #""account":"123456789012","time":"2026-01-01T00:00:00Z","region":"us-east-1","#
    + #""resources":[],"detail":\#(detail)}"#

  // MARK: Kinds of target

  private static let topic = "arn:aws:sns:us-east-1:123456789012:t"

  static let kinds: [EventsRow] = [
    .init(
      "§3 a topic's message is the event as text",
      after: [
        Row.queue("a"), ("sns create-topic", ["Name": "t"]),
        (
          "sns set-topic-attributes",
          [
            "TopicArn": .string(topic), "AttributeName": "Policy",
            "AttributeValue": .string(
              #"{"Statement":{"Effect":"Allow","Principal":"*","Action":"sns:Publish","#
                + #""Resource":"\#(topic)"}}"#
            ),
          ]
        ),
        (
          "sns subscribe",
          ["TopicArn": .string(topic), "Protocol": "sqs", "Endpoint": .string(Row.queue)]
        ),
        Row.rule(), Row.target(["Arn": .string(topic), "InputPath": "$.detail"]),
        Row.put(Row.event()), ("sleep", 1),
      ],
      Row.receive("a").command,
      Row.receive("a").input,
      "Messages.# = 1"
    ),
    .init(
      "§3 a FIFO queue gets the group, and tells repetitions by the content",
      after: [
        Row.queue("a.fifo", ["FifoQueue": "true", "ContentBasedDeduplication": "true"]),
        Row.rule(),
        Row.target([
          "Arn": .string(Row.queue + ".fifo"), "SqsParameters": ["MessageGroupId": "g"],
          "InputPath": "$.detail",
        ]),
        Row.put(Row.event(), Row.event(), Row.event(["Detail": #"{"id":2}"#])), ("sleep", 1),
      ],
      Row.receive("a.fifo").command,
      Row.receive("a.fifo").input,
      "Messages.# = 2",
      "Messages.1.Attributes.MessageGroupId = g"
    ),
    .init(
      "§3 without content-based deduplication it is refused for good",
      after: [
        Row.queue("a.fifo", ["FifoQueue": "true"]), Row.queue("dead"), Row.rule(),
        Row.target([
          "Arn": .string(Row.queue + ".fifo"), "SqsParameters": ["MessageGroupId": "g"],
          "DeadLetterConfig": ["Arn": .string(dead)],
        ]),
        Row.put(Row.event()), ("sleep", 1),
      ],
      Row.receive("dead").command,
      Row.receive("dead").input,
      attribute("ERROR_CODE", "INVALID_PARAMETER")
    ),
    .init(
      "a group of a standard queue",
      after: [
        Row.queue("a"), Row.rule(), Row.target(["SqsParameters": ["MessageGroupId": "g"]]),
        Row.put(Row.event()), ("sleep", 1),
      ],
      Row.receive("a").command,
      Row.receive("a").input,
      "Messages.0.Attributes.MessageGroupId = g"
    ),
  ]

  // MARK: Failures

  private static let dead = "arn:aws:sqs:us-east-1:123456789012:dead"

  private static func attribute(_ name: String, _ value: String) -> String {
    let part = value == "-" ? "" : ".StringValue"
    return "Messages.0.MessageAttributes.\(name)\(part) = \(value)"
  }

  /// A dead letter, a second after an event for a target that does not take it.
  private static func letter(
    _ fact: String,
    after steps: [EventsRow.Step],
    _ target: JSONObject,
    _ code: String
  ) -> EventsRow {
    let more: JSONObject = ["DeadLetterConfig": ["Arn": .string(dead)]]
    return EventsRow(
      fact,
      after: [Row.queue("dead")] + steps + [
        Row.rule(), Row.target(more.merging(target)), Row.put(Row.event()), ("sleep", 1),
      ],
      Row.receive("dead").command,
      Row.receive("dead").input,
      "Messages.# = 1",
      attribute("ERROR_CODE", code),
      attribute("RETRY_ATTEMPTS", "0"),
      attribute("EXHAUSTED_RETRY_CONDITION", "-"),
      attribute("RULE_ARN", "\(Row.account):rule/r"),
      attribute("TARGET_ARN", target["Arn"]?.stringValue ?? Row.queue)
    )
  }

  private static let role = "arn:aws:iam::123456789012:role/router"

  /// Makes the role of targets, which a service may take and which allows one action.
  private static func role(takenBy service: String, allowing action: String) -> [EventsRow.Step] {
    [
      (
        "iam create-role",
        [
          "RoleName": "router",
          "AssumeRolePolicyDocument": .string(
            #"{"Statement":{"Effect":"Allow","Principal":{"Service":"\#(service)"},"#
              + #""Action":"sts:AssumeRole"}}"#
          ),
        ]
      ),
      (
        "iam put-role-policy",
        [
          "RoleName": "router", "PolicyName": "p",
          "PolicyDocument": .string(
            #"{"Statement":{"Effect":"Allow","Action":"\#(action)","Resource":"*"}}"#
          ),
        ]
      ),
    ]
  }

  private static let x = EventsRow.bus("x")
  private static let toX: JSONObject = [
    "Arn": .string("\(EventsRow.account):event-bus/x"), "RoleArn": .string(role),
  ]

  static let failures: [EventsRow] = [
    letter("§4 the target is gone", after: [], [:], "NO_RESOURCE"),
    letter(
      "§4 a queue lets nobody in",
      after: [Row.queue("a", isOpen: false)],
      [:],
      "NO_PERMISSIONS"
    ),
    letter(
      "§4 a function that is gone",
      after: [],
      ["Arn": "arn:aws:lambda:us-east-1:123456789012:function:f"],
      "NO_RESOURCE"
    ),
    letter(
      "§4 a bus that is gone",
      after: [],
      ["Arn": .string("\(Row.account):event-bus/x")],
      "NO_RESOURCE"
    ),
    letter(
      "§4 an account that nobody has",
      after: [],
      ["Arn": "arn:aws:sqs:us-east-1:999999999999:a", "RoleArn": .string(role)],
      "NO_PERMISSIONS"
    ),
    letter(
      "§4 an input that is not JSON",
      after: [Row.queue("a")],
      ["InputTransformer": ["InputTemplate": "words"]],
      "INVALID_JSON"
    ),
    letter(
      "§4 a role that another service may take",
      after: [x] + role(takenBy: "lambda.amazonaws.com", allowing: "events:PutEvents"),
      toX,
      "FAILED_TO_ASSUME_ROLE"
    ),
    letter(
      "§4 a role that allows something else",
      after: [x] + role(takenBy: "events.amazonaws.com", allowing: "sqs:SendMessage"),
      toX,
      "NO_PERMISSIONS"
    ),
    .init(
      "§4 a role that allows it",
      after: [x] + role(takenBy: "events.amazonaws.com", allowing: "events:PutEvents") + [
        Row.queue("a"), Row.queue("dead"), Row.rule(),
        Row.target(toX.merging(["DeadLetterConfig": ["Arn": .string(dead)]])),
        Row.rule("inner", ["EventBusName": "x"]),
        (
          "put-targets",
          [
            "Rule": "inner", "EventBusName": "x",
            "Targets": [["Id": "1", "Arn": .string(Row.queue)]],
          ]
        ),
        Row.put(Row.event()), ("sleep", 1),
      ],
      Row.receive("a").command,
      Row.receive("a").input,
      "Messages.# = 1"
    ),
    .init(
      "§4 the dead letter is the event as it came, whatever the target would have got",
      after: [
        Row.queue("dead"), Row.rule(),
        Row.target([
          "InputPath": "$.detail", "DeadLetterConfig": ["Arn": .string(dead)],
        ]),
        Row.put(Row.event(["Detail": .string(detail)])), ("sleep", 1),
      ],
      Row.receive("dead").command,
      Row.receive("dead").input,
      "Messages.0.Body = \(whole)"
    ),
  ]
}

extension JSONObject {
  /// The same with more members; one of the same name counts in its new value.
  fileprivate func merging(_ more: JSONObject) -> JSONObject {
    var object = self
    for (key, value) in more { object[key] = value }
    return object
  }
}
