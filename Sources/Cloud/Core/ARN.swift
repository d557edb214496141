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
    let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0] == "arn" else { return nil }
    service = String(parts[2])
    region = String(parts[3])
    account = String(parts[4])
    resource = String(parts[5])
  }

  /// The name as text.
  public var description: String { "arn:aws:\(service):\(region):\(account):\(resource)" }

  /// The last part of the resource: a queue's, topic's or bus's own name.
  public var name: String {
    String(resource.split(whereSeparator: { $0 == ":" || $0 == "/" }).last ?? "")
  }
}
