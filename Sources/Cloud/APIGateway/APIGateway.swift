import JSON
import Simulation

/// Amazon API Gateway, its HTTP APIs: an HTTP front for functions, called synchronously.
///
/// Simplified: HTTP APIs with function integrations in payload format 2.0, one stage `$default`; no
/// authorisers, no REST or WebSocket APIs.
public actor APIGateway: CloudService {
  /// `apigatewayv2`.
  public static let name = "apigatewayv2"
  /// `Amazon API Gateway`.
  public static let title = "Amazon API Gateway"
  /// `apigateway`.
  public static let policyPrefix = "apigateway"
  /// As the services that speak REST.
  public static let accessRefusal = AccessRefusal.rest
  /// What the service can do.
  public static let operations: [any Operation<APIGateway>.Type] = [
    CreateApi.self, GetApis.self, DeleteApi.self,
    CreateIntegration.self, UpdateIntegration.self, GetIntegrations.self, CreateRoute.self,
    GetRoutes.self,
  ]

  /// The account and Region.
  public nonisolated let cloud: Cloud

  /// In the order in which they were created.
  private(set) var apis: [HTTPAPI] = []
  private let throttle: TokenBucket
  private var identifiers: RandomStream
  private var requestIdentifiers: RandomStream

  /// Creates the service without APIs.
  public init(cloud: Cloud) {
    self.cloud = cloud
    throttle = TokenBucket(
      "the account's request rate",
      capacity: APIGatewayQuotas.burst,
      refill: APIGatewayQuotas.requestsPerSecond,
      on: cloud.simulation
    )
    identifiers = cloud.randomStream("apigateway identifiers")
    requestIdentifiers = cloud.randomStream("apigateway requests")
  }

  /// Returns what answers requests to an API.
  ///
  /// - Parameter reference: the API's id or name.
  /// - Returns: the endpoint.
  /// - Throws: ``ServiceError`` with the code `NotFoundException`.
  public func endpoint(_ reference: String) throws -> APIEndpoint {
    guard let api = apis.first(where: { $0.id == reference || $0.name == reference }) else {
      throw ServiceError.apiNotFound("API", reference)
    }
    return APIEndpoint(gateway: self, id: api.id, component: api.name)
  }

  func api(_ id: String) throws(ServiceError) -> HTTPAPI {
    guard let api = apis.first(where: { $0.id == id }) else { throw .apiNotFound("API", id) }
    return api
  }

  func newIdentifier(_ digits: Int = 10) -> String { Identifiers.hex(digits, from: &identifiers) }

  func add(_ api: HTTPAPI) {
    apis.append(api)
    cloud.topology.add(Component(api.name, .api, note: "HTTP API"))
  }

  func remove(_ id: String) throws(ServiceError) {
    let name = try api(id).name
    apis.removeAll { $0.id == id }
    cloud.topology.remove(name)
  }

  func add(_ integration: HTTPAPI.Integration, to id: String) {
    change(id) { $0.integrations.append(integration) }
  }

  func replace(
    _ integration: HTTPAPI.Integration,
    with changed: HTTPAPI.Integration,
    in id: String
  ) {
    change(id) { api in
      guard let index = api.integrations.firstIndex(where: { $0.id == integration.id }) else {
        return
      }
      api.integrations[index] = changed
      cloud.topology.disconnect(api.name, from: integration.function, .synchronous)
      for route in api.routes { connect(route, of: api) }
    }
  }

  func add(_ route: HTTPAPI.Route, to id: String) {
    change(id) { api in
      api.routes.append(route)
      connect(route, of: api)
    }
  }

  private func connect(_ route: HTTPAPI.Route, of api: HTTPAPI) {
    guard let to = api.integrations.first(where: { $0.id == route.integrationID }) else { return }
    let label = route.key.description == "$default" ? "" : route.key.description
    cloud.topology.connect(api.name, to: to.function, .synchronous, label: label)
  }

  private func change(_ id: String, _ body: (inout HTTPAPI) -> Void) {
    guard let index = apis.firstIndex(where: { $0.id == id }) else { return }
    body(&apis[index])
  }

  // MARK: Requests

  /// Answers a request: finds its function, runs it and turns what came of it into an answer.
  func respond(to request: HTTPRequest, of id: String) async throws -> HTTPResponse {
    guard let api = apis.first(where: { $0.id == id }) else {
      throw HTTPFailure.connectionRefused
    }
    let body = request.body?.text()
    let size = body?.utf8.count ?? 0
    let parts = max(
      1,
      (size + APIGatewayQuotas.billedPayload.bytes - 1)
        / APIGatewayQuotas.billedPayload.bytes
    )
    guard throttle.takeIfAvailable() else { return refusal(429, "Too Many Requests", request, api) }
    cloud.meter.add(.httpAPICalls, Int64(parts), for: api.name)
    let slowness = cloud.faults.slowness(of: api.name)
    try await simulation.sleep(for: APIGatewayAssumptions.overhead * slowness)
    if size > APIGatewayQuotas.payload.bytes {
      return refusal(413, "Request Entity Too Large", request, api)
    }
    let path = Substring(request.path.utf8.prefix { $0 != UInt8(ascii: "?") })
    guard let (route, integration, parameters) = api.match(request.method, path) else {
      return refusal(404, "Not Found", request, api)
    }
    let function = integration.function
    let routed = cloud.record(
      APIGatewayEvent.routed(route: route.key.description, function: function),
      from: api.name
    )
    let event = ProxyEvent(
      request: request,
      body: body,
      route: route.key.description,
      parameters: parameters,
      apiID: api.id,
      domain: "\(api.id).execute-api.\(cloud.region).amazonaws.com",
      requestID: Identifiers.uuid(from: &requestIdentifiers)
    )
    let outcome = await Trace.$cause.withValue(routed) {
      await invoke(
        integration,
        event.json(in: cloud),
        as: invoker(route.key.source(request.method), of: api)
      )
    }
    return answer(outcome, function, of: api)
  }

  private func refusal(
    _ status: Int,
    _ message: String,
    _ request: HTTPRequest,
    _ api: HTTPAPI
  ) -> HTTPResponse {
    cloud.record(
      APIGatewayEvent.refused(path: request.path, status: status),
      from: api.name
    )
    return HTTPResponse(status: status, message: message)
  }

  private enum Outcome {
    case returned(JSONValue)
    case failed(status: Int, message: String, reason: String)

    static func unavailable(_ reason: String) -> Self {
      .failed(status: 503, message: "Service Unavailable", reason: reason)
    }

    static func internalError(_ reason: String) -> Self {
      .failed(status: 500, message: "Internal Server Error", reason: reason)
    }
  }

  /// Who invokes the function behind a route: the service, for that route of the API.
  ///
  /// Source: the API Gateway developer guide, "Lambda integrations for HTTP APIs": the source ARN is
  /// that of the API, the stage, the method and the route's path.
  private func invoker(_ route: String, of api: HTTPAPI) -> Caller {
    let source = ARN(service: "execute-api", resource: "\(api.id)/$default\(route)", in: cloud)
    return Caller(
      api.name,
      from: .service("apigateway.amazonaws.com", source: source.description)
    )
  }

  /// Runs the function; after the time-out the gateway gives up, and the function goes on.
  ///
  /// Time-outs and throttles answer 503, as HTTP APIs do in practice; REST APIs answer 504 and 500.
  private func invoke(
    _ integration: HTTPAPI.Integration,
    _ event: JSONValue,
    as caller: Caller
  ) async -> Outcome {
    let request = Invoke(functionName: integration.functionARN, payload: event)
    let cause = Trace.cause
    let call = simulation.spawn(on: cloud.lambda) { lambda in
      try await Trace.$cause.withValue(cause) {
        try await lambda.call(request, for: caller)
      }
    }
    let deadline = simulation.now.advanced(by: integration.timeout)
    let watchdog = simulation.watchdog(at: deadline) { call.cancel() }
    let result = await call.result
    watchdog.stop()
    switch result {
    case .success(let output):
      let payload = output.payload ?? .null
      return output.functionError == nil
        ? .returned(payload)
        : .internalError(payload["errorType"]?.stringValue ?? "function error")
    case .failure(is CancellationError): return .unavailable("integration time-out")
    case .failure(let error as ServiceError):
      return error.mayPass ? .unavailable(error.code) : .internalError(error.code)
    case .failure(let error): return .internalError("\(error)")
    }
  }

  private func answer(_ outcome: Outcome, _ function: String, of api: HTTPAPI) -> HTTPResponse {
    switch outcome {
    case .returned(let payload):
      if let response = ProxyResponse.response(for: payload) { return response }
      return answer(.internalError("malformed proxy response"), function, of: api)
    case .failed(let status, let message, let reason):
      cloud.record(
        APIGatewayEvent.integrationFailed(function: function, status: status, reason: reason),
        from: api.name
      )
      return HTTPResponse(status: status, message: message)
    }
  }
}

