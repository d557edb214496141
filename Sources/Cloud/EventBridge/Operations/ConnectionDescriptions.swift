/// Describes a connection.
public struct DescribeConnection: Operation {
  /// The connection's name.
  public var name: String

  /// Describes the connection.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ConnectionDescription {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    return ConnectionDescription(try events.connection(name, to: "describe"))
  }
}

/// A connection as the service describes it.
public struct ConnectionDescription: Sendable {
  /// Its ARN.
  public let connectionArn: String
  /// Its name.
  public let name: String
  /// What it is for; left out in a list.
  public let description: String?
  /// What it is doing.
  public let connectionState: ConnectionState
  /// Why it is in this state.
  public let stateReason: String?
  /// How requests say who sends them.
  public let authorizationType: ConnectionAuthorizationType
  /// The secret that AWS keeps the credentials in; left out in a list.
  public let secretArn: String?
  /// With what, without the secrets; left out in a list.
  public let authParameters: ConnectionAuthParameters?
  /// When it was made.
  public let creationTime: String
  /// When it was changed last.
  public let lastModifiedTime: String
  /// When it was authorised last.
  public let lastAuthorizedTime: String?

  init(_ connection: EventConnection, isListed: Bool = false) {
    connectionArn = connection.arn.description
    name = connection.name
    description = isListed ? nil : connection.description
    connectionState = connection.state
    stateReason = connection.stateReason
    authorizationType = connection.type
    secretArn = isListed ? nil : connection.secretARN
    authParameters = isListed ? nil : connection.parameters.shown
    creationTime = Timestamp.withOffset(milliseconds: connection.created)
    lastModifiedTime = Timestamp.withOffset(milliseconds: connection.modified)
    lastAuthorizedTime = connection.authorized.map { Timestamp.withOffset(milliseconds: $0) }
  }
}

/// Lists the connections.
public struct ListConnections: Operation {
  /// How the names of the listed connections begin.
  public var namePrefix: String?
  /// What the listed connections are doing.
  public var connectionState: ConnectionState?
  /// Where to go on: what the call before has answered.
  public var nextToken: String?
  /// How many to list at the most, 1 to 100.
  public var limit: Int?

  /// The connections.
  public struct Output: Sendable {
    /// By name.
    public let connections: [ConnectionDescription]
    /// Where to go on; left out at the end.
    public let nextToken: String?
  }

  /// Lists the connections.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> Output {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let found = events.connections.values.sorted { $0.name < $1.name }.filter { connection in
      connection.name.hasPrefix(namePrefix ?? "")
        && (connectionState ?? connection.state) == connection.state
    }
    let page = try EventPage.page(of: found, from: nextToken, limit: limit, name: \.name)
    return Output(
      connections: page.items.map { ConnectionDescription($0, isListed: true) },
      nextToken: page.nextToken
    )
  }
}
