/// Describes a replay.
public struct DescribeReplay: Operation {
  /// The replay's name.
  public var replayName: String

  /// Describes the replay.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ReplayDescription {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    return ReplayDescription(try events.replay(replayName))
  }
}

/// A replay as the service describes it.
public struct ReplayDescription: Sendable {
  /// Its name.
  public let replayName: String
  /// Its ARN; left out in a list.
  public let replayArn: String?
  /// What it is for; left out in a list.
  public let description: String?
  /// What it is doing.
  public let state: ReplayState
  /// The archive's ARN.
  public let eventSourceArn: String
  /// Where it goes; left out in a list.
  public let destination: ReplayDestination?
  /// The time of the earliest events.
  public let eventStartTime: String
  /// The time of the latest events.
  public let eventEndTime: String
  /// The time of the event that was replayed last.
  public let eventLastReplayedTime: String?
  /// When it was started.
  public let replayStartTime: String
  /// When it ended.
  public let replayEndTime: String?

  init(_ replay: EventReplay, isListed: Bool = false) {
    replayName = replay.name
    replayArn = isListed ? nil : replay.arn.description
    description = isListed ? nil : replay.description
    state = replay.state
    eventSourceArn = replay.archive.description
    destination = isListed ? nil : replay.destination
    eventStartTime = Self.text(replay.window.lowerBound * 1_000)
    eventEndTime = Self.text(replay.window.upperBound * 1_000)
    eventLastReplayedTime = replay.lastReplayed.map { Self.text($0 * 1_000) }
    replayStartTime = Self.text(replay.began)
    replayEndTime = replay.ended.map(Self.text)
  }

  private static func text(_ milliseconds: Int64) -> String {
    Timestamp.withOffset(milliseconds: milliseconds)
  }
}

/// Lists the replays, all of them or those that meet one condition.
public struct ListReplays: Operation {
  /// How the names of the listed replays begin.
  public var namePrefix: String?
  /// What the listed replays are doing.
  public var state: ReplayState?
  /// The ARN of the listed replays' archive.
  public var eventSourceArn: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The replays.
  public struct Output: Sendable {
    /// By name.
    public let replays: [ReplayDescription]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// Lists the replays.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    guard [namePrefix != nil, eventSourceArn != nil, state != nil].count(where: { $0 }) <= 1 else {
      throw ServiceError.severalFilters("ListReplays")
    }
    events.forgetOldReplays()
    let found = events.replays.values.sorted { $0.name < $1.name }.filter { replay in
      replay.name.hasPrefix(namePrefix ?? "") && (state ?? replay.state) == replay.state
        && (eventSourceArn ?? replay.archive.description) == replay.archive.description
    }
    let page = try EventPage.page(of: found, from: nextToken, limit: limit, name: \.name)
    return Output(
      replays: page.items.map { ReplayDescription($0, isListed: true) },
      nextToken: page.nextToken
    )
  }
}
