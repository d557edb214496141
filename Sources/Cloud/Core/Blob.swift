public import JSON

/// Bytes, which travel in Base64.
public struct Blob: ShapeDescribing, JSONRepresentable, Hashable, Sendable {
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a value of bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Creates a value of a text's UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Reads Base64.
  ///
  /// - Throws: `DecodingError` when the text is none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let bytes = Base64.decode(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "Invalid base64: \"\(text)\""
      )
    }
    self.bytes = bytes
  }

  /// The bytes in Base64.
  public var json: JSONValue { .string(Base64.encode(bytes)) }

  /// Bytes.
  public static var shape: Shape { .blob }
  /// No bytes.
  public static var example: Self { Self([]) }
}
