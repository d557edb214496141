/// What the service answers to whoever makes or changes an API destination.
public struct ApiDestinationOutput: Sendable {
  /// The API destination's ARN.
  public let apiDestinationArn: String
  /// What it is doing.
  public let apiDestinationState: ApiDestinationState
  /// When it was made.
  public let creationTime: String
  /// When it was changed last.
  public let lastModifiedTime: String

  init(_ destination: APIDestination, _ state: ApiDestinationState) {
    apiDestinationArn = destination.arn.description
    apiDestinationState = state
    creationTime = Timestamp.withOffset(milliseconds: destination.created)
    lastModifiedTime = Timestamp.withOffset(milliseconds: destination.modified)
  }
}

/// Makes an API destination: an address outside of AWS that rules send events to.
public struct CreateApiDestination: Operation {
  /// The name, up to 64 letters, digits, `.`, `-` and `_`.
  public var name: String
  /// What it is for.
  public var description: String?
  /// The ARN of the connection.
  public var connectionArn: String
  /// The address, which begins with `https://`; a target fills in its asterisks.
  public var invocationEndpoint: String
  /// How requests are sent.
  public var httpMethod: ApiDestinationHttpMethod
  /// How many requests to send in a second at the most; 300 if left out.
  public var invocationRateLimitPerSecond: Int?

  /// Makes the API destination.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ApiDestinationOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    try ServiceError.checkName(name, at: "name", EventBridgeQuotas.connectionNameLength)
    guard events.destinations[name] == nil else {
      throw ServiceError.eventResourceExists("An api-destination '\(name)'")
    }
    guard events.destinations.count < EventBridgeQuotas.destinations else {
      throw ServiceError.eventBridgeLimitExceeded
    }
    let now = events.cloud.unixMilliseconds
    var destination = APIDestination(
      name: name,
      arn: ARN(
        service: "events",
        resource: "api-destination/\(name)/\(events.newIdentifier())",
        in: events.cloud
      ),
      created: now,
      modified: now,
      connection: try events.connectionARN(connectionArn),
      endpoint: invocationEndpoint,
      method: httpMethod,
      requestsPerSecond: EventBridgeQuotas.destinationRate
    )
    try destination.change(description, invocationEndpoint, invocationRateLimitPerSecond)
    events.destinations[name] = destination
    return ApiDestinationOutput(destination, events.state(of: destination))
  }
}

/// Changes what is given of an API destination, and leaves the rest.
public struct UpdateApiDestination: Operation {
  /// The API destination's name.
  public var name: String
  /// What it is for.
  public var description: String?
  /// The ARN of the connection.
  public var connectionArn: String?
  /// The address.
  public var invocationEndpoint: String?
  /// How requests are sent.
  public var httpMethod: ApiDestinationHttpMethod?
  /// How many requests to send in a second at the most.
  public var invocationRateLimitPerSecond: Int?

  /// Changes the API destination.
  public func perform(
    on events: isolated EventBridge,
    for caller: Caller
  ) async throws -> ApiDestinationOutput {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    var destination = try events.destination(name, to: "update")
    if let connectionArn { destination.connection = try events.connectionARN(connectionArn) }
    if let httpMethod { destination.method = httpMethod }
    try destination.change(description, invocationEndpoint, invocationRateLimitPerSecond)
    destination.modified = events.cloud.unixMilliseconds
    events.destinations[name] = destination
    return ApiDestinationOutput(destination, events.state(of: destination))
  }
}

extension APIDestination {
  fileprivate mutating func change(
    _ description: String?,
    _ endpoint: String?,
    _ rate: Int?
  ) throws(ServiceError) {
    try ServiceError.check(
      description,
      length: EventBridgeQuotas.descriptionLength,
      at: "description"
    )
    try ServiceError.check(rate, in: 1...Int(Int32.max), at: "invocationRateLimitPerSecond")
    if let endpoint {
      guard let address = WebAddress(endpoint), address.scheme == "https" else {
        throw .validation(
          "Parameter InvocationEndpoint is not valid. Reason: \(endpoint) is no address that begins"
            + " with https://."
        )
      }
      self.endpoint = endpoint
    }
    if let description { self.description = description }
    if let rate { requestsPerSecond = rate }
  }
}

extension EventBridge {
  /// The ARN of a connection that is there.
  fileprivate func connectionARN(_ text: String) throws(ServiceError) -> ARN {
    guard let arn = ARN(text), arn.service == "events", arn.resource.hasPrefix("connection/") else {
      throw .constraint(
        text,
        at: "connectionArn",
        "satisfy regular expression pattern: ^arn:aws([a-z]|\\-)*:events:([a-z]|\\d|\\-)*:"
          + "([0-9]{12})?:connection\\/[\\.\\-_A-Za-z0-9]+\\/[\\-A-Za-z0-9]+$"
      )
    }
    guard connections.values.contains(where: { $0.arn == arn }) else {
      throw ServiceError(
        code: "ResourceNotFoundException",
        status: 400,
        message: "Connection '\(text)' does not exist."
      )
    }
    return arn
  }
}

/// Deletes an API destination.
public struct DeleteApiDestination: Operation {
  /// The API destination's name.
  public var name: String

  /// Deletes the API destination.
  public func perform(on events: isolated EventBridge, for caller: Caller) async throws -> NoOutput
  {
    try await events.takeTime(EventBridgeAssumptions.requestTime, about: EventBridge.name)
    _ = try events.destination(name, to: "delete")
    events.destinations[name] = nil
    return NoOutput()
  }
}
