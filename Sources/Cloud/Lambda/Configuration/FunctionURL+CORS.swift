/// What the cross-origin rules of a function's URL add to its answers.
///
/// They refuse nothing: it is the browser that reads the headers, and keeps an answer from a page of
/// another origin. Source: Lambda developer guide, "Creating and managing Lambda function URLs",
/// section "Cross-origin resource sharing (CORS)", 2026.
///
/// > Simplified: headers are added to answers of requests that name their origin; none for an origin
/// > that the rules do not allow. The guide says neither.
extension FunctionURL.CORS {
  /// The answer to a preflight request: a browser asks what it may send; the function is not run, and
  /// nobody has to be allowed to.
  ///
  /// - Returns: the answer; `nil` when the request is no preflight.
  func preflight(_ request: HTTPRequest) -> HTTPResponse? {
    guard request.method == "OPTIONS", request.header("Access-Control-Request-Method") != nil,
      let origin = request.header("Origin")
    else { return nil }
    var response = HTTPResponse(status: 200)
    response.headers = headers(for: origin)
    guard !response.headers.isEmpty else { return response }
    let lists = [
      ("Access-Control-Allow-Methods", allowMethods),
      ("Access-Control-Allow-Headers", allowHeaders),
    ]
    for (name, values) in lists {
      guard let values, !values.isEmpty else { continue }
      response.headers.append(HTTPHeader(name, values.joined(separator: ",")))
    }
    response.headers.append(
      HTTPHeader("Access-Control-Max-Age", "\(maxAge ?? LambdaQuotas.corsMaxAge)")
    )
    return response
  }

  /// What is added to every answer to a page of this origin; beside the function's own headers, of
  /// which one may then come twice.
  func headers(for origin: String) -> [HTTPHeader] {
    let origins = allowOrigins ?? []
    guard origins.contains("*") || origins.contains(origin) else { return [] }
    var headers = [
      HTTPHeader("Access-Control-Allow-Origin", origins.contains("*") ? "*" : origin)
    ]
    if allowCredentials == true {
      headers.append(HTTPHeader("Access-Control-Allow-Credentials", "true"))
    }
    if let exposeHeaders, !exposeHeaders.isEmpty {
      let names = exposeHeaders.joined(separator: ",")
      headers.append(HTTPHeader("Access-Control-Expose-Headers", names))
    }
    return headers
  }
}
