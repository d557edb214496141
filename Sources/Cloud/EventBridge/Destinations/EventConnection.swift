import JSON
import Simulation

/// How requests to an API destination say who sends them.
public enum ConnectionAuthorizationType: String, Decodable, Sendable, CaseIterable {
  /// By a name and a password.
  case basic = "BASIC"
  /// By a token that an authorisation server gives for the client's id and secret.
  case oauthClientCredentials = "OAUTH_CLIENT_CREDENTIALS"
  /// By a header with a key.
  case apiKey = "API_KEY"
}

/// What a connection is doing.
public enum ConnectionState: String, Decodable, Sendable, CaseIterable {
  /// It is being made.
  case creating = "CREATING"
  /// It is being changed.
  case updating = "UPDATING"
  /// It is being deleted.
  case deleting = "DELETING"
  /// Requests can be sent with it.
  case authorized = "AUTHORIZED"
  /// No request can be sent with it.
  case deauthorized = "DEAUTHORIZED"
  /// It asks for a token.
  case authorizing = "AUTHORIZING"
  /// It is about to forget what it knows.
  case deauthorizing = "DEAUTHORIZING"
  /// It reaches a private endpoint.
  case active = "ACTIVE"
  /// It does not reach a private endpoint.
  case failedConnectivity = "FAILED_CONNECTIVITY"
}

/// A connection: what requests to API destinations carry to be let in.
struct EventConnection {
  let name: String
  let arn: ARN
  /// The secret of AWS Secrets Manager that AWS would make; nothing here reads it.
  let secretARN: String
  /// When it was made, in milliseconds since 1970.
  let created: Int64
  var modified: Int64
  var authorized: Int64?
  var description: String?
  var type: ConnectionAuthorizationType
  var parameters: ConnectionAuthParameters
  var state = ConnectionState.authorizing
  var stateReason: String?
  /// What the authorisation server has given.
  var token: String?
  /// Which set of credentials it has: a token that was asked for with older ones is of no use.
  var revision = 0

  /// The header that says who sends a request; `nil` as long as there is none to say it with.
  var credentials: HTTPHeader? {
    switch type {
    case .basic:
      parameters.basicAuthParameters.map { basic in
        let text = "\(basic.username):\(basic.password ?? "")"
        return HTTPHeader("Authorization", "Basic \(Base64.encode(Array(text.utf8)))")
      }
    case .apiKey:
      parameters.apiKeyAuthParameters.map { key in
        HTTPHeader(key.apiKeyName, key.apiKeyValue ?? "")
      }
    case .oauthClientCredentials: token.map { HTTPHeader("Authorization", "Bearer \($0)") }
    }
  }
}

extension EventBridge {
  /// The connection of this name.
  ///
  /// - Parameters:
  ///   - name: the name.
  ///   - verb: what would be done with it, for the refusal.
  /// - Returns: the connection.
  /// - Throws: ``ServiceError`` when there is none.
  func connection(_ name: String, to verb: String) throws(ServiceError) -> EventConnection {
    guard let connection = connections[name] else { throw .connectionNotFound(name, verb) }
    return connection
  }

  /// Lets a connection be used from now on: at once with a password or a key, and with OAuth when
  /// the authorisation server has given a token.
  func authorize(_ name: String) {
    guard let connection = connections[name] else { return }
    connections[name]?.token = nil
    guard connection.type == .oauthClientCredentials else {
      finish(name, .authorized)
      return
    }
    connections[name]?.state = .authorizing
    let revision = connection.revision
    simulation.spawn(on: self) { bridge in
      let answer = await bridge.requestToken(for: connection)
      guard bridge.connections[name]?.revision == revision else { return }
      bridge.connections[name]?.token = answer.token
      bridge.finish(name, answer.token == nil ? .deauthorized : .authorized, answer.problem)
    }
  }

  private func finish(_ name: String, _ state: ConnectionState, _ reason: String? = nil) {
    connections[name]?.state = state
    connections[name]?.stateReason = reason
    if state == .authorized { connections[name]?.authorized = cloud.unixMilliseconds }
  }

  /// Asks the authorisation server for a token, and tells the token or why there is none.
  ///
  /// Simplified: the client's id and secret go as JSON, where AWS sends a form.
  func requestToken(
    for connection: EventConnection
  ) async -> (token: String?, problem: String?) {
    guard let oauth = connection.parameters.oAuthParameters,
      let address = WebAddress(oauth.authorizationEndpoint)
    else { return (nil, "The authorization endpoint is not valid.") }
    var parts = RequestParts(path: address.path)
    parts.add(oauth.oAuthHttpParameters)
    parts.body["grant_type"] = "client_credentials"
    parts.body["client_id"] = .string(oauth.clientParameters.clientID)
    parts.body["client_secret"] = .string(oauth.clientParameters.clientSecret ?? "")
    do {
      let answer = try await HTTPClient(cloud: cloud, component: connection.name).send(
        JSONValue.object(parts.body).text(),
        oauth.httpMethod.rawValue,
        to: address.with(path: parts.path),
        headers: parts.headers,
        timeout: EventBridgeQuotas.destinationTimeout
      )
      guard answer.isSuccess, let token = answer.body?["access_token"]?.stringValue else {
        return (nil, "The authorization endpoint answered \(answer.status) without a token.")
      }
      return (token, nil)
    } catch {
      return (nil, "The authorization endpoint cannot be reached.")
    }
  }
}
