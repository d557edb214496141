import Simulation

/// Lists a group's streams.
public struct DescribeLogStreams: Operation {
  /// How the streams are sorted.
  public enum OrderBy: String, Decodable, Sendable, CaseIterable {
    /// By name.
    case logStreamName = "LogStreamName"
    /// By the time of the latest entry.
    case lastEventTime = "LastEventTime"
  }

  /// The group's name.
  public var logGroupName: String
  /// What the names begin with.
  public var logStreamNamePrefix: String?
  /// How the streams are sorted; by name if nothing is said.
  public var orderBy: OrderBy?
  /// Whether the last comes first.
  public var descending: Bool?
  /// How many at most, 1 to 50.
  public var limit: Int?
  /// Where the next page begins, as the answer before has it.
  public var nextToken: String?

  /// The streams.
  public struct Output: Sendable {
    /// The streams, in the order that was asked for.
    public let logStreams: [Stream]
    /// Where the next page begins; absent when there is none.
    public let nextToken: String?

    /// One stream.
    public struct Stream: Sendable {
      /// Its name.
      public let logStreamName: String
      /// When it was created, in milliseconds since 1970.
      public let creationTime: Int64
      /// When its first entry was written.
      public let firstEventTimestamp: Int64
      /// When its latest entry was written.
      public let lastEventTimestamp: Int64
      /// When the service took that in.
      public let lastIngestionTime: Int64
      /// Its ARN.
      public let arn: String
      /// Always 0: since June 2019 the service no longer tells it for streams.
      public let storedBytes = 0
    }
  }

  /// Lists the streams.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> Output {
    let (cloud, group) = (service.cloud, try service.group(logGroupName))
    var streams = group.streams.filter { $0.name.hasPrefix(logStreamNamePrefix ?? "") }
    switch orderBy ?? .logStreamName {
    case .logStreamName: streams.sort { $0.name < $1.name }
    case .lastEventTime: streams.sort { ($0.last, $0.name) < ($1.last, $1.name) }
    }
    if descending ?? false { streams.reverse() }
    let limit = try LogLimit.check(limit, in: 1...50) ?? 50
    let page = try LogNamesPage(streams.map(\.name), after: nextToken, limit: limit)
    return Output(
      logStreams: streams[page.range].map { stream in
        .init(
          logStreamName: stream.name,
          creationTime: cloud.unixMilliseconds(at: stream.created),
          firstEventTimestamp: cloud.unixMilliseconds(at: stream.created),
          lastEventTimestamp: cloud.unixMilliseconds(at: stream.last),
          lastIngestionTime: cloud.unixMilliseconds(at: stream.last),
          arn: cloud.logGroupARN(group.name) + ":log-stream:\(stream.name)"
        )
      },
      nextToken: page.nextToken
    )
  }
}

/// Reads one stream.
public struct GetLogEvents: Operation {
  /// The group's name.
  public var logGroupName: String
  /// The stream's name.
  public var logStreamName: String
  /// From when on, in milliseconds since 1970.
  public var startTime: Int64?
  /// Until when, exclusively, in milliseconds since 1970.
  public var endTime: Int64?
  /// How many at most, 1 to 10,000.
  public var limit: Int?
  /// Whether the earliest are given when there are more; otherwise the latest.
  public var startFromHead: Bool?
  /// Where to go on, as the answer before has it.
  public var nextToken: String?

  /// The events.
  public struct Output: Sendable {
    /// By time.
    public let events: [Event]
    /// Goes on to later events; the token that was given when there are none.
    public let nextForwardToken: String
    /// Goes back to earlier events; the token that was given when there are none.
    public let nextBackwardToken: String

    /// One event.
    public struct Event: Sendable {
      /// When it was written, in milliseconds since 1970.
      public let timestamp: Int64
      /// The line.
      public let message: String
      /// When the service took it in.
      public let ingestionTime: Int64
    }
  }

