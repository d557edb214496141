import JSON

/// The event that a function behind an HTTP API or its own URL gets: payload format 2.0.
///
/// Source: the API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs".
struct ProxyEvent {
  let request: HTTPRequest
  /// The request's body as text.
  let body: String?
  let route: String
  let parameters: [String: String]
  /// The API's id, or the first part of a function URL.
  let apiID: String
  /// The host's name.
  let domain: String
  let requestID: String

  /// The event; what is empty is left out, as AWS does.
  func json(in cloud: Cloud) -> JSONValue {
    let mark = request.path.utf8.firstIndex(of: UInt8(ascii: "?"))
    let path = mark.map { String(request.path[..<$0]) } ?? request.path
    let query = mark.map { String(request.path[$0...].dropFirst()) } ?? ""
    var event: JSONObject = [
      "version": "2.0",
      "routeKey": .string(route),
      "rawPath": .string(path),
      "rawQueryString": .string(query),
      "headers": .object(headers),
    ]
    if !query.isEmpty { event["queryStringParameters"] = .object(Self.parameters(of: query)) }
    event["requestContext"] = .object(context(path, in: cloud))
    if let body { event["body"] = .string(body) }
    if !parameters.isEmpty {
      let pairs = parameters.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
      event["pathParameters"] = .object(JSONObject(pairs))
    }
    event["isBase64Encoded"] = false
    return .object(event)
  }

  /// The headers by name in small letters; repeated ones are joined by commas.
  private var headers: JSONObject {
    var headers = JSONObject()
    for header in request.headers {
      let name = header.name.lowercased()
      let before = headers[name]?.stringValue.map { "\($0)," } ?? ""
      headers[name] = .string(before + header.value)
    }
    if body != nil, headers["content-type"] == nil { headers["content-type"] = "application/json" }
    return headers
  }

  private func context(_ path: String, in cloud: Cloud) -> JSONObject {
    [
      "accountId": .string(cloud.account),
      "apiId": .string(apiID),
      "domainName": .string(domain),
      "domainPrefix": .string(apiID),
      "http": [
        "method": .string(request.method),
        "path": .string(path),
        "protocol": "HTTP/1.1",
        "sourceIp": "192.0.2.1",
        "userAgent": "evolve",
      ],
      "requestId": .string(requestID),
      "routeKey": .string(route),
      "stage": "$default",
      "time": .string(Self.time(cloud.unixMilliseconds / 1_000)),
      "timeEpoch": .number(JSONNumber(Int(cloud.unixMilliseconds))),
    ]
  }

  /// The parameters of a query string; repeated ones are joined by commas.
  private static func parameters(of query: String) -> JSONObject {
    var object = JSONObject()
    for pair in query.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let value = parts.count == 2 ? String(parts[1]) : ""
      let key = String(parts[0])
      object[key] = .string(object[key]?.stringValue.map { "\($0),\(value)" } ?? value)
    }
    return object
  }

  /// An instant in the Common Log Format: `12/Mar/2020:19:03:58 +0000`.
  private static func time(_ seconds: Int64) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let (year, month, day) = Timestamp.date(seconds)
    let clock = Timestamp.clock(seconds)
    return "\(Timestamp.padded(day, 2))/\(months[Int(month) - 1])/\(year):\(clock) +0000"
  }
}

/// What a function's result means to an HTTP API in payload format 2.0.
enum ProxyResponse {
  /// The answer; `nil` when the result has a `statusCode` and is malformed all the same.
  ///
  /// A result without `statusCode` is the body of an answer with status 200.
  static func response(for payload: JSONValue) -> HTTPResponse? {
    guard let code = payload["statusCode"] else {
      return HTTPResponse(status: 200, body: payload == .null ? nil : payload)
    }
    guard let status = code.intValue ?? code.stringValue.flatMap(Int.init),
      (100..<600).contains(status)
    else { return nil }
    var response = HTTPResponse(status: status)
    response.headers = (payload["headers"]?.objectValue ?? [:]).map { name, value in
      HTTPHeader(name, value.stringValue ?? value.text())
    }
    guard let body = payload["body"], body != .null else { return response }
    guard let text = body.stringValue else { return nil }
    response.body = (try? JSONValue(parsing: text)) ?? .string(text)
    return response
  }
}
