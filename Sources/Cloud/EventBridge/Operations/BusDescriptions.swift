/// Describes a bus.
public struct DescribeEventBus: Operation {
  /// The bus's name or ARN; the default bus if left out.
  public var name: String?

  /// A bus.
  public struct Output: Sendable {
    /// Its name.
    public let name: String
    /// Its ARN.
    public let arn: String
    /// What it is for.
    public let description: String?
    /// The key of one's own, if there is one; not in lists.
    public let kmsKeyIdentifier: String?
    /// Where events go that cannot be encrypted; not in lists.
    public let deadLetterConfig: RuleTarget.DeadLetterConfig?
    /// Who else may do what with it.
    public let policy: String?
    /// When it was made.
    public let creationTime: String
    /// When it was changed last.
    public let lastModifiedTime: String

    init(_ bus: EventBus, inList: Bool = false) {
      name = bus.name
      arn = bus.arn.description
      description = bus.description
      kmsKeyIdentifier = inList ? nil : bus.key
      deadLetterConfig = inList ? nil : bus.deadLetterConfig
      policy = bus.policy?.text
      creationTime = Timestamp.withOffset(milliseconds: bus.created)
      lastModifiedTime = Timestamp.withOffset(milliseconds: bus.modified)
    }
  }

  /// The bus.
  public var component: String? { EventBridge.busName(name) }

  /// The bus.
  public func resource(in cloud: Cloud) -> ARN? { EventBridge.busARN(name, in: cloud) }

  /// Describes the bus.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(
      EventBridgeAssumptions.requestTime,
      about: EventBridge.busName(name)
    )
    return Output(events.buses[try events.bus(name, for: caller, Self.name)])
  }
}

/// Lists the buses.
public struct ListEventBuses: Operation {
  /// How the names of the listed buses begin.
  public var namePrefix: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The buses.
  public struct Output: Sendable {
    /// By name.
    public let eventBuses: [DescribeEventBus.Output]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// Lists the buses.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let buses = events.buses.filter { $0.name.hasPrefix(namePrefix ?? "") }
      .sorted { $0.name < $1.name }
    let page = try EventPage.page(of: buses, from: nextToken, limit: limit, name: \.name)
    return Output(
      eventBuses: page.items.map { DescribeEventBus.Output($0, inList: true) },
      nextToken: page.nextToken
    )
  }
}
