import JSON

/// What a request to an address outside is put together from.
struct RequestParts {
  /// With the query string.
  private(set) var path: String
  private(set) var headers: [HTTPHeader] = []
  /// Members that go into the body.
  var body: JSONObject = [:]

  init(path: String) {
    self.path = path
  }

  /// Adds what a connection has for all its requests.
  mutating func add(_ parameters: ConnectionHttpParameters?) {
    for header in parameters?.headerParameters ?? [] { set(header.key, header.value ?? "") }
    for parameter in parameters?.queryStringParameters ?? [] {
      addToQuery(parameter.key, parameter.value ?? "")
    }
    for parameter in parameters?.bodyParameters ?? [] {
      body[parameter.key] = .string(parameter.value ?? "")
    }
  }

  /// Adds what a target has for its requests; where a connection has the same, that counts.
  mutating func add(_ parameters: RuleTarget.HttpParameters?) {
    for value in parameters?.pathParameterValues ?? [] {
      guard let star = path.firstIndex(of: "*") else { break }
      path.replaceSubrange(star...star, with: value)
    }
    let known = Set(headers.map { $0.name.lowercased() })
    for (name, value) in (parameters?.headerParameters ?? [:]).sorted(by: { $0.key < $1.key })
    where !known.contains(name.lowercased()) {
      set(name, value)
    }
    let query = (parameters?.queryStringParameters ?? [:]).sorted { $0.key < $1.key }
    for (name, value) in query { addToQuery(name, value) }
  }

  /// Puts a header in the place of the one of its name, or behind the others.
  mutating func set(_ name: String, _ value: String) {
    headers.removeAll { $0.name.lowercased() == name.lowercased() }
    headers.append(HTTPHeader(name, value))
  }

  private mutating func addToQuery(_ name: String, _ value: String) {
    path += (path.contains("?") ? "&" : "?") + "\(name)=\(value)"
  }

  /// The body: a delivery's own, with the connection's members in it where it is an object.
  func body(with delivery: Delivery) -> String {
    guard !body.isEmpty, var object = delivery.payload.objectValue else { return delivery.text }
    for (name, value) in body { object[name] = value }
    return JSONValue.object(object).text()
  }
}

extension WebAddress {
  /// The same site with another path.
  func with(path: String) -> WebAddress { WebAddress(site + path) ?? self }
}
