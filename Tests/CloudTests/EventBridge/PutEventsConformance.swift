import JSON
import Testing

/// What EventBridge is claimed to answer to `PutEvents`.
struct PutEventsConformance {
  @Test(arguments: entries + requests)
  func `the service answers`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  /// An entry that is refused while the request succeeds.
  private static func refused(
    _ fact: String,
    _ more: JSONObject,
    _ code: String,
    _ message: String
  ) -> EventsRow {
    .init(
      fact,
      "put-events",
      Row.put(Row.event(), Row.event(more)).input,
      "FailedEntryCount = 1",
      "Entries.0.ErrorCode = -",
      "Entries.1.EventId = -",
      "Entries.1.ErrorCode = \(code)",
      "Entries.1.ErrorMessage = \(message)"
    )
  }

  private static func lacking(_ name: String) -> EventsRow {
    refused(
      "§1 \(name) is required [LS]",
      [name: nil],
      "InvalidArgument",
      "Parameter \(name) is not valid. Reason: \(name) is a required argument."
    )
  }

  /// A detail of objects in objects.
  private static func nested(_ depth: Int) -> JSONValue {
    .string(
      String(repeating: #"{"a":"#, count: depth) + "1" + String(repeating: "}", count: depth)
    )
  }

  static let malformed = "Detail is malformed."

  static let entries: [EventsRow] =
    [
      lacking("Source"), lacking("DetailType"), lacking("Detail"),
      refused("§1 a detail that is no JSON", ["Detail": "{"], "MalformedDetail", malformed),
      refused("§1 a detail that is a list", ["Detail": "[1]"], "MalformedDetail", malformed),
      refused("§1 a detail that is a string", ["Detail": #""{}""#], "MalformedDetail", malformed),
      refused(
        "§1 a number beyond 2⁶³",
        ["Detail": #"{"n":9223372036854775808}"#],
        "MalformedDetail",
        malformed
      ),
      refused("§1 nested too deep", ["Detail": nested(1_001)], "MalformedDetail", malformed),
      refused(
        "§1 a source of AWS's own",
        ["Source": "aws.s3"],
        "NotAuthorizedForSourceException",
        "Not authorized for the source."
      ),
      refused(
        "§1 a detail-type of 129 letters",
        ["DetailType": .string(String(repeating: "t", count: 129))],
        "InvalidArgument",
        "Parameter DetailType is not valid. Reason: it has 129 letters; 128 are allowed."
      ),
      refused(
        "a day that there is not",
        ["Time": "2026-02-29T00:00:00Z"],
        "InvalidArgument",
        "Parameter Time is not valid. Reason: 2026-02-29T00:00:00Z is neither seconds since 1970"
          + " nor a date such as 2026-01-01T00:00:00Z."
      ),
      refused(
        "§6 a bus of an account that lets nobody in",
        ["EventBusName": "arn:aws:events:us-east-1:444455556666:event-bus/default"],
        "AccessDeniedException",
        "User: arn:aws:iam::123456789012:role/learner is not authorized to perform:"
          + " events:PutEvents on resource: arn:aws:events:us-east-1:444455556666:event-bus/default"
          + " because no resource-based policy allows the events:PutEvents action"
      ),
    ]
    + [
      (
        "§1 what is just allowed",
        [
          "DetailType": .string(String(repeating: "t", count: 128)),
          "Detail": #"{"n":[9223372036854775807,-9223372036854775808,1e30,0.1]}"#,
          "Source": "awsome", "Resources": ["arn:x"], "Time": 1_767_225_600,
        ]
      ),
      ("§1 nested as deep as allowed", ["Detail": nested(999)]),
      ("§1 a bus that is not there: nobody says so [LS]", ["EventBusName": "nowhere"]),
      ("an empty object", ["Detail": "{}"]),
      ("a date alone", ["Time": "2026-01-01"]),
      ("a time elsewhere", ["Time": "2026-01-01T02:00:00+02:00"]),
    ].map { (fact: String, more: JSONObject) in
      .init(
        fact,
        "put-events",
        Row.put(Row.event(more)).input,
        "FailedEntryCount = 0",
        "Entries.0.ErrorCode = -"
      )
    }

  private static let size =
    "400 ValidationException: Total size of the entries in the request is over the limit."

  /// An entry that counts for so many bytes.
  private static func entry(of size: Int) -> JSONValue {
    let padding = String(repeating: "x", count: size - "shopOrderPlaced".count - 8)
    return Row.event(["Detail": .string(#"{"k":"\#(padding)"}"#)])
  }

  private static let abroad = "arn:aws:events:eu-west-1:123456789012:event-bus/default"

  static let requests: [EventsRow] = [
    .init(
      "§1 no entry",
      "put-events",
      ["Entries": []],
      Row.constraint("[]", at: "entries", "have length greater than or equal to 1")
    ),
    .init(
      "§1 ten entries, an id for each",
      "put-events",
      ["Entries": .array((0..<10).map { _ in Row.event() })],
      "FailedEntryCount = 0",
      "Entries.# = 10"
    ),
    .init(
      "§1 eleven entries",
      "put-events",
      ["Entries": .array((0..<11).map { _ in Row.event() })],
      Row.constraint("[11]", at: "entries", "have length less than or equal to 10")
    ),
    .init(
      "§1 a megabyte less a byte, over all entries",
      "put-events",
      Row.put(entry(of: 524_288), entry(of: 524_287)).input,
      "FailedEntryCount = 0"
    ),
    .init(
      "§1 a megabyte [LS]",
      "put-events",
      Row.put(entry(of: 524_288), entry(of: 524_288)).input,
      size
    ),
    .init(
      "§1 a time counts 14 bytes",
      "put-events",
      Row.put(Row.merged(entry(of: 1_048_562).objectValue ?? [:], ["Time": 1])).input,
      size
    ),
    .init(
      "§1 resources count",
      "put-events",
      Row.put(Row.merged(entry(of: 1_048_575).objectValue ?? [:], ["Resources": ["a"]])).input,
      size
    ),
    .init(
      "a member that there is not",
      "put-events",
      Row.put(Row.event(["Content": "x"])).input,
      "Entries[0].Content is no parameter here; there are Time, Source, Resources, DetailType,"
        + " Detail, EventBusName, TraceHeader"
    ),
    .init(
      "a bus in another Region",
      "put-events",
      Row.put(Row.event(["EventBusName": .string(abroad)])).input,
      Row.leftOut("An event bus in another Region")
    ),
    .init(
      "an ARN that is none of a bus",
      "put-events",
      Row.put(Row.event(), Row.event(["EventBusName": .string(Row.queue)])).input,
      Row.noBus(Row.queue, at: "entries.2.member.eventBusName")
    ),
    .init(
      "§1 a global endpoint",
      "put-events",
      ["Entries": [Row.event()], "EndpointId": "a.b"],
      Row.leftOut("A global endpoint (EndpointId)")
    ),
    .init(
      "§1 a trace",
      "put-events",
      Row.put(Row.event(["TraceHeader": "Root=1"])).input,
      Row.leftOut("A trace of AWS X-Ray (TraceHeader)")
    ),
  ]
}
