import EventPattern
import Simulation

/// Describes an archive.
public struct DescribeArchive: Operation {
  /// The archive's name.
  public var archiveName: String

  /// Describes the archive.
  ///
  /// Simplified: its figures are those of what has arrived; on AWS they may lag by 24 hours.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ArchiveDescription {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    return ArchiveDescription(try events.archive(archiveName), at: events.simulation.now)
  }
}

/// An archive as the service describes it.
public struct ArchiveDescription: Sendable {
  /// Its ARN; left out in a list.
  public let archiveArn: String?
  /// Its name.
  public let archiveName: String
  /// The ARN of its bus.
  public let eventSourceArn: String
  /// What it is for; left out in a list.
  public let description: String?
  /// Which events it keeps; left out in a list.
  public let eventPattern: String?
  /// What it is doing.
  public let state: ArchiveState
  /// For how many days it keeps an event; 0 for ever.
  public let retentionDays: Int
  /// The bytes of the events in it.
  public let sizeBytes: Int
  /// How many events are in it.
  public let eventCount: Int
  /// When it was made.
  public let creationTime: String

  init(_ archive: EventArchive, at now: SimulationInstant, isListed: Bool = false) {
    let arrived = archive.events(at: now)
    archiveArn = isListed ? nil : archive.arn.description
    archiveName = archive.name
    eventSourceArn = archive.bus.description
    description = isListed ? nil : archive.description
    eventPattern = isListed ? nil : archive.pattern?.text
    state = .enabled
    retentionDays = archive.retentionDays
    sizeBytes = arrived.reduce(0) { $0 + $1.size }
    eventCount = arrived.count
    creationTime = Timestamp.withOffset(milliseconds: archive.created)
  }
}

/// Lists the archives, all of them or those that meet one condition.
public struct ListArchives: Operation {
  /// How the names of the listed archives begin.
  public var namePrefix: String?
  /// The ARN of the listed archives' bus.
  public var eventSourceArn: String?
  /// What the listed archives are doing.
  public var state: ArchiveState?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The archives.
  public struct Output: Sendable {
    /// By name.
    public let archives: [ArchiveDescription]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// Lists the archives.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    guard [namePrefix != nil, eventSourceArn != nil, state != nil].count(where: { $0 }) <= 1 else {
      throw ServiceError.severalFilters("ListArchives")
    }
    if let eventSourceArn { _ = try events.index(ofArchivedBus: eventSourceArn) }
    let names = events.archives.keys.sorted().filter { $0.hasPrefix(namePrefix ?? "") }
    let found = try names.map { name throws(ServiceError) in try events.archive(name) }
      .filter { archive in
        (eventSourceArn ?? archive.bus.description) == archive.bus.description
          && (state ?? .enabled) == .enabled
      }
    let page = try EventPage.page(of: found, from: nextToken, limit: limit, name: \.name)
    let now = events.simulation.now
    return Output(
      archives: page.items.map { ArchiveDescription($0, at: now, isListed: true) },
      nextToken: page.nextToken
    )
  }
}
