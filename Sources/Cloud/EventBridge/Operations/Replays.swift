import Simulation

/// Where a replay goes: the bus, and perhaps only some of its rules.
public struct ReplayDestination: Decodable, Sendable {
  /// The bus's ARN.
  public var arn: String
  /// The ARNs of the only rules that get the events; all rules if left out.
  public var filterArns: [String]?
}

/// Puts the archived events of a span of time on their bus again.
public struct StartReplay: Operation {
  /// The name, up to 64 letters, digits, `.`, `-` and `_`; the events get it as `replay-name`.
  public var replayName: String
  /// What it is for.
  public var description: String?
  /// The archive's ARN.
  public var eventSourceArn: String
  /// The time of the earliest events: a date or seconds since 1970.
  public var eventStartTime: RequestDate
  /// The time of the latest events.
  public var eventEndTime: RequestDate
  /// The bus that the events came from.
  public var destination: ReplayDestination

  /// A replay that has been started.
  public struct Output: Sendable {
    /// Its ARN.
    public let replayArn: String
    /// What it is doing.
    public let state: ReplayState
    /// When it was started.
    public let replayStartTime: String
  }

  /// The bus.
  public var component: String? { EventBridge.busName(destination.arn) }

  /// Starts the replay, which goes on by itself.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(destination.arn)
    )
    let replay = try checked(on: events)
    events.replays[replayName] = replay
    events.simulation.spawn(on: events) { bridge in try await bridge.run(replay) }
    return Output(
      replayArn: replay.arn.description,
      state: .starting,
      replayStartTime: Timestamp.withOffset(milliseconds: replay.began)
    )
  }

  private func checked(on events: isolated EventBridge) throws(ServiceError) -> EventReplay {
    try ServiceError.checkName(replayName, at: "replayName", EventBridgeQuotas.replayNameLength)
    try ServiceError.check(
      description,
      length: EventBridgeQuotas.descriptionLength,
      at: "description"
    )
    guard let bus = ARN(destination.arn), bus.service == "events",
      bus.resource.hasPrefix("event-bus/")
    else {
      throw .validation(
        "Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN."
      )
    }
    let destinationBus = events.buses[try events.index(ofBus: destination.arn)]
    let source = EventBridge.busName(eventSourceArn)
    guard let archive = try? events.archive(source), archive.arn.description == eventSourceArn
    else {
      throw .validation(
        "Parameter EventSourceArn is not valid. Reason: Archive \(source) does not exist."
      )
    }
    guard archive.bus == bus else {
      throw .validation(
        "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted."
      )
    }
    for rule in destination.filterArns ?? []
    where destinationBus.arn(ofRule: EventBridge.busName(rule)).description != rule {
      throw .validation(
        "Parameter Destination.FilterArns is not valid. Reason: \(rule) is not the ARN of a rule of"
          + " the event bus \(bus.name)."
      )
    }
    let window = try window()
    events.forgetOldReplays()
    guard events.replays[replayName] == nil else { throw .replayAlreadyExists(replayName) }
    let underway = events.replays.values.count { $0.state.isUnderway }
    guard underway < EventBridgeQuotas.concurrentReplays else {
      throw .eventBridgeLimitExceeded
    }
    return EventReplay(
      name: replayName,
      arn: ARN(service: "events", resource: "replay/\(replayName)", in: events.cloud),
      description: description,
      archive: archive.arn,
      bus: bus.name,
      destination: destination,
      window: window,
      began: events.cloud.unixMilliseconds / 1_000 * 1_000
    )
  }

  private func window() throws(ServiceError) -> ClosedRange<Int64> {
    let (start, end) = (
      try Self.seconds(eventStartTime, "EventStartTime"),
      try Self.seconds(eventEndTime, "EventEndTime")
    )
    guard start < end else {
      throw .validation(
        "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime."
      )
    }
    return start...end
  }

  private static func seconds(
    _ time: RequestDate,
    _ name: String
  ) throws(ServiceError) -> Int64 {
    guard let seconds = time.seconds else {
      throw .validation("Parameter \(name) is not valid. Reason: \(time.text) is no time.")
    }
    return seconds
  }
}

/// Stops a replay.
public struct CancelReplay: Operation {
  /// The replay's name.
  public var replayName: String

  /// The replay.
  public struct Output: Sendable {
    /// Its ARN.
    public let replayArn: String
    /// What it is doing.
    public let state: ReplayState
  }

  /// Stops the replay before the next minute of events; what is on the bus stays there.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let replay = try events.replay(replayName)
    guard [.starting, .running].contains(replay.state) else {
      throw ServiceError.replayNotUnderway(replayName)
    }
    events.replays[replayName]?.state = .cancelling
    return Output(replayArn: replay.arn.description, state: .cancelling)
  }
}
