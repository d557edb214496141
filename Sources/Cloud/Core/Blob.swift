public import JSON

/// A value that is bytes.
///
/// The types differ in the text that stands for the bytes: a ``Blob`` is a part of a JSON document,
/// which holds nothing but text, so it is written in Base64; an ``ObjectBody`` is the body of a request
/// or an answer of its own, which holds any bytes, so it is written as what it is.
public protocol ByteValue: ShapeDescribing, JSONRepresentable, Hashable, Sendable {
  /// The bytes.
  var bytes: [UInt8] { get }

  /// Creates a value of bytes.
  init(_ bytes: [UInt8])
}

extension ByteValue {
  /// Creates a value of a text's UTF-8.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// No bytes.
  public static var example: Self { Self([]) }
}

/// Bytes, which travel in Base64.
public struct Blob: ByteValue {
  /// The bytes.
  public let bytes: [UInt8]

  /// Creates a value of bytes.
  public init(_ bytes: [UInt8]) { self.bytes = bytes }

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
}
