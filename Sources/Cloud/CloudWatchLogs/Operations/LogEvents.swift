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

  /// The streams.
  public struct Output: Sendable {
    /// The streams, in the order that was asked for.
    public let logStreams: [Stream]

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
      /// Its ARN.
      public let arn: String
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
    return Output(
      logStreams: streams.prefix(limit).map { stream in
        .init(
          logStreamName: stream.name,
          creationTime: cloud.unixMilliseconds(at: stream.created),
          firstEventTimestamp: cloud.unixMilliseconds(at: stream.created),
          lastEventTimestamp: cloud.unixMilliseconds(at: stream.last),
          arn: cloud.logGroupARN(group.name) + ":log-stream:\(stream.name)"
        )
      }
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

  /// The events.
  public struct Output: Sendable {
    /// By time.
    public let events: [Event]

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
    let events = group.events(at: service.simulation.now, in: logStreamName)
      .map { (time: cloud.unixMilliseconds(at: $0.line.instant), message: $0.line.message) }
      .filter { $0.time >= startTime ?? .min && $0.time < endTime ?? .max }
    let shown = startFromHead ?? false ? events.prefix(limit) : events.suffix(limit)
    return Output(
      events: shown.map { .init(timestamp: $0.time, message: $0.message, ingestionTime: $0.time) }
    )
  }
}

/// Searches a group.
public struct FilterLogEvents: Operation {
  /// The group's name.
  public var logGroupName: String
  /// Which streams; all if nothing is said.
  public var logStreamNames: [String]?
  /// From when on, in milliseconds since 1970.
  public var startTime: Int64?
  /// Until when, inclusively, in milliseconds since 1970.
  public var endTime: Int64?
  /// What the lines must hold.
  public var filterPattern: String?
  /// How many at most, 1 to 10,000.
  public var limit: Int?

  /// The events.
  public struct Output: Sendable {
    /// By time.
    public let events: [Event]

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
    let pattern = try LogFilterPattern(parsing: filterPattern ?? "")
    let limit = try LogLimit.check(limit, in: 1...10_000) ?? 10_000
    let events = group.events(at: service.simulation.now).lazy.filter { event in
      let time = cloud.unixMilliseconds(at: event.line.instant)
      return time >= startTime ?? .min && time <= endTime ?? .max
        && logStreamNames?.contains(event.stream) != false && pattern.matches(event.line.message)
    }
    return Output(
      events: events.prefix(limit).map { event in
        let time = cloud.unixMilliseconds(at: event.line.instant)
        return .init(
          logStreamName: event.stream,
          timestamp: time,
          message: event.line.message,
          ingestionTime: time,
          eventId: "\(event.number)"
        )
      }
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
