import EventPattern

/// What an archive is doing.
public enum ArchiveState: String, Decodable, Sendable, CaseIterable {
  /// It takes events.
  case enabled = "ENABLED"
  /// It takes none.
  case disabled = "DISABLED"
  /// It is being made.
  case creating = "CREATING"
  /// It is being changed.
  case updating = "UPDATING"
  /// It could not be made.
  case createFailed = "CREATE_FAILED"
  /// It could not be changed.
  case updateFailed = "UPDATE_FAILED"
}

/// What the service answers to whoever makes or changes an archive.
public struct ArchiveOutput: Sendable {
  /// The archive's ARN.
  public let archiveArn: String
  /// What it is doing.
  public let state: ArchiveState
  /// When it was made.
  public let creationTime: String

  init(_ archive: EventArchive) {
    archiveArn = archive.arn.description
    state = .enabled
    creationTime = Timestamp.withOffset(milliseconds: archive.created)
  }
}

/// Makes an archive of a bus's events.
public struct CreateArchive: Operation {
  /// The name, up to 48 letters, digits, `.`, `-` and `_`.
  public var archiveName: String
  /// The ARN of the bus.
  public var eventSourceArn: String
  /// What it is for.
  public var description: String?
  /// Which events it keeps; all if left out.
  public var eventPattern: String?
  /// For how many days it keeps an event; for ever if left out or 0.
  public var retentionDays: Int?
  /// A key of one's own.
  public var kmsKeyIdentifier: String?

  /// The bus.
  public var component: String? { EventBridge.busName(eventSourceArn) }

  /// Makes the archive, and the rule on the bus that feeds it.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ArchiveOutput {
    let bus = EventBridge.busName(eventSourceArn)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: bus)
    try ServiceError.checkName(
      archiveName,
      at: "archiveName",
      EventBridgeQuotas.archiveNameLength
    )
    let index = try events.index(ofArchivedBus: eventSourceArn)
    guard events.archives[archiveName] == nil else {
      throw ServiceError.archiveAlreadyExists(archiveName)
    }
    var archive = EventArchive(
      name: archiveName,
      arn: ARN(service: "events", resource: "archive/\(archiveName)", in: events.cloud),
      bus: events.buses[index].arn,
      created: events.cloud.unixMilliseconds / 1_000 * 1_000
    )
    try archive.change(description, eventPattern, retentionDays, kmsKeyIdentifier)
    try events.putRule(of: archive)
    events.archives[archiveName] = archive
    return ArchiveOutput(archive)
  }
}

/// Changes what is given of an archive, and leaves the rest.
public struct UpdateArchive: Operation {
  /// The archive's name.
  public var archiveName: String
  /// What it is for.
  public var description: String?
  /// Which events it keeps.
  public var eventPattern: String?
  /// For how many days it keeps an event; 0 for ever.
  public var retentionDays: Int?
  /// A key of one's own.
  public var kmsKeyIdentifier: String?

  /// Changes the archive; what is too old for a shorter period goes at once.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ArchiveOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    var archive = try events.archive(archiveName)
    try archive.change(description, eventPattern, retentionDays, kmsKeyIdentifier)
    if eventPattern != nil { try events.putRule(of: archive) }
    events.archives[archiveName] = archive
    return ArchiveOutput(try events.archive(archiveName))
  }
}

/// Deletes an archive with everything in it.
public struct DeleteArchive: Operation {
  /// The archive's name.
  public var archiveName: String

  /// Deletes the archive and the rule that feeds it.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let archive = try events.archive(archiveName)
    events.removeRule(of: archive)
    events.archives[archiveName] = nil
    events.meterStorage(of: archiveName)
    return NoOutput()
  }
}

extension EventArchive {
  fileprivate mutating func change(
    _ description: String?,
    _ pattern: String?,
    _ retentionDays: Int?,
    _ key: String?
  ) throws(ServiceError) {
    if key != nil { throw .notSupported("A key of one's own (KmsKeyIdentifier)") }
    try ServiceError.check(
      description,
      length: EventBridgeQuotas.descriptionLength,
      at: "description"
    )
    try ServiceError.check(retentionDays, in: 0...Int(Int32.max), at: "retentionDays")
    if let description { self.description = description }
    if let retentionDays { self.retentionDays = retentionDays }
    if let pattern, !pattern.isEmpty {
      self.pattern = try EventPattern(ofRule: pattern, dialect: .eventBridgeArchive)
    }
  }
}

extension EventBridge {
  /// The place of the bus that an archive is about: one of this account, by its ARN.
  func index(ofArchivedBus arn: String) throws(ServiceError) -> Int {
    guard let bus = ARN(arn), bus.service == "events", bus.resource.hasPrefix("event-bus/") else {
      throw .validation(
        "Parameter EventSourceArn is not valid. Reason: Must contain an event bus ARN."
      )
    }
    guard bus.account == cloud.account, bus.region == cloud.region else {
      throw .busNotFound(bus.name)
    }
    return try index(ofBus: arn)
  }
}
