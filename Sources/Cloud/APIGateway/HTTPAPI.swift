import Simulation

/// An HTTP API: routes, and the functions that they lead to.
struct HTTPAPI: Sendable {
  /// A function behind an API.
  struct Integration: Sendable {
    let id: String
    /// The function's ARN, as it was given.
    let functionARN: String
    /// The function's own name.
    let function: String
    let timeout: Duration

    init(id: String, functionARN: String, timeout: Duration) {
      self.id = id
      self.functionARN = functionARN
      function = FunctionReference.name(in: functionARN)
      self.timeout = timeout
    }
  }

  /// A way from a request to an integration.
  struct Route: Sendable {
    let id: String
    let key: RouteKey
    let integrationID: String
  }

  let id: String
  let name: String
  let createdMilliseconds: Int64
  var integrations: [Integration] = []
  var routes: [Route] = []

  /// Finds where a request goes: the most specific route that matches.
  func match(_ method: String, _ path: Substring) -> (Route, Integration, [String: String])? {
    let path = path.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) }
    var best: (route: Route, parameters: [String: String])?
    for route in routes {
      guard let parameters = route.key.match(method, path) else { continue }
      if best.map({ route.key.isMoreSpecific(than: $0.route.key) }) ?? true {
        best = (route, parameters)
      }
    }
    guard let best,
      let integration = integrations.first(where: { $0.id == best.route.integrationID })
    else { return nil }
    return (best.route, integration, best.parameters)
  }
}

/// A route's key: `POST /orders/{id}`, `ANY /{proxy+}` or `$default`.
struct RouteKey: Hashable, Sendable, CustomStringConvertible {
  private enum Segment: Hashable {
    case literal(String)
    case parameter(String)
    /// Everything that is left, one segment at least.
    case greedy(String)
  }

  let description: String
  private let method: String
  /// The path as it was given; `$default` for the default route.
  private let path: String
  /// `nil` for the default route.
  private let segments: [Segment]?

  static let methods = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"]

  /// Reads a key; `nil` when it is none.
  init?(_ text: String) {
    description = text
    guard text != "$default" else {
      method = "ANY"
      path = text
      segments = nil
      return
    }
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.methods.contains(String(parts[0])), parts[1].hasPrefix("/")
    else { return nil }
    method = String(parts[0])
    path = String(parts[1])
    let segments = parts[1].dropFirst().split(separator: "/").map(Self.segment)
    for case .greedy in segments.dropLast() { return nil }
    self.segments = segments
  }

  private static func segment(_ text: Substring) -> Segment {
    guard text.hasPrefix("{"), text.hasSuffix("}") else { return .literal(String(text)) }
    let name = text.dropFirst().dropLast()
    return name.hasSuffix("+") ? .greedy(String(name.dropLast())) : .parameter(String(name))
  }

  /// The path parameters of a request that the key covers; `nil` if it does not.
  func match(_ method: String, _ path: [Substring]) -> [String: String]? {
    guard self.method == "ANY" || self.method == method else { return nil }
    guard let segments else { return [:] }
    var rest = path[...]
    var parameters: [String: String] = [:]
    for segment in segments {
      guard let first = rest.first else { return nil }
      switch segment {
      case .literal(let text):
        guard first == text else { return nil }
        rest.removeFirst()
      case .parameter(let name):
        parameters[name] = String(first)
        rest.removeFirst()
      case .greedy(let name):
        parameters[name] = rest.joined(separator: "/")
        rest = []
      }
    }
    return rest.isEmpty ? parameters : nil
  }

  /// The end of the source ARN with which the function behind the route is invoked:
  /// `/GET/orders/{id}`, or `/$default`.
  func source(_ method: String) -> String {
    segments == nil ? "/\(path)" : "/\(method)\(path)"
  }

  /// Full matches go before greedy ones, and these before the default route.
  ///
  /// Source: the API Gateway developer guide, "Routing API requests".
  func isMoreSpecific(than other: Self) -> Bool {
    let (left, right) = (rank, other.rank)
    return left.lexicographicallyPrecedes(right)
  }

  private var rank: [Int] {
    guard let segments else { return [9] }
    let isGreedy = segments.contains { if case .greedy = $0 { true } else { false } }
    let variables = segments.count { if case .literal = $0 { false } else { true } }
    return [isGreedy ? 1 : 0, variables, -segments.count, method == "ANY" ? 1 : 0]
  }
}
