import JSON

/// A function's own HTTP address.
struct FunctionURL {
  /// How browsers of other origins may call it.
  struct CORS: Hashable {
    var allowCredentials: Bool?
    var allowHeaders: [String]?
    var allowMethods: [String]?
    var allowOrigins: [String]?
    var exposeHeaders: [String]?
    var maxAge: Int?
  }

  /// The first part of the host's name.
  let id: String
  let function: String
  /// An alias; `nil` for the unpublished version.
  let qualifier: String?
  var authType: String
  var invokeMode: String
  var cors: CORS?
  let created: String
  var lastModified: String

  /// The host's name.
  func domain(in cloud: Cloud) -> String { "\(id).lambda-url.\(cloud.region).on.aws" }
}

/// A function's HTTP address as its callers see it.
///
/// > Simplified: nobody signs requests: an address with the authorisation `AWS_IAM` answers 403 to
/// > all. A streamed answer arrives as a whole.
public struct FunctionURLEndpoint: HTTPEndpoint {
  let lambda: Lambda
  let id: String
  /// The function's name.
  public let component: String

  /// Answers a request by running the function; a failing function is a status, not an error.
  ///
  /// - Throws: ``HTTPFailure/connectionRefused`` when the address has been deleted.
  public func respond(to request: HTTPRequest) async throws -> HTTPResponse {
    try await lambda.respond(to: request, at: id)
  }
}

extension Lambda {
  /// Returns what answers requests to a function's URL.
  ///
  /// - Parameter url: `https://ID.lambda-url.REGION.on.aws/`, with or without a path.
  /// - Returns: the endpoint.
  /// - Throws: ``ServiceError`` with the code `ResourceNotFoundException`.
  public func endpoint(_ url: String) throws -> FunctionURLEndpoint {
    let host = url.split(separator: "/", omittingEmptySubsequences: false).dropFirst(2).first
    guard let found = functionURLs.first(where: { $0.domain(in: cloud) == host ?? "" }) else {
      throw ServiceError.noSuchLambdaResource
    }
    return FunctionURLEndpoint(lambda: self, id: found.id, component: found.function)
  }

  /// All addresses, by function and qualifier.
  private var functionURLs: [FunctionURL] {
    functionNames.flatMap { name in
      (functions[name]?.urls ?? [:]).sorted { $0.key < $1.key }.map(\.value)
    }
  }

  fileprivate func respond(to request: HTTPRequest, at id: String) async throws -> HTTPResponse {
    guard let url = functionURLs.first(where: { $0.id == id }) else {
      throw HTTPFailure.connectionRefused
    }
    if let answer = url.cors?.preflight(request) { return answer }
    var response = try await run(request, at: url)
    if let cors = url.cors, let origin = request.header("Origin") {
      response.headers += cors.headers(for: origin)
    }
    return response
  }

  private func run(_ request: HTTPRequest, at url: FunctionURL) async throws -> HTTPResponse {
    let policy = functions[url.function]?.policies[url.qualifier ?? "$LATEST"]
    let arn = functionARN(url.function) + (url.qualifier.map { ":\($0)" } ?? "")
    guard url.authType == "NONE", policy?.opensURL(of: arn, in: cloud) == true else {
      return HTTPResponse(status: 403, body: ["Message": "Forbidden"])
    }
    let event = ProxyEvent(
      request: request,
      body: request.body?.text(),
      route: "$default",
      parameters: [:],
      apiID: url.id,
      domain: url.domain(in: cloud),
      requestID: newIdentifier()
    )
    let invoke = Invoke(
      functionName: url.function,
      qualifier: url.qualifier,
      payload: event.json(in: cloud)
    )
    do {
      let output = try await call(invoke, for: Caller(url.function))
      if output.functionError == nil,
        let response = ProxyResponse.response(for: output.payload ?? .null)
      {
        return response
      }
      return HTTPResponse(status: 502, body: ["Message": "Internal Server Error"])
    } catch let error as ServiceError {
      let status = error.status == 429 ? 429 : 502
      return HTTPResponse(status: status, body: ["Message": .string(error.message)])
    }
  }
}
