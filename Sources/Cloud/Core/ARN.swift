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

  /// Creates the name of a resource from its parts.
  init(service: String, region: String, account: String, resource: String) {
    self.service = service
    self.region = region
    self.account = account
    self.resource = resource
  }

  /// Reads a name; `nil` when it has fewer than six parts or does not begin with `arn:aws:`, as those
  /// of other partitions.
  public init?(_ text: String) {
    guard text.hasPrefix("arn:aws:") else { return nil }
    var text = text
    let parts: (String, String, String, String)? = text.withUTF8 { bytes in
      var rest = bytes[4...]
      var ends = (0, 0, 0, 0)
      guard Self.pass(&rest, to: &ends.0), Self.pass(&rest, to: &ends.1),
        Self.pass(&rest, to: &ends.2), Self.pass(&rest, to: &ends.3)
      else { return nil }
      return (
        String(decoding: bytes[(ends.0 + 1)..<ends.1], as: UTF8.self),
        String(decoding: bytes[(ends.1 + 1)..<ends.2], as: UTF8.self),
        String(decoding: bytes[(ends.2 + 1)..<ends.3], as: UTF8.self),
        String(decoding: rest, as: UTF8.self)
      )
    }
    guard let parts else { return nil }
    (service, region, account, resource) = parts
  }

  /// Goes on behind the next colon and notes its place; false when there is none.
  private static func pass(
    _ rest: inout Slice<UnsafeBufferPointer<UInt8>>,
    to place: inout Int
  ) -> Bool {
    guard let colon = rest.firstIndex(of: UInt8(ascii: ":")) else { return false }
    place = colon
    rest = rest[(colon + 1)...]
    return true
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
