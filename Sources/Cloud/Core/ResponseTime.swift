public import JSON

/// An instant in an answer, in seconds since 1970 on the wire.
///
/// The AWS CLI, version 2, prints it as a date: `2026-01-01T00:01:17.261000+00:00`.
public struct ResponseTime: JSONRepresentable, Hashable, Sendable {
  /// Since 1970.
  public let milliseconds: Int64

  init(seconds: Double) {
    milliseconds = Int64((seconds * 1_000).rounded())
  }

  /// The date as the AWS CLI prints it.
  public var json: JSONValue { .string(Timestamp.withOffset(milliseconds: milliseconds)) }
}
