public import JSON

/// The content of an object: bytes, which are a text on the command line.
public struct ObjectBody: ShapeDescribing, JSONRepresentable, Hashable, Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a content of bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Creates a content of a text's UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Reads a text.
  ///
  /// - Throws: `DecodingError` when it is none.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// The bytes as a text; what is no UTF-8 appears as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes as a text.
  public var json: JSONValue { .string(text) }

  /// A string.
  public static var shape: Shape { .string }
  /// An empty content.
  public static var example: Self { Self([]) }
}
