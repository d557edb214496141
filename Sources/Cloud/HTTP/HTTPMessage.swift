public import JSON

/// One header of a request or an answer over HTTP.
public struct HTTPHeader: Hashable, Sendable {
  /// The name, such as `Content-Type`.
  public let name: String
  /// The value.
  public let value: String

  /// Creates a header.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// A request over HTTP.
///
/// > Simplified: headers are those that the sender sets on purpose, and query strings stay part of
/// > the path.
public struct HTTPRequest: Hashable, Sendable {
  /// The method, such as `POST`.
  public var method: String
  /// The path, such as `/orders`, with the query string if there is one.
  public var path: String
  /// The headers, in the order in which they are sent.
  public var headers: [HTTPHeader] = []
  /// The body; `nil` when there is none, a string when it is not JSON.
  public var body: JSONValue? { didSet { written = nil } }
  /// The body as its sender wrote it, where that is not the compact text of ``body``.
  private var written: String?

  /// Creates a request with a JSON body or none.
  public init(method: String, path: String, body: JSONValue? = nil) {
    self.method = method
    self.path = path
    self.body = body
  }

  /// Creates a request whose body is a text, which need not be JSON.
  public init(method: String, path: String, headers: [HTTPHeader], text: String) {
    self.method = method
    self.path = path
    self.headers = headers
    body = (try? JSONValue(parsing: text)) ?? .string(text)
    written = text
  }

  /// The body as it travels; `nil` when there is none.
  public var text: String? { written ?? body?.text() }

  /// The value of a header, whose name may be in capitals or small letters; `nil` without one.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// An answer over HTTP with a JSON body.
public struct HTTPResponse: Hashable, Sendable {
  /// The status, such as 200.
  public var status: Int
  /// The headers that the answerer sets on purpose, in the order in which they are sent.
  public var headers: [HTTPHeader] = []
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
  /// No machine has this name.
  case unknownHost

  /// The failure as a client's log words it.
  public var description: String {
    switch self {
    case .connectionRefused: "connection refused"
    case .connectionReset: "connection reset by peer"
    case .timedOut: "no answer in time"
    case .unknownHost: "could not resolve host"
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
  /// The faults that strike it; `nil` for those of the account that sends the request.
  var faults: FaultBoard? { get }

  /// Answers one request.
  ///
  /// - Throws: ``HTTPFailure`` when there is no answer.
  func respond(to request: HTTPRequest) async throws -> HTTPResponse
}

extension HTTPEndpoint {
  /// Those of the account that sends the request.
  public var faults: FaultBoard? { nil }
}
