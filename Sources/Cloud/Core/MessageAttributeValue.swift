/// A typed value that travels beside a message's body, as SQS and SNS take it.
public struct MessageAttributeValue: Decodable, Hashable, Sendable {
  /// The value of a `String` or a `Number`.
  public var stringValue: String?
  /// The value of a `Binary`, in Base64.
  public var binaryValue: String?
  /// `String`, `Number` or `Binary`, with a suffix of one's own: `Number.int`.
  public var dataType: String

  /// Creates a value of any type.
  public init(stringValue: String? = nil, binaryValue: String? = nil, dataType: String) {
    self.stringValue = stringValue
    self.binaryValue = binaryValue
    self.dataType = dataType
  }

  /// A text.
  public static func string(_ value: String) -> Self {
    Self(stringValue: value, dataType: "String")
  }

  /// A number, written in decimal.
  public static func number(_ value: String) -> Self {
    Self(stringValue: value, dataType: "Number")
  }

  /// The type without its suffix.
  var baseType: Substring {
    dataType[..<(dataType.utf8.firstIndex(of: UInt8(ascii: ".")) ?? dataType.endIndex)]
  }

  /// What the value adds to a message's size: the bytes of its type and of itself.
  var size: Int {
    dataType.utf8.count + (stringValue?.utf8.count ?? 0)
      + (binaryValue.flatMap(Base64.decode)?.count ?? 0)
  }
}

extension [String: MessageAttributeValue] {
  /// What the attributes add to a message's size: names, types and values.
  var size: Int {
    reduce(0) { $0 + $1.key.utf8.count + $1.value.size }
  }
}