  /// Reads the stream.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> Output {
    let (cloud, group) = (service.cloud, try service.group(logGroupName))
    guard group.streams.contains(where: { $0.name == logStreamName }) else {
      throw ServiceError.logs(
        "ResourceNotFoundException",
        "The specified log stream does not exist."
      )
    }
    let limit = try LogLimit.check(limit, in: 1...10_000) ?? 10_000
    let events = group.events(at: service.simulation.now, in: logStreamName).filter { event in
      let time = cloud.unixMilliseconds(at: event.line.instant)
      return time >= startTime ?? .min && time < endTime ?? .max
    }
    let page = try nextToken.map { (token) throws(ServiceError) in try LogPage(token: token) }
    let shown: ArraySlice<LogGroup.Event>
    switch page {
    case .after(let position):
      shown = events.filter { LogPosition(of: $0) > position }.prefix(limit)
    case .before(let position):
      shown = events.filter { LogPosition(of: $0) < position }.suffix(limit)
    case nil: shown = startFromHead ?? false ? events.prefix(limit) : events.suffix(limit)
    }
    let (first, last) = Self.bounds(of: shown, page)
    return Output(
      events: shown.map { event in
        let time = cloud.unixMilliseconds(at: event.line.instant)
        return .init(timestamp: time, message: event.line.message, ingestionTime: time)
      },
      nextForwardToken: LogPage.after(last).token,
      nextBackwardToken: LogPage.before(first).token
    )
  }

  /// The places of the first and the last event; where there are none, the place that was given.
  private static func bounds(
    of events: ArraySlice<LogGroup.Event>,
    _ page: LogPage?
  ) -> (first: LogPosition, last: LogPosition) {
    if let first = events.first, let last = events.last {
      return (LogPosition(of: first), LogPosition(of: last))
    }
    switch page {
    case .after(let position), .before(let position): return (position, position)
    case nil: return (.beginning, .beginning)
    }
  }
}

/// Searches a group.
public struct FilterLogEvents: Operation {
  /// The group's name.
  public var logGroupName: String
  /// Which streams; all if nothing is said.
  public var logStreamNames: [String]?
  /// What the names of the streams begin with.
  public var logStreamNamePrefix: String?
  /// From when on, in milliseconds since 1970.
  public var startTime: Int64?
  /// Until when, inclusively, in milliseconds since 1970.
  public var endTime: Int64?
  /// What the lines must hold.
  public var filterPattern: String?
  /// How many at most, 1 to 10,000.
  public var limit: Int?
  /// Where to go on, as the answer before has it.
  public var nextToken: String?

  /// The events.
  public struct Output: Sendable {
    /// By time.
    public let events: [Event]
    /// Always empty, as the service leaves it since 2020.
    public let searchedLogStreams: [String] = []
    /// Where to go on; absent when there is no more.
    public let nextToken: String?

    /// One event.
    public struct Event: Sendable {
      /// The stream's name.
      public let logStreamName: String
      /// When it was written, in milliseconds since 1970.
      public let timestamp: Int64
      /// The line.
      public let message: String
      /// When the service took it in.
      public let ingestionTime: Int64
      /// The event's id.
      public let eventId: String
    }
  }

  /// Searches the group.
  public func perform(
    on service: isolated CloudWatchLogs,
    for caller: Caller
  ) async throws -> Output {
    let (cloud, group) = (service.cloud, try service.group(logGroupName))
    let selection = try LogSelection(
      streams: logStreamNames,
      prefix: logStreamNamePrefix,
      pattern: filterPattern
    )
    let limit = try LogLimit.check(limit, in: 1...10_000) ?? 10_000
    let start = try nextToken.map { (token) throws(ServiceError) in try LogPosition(token[...]) }
    let events = selection.events(of: group, at: service.simulation.now).filter { event in
      let time = cloud.unixMilliseconds(at: event.line.instant)
      return time >= startTime ?? .min && time <= endTime ?? .max
        && start.map { LogPosition(of: event) > $0 } != false
    }
    let shown = events.prefix(limit)
    return Output(
      events: shown.map { event in
        let time = cloud.unixMilliseconds(at: event.line.instant)
        return .init(
          logStreamName: event.stream,
          timestamp: time,
          message: event.line.message,
          ingestionTime: time,
          eventId: LogPosition(of: event).token
        )
      },
      nextToken: events.count > limit ? shown.last.map { LogPosition(of: $0).token } : nil
    )
  }
}

/// The bounds of a `limit`.
enum LogLimit {
  /// Refuses what lies outside `range`.
  static func check(_ limit: Int?, in range: ClosedRange<Int>) throws(ServiceError) -> Int? {
    guard let limit, !range.contains(limit) else { return limit }
    let bound =
      limit < range.lowerBound
      ? "greater than or equal to \(range.lowerBound)" : "less than or equal to \(range.upperBound)"
    throw .logs(
      "InvalidParameterException",
      "1 validation error detected: Value '\(limit)' at 'limit' failed to satisfy constraint:"
        + " Member must have value \(bound)"
    )
  }
}

/// A page of a list of things with names; a token is the last name of the page before.
struct LogNamesPage {
  /// Which of the names are on it.
  let range: Range<Int>
  /// The token of the next page; `nil` when there is none.
  let nextToken: String?

  /// Finds the page.
  ///
  /// - Throws: ``ServiceError`` when the token is no name of the list.
  init(_ names: [String], after token: String?, limit: Int) throws(ServiceError) {
    var start = 0
    if let token {
      guard let last = names.firstIndex(of: token) else {
        throw .logs("InvalidParameterException", "The specified nextToken is invalid.")
      }
      start = last + 1
    }
    range = start..<min(names.count, start + limit)
    nextToken = range.upperBound < names.count ? names[range].last : nil
  }
}
