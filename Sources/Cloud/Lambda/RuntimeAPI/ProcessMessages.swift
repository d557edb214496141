/// A call of a process on its environment's local HTTP endpoint, `$AWS_LAMBDA_RUNTIME_API`.
public struct ProcessRequest: Hashable, Sendable {
  /// The method, such as `POST`.
  public let method: String
  /// The path with the API's version, such as `/2018-06-01/runtime/invocation/next`.
  public let path: String
  /// The headers by name; capitals do not matter.
  public let headers: [String: String]
  /// The body's text; empty when there is none.
  public let body: String

  /// Creates a call.
  public init(
    _ method: String,
    _ path: String,
    headers: [String: String] = [:],
    body: String = ""
  ) {
    self.method = method
    self.path = path
    self.headers = Dictionary(
      headers.map { ($0.key.lowercased(), $0.value) },
      uniquingKeysWith: { first, _ in first }
    )
    self.body = body
  }

  func header(_ name: String) -> String? {
    headers[name.lowercased()].flatMap { $0.isEmpty ? nil : $0 }
  }
}

/// What a process's call is answered.
public struct ProcessResponse: Hashable, Sendable {
  /// The HTTP status.
  public let status: Int
  /// The headers by name.
  public let headers: [String: String]
  /// The body's text.
  public let body: String

  init(status: Int, headers: [String: String] = [:], body: String) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// What a process has told with a call, for the environment to act on.
public enum ProcessReport: Hashable, Sendable {
  /// The runtime has answered a request.
  case response(requestID: String, body: String)
  /// The runtime's handler has failed, or its answer is too large.
  case error(requestID: String, type: String, body: String)
  /// The runtime cannot begin.
  case initError(type: String, body: String)
  /// An extension has asked for its first or its next event.
  case extensionReady(name: String)
  /// An extension cannot begin or must end; the environment ends with it.
  case extensionFailed(name: String, type: String)
}
