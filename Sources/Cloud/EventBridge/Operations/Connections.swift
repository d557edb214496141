/// What the service answers to whoever makes, changes or deletes a connection.
public struct ConnectionOutput: Sendable {
  /// The connection's ARN.
  public let connectionArn: String
  /// What it is doing.
  public let connectionState: ConnectionState
  /// When it was made.
  public let creationTime: String
  /// When it was changed last.
  public let lastModifiedTime: String
  /// When it was authorised last.
  public let lastAuthorizedTime: String?

  init(_ connection: EventConnection, _ state: ConnectionState? = nil) {
    connectionArn = connection.arn.description
    connectionState = state ?? connection.state
    creationTime = Timestamp.withOffset(milliseconds: connection.created)
    lastModifiedTime = Timestamp.withOffset(milliseconds: connection.modified)
    lastAuthorizedTime = connection.authorized.map { Timestamp.withOffset(milliseconds: $0) }
  }
}

/// Makes a connection: what requests to API destinations carry to be let in.
public struct CreateConnection: Operation {
  /// The name, up to 64 letters, digits, `.`, `-` and `_`.
  public var name: String
  /// What it is for.
  public var description: String?
  /// How requests say who sends them.
  public var authorizationType: ConnectionAuthorizationType
  /// With what.
  public var authParameters: ConnectionAuthParameters
  /// A key of one's own.
  public var kmsKeyIdentifier: String?

  /// Makes the connection; one with OAuth asks for its token afterwards.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ConnectionOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.connectionNameLength)
    try EventConnection.check(description, kmsKeyIdentifier)
    try authParameters.check(for: authorizationType)
    guard events.connections[name] == nil else {
      throw ServiceError.eventResourceExists("Connection \(name)")
    }
    guard events.connections.count < EventBridgeQuotas.connections else {
      throw ServiceError.eventBridgeLimitExceeded
    }
    let now = events.cloud.unixMilliseconds
    let (id, secret) = (events.newIdentifier(), events.newIdentifier())
    let cloud = events.cloud
    events.connections[name] = EventConnection(
      name: name,
      arn: ARN(service: "events", resource: "connection/\(name)/\(id)", in: cloud),
      secretARN: "arn:aws:secretsmanager:\(cloud.region):\(cloud.account):secret:"
        + "events!connection/\(name)/\(secret)",
      created: now,
      modified: now,
      description: description,
      type: authorizationType,
      parameters: authParameters
    )
    events.authorize(name)
    return ConnectionOutput(try events.connection(name, to: "describe"))
  }
}

/// Changes what is given of a connection, and authorises it anew.
public struct UpdateConnection: Operation {
  /// The connection's name.
  public var name: String
  /// What it is for.
  public var description: String?
  /// How requests say who sends them.
  public var authorizationType: ConnectionAuthorizationType?
  /// With what.
  public var authParameters: ConnectionAuthParameters?
  /// A key of one's own.
  public var kmsKeyIdentifier: String?

  /// Changes the connection.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ConnectionOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    var connection = try events.connection(name, to: "update")
    try EventConnection.check(description, kmsKeyIdentifier)
    let (type, parameters) = (
      authorizationType ?? connection.type, authParameters ?? connection.parameters
    )
    try parameters.check(for: type)
    connection.description = description ?? connection.description
    connection.type = type
    connection.parameters = parameters
    connection.modified = events.cloud.unixMilliseconds
    connection.revision += 1
    events.connections[name] = connection
    events.authorize(name)
    return ConnectionOutput(try events.connection(name, to: "update"))
  }
}

extension EventConnection {
  fileprivate static func check(_ description: String?, _ key: String?) throws(ServiceError) {
    if key != nil { throw .notSupported("A key of one's own (KmsKeyIdentifier)") }
    try ServiceError.check(
      description,
      length: EventBridgeQuotas.descriptionLength,
      at: "description"
    )
  }
}

/// Takes from a connection what it authorises requests with.
public struct DeauthorizeConnection: Operation {
  /// The connection's name.
  public var name: String

  /// Deauthorises the connection; an update with new parameters makes it fit for use again.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ConnectionOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    var connection = try events.connection(name, to: "deauthorize")
    connection.state = .deauthorized
    connection.token = nil
    connection.revision += 1
    connection.modified = events.cloud.unixMilliseconds
    events.connections[name] = connection
    return ConnectionOutput(connection, .deauthorizing)
  }
}

/// Deletes a connection.
public struct DeleteConnection: Operation {
  /// The connection's name.
  public var name: String

  /// Deletes the connection; API destinations that use it become inactive.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ConnectionOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    let connection = try events.connection(name, to: "delete")
    events.connections[name] = nil
    return ConnectionOutput(connection, .deleting)
  }
}