/// An HTTP API as its callers see it.
public struct APIEndpoint: HTTPEndpoint {
  private let gateway: APIGateway
  /// The API's id.
  public let id: String
  /// The API's name in the topology.
  public let component: String

  init(gateway: APIGateway, id: String, component: String) {
    self.gateway = gateway
    self.id = id
    self.component = component
  }

  /// Answers a request; a failing function is a status, not an error.
  ///
  /// - Throws: ``HTTPFailure/connectionRefused`` when the API has been deleted.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    try await gateway.respond(to: request, of: id)
  }
}

extension Cloud {
  /// The account's HTTP APIs.
  public var apiGateway: APIGateway { service() }
}

extension Client where Service == APIGateway {
  /// Creates an HTTP API in front of functions, and returns what answers its requests.
  ///
  /// - Parameters:
  ///   - name: its name, which is its component's.
  ///   - routes: the functions' ARNs by route key, such as `POST /orders`.
  /// - Returns: the endpoint.
  /// - Throws: ``ServiceError`` for a key or an ARN that is none.
  public func create(
    _ name: String,
    routes: KeyValuePairs<String, String>
  ) async throws -> APIEndpoint {
    let api = try await self(CreateApi(name: name, protocolType: .http)).apiId
    for (key, function) in routes {
      let integration = try await self(
        CreateIntegration(apiId: api, integrationUri: function)
      ).integrationId
      _ = try await self(
        CreateRoute(apiId: api, routeKey: key, target: "integrations/\(integration)")
      )
    }
    return try await service.endpoint(api)
  }
}
