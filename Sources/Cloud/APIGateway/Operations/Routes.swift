import Simulation

/// An integration as the service describes it.
public struct IntegrationDescription: Sendable {
  /// The integration's id.
  public let integrationId: String
  /// How the function is called.
  public let integrationMethod: String
  /// `AWS_PROXY`.
  public let integrationType: String
  /// The function.
  public let integrationUri: String
  /// `2.0`.
  public let payloadFormatVersion: String
  /// How long the function may take.
  public let timeoutInMillis: Int

  init(_ integration: HTTPAPI.Integration) {
    integrationId = integration.id
    integrationMethod = "POST"
    integrationType = "AWS_PROXY"
    integrationUri = integration.functionARN
    payloadFormatVersion = "2.0"
    timeoutInMillis = Int(integration.timeout.nanoseconds / 1_000_000)
  }
}

/// Puts a function behind an API.
public struct CreateIntegration: Operation {
  /// What stands behind the API.
  public enum IntegrationType: String, Decodable, Sendable, CaseIterable {
    /// A function, which gets the request as an event.
    case awsProxy = "AWS_PROXY"
  }

  /// The API.
  public var apiId: String
  /// What stands behind it.
  public var integrationType: IntegrationType
  /// The function's ARN.
  public var integrationUri: String
  /// Only `2.0` here.
  public var payloadFormatVersion: String?
  /// How long the function may take, 50 to 30,000 ms.
  public var timeoutInMillis: Int?

  /// Creates the request.
  public init(apiId: String, integrationUri: String, timeoutInMillis: Int? = nil) {
    self.apiId = apiId
    integrationType = .awsProxy
    self.integrationUri = integrationUri
    self.timeoutInMillis = timeoutInMillis
  }

  /// Creates the integration.
  public func perform(
    on gateway: isolated APIGateway,
    for caller: Caller
  ) async throws -> IntegrationDescription {
    try Self.check(payloadFormat: payloadFormatVersion)
    try Self.check(integrationUri)
    let milliseconds = timeoutInMillis ?? APIGatewayQuotas.integrationMilliseconds.upperBound
    try Self.check(milliseconds: milliseconds)
    try await gateway.simulation.sleep(for: APIGatewayAssumptions.requestTime)
    _ = try gateway.api(apiId)
    let integration = HTTPAPI.Integration(
      id: gateway.newIdentifier(7),
      functionARN: integrationUri,
      timeout: .milliseconds(milliseconds)
    )
    gateway.add(integration, to: apiId)
    return IntegrationDescription(integration)
  }

  /// Refuses any format but the one that there is here.
  static func check(payloadFormat: String?) throws(ServiceError) {
    guard let payloadFormat, payloadFormat != "2.0" else { return }
    throw .notSupported("Payload format \(payloadFormat)")
  }

  /// Refuses a time-out that is too short or too long.
  static func check(milliseconds: Int) throws(ServiceError) {
    let range = APIGatewayQuotas.integrationMilliseconds
    guard range.contains(milliseconds) else {
      throw .apiBadRequest(
        "Timeout should be between \(range.lowerBound) ms and \(range.upperBound) ms"
      )
    }
  }

  /// Refuses what is no function's ARN.
  static func check(_ uri: String) throws(ServiceError) {
    guard let arn = ARN(uri), arn.service == "lambda", arn.resource.hasPrefix("function:") else {
      throw .apiBadRequest(
        "Invalid function ARN: \(uri). Write it as arn:aws:lambda:us-east-1:123456789012:function:"
          + "NAME."
      )
    }
  }
}

/// Changes an integration: what stands behind an API, or how long it may take.
public struct UpdateIntegration: Operation {
  /// The API.
  public var apiId: String
  /// The integration.
  public var integrationId: String
  /// What stands behind the API; only a function here.
  public var integrationType: CreateIntegration.IntegrationType?
  /// The function's ARN, such as that of a version or an alias; as before if nothing is said.
  public var integrationUri: String?
  /// Only `2.0` here.
  public var payloadFormatVersion: String?
  /// How long the function may take, 50 to 30,000 ms; as before if nothing is said.
  public var timeoutInMillis: Int?

