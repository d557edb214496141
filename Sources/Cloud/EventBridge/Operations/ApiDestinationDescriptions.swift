/// Describes an API destination.
public struct DescribeApiDestination: Operation {
  /// The API destination's name.
  public var name: String

  /// An API destination.
  public struct Output: Sendable {
    /// Its ARN.
    public let apiDestinationArn: String
    /// Its name.
    public let name: String
    /// What it is for.
    public let description: String?
    /// What it is doing.
    public let apiDestinationState: ApiDestinationState
    /// The ARN of the connection.
    public let connectionArn: String
    /// The address.
    public let invocationEndpoint: String
    /// How requests are sent.
    public let httpMethod: ApiDestinationHttpMethod
    /// How many requests are sent in a second at the most.
    public let invocationRateLimitPerSecond: Int
    /// When it was made.
    public let creationTime: String
    /// When it was changed last.
    public let lastModifiedTime: String

    init(_ destination: APIDestination, _ state: ApiDestinationState, isListed: Bool = false) {
      apiDestinationArn = destination.arn.description
      name = destination.name
      description = isListed ? nil : destination.description
      apiDestinationState = state
      connectionArn = destination.connection.description
      invocationEndpoint = destination.endpoint
      httpMethod = destination.method
      invocationRateLimitPerSecond = destination.requestsPerSecond
      creationTime = Timestamp.withOffset(milliseconds: destination.created)
      lastModifiedTime = Timestamp.withOffset(milliseconds: destination.modified)
    }
  }

  /// Describes the API destination.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let destination = try events.destination(name, to: "describe")
    return Output(destination, events.state(of: destination))
  }
}

/// Lists the API destinations.
public struct ListApiDestinations: Operation {
  /// How the names of the listed API destinations begin.
  public var namePrefix: String?
  /// The ARN of the listed API destinations' connection.
  public var connectionArn: String?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The API destinations.
  public struct Output: Sendable {
    /// By name, without what they are for.
    public let apiDestinations: [DescribeApiDestination.Output]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// Lists the API destinations.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let found = events.destinations.values.sorted { $0.name < $1.name }.filter { destination in
      destination.name.hasPrefix(namePrefix ?? "")
        && (connectionArn ?? destination.connection.description)
          == destination.connection.description
    }
    let page = try EventPage.page(of: found, from: nextToken, limit: limit, name: \.name)
    return Output(
      apiDestinations: page.items.map { destination in
        DescribeApiDestination.Output(destination, events.state(of: destination), isListed: true)
      },
      nextToken: page.nextToken
    )
  }
}
