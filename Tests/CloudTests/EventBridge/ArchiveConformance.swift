import JSON
import Testing

/// What is claimed of archives.
///
/// One row, one claim of `eventbridge.md` or what LocalStack has recorded on AWS.
struct ArchiveConformance {
  @Test(arguments: archives)
  func `archives hold`(row: EventsRow) throws {
    let actual = try row.actual()
    #expect(actual == row.expected)
  }

  private typealias Row = EventsRow

  private static let missing = "400 ResourceNotFoundException: Archive all does not exist."
  private static let other = "\(EventsRow.account):event-bus/x"
  private static let managed =
    "400 ManagedRuleException: The rule Events-Archive-all is managed by a service. DeleteRule and"
    + " RemoveTargets change it with Force only."

  static let archives: [EventsRow] = [
    .init(
      "§6 a new archive [LS]",
      "create-archive",
      Row.archive().input,
      "ArchiveArn = \(Row.account):archive/all",
      "State = ENABLED",
      "CreationTime = 2026-01-01T00:00:00+00:00"
    ),
    .init(
      "§6 described [LS]",
      after: [
        Row.archive(
          "all",
          ["Description": "d", "EventPattern": .string(Row.pattern), "RetentionDays": 1]
        )
      ],
      "describe-archive",
      ["ArchiveName": "all"],
      "ArchiveName = all",
      "EventSourceArn = \(Row.account):event-bus/default",
      "Description = d",
      "EventPattern = \(Row.pattern)",
      "RetentionDays = 1",
      "SizeBytes = 0",
      "EventCount = 0"
    ),
    .init(
      "§6 kept for ever without a number",
      after: [Row.archive()],
      "describe-archive",
      ["ArchiveName": "all"],
      "RetentionDays = 0"
    ),
    .init(
      "§6 the managed rule",
      after: [Row.archive("all", ["EventPattern": .string(Row.pattern)])],
      "describe-rule",
      ["Name": "Events-Archive-all"],
      #"EventPattern = {"source":["shop"],"replay-name":[{"exists":false}]}"#,
      "ManagedBy = prod.vhs.events.aws.internal"
    ),
    .init(
      "§6 nobody changes it",
      after: [Row.archive()],
      "disable-rule",
      ["Name": "Events-Archive-all"],
      managed
    ),
    .init(
      "nor deletes it",
      after: [Row.archive()],
      "remove-targets",
      ["Rule": "Events-Archive-all", "Ids": ["Events-Archive-all"]],
      managed
    ),
    .init(
      "§2 unless by force",
      after: [Row.archive()],
      "remove-targets",
      ["Rule": "Events-Archive-all", "Ids": ["Events-Archive-all"], "Force": true],
      "FailedEntryCount = 0"
    ),
    .init(
      "it goes with its archive",
      after: [Row.archive(), ("delete-archive", ["ArchiveName": "all"])],
      "list-rules",
      [:],
      "Rules.# = 0"
    ),
    .init(
      "§6 a bus that is not there [LS]",
      "create-archive",
      Row.archive("all", ["EventSourceArn": .string(other)]).input,
      "400 ResourceNotFoundException: Event bus x does not exist."
    ),
    .init(
      "§6 an archive twice [LS]",
      after: [Row.archive()],
      "create-archive",
      Row.archive().input,
      "400 ResourceAlreadyExistsException: Archive all already exists."
    ),
    .init(
      "§6 49 letters",
      "create-archive",
      Row.archive(String(repeating: "a", count: 49)).input,
      Row.constraint(
        String(repeating: "a", count: 49),
        at: "archiveName",
        "have length less than or equal to 48"
      )
    ),
    .init(
      "§6 a negative period",
      "create-archive",
      Row.archive("all", ["RetentionDays": -1]).input,
      Row.constraint("-1", at: "retentionDays", "have value greater than or equal to 0")
    ),
    .init(
      "§6 a bad pattern",
      "create-archive",
      Row.archive("all", ["EventPattern": "[]"]).input,
      "400 InvalidEventPatternException: Event pattern is not valid. Reason: Filter is not an object"
        + "\n at [Source: (String)\"[]\"; line: 1, column: 2]"
    ),
    .init(
      "§1 a pattern of more than 2,048 letters",
      "create-archive",
      Row.archive(
        "all",
        ["EventPattern": .string(#"{"source":["\#(String(repeating: "s", count: 3_000))"]}"#)]
      ).input,
      "State = ENABLED"
    ),
    .init(
      "[LS] the list by the beginning of a name",
      after: [Row.archive(), Row.archive("other")],
      "list-archives",
      ["NamePrefix": "al"],
      "Archives.# = 1",
      "Archives.0.ArchiveName = all"
    ),
    .init(
      "[LS] by a bus that is not there",
      "list-archives",
      ["EventSourceArn": .string(other)],
      "400 ResourceNotFoundException: Event bus x does not exist."
    ),
    .init(
      "by two conditions",
      "list-archives",
      ["NamePrefix": "a", "State": "ENABLED"],
      "400 ValidationException: At most one filter is allowed for ListArchives. Use either : State,"
        + " EventSourceArn, or NamePrefix."
    ),
    .init(
      "one that is not there [LS]",
      "describe-archive",
      ["ArchiveName": "all"],
      missing
    ),
    .init("nor to be deleted [LS]", "delete-archive", ["ArchiveName": "all"], missing),
    .init(
      "§6 what the bus took arrives after some minutes",
      after: [Row.archive(), Row.put(Row.event()), ("sleep", 299)],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 0"
    ),
    .init(
      "§6 and is counted",
      after: [Row.archive(), Row.put(Row.event(), Row.event()), ("sleep", 301)],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 2",
      "SizeBytes = 46"
    ),
    .init(
      "§6 only what matches",
      after: [
        Row.archive("all", ["EventPattern": .string(Row.pattern)]),
        Row.put(Row.event(), Row.event(["Source": "bank"])), ("sleep", 301),
      ],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 1"
    ),
    .init(
      "a changed pattern",
      after: [
        Row.archive("all", ["EventPattern": .string(Row.pattern)]),
        ("update-archive", ["ArchiveName": "all", "EventPattern": #"{"source":["bank"]}"#]),
        Row.put(Row.event(), Row.event(), Row.event(["Source": "bank"])), ("sleep", 301),
      ],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 1"
    ),
    .init(
      "§6 a day is a day",
      after: [
        Row.archive("all", ["RetentionDays": 1]), Row.put(Row.event()), ("sleep", 86_699),
        Row.put(Row.event()),
      ],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 1"
    ),
    .init(
      "§6 and not longer",
      after: [
        Row.archive("all", ["RetentionDays": 1]), Row.put(Row.event()), ("sleep", 86_701),
      ],
      "describe-archive",
      ["ArchiveName": "all"],
      "EventCount = 0"
    ),
  ]
}
