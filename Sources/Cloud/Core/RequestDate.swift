public import JSON

/// An instant in a request: a date as the AWS CLI takes it, or seconds since 1970 as the wire has it.
///
/// What is neither comes through as it is, so that the service can refuse it in its own words.
public struct RequestDate: Hashable, Sendable {
  private let value: JSONValue

  /// Creates an instant from what a request says.
  ///
  /// - Parameter value: a text such as `2026-01-01T08:00:00+01:00`, or a number.
  public init(_ value: JSONValue) {
    self.value = value
  }

  /// The whole seconds since 1970, up to the year 9999; `nil` when this is no instant.
  public var seconds: Int64? {
    let seconds: Int64? =
      switch value {
      case .number(let number): Int64(exactly: number.double.rounded(.down))
      case .string(let text):
        Timestamp.milliseconds(reading: text).map { $0 / 1_000 } ?? Int64(text)
      default: nil
      }
    return seconds.flatMap { (0..<253_402_300_800).contains($0) ? $0 : nil }
  }

  /// As the request says it.
  public var text: String { value.stringValue ?? value.text() }
}

extension RequestDate: ShapeDescribing {
  /// A date.
  public static var shape: Shape { .date }
  /// The beginning of 1970.
  public static var example: RequestDate { RequestDate(0) }

  /// Reads what a request says.
  public init(from decoder: any Decoder) throws {
    self.init(try JSONValue(from: decoder))
  }
}

extension RequestDate: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
  /// Creates an instant from a date.
  public init(stringLiteral text: String) {
    self.init(.string(text))
  }

  /// Creates an instant from seconds since 1970.
  public init(integerLiteral seconds: Int) {
    self.init(JSONValue(integerLiteral: seconds))
  }
}
