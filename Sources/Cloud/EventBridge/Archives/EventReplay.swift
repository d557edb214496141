import Simulation

/// What a replay is doing.
public enum ReplayState: String, Decodable, Sendable, CaseIterable {
  /// It looks for the events.
  case starting = "STARTING"
  /// It puts events on the bus.
  case running = "RUNNING"
  /// It has been told to stop.
  case cancelling = "CANCELLING"
  /// All events have been put on the bus.
  case completed = "COMPLETED"
  /// It has stopped.
  case cancelled = "CANCELLED"
  /// It could not go on.
  case failed = "FAILED"

  /// Whether it will still do something.
  var isUnderway: Bool { [.starting, .running, .cancelling].contains(self) }
}

/// A replay: the archived events of a span of time, put on their bus again.
struct EventReplay {
  let name: String
  let arn: ARN
  let description: String?
  let archive: ARN
  /// The bus's name.
  let bus: String
  let destination: ReplayDestination
  /// Between which seconds since 1970 the events have happened, both included.
  let window: ClosedRange<Int64>
  /// When it was started, in milliseconds since 1970.
  let began: Int64
  var state = ReplayState.starting
  /// When the latest replayed event had happened, in seconds since 1970.
  var lastReplayed: Int64?
  /// When it ended, in milliseconds since 1970.
  var ended: Int64?
}

extension EventBridge {
  /// Puts the archived events of a replay's window on their bus, a minute of event time after the
  /// other, the events of one minute in any order.
  func run(_ replay: EventReplay) async throws {
    try await simulation.sleep(for: EventBridgeAssumptions.replayStart)
    var count = 0
    if isWanted(replay) {
      replays[replay.name]?.state = .running
      let events = archivedEvents(of: replay)
      cloud.record(
        EventBridgeEvent.replayStarted(replay: replay.name, events: events.count),
        from: replay.bus
      )
      for minute in Self.minutes(of: events) {
        guard isWanted(replay) else { break }
        put(minute, again: replay)
        count += minute.count
        try await simulation.sleep(for: EventBridgeAssumptions.replayedMinute)
      }
    }
    let state = isWanted(replay) ? ReplayState.completed : .cancelled
    replays[replay.name]?.state = state
    replays[replay.name]?.ended = cloud.unixMilliseconds
    cloud.record(
      EventBridgeEvent.replayEnded(replay: replay.name, state: state.rawValue, events: count),
      from: replay.bus
    )
  }

  private func isWanted(_ replay: EventReplay) -> Bool {
    replays[replay.name]?.state != .cancelling
  }

  /// What has arrived in the archive by now and has happened within the window.
  private func archivedEvents(of replay: EventReplay) -> [BusEvent] {
    let archive = try? archive(replay.archive.name)
    return archive?.events(at: simulation.now).filter { replay.window.contains($0.seconds) } ?? []
  }

  /// The events by the minute in which they have happened, the earliest first.
  private static func minutes(of events: [BusEvent]) -> [[BusEvent]] {
    let minutes = Dictionary(grouping: events) { $0.seconds / 60 }
    return minutes.sorted { $0.key < $1.key }.map(\.value)
  }

  private func put(_ minute: [BusEvent], again replay: EventReplay) {
    let rules = replay.destination.filterArns.map { Set($0) }
    for event in replayOrder.shuffled(minute) {
      cloud.meter.add(.eventBridgeReplays, event.billedChunks, for: replay.archive.name)
      replays[replay.name]?.lastReplayed = event.seconds
      route(
        event.replayed(by: replay.name, at: simulation.now),
        on: replay.bus,
        to: rules
      )
    }
  }

  /// Lets go of replays that ended long ago.
  func forgetOldReplays() {
    let oldest = cloud.unixMilliseconds - EventBridgeQuotas.replayRecordDays * 86_400_000
    replays = replays.filter { $0.value.ended.map { $0 > oldest } ?? true }
  }

  /// The replay of this name.
  ///
  /// - Throws: ``ServiceError`` when there is none.
  func replay(_ name: String) throws(ServiceError) -> EventReplay {
    forgetOldReplays()
    guard let replay = replays[name] else { throw .replayNotFound(name) }
    return replay
  }
}
