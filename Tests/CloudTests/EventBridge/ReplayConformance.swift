import JSON
import Testing

/// What is claimed of replays.
///
/// One row, one claim of `eventbridge.md` or what LocalStack has recorded on AWS.
struct ReplayConformance {
  @Test(arguments: replays + replayed)
  func `replays hold`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let other = "\(EventsRow.account):event-bus/x"

  private static func refusal(
    _ fact: String,
    after steps: [EventsRow.Step] = [],
    _ more: JSONObject,
    _ expected: String
  ) -> EventsRow {
    .init(
      fact,
      after: [Row.archive(), Row.bus("x")] + steps,
      "start-replay",
      Row.replay("again", more).input,
      expected
    )
  }

  private static func described(
    _ fact: String,
    after steps: EventsRow.Step...,
    expecting expected: [String]
  ) -> EventsRow {
    let row = EventsRow(
      fact,
      after: [Row.archive(), Row.put(Row.event()), ("sleep", 600), Row.replay()] + steps,
      "describe-replay",
      ["ReplayName": "again"]
    )
    return EventsRow(fact, after: row.before, row.asked, expected)
  }

  static let replays: [EventsRow] = [
    .init(
      "§6 a new replay [LS]",
      after: [Row.archive()],
      "start-replay",
      Row.replay().input,
      "ReplayArn = \(Row.account):replay/again",
      "State = STARTING",
      "ReplayStartTime = 2026-01-01T00:00:00+00:00"
    ),
    refusal(
      "§6 a bus that is not there [LS]",
      ["Destination": ["Arn": .string("\(Row.account):event-bus/y")]],
      "400 ResourceNotFoundException: Event bus y does not exist."
    ),
    refusal(
      "§6 another bus [LS]",
      ["Destination": ["Arn": .string(other)]],
      "400 ValidationException: Parameter Destination.Arn is not valid. Reason: Cross event bus"
        + " replay is not permitted."
    ),
    refusal(
      "no bus",
      ["Destination": ["Arn": .string(Row.queue)]],
      "400 ValidationException: Parameter Destination.Arn is not valid. Reason: Must contain an"
        + " event bus ARN."
    ),
    refusal(
      "an archive that is not there [LS]",
      ["EventSourceArn": .string("\(Row.account):archive/y")],
      "400 ValidationException: Parameter EventSourceArn is not valid. Reason: Archive y does not"
        + " exist."
    ),
    refusal(
      "an archive of another account",
      ["EventSourceArn": "arn:aws:events:us-east-1:999999999999:archive/all"],
      "400 ValidationException: Parameter EventSourceArn is not valid. Reason: Archive all does not"
        + " exist."
    ),
    refusal(
      "only for what is no rule of the bus",
      [
        "Destination": [
          "Arn": .string("\(Row.account):event-bus/default"), "FilterArns": [.string(other)],
        ]
      ],
      "400 ValidationException: Parameter Destination.FilterArns is not valid. Reason:"
        + " \(other) is not the ARN of a rule of the event bus default."
    ),
    refusal(
      "an end at the start [LS]",
      ["EventEndTime": "2026-01-01T00:00:00Z"],
      "400 ValidationException: Parameter EventEndTime is not valid. Reason: EventStartTime must be"
        + " before EventEndTime."
    ),
    refusal(
      "a time that is none",
      ["EventStartTime": "soon"],
      "400 ValidationException: Parameter EventStartTime is not valid. Reason: soon is no time."
    ),
    refusal(
      "§6 a replay twice [LS]",
      after: [Row.replay()],
      [:],
      "400 ResourceAlreadyExistsException: Replay again already exists."
    ),
    refusal(
      "§6 an eleventh at the same time",
      after: (0..<10).map { Row.replay("r\($0)") },
      [:],
      Row.tooMany
    ),
    described(
      "§6 it starts",
      expecting: ["State = STARTING", "EventLastReplayedTime = -", "ReplayEndTime = -"]
    ),
    described("§6 it runs", after: ("sleep", 30), expecting: ["State = RUNNING"]),
    described(
      "§6 it is completed",
      after: ("sleep", 40),
      expecting: [
        "State = COMPLETED",
        "EventStartTime = 2026-01-01T00:00:00+00:00",
        "EventEndTime = 2026-01-02T00:00:00+00:00",
        "EventLastReplayedTime = 2026-01-01T00:00:00+00:00",
        "ReplayStartTime = 2026-01-01T00:10:00+00:00",
        "ReplayEndTime = 2026-01-01T00:10:31.030000+00:00",
        "EventSourceArn = \(Row.account):archive/all",
        "Destination.Arn = \(Row.account):event-bus/default",
      ]
    ),
    described(
      "[LS] it is being cancelled",
      after: ("cancel-replay", ["ReplayName": "again"]),
      expecting: ["State = CANCELLING", "EventLastReplayedTime = -"]
    ),
    described(
      "§6 and is cancelled",
      after: ("cancel-replay", ["ReplayName": "again"]),
      ("sleep", 60),
      expecting: ["State = CANCELLED", "EventLastReplayedTime = -"]
    ),
    described(
      "§6 it is forgotten after 90 days",
      after: ("sleep", 7_776_060),
      expecting: ["400 ResourceNotFoundException: Replay again does not exist."]
    ),
    .init(
      "a replay that is over cannot be cancelled",
      after: [Row.archive(), Row.replay(), ("sleep", 60)],
      "cancel-replay",
      ["ReplayName": "again"],
      "400 IllegalStatusException: Replay again is not in a valid state for this operation."
    ),
    .init(
      "the list by what replays are doing",
      after: [Row.archive(), Row.replay("a"), ("sleep", 60), Row.replay("b")],
      "list-replays",
      ["State": "STARTING"],
      "Replays.# = 1",
      "Replays.0.ReplayName = b"
    ),
  ]

