/// Why a JSON value does not have the shape that a Swift type needs.
public struct JSONDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is the matter.
  public enum Kind: Sendable, Hashable {
    /// The value is absent or null.
    case missing
    /// The value is there, but of another type.
    case wrongType
    /// The type is right, but the type's own rules refuse the value.
    case invalidValue
  }

  /// Where in the value, such as `Entries[0].Source`; empty for the whole value.
  public let path: String
  /// What is the matter.
  public let kind: Kind
  /// What should stand there: "a string", "one of PAY_PER_REQUEST, PROVISIONED".
  public let expected: String
  /// What stands there: "an integer", "nothing", "null", or the refused value itself.
  public let found: String

  /// Place, expectation and finding in one line.
  public var description: String {
    let place = path.isEmpty ? "the value" : path
    return "\(place) must be \(expected), but is \(found)"
  }
}
