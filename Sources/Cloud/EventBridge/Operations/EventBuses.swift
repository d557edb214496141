/// Creates a bus.
public struct CreateEventBus: Operation {
  /// Where a bus puts events that it cannot encrypt with a key of one's own.
  public typealias DeadLetterConfig = RuleTarget.DeadLetterConfig

  /// What of its work a bus writes to a log.
  public struct LogConfig: Decodable, Sendable {
    /// Whether with the event.
    public var includeDetail: String?
    /// How much.
    public var level: String?
  }

  /// The name: letters, digits, `.`, `-` and `_`.
  public var name: String
  /// What it is for.
  public var description: String?
  /// Tags.
  public var tags: [EventTag]?
  /// The partner whose events it takes.
  public var eventSourceName: String?
  /// A key of one's own.
  public var kmsKeyIdentifier: String?
  /// Where events go that cannot be encrypted.
  public var deadLetterConfig: DeadLetterConfig?
  /// What it writes to a log.
  public var logConfig: LogConfig?

  /// Creates the request.
  public init(name: String, description: String? = nil, tags: [EventTag]? = nil) {
    self.name = name
    self.description = description
    self.tags = tags
  }

  /// The bus.
  public struct Output: Sendable {
    /// Its ARN.
    public let eventBusArn: String
    /// What it is for.
    public let description: String?
    /// The key of one's own, if there is one.
    public let kmsKeyIdentifier: String?
    /// Where events go that cannot be encrypted.
    public let deadLetterConfig: DeadLetterConfig?
  }

  /// The bus.
  public var component: String? { name }

  /// Creates the bus, without rules.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: name)
    guard eventSourceName == nil else {
      throw ServiceError.notSupported("A bus for the events of a partner")
    }
    guard !name.contains("/") else {
      throw ServiceError.validation("Event bus name must not contain '/'.")
    }
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.busNameLength)
    try EventBus.check(description, deadLetterConfig, logConfig, in: events.cloud)
    guard !events.buses.contains(where: { $0.name == name }) else {
      throw ServiceError.busAlreadyExists(name)
    }
    guard events.buses.count <= EventBridgeQuotas.buses else {
      throw ServiceError.eventBridgeLimitExceeded
    }
    let arn = ARN(service: "events", resource: "event-bus/\(name)", in: events.cloud)
    var bus = EventBus(name: name, arn: arn, at: events.cloud.unixMilliseconds)
    bus.description = description
    bus.encrypt(with: kmsKeyIdentifier, deadLetterConfig)
    bus.tags = try EventTag.merging(tags ?? [], into: [])
    events.buses.append(bus)
    events.show(name)
    return Output(
      eventBusArn: arn.description,
      description: description,
      kmsKeyIdentifier: bus.key,
      deadLetterConfig: bus.deadLetterConfig
    )
  }
}

extension EventBus {
  /// Checks what a bus can be given beside its name.
  static func check(
    _ description: String?,
    _ deadLetters: RuleTarget.DeadLetterConfig?,
    _ log: CreateEventBus.LogConfig?,
    in cloud: Cloud
  ) throws(ServiceError) {
    try check(deadLetters, in: cloud)
    if let log, log.level != nil, log.level != "OFF" { throw .notSupported("The log of a bus") }
    try ServiceError.check(
      description,
      length: EventBridgeQuotas.descriptionLength,
      at: "description"
    )
  }
}

/// Changes what a bus is for, and with which key its events are encrypted.
public struct UpdateEventBus: Operation {
  /// The bus's name; the default bus if left out.
  public var name: String?
  /// What it is for.
  public var description: String?
  /// A key of one's own.
  public var kmsKeyIdentifier: String?
  /// Where events go that cannot be encrypted.
  public var deadLetterConfig: CreateEventBus.DeadLetterConfig?
  /// What it writes to a log.
  public var logConfig: CreateEventBus.LogConfig?

  /// The bus.
  public struct Output: Sendable {
    /// Its ARN.
    public let arn: String
    /// Its name.
    public let name: String
    /// What it is for.
    public let description: String?
    /// The key of one's own, if there is one.
    public let kmsKeyIdentifier: String?
    /// Where events go that cannot be encrypted.
    public let deadLetterConfig: CreateEventBus.DeadLetterConfig?
  }

  /// The bus.
  public var component: String? { name ?? EventBridge.defaultBus }

  /// Changes what is given.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    let name = name ?? EventBridge.defaultBus
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: name)
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.busNameLength)
    let bus = try events.index(ofBus: name)
    try EventBus.check(description, deadLetterConfig, logConfig, in: events.cloud)
    events.change(bus) {
      if let description { $0.description = description }
      $0.encrypt(with: kmsKeyIdentifier, deadLetterConfig)
    }
    return Output(
      arn: events.buses[bus].arn.description,
      name: name,
      description: events.buses[bus].description,
      kmsKeyIdentifier: events.buses[bus].key,
      deadLetterConfig: events.buses[bus].deadLetterConfig
    )
  }
}

/// Deletes a bus that has no rules.
public struct DeleteEventBus: Operation {
  /// The bus's name.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The bus.
  public var component: String? { name }

  /// Deletes the bus; one that does not exist is no error.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: name)
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.busNameLength)
    guard name != EventBridge.defaultBus else {
      throw ServiceError.validation("Cannot delete event bus default.")
    }
    guard let index = try? events.index(ofBus: name) else { return NoOutput() }
    guard events.buses[index].rules.isEmpty else {
      throw ServiceError.validation("EventBus can't be deleted since it has rules.")
    }
    events.buses.remove(at: index)
    events.cloud.topology.remove(name)
    return NoOutput()
  }
}