  // MARK: What is replayed

  private static let steps: [EventsRow.Step] = [
    Row.queue("a"), Row.rule(), Row.target([:]), Row.queue("b"), Row.rule("s"),
    Row.target(["Arn": "arn:aws:sqs:us-east-1:123456789012:b"], of: "s"), Row.archive(),
  ]

  /// What the queues hold after an event, ten minutes, and a replay.
  private static func after(
    _ fact: String,
    _ more: JSONObject = [:],
    queue: String,
    _ expected: String...
  ) -> EventsRow {
    let asked = Row.receive(queue)
    return EventsRow(
      fact,
      after: steps + [
        Row.put(Row.event()), ("sleep", 600), Row.replay("again", more), ("sleep", 60),
      ],
      asked,
      expected
    )
  }

  static let replayed: [EventsRow] = [
    after(
      "§6 the same event, with the replay's name between Region and resources [LS]",
      queue: "a",
      "Messages.# = 2",
      "Messages.1.Body = " + #"{"version":"0","id":"ID","detail-type":"OrderPlaced","#
        + #""source":"shop","account":"123456789012","time":"2026-01-01T00:00:00Z","#
        + #""region":"us-east-1","replay-name":"again","resources":[],"detail":{"id":1}}"#
    ),
    after(
      "§6 to the rules that are named, and to no others",
      [
        "Destination": [
          "Arn": .string("\(Row.account):event-bus/default"),
          "FilterArns": [.string("\(Row.account):rule/r")],
        ]
      ],
      queue: "b",
      "Messages.# = 1"
    ),
    after(
      "§6 nothing from outside the window",
      ["EventStartTime": "2026-01-01T00:00:01Z"],
      queue: "a",
      "Messages.# = 1"
    ),
    .init(
      "§6 what is replayed is not archived again",
      after: steps + [
        Row.put(Row.event()), ("sleep", 600), Row.replay(), ("sleep", 600),
      ],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 1"
    ),
    .init(
      "§6 a rule may leave replays out",
      after: [
        Row.queue("a"),
        Row.rule(
          "r",
          ["EventPattern": #"{"source":["shop"],"replay-name":[{"exists":false}]}"#]
        ),
        Row.target([:]), Row.archive(), Row.put(Row.event()), ("sleep", 600), Row.replay(),
        ("sleep", 60),
      ],
      Row.receive("a").command,
      Row.receive("a").input,
      "Messages.# = 1"
    ),
    .init(
      "§6 an event that has not arrived is not replayed",
      after: steps + [Row.put(Row.event()), ("sleep", 60), Row.replay(), ("sleep", 300)],
      Row.receive("a").command,
      Row.receive("a").input,
      "Messages.# = 1"
    ),
  ]
}