  /// Changes it; requests that have begun end as they began.
  public func perform(
    on gateway: isolated APIGateway,
    for caller: Caller
  ) async throws -> IntegrationDescription {
    try CreateIntegration.check(payloadFormat: payloadFormatVersion)
    if let integrationUri { try CreateIntegration.check(integrationUri) }
    if let timeoutInMillis { try CreateIntegration.check(milliseconds: timeoutInMillis) }
    try await gateway.simulation.sleep(for: APIGatewayAssumptions.requestTime)
    let known = try gateway.api(apiId).integrations.first { $0.id == integrationId }
    guard let known else { throw ServiceError.apiNotFound("Integration", integrationId) }
    let changed = HTTPAPI.Integration(
      id: known.id,
      functionARN: integrationUri ?? known.functionARN,
      timeout: timeoutInMillis.map { .milliseconds($0) } ?? known.timeout
    )
    gateway.replace(known, with: changed, in: apiId)
    return IntegrationDescription(changed)
  }
}

/// Lists an API's integrations.
public struct GetIntegrations: Operation {
  /// The API.
  public var apiId: String

  /// The integrations.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let items: [IntegrationDescription]
  }

  /// Lists them.
  public func perform(on gateway: isolated APIGateway, for caller: Caller) async throws -> Output {
    Output(items: try gateway.api(apiId).integrations.map(IntegrationDescription.init))
  }
}

/// A route as the service describes it.
public struct RouteDescription: Sendable {
  /// `NONE`: anybody may call.
  public let authorizationType: String
  /// The route's id.
  public let routeId: String
  /// Its key, such as `POST /orders`.
  public let routeKey: String
  /// Where it leads: `integrations/ID`.
  public let target: String

  init(_ route: HTTPAPI.Route) {
    authorizationType = "NONE"
    routeId = route.id
    routeKey = route.key.description
    target = "integrations/\(route.integrationID)"
  }
}

/// Leads requests of one kind to an integration.
public struct CreateRoute: Operation {
  /// The API.
  public var apiId: String
  /// The requests: a method and a path, or `$default`.
  public var routeKey: String
  /// Where they go: `integrations/ID`.
  public var target: String

  /// Creates the request.
  public init(apiId: String, routeKey: String, target: String) {
    self.apiId = apiId
    self.routeKey = routeKey
    self.target = target
  }

  /// Creates the route.
  public func perform(
    on gateway: isolated APIGateway,
    for caller: Caller
  ) async throws -> RouteDescription {
    let key = try RouteKey.parse(routeKey)
    try await gateway.simulation.sleep(for: APIGatewayAssumptions.requestTime)
    let api = try gateway.api(apiId)
    guard target.hasPrefix("integrations/"),
      let integration = api.integrations.first(where: { target == "integrations/\($0.id)" })
    else { throw ServiceError.apiNotFound("Integration", target) }
    guard !api.routes.contains(where: { $0.key == key }) else {
      throw ServiceError(
        code: "ConflictException",
        status: 409,
        message: "Route with key \(key) already exists for this API"
      )
    }
    let route = HTTPAPI.Route(
      id: gateway.newIdentifier(7),
      key: key,
      integrationID: integration.id
    )
    gateway.add(route, to: apiId)
    return RouteDescription(route)
  }
}

/// Lists an API's routes.
public struct GetRoutes: Operation {
  /// The API.
  public var apiId: String

  /// The routes.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let items: [RouteDescription]
  }

  /// Lists them.
  public func perform(on gateway: isolated APIGateway, for caller: Caller) async throws -> Output {
    Output(items: try gateway.api(apiId).routes.map(RouteDescription.init))
  }
}
