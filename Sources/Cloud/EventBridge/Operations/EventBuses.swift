/// Creates a bus.
public struct CreateEventBus: Operation {
  /// The name: letters, digits, `.`, `-` and `_`.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The bus.
  public struct Output: Sendable {
    /// Its ARN.
    public let eventBusArn: String
  }

  /// The bus.
  public var component: String? { name }

  /// Creates the bus, without rules.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: name)
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.busNameLength)
    guard !events.buses.contains(where: { $0.name == name }) else {
      throw ServiceError.busAlreadyExists(name)
    }
    guard events.buses.count <= EventBridgeQuotas.buses else {
      throw ServiceError.eventBridgeLimitExceeded
    }
    let arn = ARN(service: "events", resource: "event-bus/\(name)", in: events.cloud)
    events.buses.append(EventBus(name: name, arn: arn))
    events.show(name)
    return Output(eventBusArn: arn.description)
  }
}

/// Deletes a bus and its rules.
public struct DeleteEventBus: Operation {
  /// The bus's name or ARN.
  public var name: String

  /// Creates the request.
  public init(name: String) {
    self.name = name
  }

  /// The bus.
  public var component: String? { EventBridge.busName(name) }

  /// Deletes the bus; one that does not exist is no error.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    let bus = EventBridge.busName(name)
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: bus)
    guard bus != EventBridge.defaultBus else {
      throw ServiceError.validation("Cannot delete event bus default.")
    }
    events.buses.removeAll { $0.name == bus }
    events.cloud.topology.remove(bus)
    return NoOutput()
  }
}

/// Lists the buses.
public struct ListEventBuses: Operation {
  /// How the names of the listed buses begin.
  public var namePrefix: String?

  /// A bus.
  public struct Entry: Sendable {
    /// Its name.
    public let name: String
    /// Its ARN.
    public let arn: String
  }

  /// The buses.
  public struct Output: Sendable {
    /// By name.
    public let eventBuses: [Entry]
  }

  /// Lists the buses.
  ///
  /// Simplified: all on one page.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let buses = events.buses.filter { $0.name.hasPrefix(namePrefix ?? "") }
    return Output(
      eventBuses: buses.sorted { $0.name < $1.name }
        .map { Entry(name: $0.name, arn: $0.arn.description) }
    )
  }
}
