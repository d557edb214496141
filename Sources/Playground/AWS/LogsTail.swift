import Cloud
import JSON
import Simulation

/// `logs tail`: a command that the AWS CLI, version 2, has above the service's operations.
///
/// Its grammar and formats are those of the CLI's own source. Simplified: lines can be read as soon
/// as they are written, so that following them needs no asking every five seconds.
struct LogsTail {
  static let help = CommandHelp(
    word: "logs tail",
    usage: "logs tail GROUP [--since TIME] [--follow] [--format detailed|short|json]"
      + " [--filter-pattern PATTERN] [--log-stream-names NAME …] [--log-stream-name-prefix PREFIX]",
    summary: "print a log group's lines, the latest ten minutes if nothing is said",
    details: """
      --since is a number with s, m, h, d or w, or a date: 5m, 2026-01-01T00:10:00.
      --follow prints what comes later, too: beneath each command that lets time pass. Ctrl-C at \
      the prompt, unfollow and deploy end that, and so does the end of a script.
      --format detailed, the default, prints time, stream and line; short leaves the stream out; \
      json spreads lines that are JSON.
      """,
    examples: [
      "logs tail /aws/lambda/place-order --since 5m --format short",
      "logs tail /aws/lambda/place-order --follow --filter-pattern REPORT",
    ]
  )
  /// The options, for completion.
  static let options = [
    "--since", "--follow", "--format", "--filter-pattern", "--log-stream-names",
    "--log-stream-name-prefix",
  ]

  let group: String
  let selection: LogSelection
  let format: LogLineFormat
  let follows: Bool
  /// From when on, in milliseconds since 1970.
  private let start: Int64

  /// Whether these words begin the command.
  static func isMeant(by words: [Argument]) -> Bool {
    words.count > 1 && words[0].text == CloudWatchLogs.name && words[1].text == "tail"
  }

  /// Reads the words of the command.
  ///
  /// - Throws: ``CommandError`` that names what is missing, unknown or not possible here.
  init(
    parsing words: [Argument],
    endColumn: Int,
    at now: Int64
  ) throws(CommandError) {
    if let refusal = words.lazy.compactMap(AWSGlobalOption.refusal).first { throw refusal }
    var arguments = Arguments(
      words.dropFirst(2),
      usage: Self.help.usage,
      endColumn: endColumn,
      source: ("", 0)
    )
    try AWSGlobalOption.take(from: &arguments)
    follows = arguments.flag("--follow")
    let since = try arguments.option("--since")
    start =
      try since.map { (since) throws(CommandError) in try Self.start(since, now) }
      ?? now - 600_000
    let format = try arguments.option("--format")
    let formats = LogLineFormat.allCases.map(\.rawValue)
    self.format =
      LogLineFormat(rawValue: try format?.choice("format here", formats) ?? "") ?? .detailed
    let pattern = try arguments.option("--filter-pattern")?.text
    let prefix = try arguments.option("--log-stream-name-prefix")?.text
    let streams = try arguments.values(of: "--log-stream-names")?.map(\.text)
    group = try arguments.required("the log group").text
    try arguments.finish()
    do {
      selection = try LogSelection(streams: streams, prefix: prefix, pattern: pattern)
    } catch {
      throw Self.refused(error)
    }
  }

  /// A number with one unit counts back from now; anything else is a date.
  private static func start(_ word: Argument, _ now: Int64) throws(CommandError) -> Int64 {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
    let digits = word.text.dropLast()
    if let unit = word.text.last.flatMap({ units[$0] }), digits.allSatisfy(\.isASCIIDigit),
      let amount = Int64(digits)
    {
      let (length, overflows) = amount.multipliedReportingOverflow(by: unit * 1_000)
      return overflows ? 0 : now - length
    }
    if let date = Timestamp.milliseconds(reading: word.text) { return date }
    throw CommandError(
      .badArgument,
      "\(word.text) is neither a time back from now nor a date.",
      remedy: "Write a number with one of s, m, h, d and w, such as 5m, or 2026-01-01T00:10:00.",
      column: word.column
    )
  }

  /// The lines that are there now.
  ///
  /// - Throws: ``CommandError`` in the CLI's words when there is no such group.
  func events(in world: World) throws(CommandError) -> [LogGroup.Event] {
    selection.events(of: try Self.group(group, in: world), at: world.now).filter { event in
      world.cloud.unixMilliseconds(at: event.line.instant) >= start
    }
  }

  static func group(_ name: String, in world: World) throws(CommandError) -> LogGroup {
    do {
      return try world.cloud.logs.group(name)
    } catch {
      throw refused(error)
    }
  }

  /// A refusal as the CLI words it: the command calls the service's FilterLogEvents.
  static func refused(_ error: ServiceError) -> CommandError {
    CommandError(
      code: error.code,
      message: "An error occurred (\(error.code)) when calling the FilterLogEvents operation: "
        + error.message
    )
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
