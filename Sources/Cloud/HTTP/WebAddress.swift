/// A URL in its parts: `https://partner.example/orders?day=monday`.
public struct WebAddress: Hashable, Sendable {
  /// `http` or `https`.
  public let scheme: String
  /// The machine's name, with the port if one is given.
  public let host: String
  /// What stands behind the host, with the query string if there is one; at least `/`.
  public let path: String

  /// Reads a URL; `nil` when it is none, or one of another scheme than `http` and `https`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count >= 3, parts[1].isEmpty, ["http:", "https:"].contains(parts[0]) else {
      return nil
    }
    scheme = String(parts[0].dropLast())
    // A query string may follow the host at once.
    let rest = parts[2].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    host = rest[0].lowercased()
    let query = rest.count > 1 ? "?" + rest[1] : ""
    path = "/" + query + (parts.count > 3 ? (query.isEmpty ? "" : "/") + parts[3] : "")
    guard Self.isHost(host), !path.contains(where: \.isWhitespace) else { return nil }
  }

  /// The machine that answers: scheme and host.
  public var site: String { "\(scheme)://\(host)" }

  /// The path without its query string.
  public var page: String { String(path.prefix { $0 != "?" }) }

  /// The machine's name without a port.
  public var hostName: String { String(host.prefix { $0 != ":" }) }

  /// Whether the name belongs to AWS, where nobody else can put a machine.
  public var isAmazons: Bool {
    [".amazonaws.com", ".on.aws", ".aws"].contains { hostName.hasSuffix($0) }
  }

  private static func isHost(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.count == 1 || UInt16(parts[1]) != nil else {
      return false
    }
    let labels = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    return labels.allSatisfy { label in
      (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
        && label.utf8.allSatisfy { Letters.isNameLetter($0) && $0 != UInt8(ascii: "_") }
    }
  }
}

extension Cloud {
  /// Finds out who answers at a URL: a web server of the internet, a function's address, an HTTP API,
  /// or SNS for the links in its messages.
  ///
  /// - Returns: who answers.
  /// - Throws: ``HTTPFailure/unknownHost`` when nobody does.
  public func webEndpoint(at address: WebAddress) async throws -> any HTTPEndpoint {
    if let server = internet[address.site] { return server }
    let labels = address.hostName.split(separator: ".").map(String.init)
    guard address.scheme == "https", address.isAmazons, labels.count > 1 else {
      throw HTTPFailure.unknownHost
    }
    if address.hostName == "\(SNS.name).\(region).amazonaws.com" { return SNSWebsite(cloud: self) }
    do {
      switch labels[1] {
      case "lambda-url": return try await lambda.endpoint("https://\(address.host)/")
      case "execute-api": return try await apiGateway.endpoint(labels[0])
      default: throw HTTPFailure.unknownHost
      }
    } catch is ServiceError {
      throw HTTPFailure.unknownHost
    }
  }
}

extension HTTPClient {
  /// Sends a text to a URL and waits for the answer.
  ///
  /// - Parameters:
  ///   - text: the body, which need not be JSON; `nil` for none.
  ///   - method: the method, such as `POST`.
  ///   - address: where to.
  ///   - headers: the headers, in their order.
  ///   - timeout: how long to wait for the answer; `nil` for ever.
  /// - Returns: the answer, of whatever status.
  /// - Throws: ``HTTPFailure`` when there is no answer; `ScopeEnded` or `CancellationError` when
  ///   the sender is gone.
  public func send(
    _ text: String?,
    _ method: String,
    to address: WebAddress,
    headers: [HTTPHeader] = [],
    timeout: Duration? = nil
  ) async throws -> HTTPResponse {
    let endpoint = try await cloud.webEndpoint(at: address)
    var request = HTTPRequest(method: method, path: address.path)
    if let text {
      request = HTTPRequest(method: method, path: address.path, headers: headers, text: text)
    }
    request.headers = headers
    return try await send(request, to: endpoint, timeout: timeout)
  }
}
