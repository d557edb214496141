/// An Amazon Resource Name: `arn:aws:sqs:us-east-1:123456789012:orders`.
public struct ARN: Hashable, Sendable, LosslessStringConvertible {
  /// The service's part, such as `sqs`.
  public let service: String
  /// The Region; empty for global resources.
  public let region: String
  /// The account; empty for some resources.
  public let account: String
  /// Everything behind the account, such as `function:place-order:PROD`.
  public let resource: String

  /// Creates the name of a resource in `cloud`.
  public init(service: String, resource: String, in cloud: Cloud) {
    self.service = service
    region = cloud.region
    account = cloud.account
    self.resource = resource
  }

  /// Reads a name; `nil` when it has fewer than six parts or does not begin with `arn:`.
  public init?(_ text: String) {
    guard text.utf8.starts(with: "arn:".utf8) else { return nil }
    var rest = text.utf8.dropFirst(4)
    /// The next part; `nil` when no colon ends it.
    func part() -> String? {
      guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return nil }
      defer { rest = rest[rest.index(after: colon)...] }
      return String(Substring(rest[..<colon]))
    }
    guard part() != nil, let service = part(), let region = part(), let account = part() else {
      return nil
    }
    self.service = service
    self.region = region
    self.account = account
    resource = String(Substring(rest))
  }

  /// The name as text.
  public var description: String { "arn:aws:\(service):\(region):\(account):\(resource)" }

  /// The last part of the resource: a queue's, topic's or bus's own name.
  public var name: String {
    func isSeparator(_ byte: UInt8) -> Bool {
      byte == UInt8(ascii: ":") || byte == UInt8(ascii: "/")
    }
    guard let last = resource.utf8.lastIndex(where: { !isSeparator($0) }) else { return "" }
    let whole = resource.utf8[...last]
    guard let separator = whole.lastIndex(where: isSeparator) else {
      return String(Substring(whole))
    }
    return String(Substring(whole[whole.index(after: separator)...]))
  }
}
