import Simulation

/// An API as the service describes it.
public struct APIDescription: Sendable {
  /// Where the API takes requests.
  public let apiEndpoint: String
  /// The API's id.
  public let apiId: String
  /// When it was created.
  public let createdDate: String
  /// Its name.
  public let name: String
  /// `HTTP`.
  public let protocolType: String
  /// How a request's route is found.
  public let routeSelectionExpression: String

  init(_ api: HTTPAPI, in cloud: Cloud) {
    apiEndpoint = "https://\(api.id).execute-api.\(cloud.region).amazonaws.com"
    apiId = api.id
    createdDate = Timestamp.iso8601(milliseconds: api.createdMilliseconds, zone: "+00:00")
    name = api.name
    protocolType = "HTTP"
    routeSelectionExpression = "$request.method $request.path"
  }
}

/// Creates an HTTP API.
public struct CreateApi: Operation {
  /// What the API speaks.
  public enum ProtocolType: String, Decodable, Sendable, CaseIterable {
    /// HTTP.
    case http = "HTTP"
    /// WebSocket; not here.
    case webSocket = "WEBSOCKET"
  }

  /// The API's name, which is its component's.
  public var name: String
  /// What it speaks.
  public var protocolType: ProtocolType
  /// A function's ARN: quick create, which makes an integration and a route for it.
  public var target: String?
  /// The route of quick create; `$default` if nothing is said.
  public var routeKey: String?

  /// Creates the request.
  public init(
    name: String,
    protocolType: ProtocolType,
    target: String? = nil,
    routeKey: String? = nil
  ) {
    self.name = name
    self.protocolType = protocolType
    self.target = target
    self.routeKey = routeKey
  }

  /// Creates the API.
  public func perform(
    on gateway: isolated APIGateway,
    for caller: Caller
  ) async throws -> APIDescription {
    guard protocolType == .http else { throw ServiceError.notSupported("A WebSocket API") }
    let key = try RouteKey.parse(routeKey ?? "$default")
    if let target { try CreateIntegration.check(target) }
    try await gateway.simulation.sleep(for: APIGatewayAssumptions.requestTime)
    let api = HTTPAPI(
      id: gateway.newIdentifier(),
      name: name,
      createdMilliseconds: gateway.cloud.unixMilliseconds
    )
    gateway.add(api)
    if let target {
      let integration = HTTPAPI.Integration(
        id: gateway.newIdentifier(7),
        functionARN: target,
        timeout: .milliseconds(APIGatewayQuotas.integrationMilliseconds.upperBound)
      )
      gateway.add(integration, to: api.id)
      gateway.add(
        HTTPAPI.Route(id: gateway.newIdentifier(7), key: key, integrationID: integration.id),
        to: api.id
      )
    }
    return APIDescription(api, in: gateway.cloud)
  }
}

extension RouteKey {
  /// Reads a key.
  ///
  /// - Throws: ``ServiceError`` with the code `BadRequestException` when it is none.
  static func parse(_ text: String) throws(ServiceError) -> RouteKey {
    guard let key = RouteKey(text) else {
      throw .apiBadRequest(
        "Invalid route key '\(text)': write a method and a path such as 'POST /orders', or"
          + " '$default'. Methods are \(methods.joined(separator: ", "))."
      )
    }
    return key
  }
}

/// Lists the APIs.
public struct GetApis: Operation {
  /// The APIs.
  public struct Output: Sendable {
    /// In the order in which they were created.
    public let items: [APIDescription]
  }

  /// Lists them.
  public func perform(on gateway: isolated APIGateway, for caller: Caller) async throws -> Output {
    Output(items: gateway.apis.map { APIDescription($0, in: gateway.cloud) })
  }
}

/// Deletes an API.
public struct DeleteApi: Operation {
  /// The API's id.
  public var apiId: String

  /// Deletes it; requests are refused from then on.
  public func perform(
    on gateway: isolated APIGateway,
    for caller: Caller
  ) async throws -> NoOutput {
    try await gateway.simulation.sleep(for: APIGatewayAssumptions.requestTime)
    try gateway.remove(apiId)
    return NoOutput()
  }
}
