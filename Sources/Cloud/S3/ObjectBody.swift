public import JSON

/// The content of an object: bytes, which are a text on the command line.
///
/// The AWS CLI reads them from a file and writes them to one, as they are; so they are no ``Blob``,
/// which it takes and shows in Base64.
public struct ObjectBody: ByteValue {
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a content of bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Reads a text.
  ///
  /// - Throws: `DecodingError` when it is none.
  public init(from decoder: any Decoder) throws {
    self.init(try decoder.singleValueContainer().decode(String.self))
  }

  /// The bytes as a text; what is no UTF-8 appears as U+FFFD.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The bytes as a text.
  public var json: JSONValue { .string(text) }

  /// A string.
  public static var shape: Shape { .string }
}
