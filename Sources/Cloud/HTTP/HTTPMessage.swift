public import JSON

/// A request over HTTP with a JSON body.
///
/// > Simplified: no headers, and query strings stay part of the path.
public struct HTTPRequest: Hashable, Sendable {
  /// The method, such as `POST`.
  public var method: String
  /// The path, such as `/orders`, with the query string if there is one.
  public var path: String
  /// The body; `nil` when there is none.
  public var body: JSONValue?

  /// Creates a request.
  public init(method: String, path: String, body: JSONValue? = nil) {
    self.method = method
    self.path = path
    self.body = body
  }
}

/// An answer over HTTP with a JSON body.
public struct HTTPResponse: Hashable, Sendable {
  /// The status, such as 200.
  public var status: Int
  /// The body; `nil` when there is none.
  public var body: JSONValue?

  /// Creates an answer.
  public init(status: Int, body: JSONValue? = nil) {
    self.status = status
    self.body = body
  }

  /// Creates an answer whose body is `{"message": …}`, as gateways and balancers write it.
  public init(status: Int, message: String) {
    self.init(status: status, body: ["message": .string(message)])
  }

  /// Whether the request was done: a status from 200 to 299.
  public var isSuccess: Bool { (200..<300).contains(status) }
}

/// Why a request got no answer at all.
public enum HTTPFailure: String, Error, Hashable, Sendable, CustomStringConvertible {
  /// Nobody listens there, or its backlog is full: nothing has been done.
  case connectionRefused
  /// The server died, or the answer was lost: the request may have been done or not.
  case connectionReset
  /// No answer came in time: the server may go on with the request.
  case timedOut

  /// The failure as a client's log words it.
  public var description: String {
    switch self {
    case .connectionRefused: "connection refused"
    case .connectionReset: "connection reset by peer"
    case .timedOut: "no answer in time"
    }
  }
}

/// What answers HTTP requests: a process, an API, a balancer, somebody else's service.
///
/// Requests come through ``HTTPClient``, whose task goes on when the caller has given up; so an
/// endpoint need not care about callers who no longer wait.
public protocol HTTPEndpoint: Sendable {
  /// The endpoint's name in the topology, by which faults strike it.
  var component: String { get }

  /// Answers one request.
  ///
  /// - Throws: ``HTTPFailure`` when there is no answer.
  func respond(to request: HTTPRequest) async throws -> HTTPResponse
}
